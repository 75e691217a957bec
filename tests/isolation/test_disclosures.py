"""The register of disclosures over the whole world: what each side is told went over, worked out from the rows as the
owner of the tables reads them."""

import json
from typing import Any

import pytest
from django.db import connection

from accounts.actor import Actor
from core.scope import use_scope
from protection.disclosing import _OTHER, disclosing
from protection.selectors.disclosures import WITHIN, DisclosureFilters, cases_protected, disclosures_of
from tests.conftest import OWNER, logged_in_as
from tests.isolation.house import House

pytestmark = pytest.mark.commits


@pytest.fixture
def events(house: House) -> list[dict[str, Any]]:
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute("select to_jsonb(e) from audit_event e where case_key is not null and result = 'done'")
        rows = [json.loads(row) for (row,) in cursor.fetchall()]
        cursor.execute("select id, country_id from countries_authority")
        country_of = {str(key): country for key, country in cursor.fetchall()}
    for row in rows:
        offices = {country_of[key] for key in row["audience_authorities"]}
        row["readers"] = set(row["audience_countries"]) | offices
    return rows


def told(row: dict[str, Any], rows: list[dict[str, Any]], country: str) -> bool:
    """Whether the same act of the same transaction is read in another country."""
    same = ("xact", "case_key", "action", "at")
    return any(all(other[name] == row[name] for name in same) and other["readers"] - {country} for other in rows)


def test_the_register_holds_what_went_over_and_nothing_else(house: House, events: list[dict[str, Any]]) -> None:
    answering = [person for person in house.personas if person.actor.holds("protect_data")]
    assert len({person.country for person in answering}) > 1
    held = [_register_is_right(person.actor, events) for person in answering]
    assert sum(held) > 1, "the world must have some"


def _register_is_right(actor: Actor, events: list[dict[str, Any]]) -> bool:
    with use_scope(actor.scope):
        cases = {str(key) for key in cases_protected(actor).values_list("id", flat=True)}
        rows = disclosures_of(actor, DisclosureFilters())
        found = {str(key) for key in rows.values_list("id", flat=True)}
        within = {str(key) for key in rows.filter(action=WITHIN).values_list("id", flat=True)}
    mine = [row for row in events if row["case_key"] in cases and actor.country in row["readers"]]
    given = {row["id"] for row in mine if row["country"] == actor.country and told(row, events, actor.country)}
    received = {row["id"] for row in mine if row["country"] not in {"", actor.country}}
    assert found - within == (given | received) - within
    asked = {row["id"] for row in mine if row["action"] == WITHIN and row["country"] == actor.country}
    assert within == asked | ((given | received) & within)
    return bool(given and received)


def test_every_act_that_goes_over_says_of_what_kind_the_data_are(events: list[dict[str, Any]]) -> None:
    over = {row["action"] for row in events if row["country"] and row["readers"] - {row["country"]}}
    assert len(over) > 30
    assert {action for action in over if disclosing(action) is _OTHER} == set()


def test_nobody_asks_about_acts_of_another_country(house: House, events: list[dict[str, Any]]) -> None:
    """The function behind the register tells a country of its own acts alone."""
    theirs = [row["id"] for row in events if row["country"] == "SRB" and told(row, events, "SRB")]
    actor = house.persona("nl supervisor").actor
    with use_scope(actor.scope), connection.cursor() as cursor:
        cursor.execute("select count(*) from unnest(%s::uuid[]) as key where event_told(key)", [theirs])
        assert theirs and cursor.fetchone()[0] == 0
