"""A reply turns out to have been in time: the time limit for the transfer is the one that would have been had the reply
started it at once, with every day on which it stood still."""

from datetime import datetime, timedelta

import pytest

from cases.choices import ClockKind, ClockState
from cases.models import Case, CaseClock, ClockPause, PauseReason
from cases.services import decision, disputes, silence, suspension
from cases.workflow.system import system_scope
from core import clock
from core.scope import use_scope
from countries.clocks import DueDate
from tests import world
from tests.cases.limits import clocks_of, do, scan, utc

pytestmark = pytest.mark.commits
SENT = utc("2026-03-02 10:00")
DAY = timedelta(days=1)
# Days after the end of the time limit for the reply (12 March) on which it stops and goes on; the last may still stand.
# Over Easter and its holidays, the change of the clocks, a month end, less than a day.
PAUSES = [
    [],
    [(10.2, 31.5)],
    [(1.0, 1.2), (1.3, 19.9)],
    [(3.0, 12.0), (12.0, 12.0), (40.0, 55.7)],
    [(20.1, None)],
    [(5.0, 9.0), (29.9, None)],
]


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def accepted_by_silence(people: world.Corridor) -> tuple[Case, datetime]:
    """The case, and when its time limit for the reply ended."""
    with clock.travel(SENT):
        case = world.case_at(people, "submitted")
    (limit,) = clocks_of(people.officer, case, "reply")
    with clock.travel(limit.due_at), use_scope(system_scope(people.receiving)):
        silence.clocks_pass(list(CaseClock.objects.filter(case=case).values_list("id", flat=True)))
    return case, limit.due_at


def accepted_at(people: world.Corridor, moment: datetime) -> Case:
    """A case that was accepted by a reply at this moment."""
    with clock.travel(SENT):
        case = world.case_at(people, "decision_proposed")
    with clock.travel(moment):
        do(people.signer, decision.decision_countersign, case)
    return case


def stand_still(people: world.Corridor, case: Case, begins: datetime, ends: datetime | None) -> None:
    with clock.travel(begins):
        why = {"cause": "legal_obstacle", "code": "court_suspension", "review_on": (begins + DAY).date()}
        do(people.officer, suspension.limit_pause, case, **why)
    if ends is not None:
        with clock.travel(ends):
            do(people.officer, suspension.limit_resume, case)


def reply_turns_up(people: world.Corridor, case: Case, replied_at: datetime, now: datetime) -> None:
    """The receiving side says that it replied in time, the requesting side agrees."""
    with clock.travel(now):
        said = {"statement": "Sent by fax", "channel": "fax", "outcome": "accepted", "upload": scan()}
        do(people.signer, disputes.reply_dispute, case, replied_at=replied_at, **said)
        do(people.reviewer, disputes.dispute_uphold, case, reason="So it is")


def transfer_limit(people: world.Corridor, case: Case) -> CaseClock:
    return clocks_of(people.officer, case, ClockKind.TRANSFER)[-1]


def count(row: CaseClock) -> tuple[datetime, datetime, object]:
    """What both sides read of how it was counted."""
    due = DueDate.from_json(row.due)
    return row.started_at, row.due_at, (due.steps, due.counts, due.earliest_at)


@pytest.mark.parametrize("pauses", PAUSES)
def test_it_is_the_limit_that_would_have_been(people: world.Corridor, pauses: list[tuple[float, float | None]]) -> None:
    silent, ended_at = accepted_by_silence(people)
    replied_at = ended_at - 3 * DAY
    answered = accepted_at(people, replied_at)
    for case in (silent, answered):
        for begins, ends in pauses:
            stand_still(people, case, ended_at + begins * DAY, ended_at + ends * DAY if ends is not None else None)
    assert count(transfer_limit(people, silent)) != count(transfer_limit(people, answered))
    reply_turns_up(people, silent, replied_at, ended_at + 60 * DAY)
    ours, theirs = transfer_limit(people, silent), transfer_limit(people, answered)
    assert ours.state == theirs.state == (ClockState.PAUSED if pauses and pauses[-1][1] is None else ClockState.RUNNING)
    assert count(ours) == count(theirs)
    if ours.state == ClockState.PAUSED:
        with use_scope(people.officer.scope):
            pause = ClockPause.objects.get(case=silent, resumed_at=None)
            assert pause.clock_id == ours.id and PauseReason.objects.filter(pause=pause).exists()
        for case in (silent, answered):
            with clock.travel(ended_at + 70 * DAY):
                do(people.officer, suspension.limit_resume, case)
        assert count(transfer_limit(people, silent)) == count(transfer_limit(people, answered))


def test_nothing_stands_still_that_had_passed_from_the_earlier_start(people: world.Corridor) -> None:
    """It was postponed on a day on which, counted from the reply, nothing of the limit was left."""
    case, ended_at = accepted_by_silence(people)
    replied_at = ended_at - 3 * DAY
    answered = transfer_limit(people, accepted_at(people, replied_at))
    later = transfer_limit(people, case).due_at
    assert answered.due_at < later - timedelta(hours=2)
    stand_still(people, case, later - timedelta(hours=2), None)
    reply_turns_up(people, case, replied_at, later + DAY)
    row = transfer_limit(people, case)
    assert (row.state, row.due_at) == (ClockState.RUNNING, answered.due_at), "the sweep marks it"
    with use_scope(people.officer.scope):
        assert not ClockPause.objects.filter(case=case, resumed_at=None).exists()
