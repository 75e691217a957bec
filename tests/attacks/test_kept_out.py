"""Who is kept out of a case does not find it in what is about many cases: lists on paper, requests, the trail."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.models import AccessRequest, Case
from cases.selectors.visits import schedule_paper
from cases.services import visits
from cases.services.bulk import bulk_print, bulk_print_do
from cases.services.case_access import access_request, exclusion_lift, person_exclude, request_refuse
from cases.services.case_file import case_file_request
from cases.services.operation_list import passenger_list_request
from core.models import JobProgress
from core.outbox import wall_now
from core.scope import use_scope
from documents import issuing
from documents.models import GeneratedDocument, PagePreview, StoredFile
from notifications.models import Notice
from tests import world
from tests.cases.test_operations import add, made
from tests.cases.work_pages import browser
from tests.families import family
from tests.interviews import visit_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


@pytest.fixture
def colleague() -> Actor:
    return world.make_actor("nld-dtv", "return_officer")


def by(actor: Actor, act: Callable[..., Any], **values: Any) -> Any:
    with use_scope(actor.scope):
        return act(actor=actor, **values)


def keep_out(people: world.Corridor, case: Case, person: Actor) -> Any:
    values = {"case_id": case.id, "user_id": person.user_id, "reason": "A cousin"}
    return by(people.supervisor, person_exclude, **values)


def drawn(actor: Actor, paper: GeneratedDocument) -> GeneratedDocument:
    """The paper with its file, of which somebody looked at a page."""
    with use_scope(actor.scope):
        issuing.document_issue(paper.id)
        paper.refresh_from_db()
        assert paper.file is not None
        PagePreview(file=paper.file, page=1, asked_at=wall_now(), **paper.audience.fields()).save(force_insert=True)
    return paper


def seen(actor: Actor, paper: GeneratedDocument) -> tuple[bool, ...]:
    """Whether somebody sees the paper and its progress, once it is drawn its file and the pages too: by any query, and
    by its addresses."""
    with use_scope(actor.scope):
        found = [
            GeneratedDocument.objects.filter(id=paper.id).exists(),
            JobProgress.objects.filter(id=paper.progress_id).exists(),
        ]
        if paper.file_id:
            found.append(StoredFile.objects.filter(id=paper.file_id).exists())
            found.append(PagePreview.objects.filter(file_id=paper.file_id).exists())
    addresses = [("document-status", paper.id)] + ([("file-download", paper.file_id)] if paper.file_id else [])
    client = browser(actor)
    for name, key in addresses:
        found.append(client.get(reverse(f"documents:{name}", args=[key])).status_code == 200)
    return tuple(found)


def told(actor: Actor, request: AccessRequest) -> list[tuple[str, str]]:
    """What the trail says of a request, and its notices: act and words."""
    with use_scope(actor.scope):
        found = list(Event.objects.filter(subject=request.subject).order_by("at").values_list("action", "reason"))
        return found + [(row.action, "") for row in Notice.objects.filter(subject=request.subject)]


def test_who_asks_to_see_the_case_is_not_told(people: world.Corridor) -> None:
    """A supervisor who is kept out of it reads neither request nor trail nor notice; what he asked for himself he does."""
    case, kept_out = world.case_at(people, "submitted"), world.make_actor("nld-dtv", "supervisor")
    west = world.make_actor("nld-dtv-region-west", "return_officer")
    row = keep_out(people, case, kept_out)
    ask = {"reference": str(case.reference), "days": 7, "reason": "The brother's case"}
    request, own = (by(actor, access_request, **ask) for actor in (west, kept_out))
    by(people.supervisor, request_refuse, request_id=request.id, answer="Not needed")
    by(people.supervisor, request_refuse, request_id=own.id, answer="No")
    asked = [("access.asked", ""), ("access.request_refused", "Not needed"), ("access.asked", "")]
    assert told(people.supervisor, request) == asked
    assert told(kept_out, request) == []
    assert ("access.request_refused", "No") in told(kept_out, own) and len(told(kept_out, own)) == 4
    trail = browser(kept_out).get(reverse("supervision:audit")).content.decode()
    assert "Not needed" not in trail and "Somebody asks to see a case" in trail
    by(people.supervisor, exclusion_lift, access_id=row.id, reason="A mistake")
    assert told(kept_out, request) == asked


def test_the_trail_of_an_application_filed_again_does_not_name_the_earlier_one(people: world.Corridor) -> None:
    earlier = world.case_at(people, "refused")
    again = world.refiled(people, earlier)
    keep_out(people, earlier, people.officer)
    with use_scope(people.officer.scope):
        assert Case.objects.filter(id=again.id).exists()
        for event in Event.objects.filter(case_key=again.id):
            assert str(earlier.reference) not in f"{event.parameters} {event.reason} {event.case_reference}"
    page = browser(people.officer).get(reverse("cases:case-history", args=[again.id])).content.decode()
    assert "an earlier application filed again" in page and str(earlier.reference) not in page


def test_a_list_on_paper_that_names_the_case_is_not_there(people: world.Corridor, colleague: Actor) -> None:
    """A passenger list, the schedule of a visit, the case file of another case of the family: each printed by a colleague
    before. What the person prints anew names the others alone, and is not the newest schedule of the office."""
    officer = people.officer
    visit, [slot, _other] = visit_with(people, 2)
    operation, aboard = made(people), world.case_at(people, "documented")
    add(officer, operation, aboard)
    first, second = family(people)
    table: list[tuple[Case, Callable[..., GeneratedDocument], dict[str, Any], str]] = [
        (
            aboard,
            passenger_list_request,
            {"operation_id": operation.id},
            reverse("cases:operation", args=[operation.id]),
        ),
        (
            slot.interview.case,
            visits.schedule_print,
            {"visit_id": visit.id},
            reverse("cases:visit-detail", args=[visit.id]),
        ),
        (second, case_file_request, {"case_id": first.id}, reverse("cases:case-documents", args=[first.id])),
    ]
    for case, act, values, page in table:
        paper, named = by(officer, act, **values), case.reference or "· Draft"
        if case is aboard:
            drawn(officer, paper)
        key = str(paper.file_id or paper.id)
        assert named in str(paper.context) and set(seen(colleague, paper)) == {True}, paper.template
        assert key in browser(colleague).get(page).content.decode(), paper.template
        row = keep_out(people, case, colleague)
        assert set(seen(colleague, paper)) == {False}, paper.template
        shown = browser(colleague).get(page)
        assert shown.status_code == 200 and key not in shown.content.decode(), paper.template
        assert set(seen(officer, paper)) == set(seen(people.supervisor, paper)) == {True}
        own = by(colleague, act, **values)
        assert set(seen(colleague, own)) == {True} and named not in str(own.context)
        if act is visits.schedule_print:
            with use_scope(officer.scope):
                assert schedule_paper(officer, visit) == paper
            with use_scope(colleague.scope):
                assert schedule_paper(colleague, visit) == own
        by(people.supervisor, exclusion_lift, access_id=row.id, reason="A mistake")
        assert set(seen(colleague, paper)) == {True}


def test_a_bundle_with_papers_of_the_case_is_not_there(people: world.Corridor) -> None:
    case, officer = world.case_at(people, "submitted"), people.officer
    with use_scope(officer.scope):
        form = GeneratedDocument.objects.filter(subject=case.subject).first()
        assert form is not None
        issuing.document_issue(form.id)
        run = bulk_print(actor=officer, case_ids=[case.id])
        bulk_print_do(run.id)
        run.refresh_from_db()
        bundle = StoredFile.objects.get(id=run.file_id)
        PagePreview(file=bundle, page=1, asked_at=wall_now(), **bundle.audience.fields()).save(force_insert=True)
    for is_there in (True, False):
        with use_scope(officer.scope):
            rows = (StoredFile.objects.filter(id=bundle.id), PagePreview.objects.filter(file=bundle.id))
            assert {found.exists() for found in rows} == {is_there}
        if is_there:
            keep_out(people, case, officer)
