"""Searching in the small world: every persona finds exactly the cases that are theirs, whatever is asked and how."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.actor import Actor
from cases.identity.search_terms import Asked
from cases.models import Case, SearchKey, SearchQuery
from cases.selectors.search import cases_found, key_matches, meanings_of, tasks_found
from cases.services.search import searches_forget
from core.outbox import wall_now
from core.scope import Scope, use_scope
from tests.conftest import APP, OWNER, SWEEP, become, logged_in_as
from tests.isolation.house import FILE_NUMBER, SEEING, House

pytestmark = pytest.mark.commits

# What everybody of the small world is called, born, carries; and parts of references.
EVERYTHING = ("Petrović", "Khan", "Jelena", "1991", "1993", "012345678", "987654", "NLRS2026", "ATPK2026", FILE_NUMBER)


def found_keys(actor: Actor, text: str) -> set[str]:
    with use_scope(actor.scope):
        return {str(match.case_id) for match in cases_found(actor, meanings_of({"text": text}).meanings).matches}


@pytest.mark.parametrize("text", EVERYTHING)
def test_everybody_finds_exactly_what_is_theirs(house: House, text: str) -> None:
    with logged_in_as(OWNER):
        patterns = {word for word in (text.upper(), text) if word}
        with connection.cursor() as cursor:
            cursor.execute(
                "select case_id::text, own_side, requesting_country, shown from cases_searchkey"
                " where word like any (%s) or shown = any (%s)",
                [[f"{pattern.replace('-', '')}%" for pattern in patterns], list(patterns)],
            )
            rows = cursor.fetchall()
    assert rows, "the world has nothing of this kind: the test would prove nothing"
    somebody, nobody = 0, 0
    for who in house.personas:
        with use_scope(who.actor.scope):
            visible = {str(key) for key in Case.objects.visible_to(who.actor).values_list("id", flat=True)}
        theirs = {key for key, side, country, _shown in rows if side == "" or who.country == country}
        expected = theirs & visible if who.role in SEEING else set()
        assert found_keys(who.actor, text) == expected, (who.name, text)
        somebody += bool(expected)
        nobody += not expected
    assert somebody and nobody


def test_the_function_alone_gives_no_more_than_the_rows(house: House) -> None:
    """Past our own code: the ids that the database gives are those of keys that the same scope may read."""
    for who in house.personas:
        for text in EVERYTHING:
            for meaning in meanings_of_text(who.actor, text):
                with use_scope(who.actor.scope):
                    given = set(key_matches(meaning))
                    readable = set(SearchKey.objects.values_list("case_id", flat=True))
                assert given <= readable, (who.name, text)


def meanings_of_text(actor: Actor, text: str) -> list[Asked]:
    with use_scope(actor.scope):
        return [meaning for meaning in meanings_of({"text": text}).meanings if meaning.has_keys]


def test_without_a_scope_nothing_is_found(house: House) -> None:
    officer = house.persona("nl officer").actor
    (meaning, *_rest) = meanings_of_text(officer, "Petrović")
    with use_scope(officer.scope):
        assert key_matches(meaning)
    with use_scope(Scope()):
        assert key_matches(meaning) == {}
    assert key_matches(meaning) == {}


def test_own_file_numbers_are_found_by_the_own_side_alone(house: House) -> None:
    assert found_keys(house.persona("nl officer").actor, FILE_NUMBER)
    for name in ("nl registry", "nl proposer", "nl their_supervisor", "nl consul", "al registry"):
        assert found_keys(house.persona(name).actor, FILE_NUMBER) == set(), name


def test_drafts_are_found_by_the_side_that_writes_them(house: House) -> None:
    draft = str(house.case("nl draft"))
    assert draft in found_keys(house.persona("nl officer").actor, "Petrović")
    assert draft not in found_keys(house.persona("nl registry").actor, "Petrović")


def test_delegates_find_what_is_delegated(house: House) -> None:
    consul = house.persona("nl consul")
    delegated = {str(key) for key, groups in house.delegated.items() if consul.group in groups}
    assert found_keys(consul.actor, "Petrović") == delegated != set()


def test_a_verifier_finds_the_questions_to_the_own_agency(house: House) -> None:
    asked = house.persona("nl verifier").actor
    with use_scope(asked.scope):
        tasks = tasks_found(asked, "NLRS")
        assert tasks and all(task.agency_id == asked.authority_id for task in tasks)
        assert [task.id for task in tasks_found(asked, tasks[0].case_reference)] == [tasks[0].id]
        assert tasks_found(asked, "") == tasks_found(asked, "ZZ") == []
    other = house.persona("rs police verifier").actor
    with use_scope(other.scope):
        assert tasks_found(other, "NLRS") == []


def test_what_one_person_searched_is_that_persons(house: House) -> None:
    with logged_in_as(OWNER):
        assert SearchQuery.objects.exists()
    for who in house.personas:
        with use_scope(who.actor.scope):
            assert set(SearchQuery.objects.values_list("user_id", flat=True)) <= {who.actor.user_id}


def test_the_sweep_sees_when_a_search_ends_and_not_what_it_was(house: House) -> None:
    officer = house.persona("nl officer").actor
    now = wall_now()
    with use_scope(officer.scope):
        before = set(SearchQuery.objects.values_list("id", flat=True))
        for seconds in (-1, 600):
            SearchQuery(
                user_id=officer.user_id,
                asked={"text": "Petrović"},
                created_at=now,
                expires_at=now + timedelta(seconds=seconds),
            ).save(force_insert=True)
    become(SWEEP)
    try:
        assert searches_forget() == 1
    finally:
        become(APP)
    with use_scope(officer.scope):
        assert SearchQuery.objects.exclude(id__in=before).count() == 1
