"""What a page needs it reads once, and no more than it needs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case
from cases.selectors import search
from cases.services import filing, submission
from core.scope import use_scope
from tests import world
from tests.cases.work_pages import browser
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def statements(send: Callable[[], Any], *parts: str, status: int = 200) -> list[str]:
    """The statements of a request that hold all of these parts."""
    with CaptureQueriesContext(connection) as captured:
        answer = send()
    assert answer.status_code == status, answer.status_code
    return [query["sql"] for query in captured if all(part in query["sql"] for part in parts)]


def returned(people: Corridor) -> Case:
    """An application that came back for the second time: two versions, and corrections not sent."""
    case = world.case_at(people, "submitted")
    for _number in range(2):
        world._as(people.registry, submission.case_return_incomplete, codes=["particulars"])(case.id)
        with use_scope(people.officer.scope):
            filing.person_save(actor=people.officer, case_id=case.id, version=None, values={"birth_place": "Beograd"})
        world.recheck(people, case.id)
        if not _number:
            world._as(people.reviewer, submission.case_resubmit)(case.id)
    return case


def test_the_page_left_open_asks_for_nothing_that_it_does_not_show(people: Corridor) -> None:
    case = world.case_at(people, "received")
    client = browser(people.officer)
    address = reverse("cases:presence", args=[case.id])
    found = statements(lambda: client.get(address), 'FROM "cases_case"')
    assert len(found) == 1 and "JOIN" not in found[0] and "observations" not in found[0]


@pytest.mark.parametrize("name", ["case-detail", "case-application"])
def test_what_was_submitted_is_read_once(people: Corridor, name: str) -> None:
    case = returned(people)
    client = browser(people.registry)
    address = reverse(f"cases:{name}", args=[case.id])
    assert len(statements(lambda: client.get(address), 'FROM "cases_applicationversion"')) == 1


def test_versions_are_read_once_to_be_chosen_and_compared(people: Corridor) -> None:
    case = returned(people)
    client = browser(people.officer)
    address = reverse("cases:case-versions", args=[case.id])
    assert len(statements(lambda: client.get(address), 'FROM "cases_applicationversion"')) == 1


def test_marks_are_read_once_where_a_form_comes_back(people: Corridor) -> None:
    case = world.case_at(people, "received")
    client = browser(people.officer)
    address = reverse("cases:flag-list", args=[case.id])
    found = statements(
        lambda: client.post(address, {"kind": "urgent"}), 'FROM "cases_caseflag"', '"set_at" ASC', status=422
    )
    assert len(found) == 1


def test_places_are_read_and_folded_once(people: Corridor) -> None:
    client = browser(people.registry)
    asked = {"text": "Petrović Beograd"}
    whole = 'WHERE NOT "countries_country"."is_historical"'
    search._words_of_office.cache_clear()
    address = reverse("cases:search-suggestions")
    statements(lambda: client.post(address, asked))
    folded = search._words_of_office.cache_info().misses
    assert folded > 0 and len(statements(lambda: client.post(address, asked), whole)) == 1
    assert search._words_of_office.cache_info().misses == folded
    address = reverse("cases:search")
    assert len(statements(lambda: client.post(address, asked), whole, status=302)) == 1


def test_the_cases_to_be_given_out_are_read_once(people: Corridor) -> None:
    case = world.draft(people)
    client = browser(world.make_actor("nld-dtv", "office_lead"))
    address = reverse("cases:bulk-assign")
    found = statements(lambda: client.post(address, {"case": str(case.id)}), 'JOIN "cases_person"', status=422)
    assert len(found) == 1


def test_a_filter_in_force_is_named_by_the_choices_there_are(people: Corridor) -> None:
    client = browser(people.officer)
    address = reverse("cases:case-filter")
    chosen = {
        "country": "SRB",
        "agreement": "eu-serbia",
        "assignee": str(people.reviewer.user_id),
        "office": str(people.officer.authority_id),
    }
    client.get(address)
    without = len(statements(lambda: client.get(address)))
    with_filters = len(statements(lambda: client.get(address, {**chosen, "office": ""})))
    assert with_filters == without
    text = client.get(address, chosen).content.decode()
    for words in ("Serbia", people.reviewer.name, people.officer.authority_name):
        assert words in text
