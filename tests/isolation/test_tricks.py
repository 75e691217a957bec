"""Ways around the tables: what somebody with SQL under a persona's scope tries besides asking them."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from core.scope import use_scope
from tests.conftest import OWNER, logged_in_as
from tests.isolation.house import House
from tests.isolation.rules import WITHOUT_POLICY

pytestmark = pytest.mark.commits


@pytest.fixture
def stranger(house: House) -> Iterator[Any]:
    """A cursor under the scope of a third country's supervisor; nothing stays."""
    with use_scope(house.persona("al supervisor").actor.scope), connection.cursor() as cursor:
        yield cursor
        transaction.set_rollback(True)


def answer(cursor: Any, question: str, *values: Any) -> Any:
    cursor.execute(question, values)
    return cursor.fetchall()


def as_owner(question: str, *values: Any) -> Any:
    """On a connection of its own: the stranger's transaction stays open."""
    with psycopg.connect(
        dbname=connection.settings_dict["NAME"],
        user=OWNER["USER"],
        password=OWNER["PASSWORD"],
        host=OWNER["HOST"],
        port=OWNER["PORT"] or None,
    ) as session:
        return answer(session.cursor(), question, *values)


DENIED = [
    "select * from pg_statistic",
    "select lo_import('/etc/passwd')",
    "select pg_read_binary_file('/etc/passwd')",
    "select pg_ls_dir('.')",
    "copy cases_person to '/tmp/people'",
    "copy cases_person from program 'id'",
    "create view public.mine as select * from cases_case",
    "create materialized view public.mine as select 1",
    "create rule mine as on select to cases_case do instead select 1",
    "create trigger mine before insert on cases_case for each row execute function refuse_change()",
    "alter table cases_case owner to current_user",
    "alter policy app_read on cases_case using (true)",
    "alter function scope_user() security definer",
    "comment on table cases_case is 'x'",
    "create publication mine for table cases_case",
    "create statistics mine on family_name, given_names from cases_person",
    "reindex table cases_case",
    "vacuum cases_case",
]


@pytest.mark.parametrize("statement", DENIED)
def test_what_is_refused(stranger: Any, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        stranger.execute(statement)


def test_statistics_of_columns_tell_nothing(house: House) -> None:
    """Most common values and histograms hold names of people; the view is empty for tables behind row security."""
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute("analyze cases_person, accounts_user, cases_case")
    with use_scope(house.persona("al supervisor").actor.scope), connection.cursor() as cursor:
        told = {name for (name,) in answer(cursor, "select tablename from pg_stats where schemaname = 'public'")}
        assert told <= set(WITHOUT_POLICY)
        assert answer(cursor, "select tablename from pg_stats_ext where schemaname = 'public'") == []


def test_there_is_no_view_to_look_through(stranger: Any) -> None:
    found = "select relname from pg_class where relkind in ('v', 'm', 'f') and relnamespace = 'public'::regnamespace"
    assert answer(stranger, found) == []


def test_copying_gives_what_selecting_gives(stranger: Any) -> None:
    for table in ("cases_case", "cases_person", "audit_event", "accounts_user"):
        seen = answer(stranger, f"select count(*) from {table}")[0][0]
        with stranger.copy(f"copy (select id from {table}) to stdout") as rows:
            assert len(list(rows.rows())) == seen


def test_a_key_that_can_be_guessed_opens_nothing_under_a_scope(house: House) -> None:
    """An entrance is for whoever is not known yet: an id of somebody abroad, read in an event, is not enough."""
    foreign = house.persona("nl officer").actor
    login, client = as_owner(
        "select u.login_name, (select min(id) from accounts_machineclient) from accounts_user u where id = %s",
        foreign.user_id,
    )[0]
    keys = {"user": str(foreign.user_id), "login": login, "group": foreign.group_id, "application": client}
    with use_scope(house.persona("al supervisor").actor.scope), connection.cursor() as cursor:
        cursor.execute("select set_config('rcms.entrance', %s, true)", [json.dumps(keys)])
        for table, column, key in (
            ("accounts_user", "id", foreign.user_id),
            ("accounts_user", "login_name", login),
            ("accounts_membership", "user_id", foreign.user_id),
            ("accounts_countrygrant", "group_id", foreign.group_id),
            ("accounts_machineclient", "id", client),
            ("oauth2_provider_accesstoken", "application_id", client),
        ):
            assert answer(cursor, f"select count(*) from {table} where {column} = %s", key) == [(0,)], table
            cursor.execute(f"update {table} set {column} = {column}")
            assert not answer(cursor, f"select 1 from {table} where {column} = %s", key)
        transaction.set_rollback(True)


def test_what_is_taken_already_says_no_more_than_that(house: House, stranger: Any) -> None:
    """A unique value tells that it is taken, by the value that was typed alone."""
    row = as_owner("select to_jsonb(u)::text from accounts_user u where country_id = 'NLD' limit 1")[0][0]
    values = {**json.loads(row), "country_id": "ALB"}
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        stranger.execute(
            "insert into accounts_user select * from jsonb_populate_record(null::accounts_user, %s)",
            [json.dumps(values)],
        )
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
    assert values["full_name"] not in str(refused.value)


def test_functions_of_the_owner_answer_strangers_nothing(house: House, stranger: Any) -> None:
    desk = house.persona("nl officer").actor.authority_id
    number = as_owner("select country_id, number from cases_documentnumber limit 1")
    for question, values in (
        ("select * from open_work_of_office(%s)", (desk,)),
        ("select * from clocks_of_country('', '', '', false, 1000)", ()),
        ("select next_reference_number('NL', 'RS', 2090) where next_reference_number('NL', 'RS', 2090) > 0", ()),
        ("select * from document_series_used()", ()),
        ("select 1 where document_number_used(%s, %s)", number[0]),
    ):
        assert answer(stranger, question, *values) == [], question
    before = as_owner("select count(*) from oauth2_provider_accesstoken")
    for client in range(1, 50):
        stranger.execute("select end_tokens_of_client(%s)", [client])
    assert as_owner("select count(*) from oauth2_provider_accesstoken") == before
