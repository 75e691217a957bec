"""Somebody with SQL: as the application's login, as that of the sweeps, as the relay's."""

import psycopg
import pytest
from django.db import connection

from core.scope import use_scope
from tests import world
from tests.conftest import APP, RELAY, SWEEP

pytestmark = pytest.mark.django_db


def _session(login: dict[str, str]) -> psycopg.Connection:
    name = connection.settings_dict["NAME"]
    return psycopg.connect(
        dbname=name,
        user=login["USER"],
        password=login["PASSWORD"],
        host=login["HOST"],
        port=login["PORT"] or None,
        autocommit=True,
    )


DEFINERS = """
select p.oid::regprocedure::text, p.proconfig, p.prorettype = 'trigger'::regtype,
    array(select rolname::text from pg_roles where rolname like 'rcms\\_%' and rolname <> 'rcms_owner'
        and has_function_privilege(rolname, p.oid, 'execute') order by 1)
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.prosecdef
"""


def test_functions_with_the_owners_rights_are_for_those_who_need_them() -> None:
    with _session(APP) as session:
        rows = session.execute(DEFINERS).fetchall()
    assert rows
    for name, config, is_trigger, logins in rows:
        # How a question is planned, and what is logged with a line, may be fixed as well: that changes no answer.
        planning = ("enable_", "max_parallel_workers_per_gather=", "plan_cache_mode=", "log_")
        assert [line for line in config if not line.startswith(planning)] == ["search_path=public, pg_temp"], name
        # The sweeps' own: time limits that want a warning or have passed, old printed bundles, where people are looked after.
        is_swept = name.partition("(")[0] in {
            "clocks_passed",
            "deadlines_due",
            "forget_bulk_runs",
            "countries_with_people",
        }
        if name.startswith(("eras", "forgotten_", "time_of_law(")):
            assert logins == ["rcms_erase"], name
            continue
        if name.startswith("scope_"):
            # Sweeps enter a scope to promise work; what is told of a broken one only the check of the seal tells.
            assert logins == ([] if name.startswith("scope_is_broken") else ["rcms_app", "rcms_sweep"]), name
            continue
        # A trigger needs no right to fire; who may execute its function can tie it to a table of his own.
        assert logins == ([] if is_trigger else ["rcms_sweep"] if is_swept else ["rcms_app"]), name


def test_no_trigger_of_the_owner_on_a_table_of_ones_own() -> None:
    with _session(APP) as session:
        session.execute("create temporary table bait (id uuid, case_id uuid, shared boolean)")
        for function in ("case_moves_audience()", "part_copies_audience('case_id')", "need_event('id')"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(f"create trigger t before insert on bait for each row execute function {function}")


@pytest.mark.parametrize(
    "statement",
    [
        "select session_key from accounts_browsersession",
        "select session_data from accounts_browsersession",
        "select content from accounts_keptform",
        "select material from accounts_authenticator",
        "select session_load('x', now())",
        "select original_name from documents_storedfile",
        "select case_reference from documents_storedfile",
        "select login_name from accounts_signinfailure",
        "select * from cases_case",
        "select context from documents_generateddocument",
        "update accounts_browsersession set expire_date = now()",
    ],
)
def test_housekeeping_reads_no_more_than_its_work_needs(statement: str) -> None:
    with _session(SWEEP) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute(statement)


@pytest.mark.parametrize("column", ["scope", "arguments", "key", "last_error"])
def test_the_relay_does_not_learn_for_whom_or_about_what_the_work_is(column: str) -> None:
    with _session(RELAY) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute(f"select {column} from core_outboxmessage")


def test_housekeeping_works_with_these_rights() -> None:
    with _session(SWEEP) as session:
        session.execute("delete from accounts_browsersession where expire_date < '2000-01-01'")
        session.execute("delete from accounts_signinfailure where at < '2000-01-01'")
        session.execute("select storage_id, viewing_storage_id from documents_storedfile where storage_id = 'x'")


def test_nobody_takes_the_reference_numbers_of_others() -> None:
    officer = world.make_actor("nld-dtv", "return_officer")
    with use_scope(officer.scope), connection.cursor() as cursor:
        cursor.execute("select next_reference_number('AT', 'RS', 2026), next_reference_number('NL', 'RS', 2090)")
        assert cursor.fetchone() == (None, 1)
