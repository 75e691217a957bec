"""Warnings of time limits: to the side that must act, once for each clock and stage, however often anybody looks."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from accounts.actor import Actor
from cases.choices import ClockKind
from cases.clocks import due_of, warns_at
from cases.models import Case, CaseClock
from cases.services import submission
from cases.services.deadlines import deadlines_sweep
from cases.tasks import sweep_deadlines
from cases.wording_deadlines import MADE
from core import clock
from core.models import OutboxMessage
from core.scope import use_scope
from countries.models import Rule
from notifications.models import Notice
from notifications.selectors.notices import unread_count
from notifications.services.preferences import preference_save
from tests import world
from tests.cases.work_pages import browser
from tests.conftest import OWNER, SWEEP, logged_in_as
from tests.notifications.conftest import address_of, give_address, work_off
from tests.notifications.mail_server import MailServer

pytestmark = pytest.mark.commits
DEADLINES = ("deadline.at_risk", "deadline.overdue", "escalation.overdue", "escalation.unanswered")


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


@contextmanager
def later(at: datetime) -> Iterator[None]:
    """As if it were then, for law."""
    with clock.travel(at):
        yield


def sweep() -> int:
    with logged_in_as(SWEEP):
        return deadlines_sweep()


def look(at: datetime) -> int:
    """Sweep at this moment of law, and let the workers tell."""
    with later(at):
        found = sweep()
        work_off("cases.deadline")
    return found


def told(**filters: Any) -> list[tuple[str, list[str]]]:
    """(action, countries) of every warning there is, in order."""
    with logged_in_as(OWNER):
        rows = Notice.objects.filter(action__in=DEADLINES, **filters).order_by("id")
        return [(row.action, row.audience_countries) for row in rows]


def reply_clock(case: Case) -> CaseClock:
    with logged_in_as(OWNER):
        return CaseClock.objects.get(case=case, kind=ClockKind.REPLY)


def sees(actor: Actor, action: str) -> bool:
    with use_scope(actor.scope):
        return Notice.objects.filter(action=action).exists()


def test_nothing_is_told_before_it_is_at_risk(people: world.Corridor) -> None:
    row = reply_clock(world.case_at(people, "received"))
    assert look(row.warn_at - timedelta(seconds=1)) == 0 and told() == []


def test_a_reply_at_risk_and_overdue_is_told_to_the_receiving_side_once(people: world.Corridor) -> None:
    row = reply_clock(world.case_at(people, "received"))
    assert look(row.warn_at) == 1
    assert told() == [("deadline.at_risk", ["SRB"])]
    assert [look(row.warn_at + timedelta(hours=hours)) for hours in (0, 1, 20)] == [0, 0, 0]
    assert look(row.due_at) == 1
    assert told() == [("deadline.at_risk", ["SRB"]), ("deadline.overdue", ["SRB"]), ("escalation.overdue", [])]
    assert look(row.due_at + timedelta(days=30)) == 0 and len(told()) == 3
    for action in DEADLINES[:2]:
        assert (
            sees(people.registry, action) and not sees(people.officer, action) and not sees(people.supervisor, action)
        )
        assert not sees(people.verifier, action) and not sees(people.consul, action)
    assert sees(people.their_supervisor, "escalation.overdue")
    assert not sees(people.registry, "escalation.overdue") and not sees(people.supervisor, "escalation.overdue")


def test_a_sweep_that_comes_days_late_tells_what_holds_now(people: world.Corridor) -> None:
    row = reply_clock(world.case_at(people, "received"))
    assert look(row.due_at + timedelta(days=2)) == 1
    assert [action for action, _ in told()] == ["deadline.overdue", "escalation.overdue"]


def test_a_warning_that_came_too_late_is_not_given(people: world.Corridor) -> None:
    """Promised in time, told by a worker that was away until the limit was met."""
    case = world.case_at(people, "received")
    row = reply_clock(case)
    with later(row.warn_at):
        assert sweep() == 1
    with use_scope(people.officer.scope):
        submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="other")
    with later(row.warn_at):
        work_off("cases.deadline")
    assert told() == []


def test_a_met_limit_is_told_of_no_more(people: world.Corridor) -> None:
    row = reply_clock(world.case_at(people, "accepted"))
    look(row.due_at + timedelta(days=1))
    assert told(parameters__clock="reply") == []


def test_the_consulate_is_told_of_the_travel_document_and_the_requesting_side_of_the_transfer(
    people: world.Corridor,
) -> None:
    case = world.case_at(people, "accepted")
    with logged_in_as(OWNER):
        rows = {row.kind: row for row in CaseClock.objects.filter(case=case, state="running")}
    look(rows["travel_document_issue"].warn_at)
    assert told() == [("deadline.at_risk", ["SRB"])]
    assert sees(people.consul, "deadline.at_risk") and sees(people.registry, "deadline.at_risk")
    assert not sees(people.officer, "deadline.at_risk")
    look(rows["transfer"].due_at)
    assert ("deadline.overdue", ["NLD"]) in told(parameters__clock="transfer")
    assert sees(people.supervisor, "escalation.overdue"), "the head of the requesting office"


def test_a_case_that_nobody_acknowledges_goes_to_the_heads_of_the_receiving_side(people: world.Corridor) -> None:
    case = world.case_at(people, "submitted")
    assert case.submitted_at
    days = django_settings.UNANSWERED_DAYS
    look(case.submitted_at + timedelta(days=days) - timedelta(minutes=1))
    assert told() == []
    look(case.submitted_at + timedelta(days=days))
    look(case.submitted_at + timedelta(days=days + 1))
    assert told(action="escalation.unanswered") == [("escalation.unanswered", [])]
    assert sees(people.their_supervisor, "escalation.unanswered")
    assert not sees(people.registry, "escalation.unanswered") and not sees(people.supervisor, "escalation.unanswered")


def test_many_sweeps_at_once_promise_each_warning_once(people: world.Corridor) -> None:
    rows = [reply_clock(world.case_at(people, "received")) for _ in range(3)]
    found: list[int] = []

    def one() -> None:
        try:
            with later(rows[-1].due_at + timedelta(days=1)):
                found.append(deadlines_sweep())
        finally:
            connection.close()

    with logged_in_as(SWEEP):
        threads = [Thread(target=one) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(found) == 3 and len(found) == 4
    with later(rows[-1].due_at + timedelta(days=1)):
        work_off("cases.deadline")
    assert len(told(action="deadline.overdue")) == 3


def test_the_outbox_may_forget_and_nothing_is_told_twice(people: world.Corridor) -> None:
    row = reply_clock(world.case_at(people, "received"))
    look(row.due_at)
    with logged_in_as(OWNER):
        OutboxMessage.objects.filter(task="cases.deadline_passed").delete()
    assert look(row.due_at) == 0
    assert len(told(action="deadline.overdue")) == 1


def test_the_system_login_learns_ids_and_no_case(people: world.Corridor) -> None:
    row = reply_clock(world.case_at(people, "received"))
    with logged_in_as(SWEEP), connection.cursor() as cursor:
        cursor.execute("select * from deadlines_due(%s, 5, 3, 10)", [row.due_at])
        (found,) = cursor.fetchall()
        assert found[:4] == (f"deadline:{row.id}:overdue", "overdue", row.id, "SRB")
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute("select count(*) from cases_caseclock")
    with use_scope(people.registry.scope), connection.cursor() as cursor:
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute("select * from deadlines_due(now(), 5, 3, 10)")
        connection.needs_rollback = False
        connection.set_rollback(True)


def test_the_sweep_refuses_another_login(people: world.Corridor) -> None:
    with pytest.raises(ImproperlyConfigured, match="RCMS_LOGIN=sweep"):
        sweep_deadlines()


def test_whoever_works_on_the_case_is_written_to_at_once(people: world.Corridor, mail: MailServer) -> None:
    from cases.services.assignment import case_assign

    give_address(people.registry, people.proposer, people.their_supervisor)
    case = world.case_at(people, "received")
    with use_scope(people.their_supervisor.scope):
        case_assign(actor=people.their_supervisor, case_id=case.id, to_user_id=people.proposer.user_id)
        preference_save(actor=people.their_supervisor, modes={"escalations": "at_once"}, digest_hour=7)
    work_off()
    mail.messages.clear()
    row = reply_clock(case)
    look(row.warn_at)
    work_off()
    assert mail.recipients() == [address_of(people.proposer)]
    assert "The time limit for the reply ends soon" in mail.text()
    look(row.due_at)
    work_off()
    assert mail.recipients() == sorted([*[address_of(people.proposer)] * 2, address_of(people.their_supervisor)])
    assert "Petrović" not in "".join(mail.text(number) for number in range(3))


def test_the_warning_stands_in_the_list_in_words(people: world.Corridor) -> None:
    row = reply_clock(world.case_at(people, "received"))
    look(row.due_at)
    client = Client()
    world.enter(client, world.user_of(people.their_supervisor))
    session = client.session
    session["membership"] = str(people.their_supervisor.membership_id)
    session.save()
    page = client.get("/notices/").content.decode()
    assert "The time limit for the reply has passed" in page
    assert "For heads of office: the time limit for the reply has passed" in page
    with use_scope(people.their_supervisor.scope):
        assert int(unread_count(people.their_supervisor)) >= 2


def test_a_limit_is_at_risk_three_legal_days_before_its_earlier_last_day(people: world.Corridor) -> None:
    row = reply_clock(world.case_at(people, "received"))
    due = due_of(row)
    zone = ZoneInfo(due.time_zone)
    assert row.warn_at == warns_at(due)
    begins = row.warn_at.astimezone(zone)
    assert (begins.hour, begins.minute) == (0, 0)
    last_day = (due.earliest_at.astimezone(zone) - timedelta(microseconds=1)).date()
    assert (last_day - begins.date()).days == 3


def test_a_limit_that_the_text_calls_normal_warns_before_and_the_longest_one_warns_again(
    people: world.Corridor,
) -> None:
    """Serbia, if its ten days were "normally five, at the latest ten"."""
    world.every(Rule).filter(agreement="eu-serbia", kind="reply").update(normal_value=5)
    row = reply_clock(world.case_at(people, "received"))
    due = due_of(row)
    assert due.normally_at is not None
    plain = warns_at(dataclasses.replace(due, normally_at=None))
    assert row.warn_at < plain
    assert look(row.warn_at) == 1
    assert [look(at) for at in (row.warn_at + timedelta(hours=3), plain - timedelta(seconds=1))] == [0, 0]
    assert look(plain) == 1 and look(plain + timedelta(hours=3)) == 0
    assert told() == [("deadline.at_risk", ["SRB"])] * 2
    with use_scope(people.registry.scope):
        first, second = Notice.objects.filter(action="deadline.at_risk").order_by("id")
    assert first.parameters["normally_at"] == due.normally_at.isoformat() and "normally_at" not in second.parameters
    client = browser(people.registry)
    text = " ".join(client.get("/notices/").content.decode().split())
    assert "Reply: normally due" in text and "The time limit for the reply ends soon" in text


@pytest.mark.parametrize("action", ["deadline.at_risk", "deadline.overdue"])
@pytest.mark.parametrize("kind", ClockKind.values)
def test_a_warning_names_its_limit(kind: str, action: str) -> None:
    words = str(MADE[action]({"clock": kind}, True))
    assert words and "%(" not in words and not words.startswith("Time limit"), words
