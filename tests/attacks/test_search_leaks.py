"""What a search could tell of cases that the searcher does not see: nothing, in answers, counts, suggestions, records."""

import logging
import re
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Access
from cases.models import SearchKey
from core.references import reference
from core.scope import use_scope
from tests import world
from tests.attacks.alike import bare
from tests.cases.work_pages import browser
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def answer(client: Any, text: str, **fields: str) -> str:
    """What stands under the form after a search, without the address of this one search."""
    page = client.post(reverse("cases:search"), {"text": text, **fields}, follow=True).content.decode()
    return bare(re.sub(r"/search/[0-9a-f-]{36}", "", page.split('id="results"')[1]))


@pytest.mark.parametrize(
    ("invisible", "absent"),
    [
        ("Petrović", "Zebrović"),
        ("Петровић", "Зебровић"),
        ("Milos Petrovic", "Milos Zebrovic"),
        ("14.3.1991", "15.4.1971"),
        ("012345678", "998877665"),
        ("V-1", "V-9"),
        ("Serbia", "Bhutan"),
    ],
)
def test_what_is_not_theirs_and_what_is_not_there_look_alike(people: Corridor, invisible: str, absent: str) -> None:
    world.case_at(people, "submitted")
    world.draft(people)
    stranger = browser(world.make_actor("alb-border-migration", "registry_officer"))
    assert answer(stranger, invisible) == answer(stranger, absent)
    address = reverse("cases:search-suggestions")
    assert stranger.post(address, {"text": invisible}).content == stranger.post(address, {"text": absent}).content


def test_a_reference_of_others_leads_nowhere(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    absent = reference("NL", "RS", 2026, 987654)
    stranger = browser(world.make_actor("alb-border-migration", "registry_officer"))
    assert "0 cases found" in answer(stranger, absent)
    assert answer(stranger, str(case.reference)) == answer(stranger, absent)


def test_the_same_statements_whether_it_is_invisible_or_absent(people: Corridor) -> None:
    world.case_at(people, "submitted")
    stranger = browser(world.make_actor("alb-border-migration", "registry_officer"))
    counts = set()
    for text in ("Petrović", "Zebrović"):
        address = stranger.post(reverse("cases:search"), {"text": text})["Location"]
        with CaptureQueriesContext(connection) as queries:
            stranger.get(address)
        counts.add(len(queries))
    assert len(counts) == 1


def test_a_draft_changes_no_answer_of_the_other_side(people: Corridor) -> None:
    world.case_at(people, "submitted")
    registry = browser(people.registry)
    before = answer(registry, "Petrović"), answer(registry, "1991"), answer(registry, "Serbia")
    world.draft(people)
    world.draft(people, given_names="Milošević")
    assert (answer(registry, "Petrović"), answer(registry, "1991"), answer(registry, "Serbia")) == before


def test_an_own_file_number_finds_nothing_for_the_other_side(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    assert str(case.reference) in answer(browser(people.officer), "V-1")
    assert str(case.reference) not in answer(browser(people.registry), "V-1")
    page = answer(browser(people.registry), "Petrović")
    assert str(case.reference) in page and "V-1" not in page and "file number" not in page


def test_a_search_of_another_person_is_not_opened(people: Corridor) -> None:
    world.draft(people)
    address = browser(people.officer).post(reverse("cases:search"), {"text": "Petrović"})["Location"]
    for colleague in (people.reviewer, people.registry):
        page = browser(colleague).get(address, follow=True).content.decode()
        assert "no longer kept" in page and "Petrović" not in page


def test_roles_without_cases_do_not_search(people: Corridor) -> None:
    for actor in (people.border, world.make_actor("nld-dtv", "administrator")):
        client = browser(actor)
        assert client.get(reverse("cases:search")).status_code == 403
        assert client.post(reverse("cases:search"), {"text": "Petrović"}).status_code == 403
        assert client.post(reverse("cases:search-suggestions"), {"text": "Petrović"}).status_code == 403


def test_a_verifier_gets_no_person_by_name(people: Corridor) -> None:
    case = world.case_at(people, "in_verification")
    client = browser(people.verifier)
    assert "0 questions found" in answer(client, "Petrović")
    assert str(case.reference) in answer(client, str(case.reference))
    suggested = client.post(reverse("cases:search-suggestions"), {"text": "Petrović"}).content.decode()
    assert "href" not in suggested


def test_no_term_in_a_log(people: Corridor, caplog: pytest.LogCaptureFixture) -> None:
    world.draft(people)
    client = browser(people.officer)
    with caplog.at_level(logging.DEBUG):
        client.post(reverse("cases:search"), {"text": "Petrowitsch"}, follow=True)
        client.post(reverse("cases:search"), {"text": ""}, follow=True)
        client.post(reverse("cases:search-suggestions"), {"text": "Petrowitsch"})
    own = [record for record in caplog.records if record.name != "django.db.backends"]
    assert not any("etrowitsch" in record.getMessage() for record in own)


def test_a_search_that_finds_nothing_is_recorded_as_well(people: Corridor) -> None:
    stranger = world.make_actor("alb-border-migration", "registry_officer")
    answer(browser(stranger), "Petrović")
    with use_scope(stranger.scope):
        assert Access.objects.get(action="search.made").parameters == {"kinds": ["name"], "results": 0}


def test_keys_are_made_by_the_side_that_files(people: Corridor) -> None:
    """A key planted on another side's case would make it found under a wrong name; a wall refuses it."""
    case = world.case_at(people, "submitted")
    stranger = world.make_actor("alb-border-migration", "registry_officer")
    with use_scope(stranger.scope), pytest.raises(ProgrammingError), transaction.atomic():
        SearchKey(case=case, kind="name", source="family_name", word="planted", shown="Planted").save(force_insert=True)
