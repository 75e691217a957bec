"""The scope is entered by one function, which seals it and tells the server's log: what somebody with SQL can do to it."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from core.scope import SYSTEM_ID, _array
from core.scope_log import MARK, Counts, read
from tests.conftest import APP
from tests.isolation.house import House, Persona

pytestmark = pytest.mark.commits

ENTER = "select scope_enter(%s, %s, %s, %s, %s, %s, %s, %s)"
EXCEPTIONS = ("excluded", "admitted")
CASES = "select count(*) from cases_case"


@contextmanager
def somebody_with_sql() -> Iterator[tuple[psycopg.Connection, list[str]]]:
    """A session with the application's password; and what the server's log is told of it, which the session may hear."""
    said: list[str] = []
    with psycopg.connect(
        dbname=connection.settings_dict["NAME"],
        user=APP["USER"],
        password=APP["PASSWORD"],
        host=APP["HOST"],
        port=APP["PORT"] or None,
        application_name="rcms-app",
        options="-c client_min_messages=log",
    ) as session:
        session.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))
        yield session, said


def parts(who: Persona) -> list[str]:
    scope = who.actor.scope
    return [
        *(str(scope.user_id), scope.country, _array(scope.countries), _array(scope.authorities)),
        *(_array(scope.agencies), str(scope.group or ""), _array(scope.administers), ""),
    ]


def count(session: psycopg.Connection) -> int:
    row = session.execute(CASES).fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def desk(house: House) -> Persona:
    return next(who for who in house.personas if who.is_desk and who.role == "supervisor" and who.country == "NLD")


def test_no_setting_of_the_scope_can_be_changed_by_hand(desk: Persona) -> None:
    with somebody_with_sql() as (session, said):
        session.execute(ENTER, parts(desk))
        own = count(session)
        assert own > 0
        by_hand = {
            "user": str(SYSTEM_ID),
            "country": "SRB",
            "countries": "{NLD,SRB,DEU}",
            "authorities": f"{{{SYSTEM_ID}}}",
            "agencies": f"{{{SYSTEM_ID}}}",
            "group": "1",
            "administers": "{NLD}",
            "outbox": str(SYSTEM_ID),
            "excluded": f"{{{SYSTEM_ID}}}",
            "admitted": f"{{{SYSTEM_ID}}}",
            "seal": "",
        }
        for name, value in by_hand.items():
            session.execute("savepoint before")
            session.execute("select set_config(%s, %s, true)", [f"rcms.{name}", value])
            said.clear()
            assert count(session) == 0, name
            assert said and all(line.startswith(f"{MARK}broken") for line in said), name
            session.execute("rollback to before")
            assert count(session) == own, "a savepoint takes back the setting, and the seal holds again"


def test_a_seal_holds_for_its_own_transaction(desk: Persona) -> None:
    with somebody_with_sql() as (session, _):
        session.execute(ENTER, parts(desk))
        assert count(session) > 0
        names = [
            *("user", "country", "countries", "authorities", "agencies", "group", "administers", "outbox"),
            *EXCEPTIONS,
            "seal",
        ]
        kept = {name: session.execute("select current_setting(%s)", [f"rcms.{name}"]).fetchone() for name in names}
        session.commit()
        assert count(session) == 0
        for name, row in kept.items():
            assert row is not None
            session.execute("select set_config(%s, %s, true)", [f"rcms.{name}", row[0]])
        assert count(session) == 0


def test_who_has_the_password_can_enter_any_scope_and_it_is_told(house: House, desk: Persona) -> None:
    """By design not stopped, and not unseen: no rollback takes the line back, and no setting of the session mutes it."""
    with somebody_with_sql() as (session, said):
        for who in (desk, next(who for who in house.personas if who.country == "SRB" and who.is_desk)):
            session.execute("savepoint before")
            session.execute(ENTER, parts(who))
            session.execute("rollback to before")
        told = [line for line in said if line.startswith(MARK)]
    lines = [f"2026-11-22 10:00:00.000 UTC [77] LOG:  {line}\n" for line in told]
    counts = Counts()
    found = list(read(lines, [], counts))
    assert (counts.scopes, counts.transactions) == (2, 1)
    assert [unusual.why for unusual in found] == ["for a further person in the same transaction"]
    assert found[0].facts["country"] == "SRB"
    assert json.loads(told[0].partition("entered ")[2])["countries"] == '{"NLD"}'


@pytest.mark.parametrize("nothing", ["", None])
def test_a_scope_that_says_little_is_told_as_well(house: House, nothing: str | None) -> None:
    with somebody_with_sql() as (session, said):
        session.execute(ENTER, [nothing, nothing, '{"NLD"}', "{}", "{}", nothing, "{}", nothing])
        assert count(session) > 0
        assert len(said) == 1 and said[0].startswith(f"{MARK}entered")
        said.clear()
        session.execute(ENTER, ["", "", "{}", "{}", "{}", "", "{}", ""])
        assert count(session) == 0 and said == []


ENTERED: dict[str, Any] = {
    "login": "rcms_app",
    "process": 7,
    "transaction": 1795393309.818975,
    "address": "10.0.0.5",
    "application": "rcms-app",
    "user": "01a2",
    "country": "NLD",
    "countries": '{"NLD"}',
    "authorities": "{}",
    "agencies": "{}",
    "group": "1",
    "administers": "{}",
    "outbox": "",
}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"login": "rcms_sweep", "application": "rcms-sweep", "user": str(SYSTEM_ID)}, None),
        ({"login": "rcms_owner"}, "by a login that enters no scopes"),
        ({"application": "psql"}, "by a connection that is not named as ours"),
        ({"login": "rcms_sweep", "application": "rcms-sweep"}, "for a person, by the login of the sweeps"),
        ({"address": "10.0.0.66"}, "from an address that was not named"),
        ({"address": None}, "from an address that was not named"),
        ({"countries": '{"NLD","SRB"}', "outbox": "01a3"}, None),
        ({"countries": '{"NLD","SRB","DEU"}', "outbox": "01a3"}, "with cases of another country"),
        ({"countries": '{"NLD","SRB"}'}, "with cases of another country than the person's own"),
    ],
)
def test_what_is_unusual_is_listed(tmp_path: Any, changes: dict[str, Any], why: str | None) -> None:
    message = f"{MARK}entered {json.dumps(ENTERED | changes)}"
    plain, output = f"2026-11-22 10:00:00 UTC [7] LOG:  {message}", io.StringIO()
    quoted = f"2026-11-22 10:00:01 UTC [7] STATEMENT:  select '{message}'"
    log = tmp_path / "postgresql.log"
    log.write_text("\n".join([plain, quoted, json.dumps({"pid": 7, "message": message}), plain[:200], ""]))
    call_command("scope_log", str(log), "--from", "10.0.0.5", stdout=output)
    *entries, last = output.getvalue().splitlines()
    assert last == f"2 scopes entered in 1 transactions, {len(entries)} unusual entries, 1 lines cut off."
    assert [why in entry for entry in entries] == ([True, True] if why else [])
