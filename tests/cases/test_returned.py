"""An application that is returned as incomplete and sent again: each delivery has time limits of its own."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from cases.choices import ClockState, ExtensionState
from cases.models import Case, CaseClock, ClockExtension
from cases.selectors.history import milestones_of
from cases.services import disputes, extension, filing, silence, submission
from cases.wording import event_words
from cases.workflow.system import system_scope
from core import clock
from core.errors import ActRefused
from core.scope import use_scope
from tests import world
from tests.cases.limits import clocks_of, do, fresh, utc
from tests.cases.work_pages import browser, page

pytestmark = pytest.mark.commits
SENT, BACK, AGAIN = utc("2026-03-02 10:00"), utc("2026-03-05 10:00"), utc("2026-04-13 10:00")


def at(people: world.Corridor, status: str) -> Case:
    with clock.travel(SENT):
        return world.case_at(people, status)


def returned(people: world.Corridor, case: Case) -> None:
    do(people.registry, submission.case_return_incomplete, case, codes=["photograph"])


def sent_again(people: world.Corridor, case: Case) -> None:
    world.recheck(people, case.id)
    do(people.reviewer, submission.case_resubmit, case)


def swept(people: world.Corridor, case: Case) -> None:
    """The sweep over every time limit of the case."""
    with use_scope(system_scope(people.receiving)):
        silence.clocks_pass(list(CaseClock.objects.filter(case=case).values_list("id", flat=True)))


def test_the_time_limit_ends_with_the_return_and_begins_anew_with_the_next_delivery(transactional_db: None) -> None:
    people = world.corridor()
    case = at(people, "received")
    (first,) = clocks_of(people.officer, case, "reply")
    with clock.travel(BACK):
        returned(people, case)
        (row,) = clocks_of(people.officer, case, "reply")
        assert (row.state, row.ended_at) == (ClockState.CANCELLED, BACK)
        assert fresh(people.officer, case).next_due_at is None
        for reader in (people.officer, people.registry):
            text = page(browser(reader), reverse("cases:case-detail", args=[case.id]))
            assert "Reply: stopped" in text and "the application was returned as incomplete" in text
            assert "Reply: not yet running" in text
    with clock.travel(AGAIN):
        sent_again(people, case)
        old, new = clocks_of(people.officer, case, "reply")
        assert (old.state, old.ended_at, new.state, new.started_at) == (
            ClockState.SUPERSEDED,
            BACK,
            ClockState.RUNNING,
            AGAIN,
        )
        # Ten calendar days after 13 April, to the end of the day in Belgrade.
        assert new.due_at == utc("2026-04-23 22:00") > first.due_at
        found = fresh(people.officer, case)
        assert (found.delivered_at, found.next_due_at) == (AGAIN, new.due_at)
        for reader in (people.officer, people.registry):
            text = page(browser(reader), reverse("cases:case-detail", args=[case.id]))
            assert "the application was returned as incomplete" in text and "Reply: replaced" in text


def test_both_sides_read_why(transactional_db: None) -> None:
    people = world.corridor()
    case = at(people, "received")
    with clock.travel(BACK):
        returned(people, case)
    for reader in (people.officer, people.registry):
        with use_scope(reader.scope):
            event = Event.objects.get(case_key=case.id, action="case.returned_incomplete")
            assert event.parameters["ended"] == ["reply"]
            words = event_words(event.action, event.parameters, is_own_side=False)
            assert words.endswith("Time limits begin anew with the completed application")


def test_silence_after_the_next_delivery_is_acceptance(transactional_db: None) -> None:
    """Returned in the last minute of the limit, it had ended silence for good."""
    people = world.corridor()
    case = at(people, "received")
    (first,) = clocks_of(people.officer, case, "reply")
    with clock.travel(first.due_at - timedelta(minutes=1)):
        returned(people, case)
    with clock.travel(first.due_at + timedelta(minutes=1)):
        swept(people, case)
        found = fresh(people.officer, case)
        assert (found.status, found.basis) == ("returned_incomplete", "")
        sent_again(people, case)
    second = clocks_of(people.officer, case, "reply")[-1]
    with clock.travel(second.due_at - timedelta(minutes=1)):
        swept(people, case)
        assert fresh(people.officer, case).basis == ""
    with clock.travel(second.due_at):
        swept(people, case)
    found = fresh(people.officer, case)
    assert (found.status, found.basis, found.decided_at) == ("accepted", "silence", second.due_at)


def test_a_confirmed_receipt_is_confirmed_anew(transactional_db: None) -> None:
    people = world.russian_corridor()
    case = at(people, "received")
    assert clocks_of(people.officer, case, "reply")[0].started_at == SENT
    with clock.travel(BACK):
        returned(people, case)
    with clock.travel(AGAIN):
        sent_again(people, case)
        (row,) = clocks_of(people.officer, case, "reply")
        assert row.state == ClockState.CANCELLED, "nothing runs before the receipt is confirmed"
        text = page(browser(people.officer), reverse("cases:case-detail", args=[case.id]))
        assert "Reply: not yet running" in text
    confirmed = AGAIN + timedelta(days=4)
    with clock.travel(confirmed):
        do(people.registry, submission.case_acknowledge, case)
    old, new = clocks_of(people.officer, case, "reply")
    assert (old.state, new.state, new.started_at) == (ClockState.SUPERSEDED, ClockState.RUNNING, confirmed)


def test_returned_twice(transactional_db: None) -> None:
    people = world.corridor()
    case = at(people, "received")
    moments = [BACK + timedelta(days=number) for number in range(4)]
    for moment, step in zip(moments, (returned, sent_again, returned, sent_again), strict=True):
        with clock.travel(moment):
            step(people, case)
    rows = clocks_of(people.officer, case, "reply")
    assert [row.state for row in rows] == [ClockState.SUPERSEDED, ClockState.SUPERSEDED, ClockState.RUNNING]
    assert [row.started_at for row in rows] == [SENT, moments[1], moments[3]]
    assert [row.ended_at for row in rows] == [moments[0], moments[2], None]


def test_more_time_that_was_asked_for_lapses_and_can_be_asked_for_again(transactional_db: None) -> None:
    people = world.corridor()
    with world.rule_with(people, "reply_extension", extension_basis="consent"):
        case = at(people, "received")
        with clock.travel(BACK):
            do(people.proposer, extension.extension_request, case, reasons="Many cases")
            returned(people, case)
            with use_scope(people.officer.scope):
                asked = ClockExtension.objects.get(case=case)
                assert (asked.state, asked.decided_at) == (ExtensionState.LAPSED, BACK)
        with clock.travel(AGAIN):
            sent_again(people, case)
            with pytest.raises(ActRefused):
                do(people.reviewer, extension.extension_grant, case)
            do(people.proposer, extension.extension_request, case, reasons="Many cases")
            do(people.reviewer, extension.extension_grant, case)
    rows = clocks_of(people.officer, case, "reply")
    assert [row.state for row in rows] == [ClockState.SUPERSEDED, ClockState.SUPERSEDED, ClockState.RUNNING]
    assert rows[2].started_at == rows[1].started_at == AGAIN, "more time of the second delivery"


def test_more_time_lapses_with_a_limit_that_passed_before_the_return(transactional_db: None) -> None:
    """Silence decides nothing, and the application goes back before the limit is marked."""
    people = world.corridor()
    silence_decides_nothing = world.rule_with(people, "reply", effect_of_silence="none")
    with silence_decides_nothing, world.rule_with(people, "reply_extension", extension_basis="consent"):
        case = at(people, "received")
        (first,) = clocks_of(people.officer, case, "reply")
        with clock.travel(BACK):
            do(people.proposer, extension.extension_request, case, reasons="Many cases")
        with clock.travel(first.due_at + timedelta(seconds=20)):
            returned(people, case)
            swept(people, case)
        with use_scope(people.officer.scope):
            asked = ClockExtension.objects.get(case=case)
            event = Event.objects.get(case_key=case.id, action="case.returned_incomplete")
        assert (asked.state, asked.decided_at) == (ExtensionState.LAPSED, first.due_at)
        assert event.parameters["ended"] == [], "it was over"
        with clock.travel(AGAIN):
            sent_again(people, case)
            do(people.proposer, extension.extension_request, case, reasons="Many cases")


def test_a_limit_that_was_missed_stays_missed_and_the_next_delivery_has_its_own(transactional_db: None) -> None:
    """What silence means is not known for certain: it decides nothing by itself, the limit passes and is waited for."""
    people = world.corridor()
    with world.rule_with(people, "reply", silence_certainty="M"):
        case = at(people, "received")
        (first,) = clocks_of(people.officer, case, "reply")
        with clock.travel(first.due_at + timedelta(days=1)):
            swept(people, case)
            returned(people, case)
            (row,) = clocks_of(people.officer, case, "reply")
            assert (row.state, row.ended_at) == (ClockState.MISSED, row.due_at), "over at its own end: nothing was done"
            with use_scope(people.officer.scope):
                event = Event.objects.get(case_key=case.id, action="case.returned_incomplete")
                assert event.parameters["ended"] == []
            assert "Reply: passed" in page(browser(people.officer), reverse("cases:case-detail", args=[case.id]))
    with clock.travel(AGAIN):
        sent_again(people, case)
    old, new = clocks_of(people.officer, case, "reply")
    assert (old.state, old.ended_at, new.started_at) == (ClockState.SUPERSEDED, old.due_at, AGAIN)
    with clock.travel(new.due_at):
        swept(people, case)
    assert fresh(people.officer, case).basis == "silence", "the second delivery has a silence of its own"


def test_the_limit_of_an_interview_goes_with_the_delivery(transactional_db: None) -> None:
    people = world.corridor()
    with clock.travel(SENT):
        case = world.draft(people)
        with use_scope(people.officer.scope):
            filing.details_save(
                actor=people.officer, case_id=case.id, version=None, values={"is_interview_requested": True}, health={}
            )
        do(people.officer, submission.review_send, case)
        do(people.reviewer, submission.case_submit, case)
    with clock.travel(BACK):
        returned(people, case)
    with clock.travel(AGAIN):
        sent_again(people, case)
    old, new = clocks_of(people.officer, case, "interview")
    assert (old.state, old.ended_at) == (ClockState.SUPERSEDED, BACK)
    assert (new.state, new.started_at) == (ClockState.RUNNING, AGAIN)


def test_an_objection_speaks_of_the_delivery_that_counts(transactional_db: None) -> None:
    people = world.corridor()
    case = at(people, "received")
    with clock.travel(BACK):
        returned(people, case)
    with clock.travel(AGAIN):
        sent_again(people, case)
    second = clocks_of(people.officer, case, "reply")[-1]
    later = AGAIN + timedelta(days=3)
    with clock.travel(second.due_at):
        swept(people, case)
        do(people.proposer, disputes.delivery_dispute, case, statement="It came later", delivered_at=later)
        do(people.reviewer, disputes.dispute_uphold, case, reason="So it is")
    rows = clocks_of(people.officer, case, "reply")
    assert rows[-1].started_at == later and rows[-1].state == ClockState.RUNNING
    assert fresh(people.officer, case).delivered_at == later


def test_delegates_read_both_deliveries(transactional_db: None) -> None:
    people = world.corridor()
    case = at(people, "received")
    with clock.travel(BACK):
        returned(people, case)
    with clock.travel(AGAIN):
        sent_again(people, case)
    with clock.travel(clocks_of(people.officer, case, "reply")[-1].due_at):
        swept(people, case)
        with use_scope(people.consul.scope):
            told = {entry.text: entry.at for entry in milestones_of(people.consul, fresh(people.consul, case))}
    assert told == {"Filed and delivered": SENT, "Completed and submitted again": AGAIN}


def test_what_is_edited_while_it_is_returned_counts_from_no_other_day(transactional_db: None) -> None:
    people = world.corridor()
    case = at(people, "received")
    with clock.travel(BACK):
        returned(people, case)
        with use_scope(people.officer.scope):
            filing.person_save(
                actor=people.officer,
                case_id=case.id,
                version=None,
                values={**world.PERSON, "nationality": "SRB", "given_names": "Milan"},
            )
    assert fresh(people.officer, case).delivered_at == SENT, "until it is sent again"
