"""The second wall: every persona, every secured table, by raw SQL as rcms_app: exactly the rows that are theirs."""

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from cases.models import Case, Person
from core.errors import ScopeMissing
from core.models import row_secured_tables
from core.scope import Scope, use_scope
from tests.conftest import APP, OWNER, logged_in_as
from tests.isolation.house import SEEING, House
from tests.isolation.rules import BY_KEY, HIDDEN, OPEN_TABLES, PUBLISHED, RULES, WITHOUT_POLICY, Known, both

pytestmark = pytest.mark.commits


def tables_of_the_database() -> dict[str, bool]:
    """Every table -> whether row security is on and forced upon its owner as well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity and relforcerowsecurity from pg_class"
            " where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
        )
        return dict(cursor.fetchall())


def test_every_table_is_secured_or_open_for_a_reason(house: House) -> None:
    secured = {table for table, is_secured in tables_of_the_database().items() if is_secured}
    assert tables_of_the_database().keys() - secured == set(WITHOUT_POLICY)
    assert secured == {*RULES, *PUBLISHED, *BY_KEY, *HIDDEN}, "a table without a rule here, or the other way round"
    assert row_secured_tables() == {*RULES, "accounts_signinfailure"}, "what models say (ScopeMissing goes by it)"
    assert all(reason for reason in OPEN_TABLES.values())


def test_every_table_of_cases_is_secured() -> None:
    tables = {model._meta.db_table for model in apps.get_app_config("cases").get_models()}
    assert len(tables) >= 18
    assert tables <= set(RULES)


def test_every_secured_table_has_a_policy_for_each_act(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select tablename, policyname, roles::text[], cmd, permissive from pg_policies")
        found: dict[str, set[tuple[str, str, str]]] = {}
        for table, policy, roles, command, permissive in cursor.fetchall():
            assert "public" not in roles
            if policy == "kept_out":
                # Narrows what the others let through.
                assert permissive == "RESTRICTIVE" and command == "ALL", table
                continue
            assert permissive == "PERMISSIVE"
            assert policy != "let_in" or command == "SELECT", table
            for role in roles:
                found.setdefault(table, set()).add((role, command, ""))
    assert set(found) == {*RULES, *PUBLISHED, *BY_KEY, *HIDDEN}
    for table, policies in found.items():
        app = {command for role, command, _ in policies if role == "rcms_app"}
        if table in HIDDEN:
            assert not app, table
            continue
        if table in {"audit_seal", "audit_tile", "audit_checkpoint", "audit_key", "audit_erasure"}:
            assert app == {"ALL"}, table  # one policy for each login; the rights let the web server only read
            continue
        # What two persons asked and decided, and who was away, is deleted by nobody: no right, and no policy either.
        kept = (
            {"DELETE"}
            if table
            in {
                *("accounts_absence", "administration_changerequest", "administration_recomputation"),
                "administration_accessreview",
            }
            else set()
        )
        assert app == {"SELECT", "INSERT", "UPDATE", "DELETE"} - kept, table


@pytest.mark.parametrize("table", RULES)
def test_everybody_sees_exactly_their_rows(known: Known, table: str) -> None:
    rule, rows = RULES[table], known.tables[table]
    assert rows, "the world has nothing of this kind: the test would prove nothing"
    wrong, somebody_sees, somebody_does_not = [], False, False
    for who in known.house.personas:
        with use_scope(who.actor.scope), connection.cursor() as cursor:
            cursor.execute(f"select id::text from {table}")
            seen = {key for (key,) in cursor.fetchall()}
        expected = {key for key, row in rows.items() if rule(who, row, known)}
        somebody_sees |= bool(expected)
        somebody_does_not |= expected != set(rows)
        for word, keys in (("sees", seen - expected), ("does not see", expected - seen)):
            for key in keys:
                subject = rows[key].get("case_id") or rows[key].get("content_object_id") or key
                name = next((name for case, name in known.house.cases.items() if str(case) == subject), subject)
                wrong.append(f"{who.name} {word} {name}: {rows[key]}")
    assert not wrong, f"{len(wrong)} rows, among them:\n" + "\n".join(wrong[:10])
    assert somebody_does_not
    assert somebody_sees


@pytest.mark.parametrize("table", BY_KEY)
def test_what_is_found_by_a_key_is_in_no_list(house: House, table: str) -> None:
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute(f"select exists (select 1 from {table})")
        assert cursor.fetchone() == (True,), "the world has nothing of this kind: the test would prove nothing"
    for scope in (Scope(), *(who.actor.scope for who in house.personas)):
        with use_scope(scope), connection.cursor() as cursor:
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("table", RULES)
def test_without_a_scope_there_is_nothing(house: House, table: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ScopeMissing):
        cursor.execute(f"select count(*) from {table}")
    with use_scope(Scope()), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("table", RULES)
def test_past_our_own_code_there_is_nothing_either(house: House, table: str) -> None:
    """A client that never heard of core.scope, signed in with the application's password."""
    with psycopg.connect(
        dbname=connection.settings_dict["NAME"],
        user=APP["USER"],
        password=APP["PASSWORD"],
        host=APP["HOST"],
        port=APP["PORT"] or None,
    ) as session:
        assert session.execute(f"select count(*) from {table}").fetchone() == (0,)
        assert session.execute("select current_setting('row_security')").fetchone() == ("on",)
        session.execute("set row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(f"select count(*) from {table}")


def test_the_door_shows_the_cases_that_are_theirs(known: Known) -> None:
    """`visible_to` for every role, side, country and status; delegates without case pages see none."""
    rows = known.tables["cases_case"]
    for who in known.house.personas:
        with use_scope(who.actor.scope):
            seen = {str(key) for key in Case.objects.visible_to(who.actor).values_list("id", flat=True)}
        expected = {key for key, row in rows.items() if who.role in SEEING and both(who, row, known)}
        names = {known.house.cases[case] for case in known.house.cases if str(case) in seen ^ expected}
        assert seen == expected, f"{who.name}: {names}"


def test_a_list_whose_filter_was_forgotten_shows_nothing_more(known: Known) -> None:
    """The same query without `visible_to`: row security alone gives the same answer to everybody who sees cases."""
    for who in known.house.personas:
        with use_scope(who.actor.scope):
            unfiltered = set(Case.objects.values_list("id", flat=True))
            people = set(Person.objects.values_list("case_id", flat=True))
            visible = set(Case.objects.visible_to(who.actor).values_list("id", flat=True))
            joined = set(Person.objects.filter(case__status__isnull=False).values_list("case_id", flat=True))
        assert people == unfiltered == joined
        if who.role in SEEING:
            assert unfiltered == visible, who.name
        elif who.role != "border_officer":
            assert unfiltered == set(), who.name


def test_the_first_wall_alone_shows_nothing_more_either(known: Known) -> None:
    """And the other way round: `visible_to` as the owner, whom no policy stops."""
    for who in known.house.personas:
        with logged_in_as(OWNER):
            alone = set(Case.objects.visible_to(who.actor).values_list("id", flat=True))
        with use_scope(who.actor.scope):
            together = set(Case.objects.visible_to(who.actor).values_list("id", flat=True))
        assert alone == together, who.name


def test_counting_and_searching_tell_nothing(house: House) -> None:
    who = house.persona("rs police verifier").actor
    with use_scope(who.scope), connection.cursor() as cursor:
        for question in (
            "select count(*) from cases_person where family_name = 'Petrović'",
            "select count(*) from cases_case where reference like 'NL-RS-%%'",
            "select count(*) from documents_storedfile where sha256 <> ''",
            "select count(*) from cases_person p where exists (select 1 from cases_case c where c.id = p.case_id)",
        ):
            cursor.execute(question)
            assert cursor.fetchone() == (0,), question


def test_a_leaky_function_in_the_query_sees_no_hidden_row(house: House) -> None:
    """The policy is asked before any condition of the query that could tell what it saw."""
    stranger = house.persona("al registry").actor
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute(
            "create or replace function public.tell(text) returns boolean language plpgsql cost 0.0000001 as"
            " $$ begin raise exception 'saw %', $1; end $$"
        )
    try:
        with use_scope(stranger.scope), connection.cursor() as cursor:
            cursor.execute("select count(*) from cases_person where tell(family_name)")
            assert cursor.fetchone() == (0,)
    finally:
        with logged_in_as(OWNER), connection.cursor() as cursor:
            cursor.execute("drop function public.tell(text)")


def test_guardians_own_tables_stay_empty(house: House) -> None:
    with logged_in_as(OWNER), connection.cursor() as cursor:
        for table in ("guardian_groupobjectpermission", "guardian_userobjectpermission"):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,)
