"""The database logins: what each can do to tables, columns, functions, policies, roles and other people's rows."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from celery import current_app
from django.conf import settings
from django.db import connection, transaction

from core import outbox
from protection.erasure_map import ERASED
from rcms.celery import app as celery
from tests.conftest import APP, ERASE, OWNER, RELAY, SEAL, SWEEP, logged_in_as
from tests.isolation.house import House
from tests.isolation.rules import RULES

pytestmark = pytest.mark.commits


def _erased(table: str) -> str:
    what = ERASED[table]
    read = {what.key, *(["own_side"] if what.has_side else []), *(["kind"] if what.where else [])}
    read |= {"erased_at"} if table == "cases_case" else set()
    read |= {"answers"} if table == "supervision_qualityreview" else set()
    changed = {*what.emptied, *(["erased_at", "erased_rule"] if table == "cases_case" else [])}
    select = f"select({' '.join(sorted(read))})"
    return f"delete {select}" if what.is_deleted else f"{select} update({' '.join(sorted(changed))})"


RUNNING = {"app": APP, "relay": RELAY, "sweep": SWEEP, "seal": SEAL, "erase": ERASE}
ALL = "select insert update delete"
KEPT = "select insert"
ENDED = "select insert update"
# What each login may do to which table; in brackets: to these columns alone. Row security narrows it further. What is
# not named here it must not. The application may do all to every table but those named.
RIGHTS = {
    "app": {
        "accounts_absence": ENDED,
        "auth_group_permissions": "",
        "guardian_groupobjectpermission": "",
        "guardian_userobjectpermission": "",
        "administration_changerequest": ENDED,
        "administration_accessreview": ENDED,
        "cases_accessrequest": ENDED,
        "cases_caseaccess": ENDED,
        "administration_recomputation": ENDED,
        "administration_registerentry": KEPT,
        "audit_access": KEPT,
        "audit_event": KEPT,
        **dict.fromkeys(("audit_checkpoint", "audit_key", "audit_seal", "audit_tile", "audit_erasure"), "select"),
        **dict.fromkeys(("audit_cosignature", "audit_stamp"), KEPT),
        "audit_unsealed": "",
        **dict.fromkeys(("supervision_unusualaccess", "supervision_watcheddays"), ENDED),
        "cases_referencecounter": "",
        "core_scopekey": "",
        **dict.fromkeys(("protection_retentionrun", "protection_retentionitem", "protection_legalhold"), ENDED),
        "protection_destroyedfile": ENDED,
        "django_migrations": "select",
        "documents_generateddocument": ENDED,
        "documents_lettertext": KEPT,
        "documents_storedfile": ENDED,
        "oauth2_provider_devicegrant": "",
        "oauth2_provider_grant": "",
        "oauth2_provider_idtoken": "",
        "oauth2_provider_refreshtoken": "",
    },
    "relay": {
        # Which work waits; not for whom, nor about what.
        "core_outboxmessage": "select(attempts available_at id leased_until queue state task)"
        " update(last_error leased_until state)",
    },
    "sweep": {
        "accounts_browsersession": "delete select(expire_date)",
        "accounts_keptform": "delete select(kept_at)",  # forgets what nobody came back for
        "accounts_signinfailure": "delete select(at)",  # counters of wrong passwords, when they are old
        "api_idempotencykey": "delete select(created_at)",  # how old a request is, not what it was
        "cases_searchquery": "delete select(expires_at)",  # which searches are no longer kept, not what they were
        "core_clockoffset": "select",  # sweeps go by the clock of law
        "core_outboxmessage": "insert delete select(created_at state)",  # promises work, deletes what is done
        # The key of a living session, of a token, of a stored file would be as good as a password.
        "documents_pagepreview": "select(storage_id)",
        "documents_storedfile": "select(storage_id viewing_storage_id)",
        "oauth2_provider_accesstoken": "delete select(expires)",
    },
    "seal": {
        "audit_checkpoint": KEPT,
        "audit_cosignature": KEPT,
        "audit_holding": "select insert update",
        "audit_stamp": KEPT,
        "audit_witness": "select",
        "audit_key": KEPT,
        "audit_seal": KEPT,
        "audit_tile": "select insert update(hashes)",
        "audit_unsealed": "select delete",  # which entries wait, and their hashes; not what they say
    },
    # What the map of erasure names is changed and not read (tests/protection/test_erasure_map.py holds the map itself).
    "erase": {
        **{table: _erased(table) for table in ERASED},
        "documents_storedfile": "select(audience_authorities audience_countries audience_groups destroyed_at id kind"
        " named_cases sha256 storage_id subject viewing_sha256 viewing_storage_id)"
        " update(destroyed_at original_name uploaded_by_name)",
        "documents_generateddocument": "select(audience_countries id named_cases subject)"
        " update(context requested_by_name)",
        "documents_pagepreview": "delete select(file_id id sha256 storage_id)",
        # Emptied, in rows of the case in hand; salts say which values there are, and are worth nothing without them.
        "audit_event": "insert select(action at case_key country id salts)"
        " update(actor_name address on_behalf_of reason salts values)",
        "audit_access": "select(action at case_key country id salts) update(actor_name address on_behalf_of salts)",
        "audit_erasure": KEPT,
        "core_outboxmessage": "insert",  # promises the certificate
        "protection_retentionrun": "select(audience_authorities audience_countries country_id id not_before origin"
        " requested_by state) update(done_at state)",
        "protection_retentionitem": "select(audience_authorities audience_countries audience_groups case_id"
        " case_reference country id not_before own_side part rule run_id state)"
        " update(done_at files kept_back rows state)",
        "protection_destroyedfile": "insert select(gone_at id item_id storage_id) update(gone_at)",
    },
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
    "select key from core_scopekey",
    "select scope_is_broken()",
    "set log_min_messages = panic",
    "set log_error_verbosity = terse",
]


@pytest.mark.parametrize("name", RUNNING)
def test_no_login_of_the_running_system_steps_over_the_wall(sign_in: Any, name: str) -> None:
    session = sign_in(RUNNING[name])
    for statement in FORBIDDEN:
        with pytest.raises(
            (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile)
        ):
            session.execute(statement)
            pytest.fail(f"{name} may: {statement}")
    row = session.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = current_user"
    ).fetchone()
    assert row == (False,) * 5
    members = (
        "select count(*) from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = current_user"
    )
    assert session.execute(members).fetchone() == (0,)
    assert session.execute("select count(*) from pg_class where relowner = current_user::regrole").fetchone() == (0,)


WALK = """
with acts as (
    select c.oid, c.relname, r.name as login, act.word, act.place,
        has_table_privilege('rcms_' || r.name, c.oid, act.word) as whole
    from pg_class c, unnest(%s::text[]) r(name),
        unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain'])
            with ordinality act(word, place)
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and (act.word <> 'maintain' or current_setting('server_version_num')::integer >= 170000)
)
select login, relname, word from acts where whole
union all
select login, relname, word || '(' || string_agg(a.attname, ' ' order by a.attname) || ')'
from acts join pg_attribute a on a.attrelid = acts.oid and a.attnum > 0 and not a.attisdropped
where not whole and word in ('select', 'insert', 'update', 'references')
    and has_column_privilege('rcms_' || login, acts.oid, a.attnum, word)
group by login, relname, word
"""


def test_each_login_may_do_to_each_table_what_is_written_here_and_no_more(sign_in: Any) -> None:
    session = sign_in(OWNER)
    tables = session.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')"
    ).fetchall()
    found: dict[str, dict[str, set[str]]] = {name: {} for name in RUNNING}
    for login, table, right in session.execute(WALK, [list(RUNNING)]):
        found[login].setdefault(table, set()).add(right)
    for login, rights in RIGHTS.items():
        expected = {table: ALL for (table,) in tables} | rights if login == "app" else rights
        said = {table: set(re.findall(r"\w+(?:\([^)]*\))?", text)) for table, text in expected.items() if text}
        assert found[login] == said, login


def test_only_the_application_counts_up(sign_in: Any) -> None:
    rows = sign_in(OWNER).execute(
        "select c.relname, r.name from pg_class c, unnest(%s::text[]) r(name)"
        " where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace"
        " and (has_sequence_privilege('rcms_' || r.name, c.oid, 'usage')"
        " or has_sequence_privilege('rcms_' || r.name, c.oid, 'update'))",
        [list(RUNNING)],
    )
    assert {login for _, login in rows} == {"app"}


def test_every_timed_task_can_be_done_with_the_login_of_the_sweeps(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RCMS_LOGIN", "sweep")
    celery.loader.import_default_modules()
    names = {entry["task"] for entry in celery.conf.beat_schedule.values()}
    assert len(names) >= 8
    with logged_in_as(SWEEP), transaction.atomic():
        for name in sorted(names):
            current_app.tasks[name]()
        transaction.set_rollback(True)


def test_the_relay_can_hand_out_what_waits_with_its_own_login(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **_: sent.append(name))
    with logged_in_as(RELAY), transaction.atomic():
        assert outbox.relay_once() == len(sent) > 0
        transaction.set_rollback(True)


def test_the_sweeps_delete_no_work_that_is_not_done(sign_in: Any) -> None:
    waits = "core_outboxmessage where state in ('pending', 'leased', 'dead')"
    owner = sign_in(OWNER).execute(f"select count(*) from {waits}").fetchone()
    assert owner is not None and owner[0] > 0
    session = sign_in(SWEEP)
    session.execute("begin")
    assert session.execute(f"delete from {waits}").rowcount == 0
    session.execute("rollback")


def test_no_login_but_the_application_reads_a_case(sign_in: Any) -> None:
    for name in set(RUNNING) - {"app"}:
        session = sign_in(RUNNING[name])
        for table in RULES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(f"select * from {table} limit 1")  # every column, where some may be read


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
        "admitted_files",
        "audit_wait",
        "border_reads_operation",
        "cancel_questions_of_withdrawn",
        "case_for_elevation",
        "case_moves_access",
        "case_moves_audience",
        "cases_on_hold",
        "client_used",
        "clocks_of_country",
        "clocks_passed",
        "countries_with_administrator",
        "countries_with_people",
        "covers_of_office",
        "deadlines_due",
        "document_number_told",
        "document_number_used",
        "document_series_used",
        "end_tokens_of_client",
        "erasable",
        "erasable_file",
        "erasable_preview",
        "erasure_begin",
        "erasure_hindrance",
        "event_told",
        "excluded_files",
        "excluded_papers",
        "excluded_references",
        "excluded_requests",
        "forget_bulk_runs",
        "forgotten_answer",
        "forgotten_answers",
        "forgotten_preview",
        "lapse_proposal_of_answered",
        "legal_hold_stays",
        "looks_of_elevations",
        "monitoring_lock",
        "need_event",
        "next_paper_version",
        "next_reference_number",
        "observation_of_transfer",
        "of_operation_copies_organiser",
        "open_work_of_office",
        "open_work_of_person",
        "operation_is_under_way",
        "operations_lock",
        "part_copies_audience",
        "part_follows_case",
        "passenger_follows_transfer",
        "person_request_stays",
        "plan_begins",
        "plan_follows_transfer",
        "processing_is_restricted",
        "reads_audit",
        "register_follows_document",
        "result_follows_task",
        "retention_item_stays",
        "retention_run_decided",
        "scope_enter",
        "scope_is_broken",
        "scope_is_sealed",
        "search_cases",
        "seats_are_counted",
        "second_factors_forget",
        "session_add",
        "session_end",
        "session_load",
        "session_save",
        "sign_in_failures",
        "slot_copies_audience",
        "time_of_law",
        "transfers_counted",
        "visit_moves_audience",
    ]
    # How a question is planned, and what is logged with a line, may be fixed as well: that changes no answer.
    planning = ("enable_", "max_parallel_workers_per_gather=", "plan_cache_mode=", "log_")
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
    owner = sign_in(OWNER)
    owner.execute("create table made_later (n integer)")
    try:
        sign_in(APP).execute("insert into made_later values (1)")
        for name in set(RUNNING) - {"app"}:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                sign_in(RUNNING[name]).execute("select * from made_later")
    finally:
        owner.execute("drop table made_later")
