"""Requests for information: asked with a day, answered with files, taken back; acts of the workflow table."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Event
from cases.models import Case, CaseClock, InformationRequest, Thread
from cases.selectors.conversation import waiting_threads
from cases.services import messages, submission
from cases.services.information_requests import information_answer, information_ask, information_cancel
from cases.specimens.portrait import portrait_jpeg
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import use_scope
from documents.models import StoredFile
from notifications.models import Notice
from tests import world
from tests.cases.talk_pages import examined_once, reply, seen
from tests.cases.work_pages import browser
from tests.days import local_day
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def soon(days: int = 7) -> date:
    return local_day() + timedelta(days=days)


def request_for(people: Corridor, case: Case, **values: object) -> InformationRequest:
    """The registry asks the requesting side."""
    with use_scope(people.registry.scope):
        return information_ask(
            actor=people.registry,
            case_id=case.id,
            **{"items": ["photograph", "fingerprints"], "due_on": soon(), **values},  # type: ignore[arg-type]
        )


def version_of(people: Corridor, request: InformationRequest) -> int:
    with use_scope(people.officer.scope):
        return Thread.objects.get(id=request.thread_id).version


def test_a_request_is_asked_on_its_page_and_answered_with_a_file(people: Corridor) -> None:
    case = world.case_at(people, "received")
    address = reverse("cases:act", args=[case.id, "request_information"])
    page = seen(people.registry, address)
    assert "Ask for information" in page and "time limits of the agreement run on" in page
    assert "(Amsterdam)" in page or "Amsterdam" in page, "the day ends in the state that must answer"
    day = soon()
    answer = browser(people.registry).post(
        address,
        {
            "version": case.version,
            "items": ["photograph", "other"],
            "text": "And the maiden name of the mother",
            "due_on_day": day.day,
            "due_on_month": day.month,
            "due_on_year": day.year,
        },
    )
    assert answer.status_code == 302
    with use_scope(people.officer.scope):
        request = InformationRequest.objects.select_related("thread").get()
    assert (request.status, request.items, request.thread.due_on) == ("asked", ["photograph", "other"], day)
    thread_address = reverse("cases:thread", args=[case.id, request.thread_id])
    text = seen(people.officer, thread_address)
    assert "A better photograph" in text and "maiden name of the mother" in text and "days left" in text
    assert "Send the answer" in text and "Take the request back" not in text
    scan = SimpleUploadedFile("new photograph.jpg", portrait_jpeg(5, "F", 30), content_type="image/jpeg")
    with examined_once():
        sent = browser(people.officer).post(
            thread_address,
            {
                "answer": "1",
                "text": "Here it is",
                "version": version_of(people, request),
                "attachments": [scan],
            },
        )
    assert sent.status_code == 302
    theirs = seen(people.registry, thread_address)
    assert "new photograph.jpg" in theirs and "Here it is" in theirs and "Answered" in theirs
    with use_scope(people.registry.scope):
        request.refresh_from_db()
        assert request.status == "answered" and request.answer_id is not None
        assert StoredFile.objects.filter(kind=StoredFile.Kind.ATTACHMENT).count() == 1


def test_the_case_and_its_clocks_do_not_move(people: Corridor) -> None:
    case = world.case_at(people, "received")
    with use_scope(people.officer.scope):
        before = list(CaseClock.objects.filter(case=case).values_list("state", "due_at"))
    request = request_for(people, case)
    with use_scope(people.officer.scope):
        information_answer(actor=people.officer, thread_id=request.thread_id, version=None, text="Attached")
        after = Case.objects.get(id=case.id)
        assert list(CaseClock.objects.filter(case=case).values_list("state", "due_at")) == before
    assert (after.version, after.changed_at, after.status) == (case.version, case.changed_at, "received")


def test_the_other_side_is_told_by_codes(people: Corridor) -> None:
    case = world.case_at(people, "received")
    request = request_for(people, case, text="The mother is called Vesna")
    with use_scope(people.supervisor.scope):
        notice = Notice.objects.get(action="information.requested")
        assert notice.audience_countries == ["NLD"]
        assert notice.parameters["items"] == ["photograph", "fingerprints"]
        event = Event.objects.get(action="information.requested")
        assert "Vesna" not in f"{event.parameters}{event.reason}{notice.parameters}"
        assert event.actor_id is None and event.actor_name == people.registry.authority_name
    with use_scope(people.officer.scope):
        information_answer(actor=people.officer, thread_id=request.thread_id, version=None, text="Attached")
    with use_scope(people.their_supervisor.scope):
        assert Notice.objects.get(action="information.answered").audience_countries == ["SRB"]


def test_each_side_can_ask_and_only_the_other_answers(people: Corridor) -> None:
    case = world.case_at(people, "accepted")
    with use_scope(people.officer.scope):
        request = information_ask(actor=people.officer, case_id=case.id, items=["interview"], due_on=soon())
        with pytest.raises(ActRefused) as own:
            information_answer(actor=people.officer, thread_id=request.thread_id, version=None, text="Yes")
    assert own.value.code == "own_request"
    with use_scope(people.registry.scope):
        with pytest.raises(ActRefused) as theirs:
            information_cancel(actor=people.registry, thread_id=request.thread_id, version=None)
        assert theirs.value.code == "request_of_other_side"
        information_answer(actor=people.registry, thread_id=request.thread_id, version=None, text="Yes")
        with pytest.raises(ActRefused) as again:
            information_answer(actor=people.registry, thread_id=request.thread_id, version=None, text="Yes")
    assert again.value.code == "wrong_status"


def test_who_may_not(people: Corridor) -> None:
    case = world.case_at(people, "accepted")
    request = request_for(people, case)
    for actor in (people.supervisor, people.consul):
        with use_scope(actor.scope), pytest.raises(ActRefused) as refused:
            information_ask(actor=actor, case_id=case.id, items=["interview"], due_on=soon())
        assert refused.value.code == "not_granted"
    for actor in (people.consul, people.border, world.make_actor("alb-border-migration", "registry_officer")):
        with use_scope(actor.scope), pytest.raises(NotVisible):
            information_answer(actor=actor, thread_id=request.thread_id, version=None, text="x y")
    with use_scope(people.supervisor.scope), pytest.raises(ActRefused):
        information_answer(actor=people.supervisor, thread_id=request.thread_id, version=None, text="x y")
    thread = world.case_at(people, "received")
    with use_scope(people.officer.scope):
        question = messages.thread_open(actor=people.officer, case_id=thread.id, title="A question", text="Which?")
        with pytest.raises(NotVisible):
            information_cancel(actor=people.officer, thread_id=question.id, version=None)


@pytest.mark.parametrize("status", ["draft", "refused", "closed"])
def test_where_nothing_is_asked(people: Corridor, status: str) -> None:
    case = world.case_at(people, status)
    with use_scope(people.officer.scope), pytest.raises(ActRefused) as refused:
        information_ask(actor=people.officer, case_id=case.id, items=["interview"], due_on=soon())
    assert refused.value.code == "wrong_status"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"items": []}, "items"),
        ({"items": ["photograph", "nonsense"]}, "items"),
        ({"items": ["other"]}, "text"),
        ({"due_on": date(2020, 1, 1)}, "due_on"),
    ],
)
def test_what_is_asked_is_judged(people: Corridor, values: dict[str, object], field: str) -> None:
    case = world.case_at(people, "received")
    with pytest.raises(Invalid) as invalid:
        request_for(people, case, **values)
    assert set(invalid.value.errors) == {field}


def test_the_day_is_one_of_the_state_that_must_answer(people: Corridor) -> None:
    """Late in the evening in Europe it is the next day in Pakistan: today over here is yesterday over there."""
    with use_scope(people.officer.scope):
        pass
    there = world.corridor(
        "PAK",
        "eu-pakistan",
        desk="pak-interior",
        agency="pak-nadra",
        consulate="pak-mission-vienna",
        border="pak-fia-islamabad",
        requesting="aut-bfa",
    )
    case = world.case_at(there, "submitted")
    evening = (clock.now() + timedelta(days=1)).replace(hour=20, minute=30)
    with clock.travel(evening):
        here = evening.astimezone(ZoneInfo("Europe/Vienna")).date()
        assert evening.astimezone(ZoneInfo("Asia/Karachi")).date() > here
        with use_scope(there.officer.scope), pytest.raises(Invalid):
            information_ask(actor=there.officer, case_id=case.id, items=["interview"], due_on=here)
        with use_scope(there.registry.scope):
            information_ask(actor=there.registry, case_id=case.id, items=["interview"], due_on=here)


def test_the_case_says_that_an_answer_of_ours_is_waited_for(people: Corridor) -> None:
    case = world.case_at(people, "received")
    address = reverse("cases:case-detail", args=[case.id])
    turn = "Your turn: answer the request for information"
    assert turn not in seen(people.officer, address)
    request = request_for(people, case)
    page = seen(people.officer, address)
    assert turn in page and reverse("cases:thread", args=[case.id, request.thread_id]) in page
    assert "Waiting for Serbia: verify identity and decide." in page, "and what goes on meanwhile"
    assert turn not in seen(people.registry, address), "who asked does not answer"
    with use_scope(people.officer.scope):
        information_answer(
            actor=people.officer, thread_id=request.thread_id, version=version_of(people, request), text="Enclosed"
        )
    assert turn not in seen(people.officer, address)


def test_a_stale_answer_keeps_what_was_typed(people: Corridor) -> None:
    case = world.case_at(people, "received")
    request = request_for(people, case)
    old = version_of(people, request)
    reply(people.officer, request.thread_id, "Which photograph exactly?")
    with use_scope(people.officer.scope), pytest.raises(StaleVersion):
        information_answer(actor=people.officer, thread_id=request.thread_id, version=old, text="Attached")
    answer = browser(people.officer).post(
        reverse("cases:thread", args=[case.id, request.thread_id]),
        {"answer": "1", "text": "What I typed at length", "version": old},
    )
    assert answer.status_code == 409 and "What I typed at length" in answer.content.decode()


def test_a_question_back_is_no_answer(people: Corridor) -> None:
    case = world.case_at(people, "received")
    request = request_for(people, case)
    reply(people.officer, request.thread_id, "Which photograph exactly?")
    with use_scope(people.officer.scope):
        request.refresh_from_db()
        assert request.status == "asked"
        assert Thread.objects.get(id=request.thread_id).state == "open"
        assert [row.id for row in waiting_threads(people.officer, 5)[0]] == [request.thread_id]
    with use_scope(people.registry.scope), pytest.raises(ActRefused) as refused:
        messages.thread_close(actor=people.registry, thread_id=request.thread_id, version=None)
    assert refused.value.code == "information_open"


def test_a_request_taken_back_stays_so(people: Corridor) -> None:
    case = world.case_at(people, "received")
    request = request_for(people, case)
    address = reverse("cases:information-cancel", args=[case.id, request.thread_id])
    assert browser(people.officer).get(address).status_code == 403
    assert "No answer is awaited any more" in seen(people.registry, address)
    done = browser(people.registry).post(address, {"version": version_of(people, request)})
    assert done.status_code == 302
    text = seen(people.officer, reverse("cases:thread", args=[case.id, request.thread_id]))
    assert "Taken back" in text and "Send the answer" not in text and "days left" not in text
    with use_scope(people.registry.scope), pytest.raises(ActRefused) as refused:
        messages.thread_reopen(actor=people.registry, thread_id=request.thread_id, version=None)
    assert refused.value.code == "information_cancelled"
    with use_scope(people.officer.scope):
        assert waiting_threads(people.officer, 5)[0] == []
        assert Event.objects.filter(action="information.cancelled").count() == 1


def test_a_request_lapses_with_its_case(people: Corridor) -> None:
    case = world.case_at(people, "received")
    request = request_for(people, case)
    with use_scope(people.officer.scope):
        submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="other")
        assert waiting_threads(people.officer, 5)[0] == []
        with pytest.raises(ActRefused) as refused:
            information_answer(actor=people.officer, thread_id=request.thread_id, version=None, text="Too late")
    assert refused.value.code == "wrong_status"
    assert "Not answered" in seen(people.officer, reverse("cases:thread", args=[case.id, request.thread_id]))
