"""Agencies, consulates and border posts hear of their work, each of its own; and every notice leads where the work is."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from cases.clocks import due_of
from cases.models import Case, CaseClock, Thread, VerificationTask
from cases.services import information_requests, messages, notes, transfer, transfer_course, verification
from core import clock
from core.scope import use_scope
from countries.clocks import end_of_day
from countries.models import Authority
from notifications.models import Notice
from notifications.services.preferences import preference_save
from notifications.wording import NoticeLine, notice_line
from tests import world
from tests.days import local_day
from tests.notifications.conftest import PUBLIC_URL, address_of, give_address, work_off
from tests.notifications.mail_server import MailServer
from tests.notifications.test_notices import client_of, unread

QUESTION = "Is there a birth entry of 1991 in Niš?"


@pytest.fixture
def people(db: None) -> world.Corridor:
    return world.corridor()


def told(actor: Actor, action: str) -> list[NoticeLine]:
    """What the actor reads of this act, in words, with where it leads."""
    with use_scope(actor.scope):
        return [notice_line(row, actor.country) for row in Notice.objects.filter(action=action).order_by("id")]


def opens(actor: Actor, path: str) -> None:
    assert client_of(actor).get(path).status_code == 200, path


def question(people: world.Corridor, case: Case, due_on: date | None = None) -> VerificationTask:
    with use_scope(people.registry.scope):
        verification.verification_ask(
            actor=people.registry,
            case_id=case.id,
            version=None,
            agencies=[people.agency],
            question=QUESTION,
            due_on=due_on,
        )
        return VerificationTask.objects.get(case=case, status="asked")


# --- who is told of what ----------------------------------------------------------------------------------------------


def test_an_agency_is_told_of_its_question_and_no_other_one(people: world.Corridor) -> None:
    other = world.make_actor("srb-police-records", "verifier")
    due_on = local_day() + timedelta(days=10)
    task = question(people, world.case_at(people, "received"), due_on)
    (line,) = told(people.verifier, "verification.wanted")
    assert line.title == task.case_reference and line.text == "Question of identity to answer" and line.kind
    assert line.due_at is not None and line.due_zone == "Europe/Belgrade"
    assert line.due_at == end_of_day(due_on, ZoneInfo(line.due_zone))
    assert line.path == reverse("cases:verification-task", args=[task.id])
    opens(people.verifier, line.path)
    assert unread(people.verifier) == "", "who opened the question has read its notice"
    for actor in (other, people.registry, people.officer, people.supervisor, people.consul, people.border):
        assert told(actor, "verification.wanted") == [], actor.role


def test_an_agency_that_is_asked_again_is_told_again(people: world.Corridor) -> None:
    case = world.case_at(people, "answered")
    assert len(told(people.verifier, "verification.wanted")) == 1
    question(people, case)
    assert len(told(people.verifier, "verification.wanted")) == 2


def test_the_consulate_is_told_of_an_acceptance_and_no_other_one(people: world.Corridor) -> None:
    other = world.make_actor("srb-embassy-vienna", "consular_officer")
    case = world.case_at(people, "decision_proposed")
    assert told(people.consul, "travel_document.wanted") == []
    case = world.case_at(people, "documented")
    with use_scope(people.registry.scope):
        limit = due_of(CaseClock.objects.get(case=case, kind="travel_document_issue"))
    (line,) = told(people.consul, "travel_document.wanted")
    assert (line.title, line.text) == (case.reference, "Travel document to issue")
    assert (line.due_at, line.due_zone) == (limit.at, limit.time_zone)
    assert line.path == reverse("cases:case-detail", args=[case.id])
    opens(people.consul, line.path)
    for actor in (other, people.verifier, people.border, people.officer, people.registry):
        assert told(actor, "travel_document.wanted") == [], actor.role


def test_a_refusal_is_no_work_of_the_consulate(people: world.Corridor) -> None:
    world.case_at(people, "refused")
    assert told(people.consul, "travel_document.wanted") == []


def test_the_border_post_is_told_of_each_confirmed_transfer_and_no_other_one(people: world.Corridor) -> None:
    post = Authority.objects.get(code="srb-border-belgrade")
    world.every(Authority).create(code="srb-border-other", name="Other post", kind=post.kind, country=post.country)
    other = world.make_actor("srb-border-other", "border_officer")
    case = world.case_at(people, "notified")
    assert told(people.border, "arrival.expected") == []
    confirm(people, case)
    (line,) = told(people.border, "arrival.expected")
    assert line.title == case.reference and line.text.startswith("Person to receive: ")
    assert line.path == reverse("cases:arrival-detail", args=[case.id])
    opens(people.border, line.path)
    assert unread(people.border) == ""
    with use_scope(people.officer.scope):
        transfer_course.transfer_fail(actor=people.officer, case_id=case.id, version=None, code="flight_cancelled")
        plan = {"crossing_point": people.crossing_point, "arrives_at": clock.now() + timedelta(days=9), "means": "air"}
        transfer.transfer_plan(actor=people.officer, case_id=case.id, version=None, values=plan)
        transfer.transfer_notify(actor=people.officer, case_id=case.id, version=None)
    confirm(people, case)
    assert len(told(people.border, "arrival.expected")) == 2
    for actor in (other, people.consul, people.verifier, people.officer, people.registry):
        assert told(actor, "arrival.expected") == [], actor.role


def confirm(people: world.Corridor, case: Case) -> None:
    with use_scope(people.registry.scope):
        transfer.transfer_confirm(actor=people.registry, case_id=case.id, version=None)


@pytest.mark.commits
def test_the_mail_about_work_holds_reference_act_day_and_link(transactional_db: None, mail: MailServer) -> None:
    people = world.corridor()
    workers = {"verification": people.verifier, "cases": people.consul, "arrivals": people.border}
    give_address(*workers.values())
    for actor in workers.values():
        with use_scope(actor.scope):
            preference_save(actor=actor, modes={"acts": "at_once"}, digest_hour=7)
    case = world.case_at(people, "confirmed")
    work_off()
    assert mail.recipients() == sorted(address_of(actor) for actor in workers.values())
    for number in range(len(mail.messages)):
        text = mail.text(number)
        (place,) = (place for place, actor in workers.items() if address_of(actor) == mail.messages[number][0])
        assert case.reference and case.reference in text and f"{PUBLIC_URL}/{place}/" in text
        for word in ("Petrović", "Miloš", "1991", "Niš", "012345678", "JU 123", "passport"):
            assert word not in text, word


# --- where it leads ---------------------------------------------------------------------------------------------------


def _opened(people: world.Corridor, case: Case) -> Thread:
    with use_scope(people.officer.scope):
        return messages.thread_open(actor=people.officer, case_id=case.id, title="Register", text="Is it complete?")


def _asked(people: world.Corridor, case: Case) -> Thread:
    with use_scope(people.officer.scope):
        return information_requests.information_ask(
            actor=people.officer, case_id=case.id, items=["photograph"], due_on=local_day() + timedelta(days=9)
        ).thread


def _by(actor: Actor, service: Callable[..., Any], thread: Thread, **values: Any) -> None:
    with use_scope(actor.scope):
        service(actor=actor, thread_id=thread.id, **values)


def _say(people: world.Corridor, case: Case, action: str) -> tuple[Actor, Thread]:
    """Do what brings a notice of `action`; gives who is told and the thread."""
    if action.startswith("information."):
        thread = _asked(people, case)
        if action == "information.answered":
            _by(people.registry, information_requests.information_answer, thread, version=None, text="Here it is.")
            return people.officer, thread
        if action == "information.cancelled":
            _by(people.officer, information_requests.information_cancel, thread, version=None)
        return people.registry, thread
    thread = _opened(people, case)
    if action == "message.sent":
        _by(people.registry, messages.message_send, thread, text="It is.")
        return people.officer, thread
    if action != "thread.opened":
        _by(people.officer, messages.thread_close, thread, version=None)
    if action == "thread.reopened":
        _by(people.officer, messages.thread_reopen, thread, version=None)
    return people.registry, thread


OF_THREADS = (
    "thread.opened",
    "message.sent",
    "thread.closed",
    "thread.reopened",
    "information.requested",
    "information.answered",
    "information.cancelled",
)


@pytest.mark.parametrize("action", OF_THREADS)
def test_a_notice_about_a_message_leads_to_its_thread(people: world.Corridor, action: str) -> None:
    case = world.case_at(people, "received")
    reader, thread = _say(people, case, action)
    path = reverse("cases:thread", args=[case.id, thread.id])
    (line,) = told(reader, action)
    assert line.path == path
    client = client_of(reader)
    for page in (reverse("notifications:notice-list"), reverse("home")):
        assert f'href="{path}"' in client.get(page).content.decode(), page
    assert client.get(path).status_code == 200


def test_a_note_of_the_other_side_leads_to_the_overview_where_it_stands(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    with use_scope(people.officer.scope):
        note = notes.note_add(actor=people.officer, case_id=case.id, text="He speaks Romani at home.")
        notes.note_share(actor=people.officer, note_id=note.id)
    (line,) = told(people.registry, "note.shared")
    assert line.path == reverse("cases:case-detail", args=[case.id])
    assert "He speaks Romani at home." in client_of(people.registry).get(line.path).content.decode()


@pytest.mark.commits
def test_the_digest_leads_to_the_thread(transactional_db: None, mail: MailServer) -> None:
    people = world.corridor()
    give_address(people.registry)
    case = world.case_at(people, "received")
    thread = _opened(people, case)
    work_off(ahead=timedelta(days=2))
    (number,) = (n for n, (to, _) in enumerate(mail.messages) if to == address_of(people.registry))
    assert PUBLIC_URL + reverse("cases:thread", args=[case.id, thread.id]) in mail.text(number)


# --- opening is reading -----------------------------------------------------------------------------------------------


def unread_actions(actor: Actor, case: Case) -> set[str]:
    from notifications.selectors.notices import unread_notices

    with use_scope(actor.scope):
        return set(unread_notices(actor).filter(subject=case.subject).values_list("action", flat=True))


def test_the_overview_reads_what_is_about_the_case_and_a_thread_what_is_about_it(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    first, second = _opened(people, case), _asked(people, case)
    reader, client = people.registry, client_of(people.registry)
    about_threads = {"thread.opened", "information.requested"}
    assert unread_actions(reader, case) == {"case.submitted", *about_threads}
    opened: Callable[[str], Any] = client.get
    assert opened(reverse("cases:case-detail", args=[case.id])).status_code == 200
    assert unread_actions(reader, case) == about_threads, "nobody has read the messages"
    assert opened(reverse("cases:thread", args=[case.id, first.id])).status_code == 200
    assert unread_actions(reader, case) == {"information.requested"}
    assert opened(reverse("cases:thread", args=[case.id, second.id])).status_code == 200
    assert unread_actions(reader, case) == set()
    assert unread_actions(people.proposer, case) == {"case.submitted", *about_threads}, "each reads for themselves"


def test_a_refused_look_reads_nothing(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    thread = _opened(people, case)
    stranger: Client = client_of(world.make_actor("aut-bfa", "return_officer"))
    assert stranger.get(reverse("cases:thread", args=[case.id, thread.id])).status_code == 404
    assert "thread.opened" in unread_actions(people.registry, case)
