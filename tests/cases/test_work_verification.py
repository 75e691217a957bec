"""The verifier's pages: own agency's tasks, the data sheet and nothing else of the case, one answer for good."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Access, Event
from cases.models import Person, VerificationTask
from core.scope import use_scope
from documents.models import StoredFile
from tests import world
from tests.cases.work_pages import browser, page

pytestmark = pytest.mark.django_db
LIST = "cases:verification-list"


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


def task_at(people: world.Corridor, **person: Any) -> VerificationTask:
    case = world.case_at(people, "in_verification", **person)
    with use_scope(people.verifier.scope):
        return VerificationTask.objects.get(case_id=case.id)


def address(task: VerificationTask) -> str:
    return reverse("cases:verification-task", args=[task.id])


def answered(client: Client, task: VerificationTask, status: int = 302, **data: Any) -> str:
    values = {"version": task.version, "is_certain": "on", **data}
    answer = client.post(address(task), {name: value for name, value in values.items() if value is not None})
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_the_page_shows_the_data_sheet_and_the_photograph_and_records_the_look(people: world.Corridor) -> None:
    task = task_at(
        people, father_name="Milan <b>", mother_name="Jelena", last_address="Niš, Obrenovićeva 4", eye_colour="green"
    )
    client = browser(people.verifier)
    text = page(client, address(task))
    for shown in ("Petrović, Miloš", "Петровић Милош", 'lang="sr-Cyrl"', "14 March 1991", "Milan &lt;b&gt;", "Jelena",
                  "Obrenovićeva 4", "012345678", "Passport", task.case_reference):  # fmt: skip
        assert shown in text
    assert "green" not in text, "the sheet holds no more than a register needs"
    assert reverse("documents:file-view", args=[task.photograph_id]) in text
    assert client.get(reverse("documents:file-view", args=[task.photograph_id])).status_code == 200
    assert people.officer.name not in text
    with use_scope(people.their_supervisor.scope):
        look = Access.objects.get(action="verification.opened")
    assert (look.case_key, look.case_reference) == (task.case_id, task.case_reference)
    with use_scope(people.supervisor.scope):
        assert not Access.objects.filter(action="verification.opened").exists(), "whom they asked is theirs"


def test_the_sheet_is_what_was_sent_even_when_the_application_changed(people: world.Corridor) -> None:
    task = task_at(people)
    with use_scope(people.officer.scope):
        Person.objects.filter(case=task.case_id).update(family_name="Changed")
    text = page(browser(people.verifier), address(task))
    assert "Petrović" in text and "Changed" not in text


def test_a_photograph_whose_row_is_not_visible_is_not_linked(people: world.Corridor) -> None:
    task = task_at(people)
    with use_scope(people.registry.scope):
        StoredFile.objects.filter(id=task.photograph_id).update(audience_groups=[])
    text = page(browser(people.verifier), address(task))
    assert "No photograph yet" in text and str(task.photograph_id) not in text


def test_confirming_needs_no_remark_and_cannot_be_undone(people: world.Corridor) -> None:
    task = task_at(people)
    client = browser(people.verifier)
    answered(client, task, answer="confirmed")
    text = page(client, reverse(LIST))
    assert "is recorded" in text and "No question is open" in text and "Confirmed" in text
    text = page(client, address(task))
    assert "cannot be changed" in text and "<button" not in text.split('class="answer"')[1].partition("</main>")[0]
    assert "already" in answered(client, task, 403, answer="not_confirmed", remarks="x")
    with use_scope(people.verifier.scope):
        assert VerificationTask.objects.get(id=task.id).answer == "confirmed"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"answer": "not_confirmed"}, "Say what was looked up"),
    ({"answer": "inconclusive", "remarks": "  "}, "Say what was looked up"),
    ({"answer": ""}, "Choose one"),
    ({"answer": "perhaps"}, "Select a valid choice"),
    ({"answer": "confirmed", "is_certain": None}, "Tick the box"),
    ({"answer": "not_confirmed", "remarks": "a\u202eb"}, "direction marks"),
]


def test_what_is_wrong_is_said_and_nothing_is_lost(people: world.Corridor) -> None:
    task = task_at(people)
    client = browser(people.verifier)
    for data, complaint in WRONG:
        text = answered(client, task, 422, **data)
        assert complaint in text and "Something needs your attention" in text, data
        assert f'name="version" value="{task.version}"' in text
    for version in (99, None, "x"):
        text = answered(client, task, 409, version=version, answer="inconclusive", remarks="Two people fit")
        assert "Two people fit" in text, "an old form is refused with what was typed"
    with use_scope(people.verifier.scope):
        assert VerificationTask.objects.get(id=task.id).status == "asked"


def test_remarks_stay_on_the_receiving_side(people: world.Corridor) -> None:
    task = task_at(people)
    answered(browser(people.verifier), task, answer="not_confirmed", remarks="Nobody of this name")
    with use_scope(people.supervisor.scope):
        event = Event.objects.get(action="verification.result")
        assert event.parameters == {"answer": "not_confirmed"} and event.actor_name == people.verifier.country_name
        assert not VerificationTask.objects.exists()


def test_tasks_of_other_agencies_do_not_exist(people: world.Corridor) -> None:
    task = task_at(people)
    other = world.make_actor("srb-police-records", "verifier")
    for actor in (other, people.registry, people.officer, people.border):
        client = browser(actor)
        page(client, address(task), status=404)
        answered(client, task, 404, answer="confirmed")
    page(browser(people.verifier), reverse("cases:verification-task", args=[uuid4()]), status=404)
    assert "Petrović" not in page(browser(other), reverse(LIST))
    assert "do not include this" in page(browser(people.registry), reverse(LIST), status=403)


def test_the_list_has_open_tasks_first_and_as_many_statements_as_ever(
    people: world.Corridor, django_assert_max_num_queries: Any
) -> None:
    first = task_at(people, family_name="Answered")
    world.answer(people, first.case_id)
    task_at(people, family_name="Waiting")
    client = browser(people.verifier)
    page(client, reverse(LIST))
    with django_assert_max_num_queries(15):
        text = page(client, reverse(LIST))
    assert text.index("Waiting") < text.index("Answered,")
    assert first.case_reference in text
