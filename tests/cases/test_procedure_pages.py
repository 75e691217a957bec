"""The pages of the accelerated procedure: the step, the queue, the case as each side reads it."""

import pytest
from django.urls import reverse

from cases.models import Apprehension, CaseClock
from cases.selectors.case_documents import case_documents_for
from cases.services import filing, procedure, submission
from cases.services.apprehension import FIELDS
from core.scope import use_scope
from tests import world
from tests.accelerated import accelerated, accelerated_draft, act, apprehended
from tests.cases.work_pages import browser

pytestmark = pytest.mark.django_db


def step(case: object, name: str = "procedure") -> str:
    return reverse("cases:filing", kwargs={"case_id": getattr(case, "id"), "step": name})  # noqa: B009


def test_the_step_is_there_only_where_the_agreement_has_the_procedure() -> None:
    people, kosovo = world.corridor(), world.kosovan_corridor()
    case, other = world.draft(people), world.draft(kosovo)
    assert step(case) in browser(people.officer).get(step(case, "person")).content.decode()
    there = browser(kosovo.officer)
    assert step(other) not in there.get(step(other, "person")).content.decode()
    assert there.get(step(other)).status_code == 302, "to the application to read"


def test_what_was_typed_stays_with_its_errors() -> None:
    people = world.corridor()
    case = world.draft(people)
    sent = {"procedure": "accelerated", "place": "Hall 2", "apprehended_time": "25:00", "version": case.version}
    answer = browser(people.officer).post(step(case), sent)
    content = answer.content.decode()
    assert answer.status_code == 422 and 'value="Hall 2"' in content and 'value="25:00"' in content
    assert "Write the time with hours and minutes" in content and "Say where the person was apprehended" in content


def test_the_queue_marks_it_and_is_narrowed_to_it() -> None:
    people = world.corridor()
    fast, slow = accelerated(people), world.case_at(people, "received")
    page = browser(people.registry)
    whole = page.get("/cases/?view=open").content.decode()
    assert str(fast.reference) in whole and str(slow.reference) in whole and "Accelerated" in whole
    narrowed = page.get("/cases/?view=open&procedure=accelerated").content.decode()
    assert str(fast.reference) in narrowed and str(slow.reference) not in narrowed


def test_the_other_side_reads_the_apprehension_as_it_was_sent() -> None:
    """Mended in an application that came back: the own side's until it is sent again."""
    people = world.corridor()
    case = accelerated(people)
    act(people.registry, submission.case_return_incomplete, case, codes=["photograph"])
    with use_scope(people.officer.scope):
        case.refresh_from_db()
    apprehended(people, case, place="A quite other road")
    for path in (f"/cases/{case.id}", f"/cases/{case.id}/application"):
        ours, theirs = (browser(who).get(path).content.decode() for who in (people.officer, people.registry))
        assert "A quite other road" in ours
        assert "A quite other road" not in theirs and "Lot 4, road to the crossing" in theirs


def test_after_the_way_back_both_read_why() -> None:
    people = world.corridor()
    case = accelerated(people)
    act(people.registry, procedure.procedure_treat_as_normal, case, code="not_shown", reason="No report")
    for who in (people.officer, people.registry, people.supervisor):
        content = browser(who).get(f"/cases/{case.id}").content.decode()
        assert "Place and time of the apprehension are not shown" in content and "No report" in content
    assert people.registry.name not in browser(people.officer).get(f"/cases/{case.id}").content.decode()


def test_the_reviewer_finds_the_way_out_as_a_button() -> None:
    people = world.corridor()
    case = apprehended(people, world.draft(people), place_kind="elsewhere")
    content = browser(people.officer).get(f"/cases/{case.id}").content.decode()
    assert "was not apprehended where the accelerated procedure applies" in content
    address = reverse("cases:act", args=[case.id, "use_normal_procedure"])
    assert address in content
    assert browser(people.officer).post(address, {"version": case.version}).status_code == 302
    assert accelerated_draft(people).procedure == "accelerated"


def test_a_relative_was_apprehended_along_and_asks_for_the_same_procedure() -> None:
    people = world.georgian_corridor()
    first = accelerated_draft(people)
    with use_scope(people.officer.scope):
        other = filing.family_case_start(actor=people.officer, case_id=first.id)
        rows = Apprehension.objects.filter(case__in=[first, other]).order_by("id")
        said = [{name: getattr(row, name) for name in FIELDS} for row in rows]
        other.refresh_from_db()
        limits = CaseClock.objects.filter(kind="accelerated_submission", case__in=[first, other])
        ends = list(limits.values_list("due_at", flat=True))
    assert other.procedure == "accelerated" and len(said) == 2 and said[0] == said[1]
    assert len(ends) == 2 and ends[0] == ends[1] == other.next_due_at
    slow = world.draft(people)
    with use_scope(people.officer.scope):
        assert filing.family_case_start(actor=people.officer, case_id=slow.id).procedure == "normal"


def test_the_notice_stands_with_the_side_that_wrote_it() -> None:
    people = world.corridor()
    for actor, service, values in (
        (people.officer, procedure.procedure_convert, {}),
        (people.registry, procedure.procedure_treat_as_normal, {"code": "not_shown"}),
    ):
        case = accelerated(people)
        act(actor, service, case, **values)
        for reader in (people.officer, people.registry):
            with use_scope(reader.scope):
                letters = case_documents_for(reader, case).rows_of("letters")
            assert [(row.document.template, row.is_ours) for row in letters if row.document] == [
                ("procedure_notice", reader is actor)
            ]
