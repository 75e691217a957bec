"""Warnings of the days by which somebody was asked to answer: requests between the sides, questions to agencies.

Pakistan answers the Netherlands: a day ends there hours before it ends in the country that asked.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.actor import Actor
from cases.models import Case, Thread, VerificationTask
from cases.services import information_requests, submission, verification
from core import clock
from core.jinja import SOON_DAYS
from core.scope import use_scope
from notifications.models import Notice
from notifications.wording import notice_line
from tests import world
from tests.days import local_day
from tests.notifications.conftest import work_off
from tests.notifications.test_deadlines import later, look, sweep

pytestmark = pytest.mark.commits
REQUEST, QUESTION = {"clock": "information_request"}, {"clock": "verification"}


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor(
        "PAK",
        "eu-pakistan",
        desk="pak-interior",
        agency="pak-nadra",
        consulate="pak-mission-the-hague",
        border="pak-fia-islamabad",
    )


def told(actor: Actor, of: dict[str, str]) -> list[str]:
    """The warnings of this kind that the actor reads."""
    with use_scope(actor.scope):
        rows = Notice.objects.filter(parameters__contains=of).order_by("id")
        return list(rows.values_list("action", flat=True))


def in_days(number: int) -> date:
    return local_day() + timedelta(days=number)


def ends(day: date, hours_before_utc: int) -> datetime:
    """When the day ends where clocks are so many hours ahead of UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1, hours=-hours_before_utc)


def asked(actor: Actor, case: Case, day: date) -> Thread:
    with use_scope(actor.scope):
        return information_requests.information_ask(
            actor=actor, case_id=case.id, items=["photograph"], due_on=day
        ).thread


def question(people: world.Corridor, case: Case, day: date | None) -> VerificationTask:
    with use_scope(people.registry.scope):
        verification.verification_ask(
            actor=people.registry, case_id=case.id, version=None, agencies=[people.agency], due_on=day
        )
        return VerificationTask.objects.get(case=case)


# --- requests between the sides ---------------------------------------------------------------------------------------


def test_the_side_asked_is_warned_twice_by_the_days_of_its_own_state(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    day = in_days(12)
    thread = asked(people.officer, case, day)
    end = ends(day, 5)
    begins = end - timedelta(days=SOON_DAYS + 1)
    look(begins - timedelta(seconds=1))
    assert told(people.registry, REQUEST) == []
    look(begins)
    assert told(people.registry, REQUEST) == ["deadline.at_risk"]
    assert told(people.their_supervisor, REQUEST) == ["deadline.at_risk"]
    look(end - timedelta(seconds=1))
    assert told(people.registry, REQUEST) == ["deadline.at_risk"], "once, and the day is not over in Islamabad"
    look(end)
    look(end + timedelta(days=40))
    assert told(people.registry, REQUEST) == ["deadline.at_risk", "deadline.overdue"]
    assert told(people.their_supervisor, REQUEST)[1:] == ["deadline.overdue", "escalation.overdue"]
    for actor in (people.officer, people.supervisor, people.verifier, people.consul, people.border):
        assert told(actor, REQUEST) == [], actor.role
    with use_scope(people.registry.scope):
        notice = Notice.objects.get(parameters__contains=REQUEST, action="deadline.overdue")
        assert (notice.due_at, notice.due_zone) == (end, "Asia/Karachi")
        assert notice.parameters == {**REQUEST, "thread": str(thread.id)}
        line = notice_line(notice, people.registry.country)
    assert line.text == "The day for answering a request for information has passed"
    assert line.path == f"/cases/{case.id}/messages/{thread.id}"


def test_the_requesting_side_is_warned_when_it_was_asked(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    day = date(2027, 1, 20)
    asked(people.registry, case, day)
    look(ends(day, 1) - timedelta(seconds=1))
    assert told(people.officer, REQUEST) == ["deadline.at_risk"]
    look(ends(day, 1))
    assert told(people.officer, REQUEST) == ["deadline.at_risk", "deadline.overdue"]
    assert told(people.registry, REQUEST) == told(people.their_supervisor, REQUEST) == []


def _answer(people: world.Corridor, thread: Thread) -> None:
    with use_scope(people.registry.scope):
        information_requests.information_answer(
            actor=people.registry, thread_id=thread.id, version=None, text="It is with the file."
        )


def _cancel(people: world.Corridor, thread: Thread) -> None:
    with use_scope(people.officer.scope):
        information_requests.information_cancel(actor=people.officer, thread_id=thread.id, version=None)


def _withdraw(people: world.Corridor, row: Any) -> None:
    with use_scope(people.officer.scope):
        submission.case_withdraw(actor=people.officer, case_id=row.case_id, version=None, code="other")


@pytest.mark.parametrize("end", [_answer, _cancel, _withdraw])
@pytest.mark.parametrize("is_promised", [False, True], ids=["before the sweep", "before the worker"])
def test_nobody_is_warned_of_a_request_that_waits_no_more(
    people: world.Corridor, end: Callable[..., None], is_promised: bool
) -> None:
    day = in_days(12)
    thread = asked(people.officer, world.case_at(people, "received"), day)
    if is_promised:
        with later(ends(day, 5) + timedelta(hours=1)):
            assert sweep() >= 1
    end(people, thread)
    if not is_promised:
        look(ends(day, 5) - timedelta(days=1))
    look(ends(day, 5) + timedelta(hours=1))
    assert told(people.registry, REQUEST) == told(people.their_supervisor, REQUEST) == []


def test_a_question_between_the_sides_binds_nobody(people: world.Corridor) -> None:
    """A day was wished for; only requests for information are due."""
    from cases.services.messages import thread_open

    case = world.case_at(people, "received")
    day = in_days(12)
    with use_scope(people.officer.scope):
        thread_open(actor=people.officer, case_id=case.id, title="Register", text="Is it complete?", due_on=day)
    look(ends(day, 5))
    with use_scope(people.registry.scope):
        assert not Notice.objects.filter(action__startswith="deadline.", parameters__has_key="thread").exists()


# --- questions to agencies --------------------------------------------------------------------------------------------


def test_the_agency_asked_is_warned_twice_and_nobody_else(people: world.Corridor) -> None:
    other = world.make_actor("pak-passports", "verifier")
    case = world.case_at(people, "received")
    day = in_days(12)
    task = question(people, case, day)
    end = ends(day, 5)
    look(end - timedelta(days=SOON_DAYS + 1, seconds=1))
    assert told(people.verifier, QUESTION) == []
    look(end - timedelta(days=SOON_DAYS + 1))
    look(end - timedelta(seconds=1))
    assert told(people.verifier, QUESTION) == ["deadline.at_risk"]
    look(end)
    look(end + timedelta(days=40))
    assert told(people.verifier, QUESTION) == ["deadline.at_risk", "deadline.overdue"]
    for actor in (other, people.registry, people.their_supervisor, people.officer, people.supervisor, people.consul):
        assert told(actor, QUESTION) == [], actor.role
    with use_scope(people.verifier.scope):
        notice = Notice.objects.get(parameters__contains=QUESTION, action="deadline.overdue")
        assert (notice.due_at, notice.due_zone) == (end, "Asia/Karachi")
        line = notice_line(notice, people.verifier.country)
    assert line.text == "The day for answering a question of identity has passed"
    assert (line.title, line.path) == (case.reference, f"/verification/{task.id}")


def _found(people: world.Corridor, task: VerificationTask) -> None:
    world.answer(people, task.case_id)


@pytest.mark.parametrize("end", [_found, _withdraw])
@pytest.mark.parametrize("is_promised", [False, True], ids=["before the sweep", "before the worker"])
def test_no_agency_is_warned_of_a_question_that_waits_no_more(
    people: world.Corridor, end: Callable[..., None], is_promised: bool
) -> None:
    day = in_days(12)
    task = question(people, world.case_at(people, "received"), day)
    if is_promised:
        with later(ends(day, 5) + timedelta(hours=1)):
            assert sweep() >= 1
    end(people, task)
    with later(ends(day, 5) + timedelta(hours=1)):
        work_off("cases.deadline")
    look(ends(day, 5) + timedelta(hours=1))
    assert told(people.verifier, QUESTION) == []


def test_a_question_without_a_day_is_never_late(people: world.Corridor) -> None:
    question(people, world.case_at(people, "received"), None)
    look(clock.now() + timedelta(days=200))
    assert told(people.verifier, QUESTION) == []
