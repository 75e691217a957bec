"""The three logins: what each can do to tables, policies, roles and other people's rows."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.conftest import APP, OWNER, SYSTEM
from tests.isolation.house import House
from tests.isolation.rules import OPEN_TABLES, RULES

pytestmark = pytest.mark.commits

# What the system login may do to whole tables, and which columns of others it may read. Everything else it must not.
SYSTEM_RIGHTS = {
    "cases_searchquery": {"DELETE"},  # forgets what people searched
    "api_idempotencykey": {"DELETE"},  # clears keys of requests
    "oauth2_provider_accesstoken": {"DELETE"},  # clears ended tokens
    "accounts_signinfailure": {"DELETE"},  # clears counters of wrong passwords
    "core_clockoffset": {"SELECT"},  # sweeps go by the clock of law
    "core_outboxmessage": {"SELECT", "INSERT", "UPDATE", "DELETE"},  # the relay; sweeps promise work
    "django_migrations": {"SELECT"},
    "django_session": {"DELETE"},  # clears ended sessions
}
SYSTEM_COLUMNS = {
    ("cases_searchquery", "expires_at"),  # which searches are no longer kept, not what they were
    ("api_idempotencykey", "created_at"),  # how old a request is, not what it was
    ("oauth2_provider_accesstoken", "expires"),
    ("accounts_signinfailure", "at"),
    ("django_session", "expire_date"),  # the key of a living session would be as good as a password
    ("documents_pagepreview", "storage_id"),  # likewise
    ("documents_storedfile", "storage_id"),  # the sweep of the vault
    ("documents_storedfile", "viewing_storage_id"),
}


@pytest.fixture
def sign_in(house: House) -> Iterator[Any]:
    sessions = []

    def open_session(login: dict[str, Any]) -> psycopg.Connection:
        session = psycopg.connect(
            dbname=connection.settings_dict["NAME"],
            user=login["USER"],
            password=login["PASSWORD"],
            host=login["HOST"],
            port=login["PORT"] or None,
            autocommit=True,
        )
        sessions.append(session)
        return session

    yield open_session
    for session in sessions:
        session.close()


FORBIDDEN = [
    "alter table cases_case disable row level security",
    "alter table cases_case no force row level security",
    "alter table cases_case disable trigger all",
    "alter table audit_event disable trigger append_only",
    "drop policy app_read on cases_case",
    "create policy mine on cases_case using (true)",
    "create table intruder (n integer)",
    "create function intruder() returns integer language sql return 1",
    "create schema intruder",
    "truncate cases_case cascade",
    "truncate audit_event",
    "drop table audit_event cascade",
    "alter function scope_countries() rename to other",
    "create or replace function scope_countries() returns text[] language sql return '{NLD}'::text[]",
    "create or replace function need_event() returns trigger language plpgsql as 'begin return null; end'",
    "set role rcms_owner",
    "set session authorization rcms_owner",
    "set session_replication_role = replica",
    "alter role current_user bypassrls",
    "alter role current_user superuser",
    "grant rcms_owner to current_user",
    "select * from pg_authid",
    "select pg_read_file('/etc/passwd')",
    "copy cases_case to program 'cat'",
    "create extension dblink",
    "select * from cases_referencecounter",
    "update django_migrations set app = app",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize("login", [APP, SYSTEM], ids=["app", "system"])
def test_no_login_of_the_running_system_steps_over_the_wall(
    sign_in: Any, login: dict[str, Any], statement: str
) -> None:
    with pytest.raises(
        (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile)
    ):
        sign_in(login).execute(statement)


@pytest.mark.parametrize("login", [APP, SYSTEM], ids=["app", "system"])
def test_no_login_has_an_attribute_or_a_membership(sign_in: Any, login: dict[str, Any]) -> None:
    session = sign_in(login)
    row = session.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = current_user"
    ).fetchone()
    assert row == (False,) * 5
    members = (
        "select count(*) from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = current_user"
    )
    assert session.execute(members).fetchone() == (0,)
    assert session.execute("select count(*) from pg_class where relowner = current_user::regrole").fetchone() == (0,)


def rights(session: psycopg.Connection) -> dict[str, set[str]]:
    acts = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    found: dict[str, set[str]] = {}
    for table in (*RULES, *OPEN_TABLES):
        for act in acts:
            if session.execute("select has_table_privilege(%s, %s)", [table, act]).fetchone() == (True,):
                found.setdefault(table, set()).add(act)
    return found


def test_the_system_login_has_what_it_needs_and_no_more(sign_in: Any) -> None:
    session = sign_in(SYSTEM)
    assert rights(session) == SYSTEM_RIGHTS
    columns = session.execute(
        "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid"
        " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped"
        " and has_column_privilege(c.oid, a.attnum, 'select') and not has_table_privilege(c.oid, 'select')"
    ).fetchall()
    assert set(columns) == SYSTEM_COLUMNS


def test_the_application_login_has_four_rights_and_fewer_where_rows_are_kept(sign_in: Any) -> None:
    expected = {table: {"SELECT", "INSERT", "UPDATE", "DELETE"} for table in (*RULES, *OPEN_TABLES)}
    for table in ("audit_event", "audit_access", "administration_registerentry", "documents_lettertext"):
        expected[table] = {"SELECT", "INSERT"}
    for table in (
        *("documents_storedfile", "documents_generateddocument"),
        *("administration_changerequest", "administration_recomputation", "accounts_absence"),
    ):
        expected[table] = {"SELECT", "INSERT", "UPDATE"}
    expected["django_migrations"] = {"SELECT"}
    del expected["cases_referencecounter"]
    for grant in ("devicegrant", "grant", "idtoken", "refreshtoken"):
        del expected[f"oauth2_provider_{grant}"]
    assert rights(sign_in(APP)) == expected


def test_the_system_login_sees_every_message_and_file_and_no_case(sign_in: Any) -> None:
    system, owner = sign_in(SYSTEM), sign_in(OWNER)
    for table in ("core_outboxmessage", "documents_storedfile"):
        count = f"select count(*) from {table}"
        assert system.execute(count).fetchone() == owner.execute(count).fetchone() != (0,)
    for table in set(RULES) - {"core_outboxmessage"}:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            system.execute(f"select * from {table} limit 1")  # every column, where some may be read


def test_functions_that_run_as_the_owner_have_a_fixed_search_path(sign_in: Any) -> None:
    """Otherwise a temporary table of the caller could stand in for the one they mean to read."""
    rows = (
        sign_in(OWNER)
        .execute(
            "select proname, proconfig from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by 1"
        )
        .fetchall()
    )
    assert [name for name, _ in rows] == [
        "border_reads_operation",
        "cancel_questions_of_withdrawn",
        "case_moves_audience",
        "clocks_of_country",
        "clocks_passed",
        "deadlines_due",
        "document_number_told",
        "document_number_used",
        "document_series_used",
        "forget_bulk_runs",
        "lapse_proposal_of_answered",
        "monitoring_lock",
        "need_event",
        "next_reference_number",
        "observation_of_transfer",
        "of_operation_copies_organiser",
        "open_work_of_office",
        "operation_is_under_way",
        "operations_lock",
        "part_copies_audience",
        "passenger_follows_transfer",
        "plan_begins",
        "plan_follows_transfer",
        "register_follows_document",
        "result_follows_task",
        "search_cases",
        "seats_are_counted",
        "slot_copies_audience",
        "transfers_counted",
        "visit_moves_audience",
    ]
    # How a question is planned may be fixed as well: that changes no answer.
    planning = ("enable_", "max_parallel_workers_per_gather=", "plan_cache_mode=")
    for name, config in rows:
        assert [line for line in config if not line.startswith(planning)] == ["search_path=public, pg_temp"], name


def test_a_temporary_table_does_not_stand_in_for_a_secured_one(sign_in: Any) -> None:
    session = sign_in(APP)
    try:
        session.execute("create temporary table cases_case (id uuid)")
    except psycopg.errors.InsufficientPrivilege:
        return  # better still
    assert session.execute("select count(*) from public.cases_case").fetchone() == (0,)


def test_tables_made_later_come_with_the_default_rights(sign_in: Any) -> None:
    owner, app, system = sign_in(OWNER), sign_in(APP), sign_in(SYSTEM)
    owner.execute("create table made_later (n integer)")
    try:
        app.execute("insert into made_later values (1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            system.execute("select * from made_later")
    finally:
        owner.execute("drop table made_later")
