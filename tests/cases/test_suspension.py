"""The time limit for the transfer stands still; why really, only the requesting side reads."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from audit.models import Event
from cases.choices import ClockKind, ClockState
from cases.clocks import clocks_end
from cases.models import Case, ClockPause, PauseReason
from cases.selectors.queue import queue_page
from cases.services import deadlines, submission, suspension
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import ActRefused, Invalid
from core.jinja import date_long
from core.models import OutboxMessage
from core.scope import Scope, use_scope
from notifications.choices import NoticeKind
from notifications.models import Notice
from tests import world
from tests.cases.limits import clocks_of, do, fresh, utc
from tests.cases.test_extension import pakistan
from tests.cases.work_pages import browser, page
from tests.conftest import OWNER, SWEEP, logged_in_as
from tests.days import local_day

pytestmark = pytest.mark.commits
SECRET = "Hearing on Tuesday"


def day(later: int = 0) -> dict[str, date]:
    """So many days from now the obstacle is looked at again."""
    return {"review_on": (local_day() + timedelta(days=later))}


def paused(people: world.Corridor) -> Case:
    case = world.case_at(people, "accepted")
    do(
        people.officer,
        suspension.limit_pause,
        case,
        cause="legal_obstacle",
        code="protection_procedure",
        note=SECRET,
        **day(30),
    )
    return case


def test_what_was_left_runs_on(transactional_db: None) -> None:
    people = world.corridor()
    with clock.travel(utc("2026-03-02 10:00")):
        case = paused(people)
    row = clocks_of(people.officer, case, "transfer")[0]
    assert row.state == "paused" and fresh(people.officer, case).next_due_kind != "transfer"
    with clock.travel(utc("2026-03-12 10:00")):
        do(people.officer, suspension.limit_resume, case)
    old, new = clocks_of(people.officer, case, "transfer")
    assert (old.state, new.state) == ("superseded", "running")
    assert (new.due_at.date() - old.due_at.date()).days == 10
    with use_scope(people.officer.scope):
        pause = ClockPause.objects.get(clock=old)
        assert (pause.paused_at, pause.resumed_at) == (utc("2026-03-02 10:00"), utc("2026-03-12 10:00"))
    assert "stood_still" in [step["code"] for step in new.due["steps"]]


def test_it_can_stand_still_again(transactional_db: None) -> None:
    people = world.corridor()
    case = paused(people)
    do(people.officer, suspension.limit_resume, case)
    do(people.officer, suspension.limit_pause, case, cause="practical_obstacle", code="transport", **day())
    do(people.officer, suspension.limit_resume, case)
    assert [row.state for row in clocks_of(people.officer, case, "transfer")] == ["superseded", "superseded", "running"]


def test_the_other_side_reads_that_an_obstacle_stands_in_the_way_and_nothing_more(transactional_db: None) -> None:
    people = world.corridor()
    case = paused(people)
    with use_scope(people.signer.scope):
        assert ClockPause.objects.filter(case=case).exists()
        assert not PauseReason.objects.exists()
        assert not Event.objects.filter(case_key=case.id, action="suspension.reason").exists()
        told = Event.objects.get(case_key=case.id, action="suspension.begun")
        assert told.parameters == {"article": "Article 10"} and not told.reason
        (row,) = [row for row in case.caseclocks.with_working() if row.kind == "transfer"]
        assert [row.stood[0][key] for key in ("cause", "code", "note")] == [None, None, None]
        assert all(
            word not in str(n.parameters) for n in Notice.objects.all() for word in ("protection", "legal_", SECRET)
        )
    address = reverse("cases:case-detail", args=[case.id])
    theirs = page(browser(people.signer), address)
    ours = page(browser(people.officer), address)
    assert all("an obstacle that the agreement names, Article 10" in text for text in (theirs, ours))
    assert "legal obstacle" not in theirs.lower() and "A legal obstacle. A protection procedure is pending" in ours
    assert "Why the transfer is postponed: a legal obstacle, a protection procedure is pending" in ours
    assert SECRET not in theirs and "protection procedure" not in theirs.lower()
    assert SECRET in ours and "protection procedure" in ours.lower()


def test_nothing_warns_while_it_stands_still(transactional_db: None) -> None:
    people = world.corridor()
    case = paused(people)
    row = clocks_of(people.officer, case, "transfer")[0]
    with clock.travel(row.due_at), use_scope(people.officer.scope):
        deadlines.deadline_tell(key=f"deadline:{row.id}:overdue", stage="overdue", row_id=row.id)
        assert not Notice.objects.filter(action__startswith="deadline.", parameters__clock="transfer").exists()


def test_a_limit_that_stands_still_is_kept_by_a_handover_whatever_the_day(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "confirmed")
    do(people.officer, suspension.limit_pause, case, cause="legal_obstacle", code="court_suspension", **day())
    row = clocks_of(people.officer, case, "transfer")[0]
    with use_scope(people.officer.scope):
        found = fresh(people.officer, case)
        with transaction.atomic():
            event_write(people.officer, found, "transfer.handed_over", Readers.BOTH)
            clocks_end(found, [ClockKind.TRANSFER], ClockState.MET, at=row.due_at)
    assert clocks_of(people.officer, case, "transfer")[0].state == "met"


def test_withdrawing_gives_it_up(transactional_db: None) -> None:
    people = world.corridor()
    case = paused(people)
    do(people.officer, submission.case_withdraw, case, code="protection_procedure")
    assert clocks_of(people.officer, case, "transfer")[0].state == "cancelled"


@pytest.mark.parametrize(
    ("cause", "code", "field"), [("weather", "transport", "cause"), ("legal_obstacle", "x", "code")]
)
def test_only_causes_of_the_agreement_and_known_reasons(
    transactional_db: None, cause: str, code: str, field: str
) -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted")
    with pytest.raises(Invalid) as invalid:
        do(people.officer, suspension.limit_pause, case, cause=cause, code=code, **day())
    assert set(invalid.value.errors) == {field}


def test_whose_act_it_is_and_when(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted")
    arguments = {"cause": "practical_obstacle", "code": "transport", **day()}
    for actor, code in ((people.signer, "wrong_side"), (people.supervisor, "not_granted")):
        with pytest.raises(ActRefused) as refused:
            do(actor, suspension.limit_pause, case, **arguments)
        assert refused.value.code == code
    with pytest.raises(ActRefused) as refused:
        do(people.officer, suspension.limit_resume, case)
    assert refused.value.code == "wrong_status"
    due = clocks_of(people.officer, case, "transfer")[0].due_at
    with clock.travel(due), pytest.raises(ActRefused) as refused:
        do(people.officer, suspension.limit_pause, case, **arguments)
    assert refused.value.code == "wrong_status"


def test_not_where_the_agreement_has_no_such_rule(transactional_db: None) -> None:
    people = pakistan()
    case = world.case_at(people, "accepted")
    with pytest.raises(ActRefused) as refused:
        do(people.officer, suspension.limit_pause, case, cause="practical_obstacle", code="transport", **day())
    assert refused.value.code in {"no_suspension_rule", "wrong_status"}


# --- looking again ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [-1, 366])
def test_a_review_lies_between_today_and_a_year_ahead(transactional_db: None, days: int) -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted")
    why = {"cause": "legal_obstacle", "code": "court_suspension"}
    with pytest.raises(Invalid) as invalid:
        do(people.officer, suspension.limit_pause, case, **why, **day(days))
    assert set(invalid.value.errors) == {"review_on"}
    do(people.officer, suspension.limit_pause, case, **why, **day(365))
    with pytest.raises(Invalid) as invalid:
        do(people.officer, suspension.pause_review, case, **day(days))
    assert set(invalid.value.errors) == {"review_on"}


def _told(people: world.Corridor) -> list[Notice]:
    with logged_in_as(OWNER):
        return list(Notice.objects.filter(action="deadline.review"))


def _sweep(at: datetime) -> list[str]:
    """The keys that the sweep promises at a moment, each promise kept."""
    with logged_in_as(OWNER):
        before = set(OutboxMessage.objects.values_list("id", flat=True))
    with clock.travel(at):
        with logged_in_as(SWEEP):
            deadlines.deadlines_sweep()
        with logged_in_as(OWNER):
            made = list(OutboxMessage.objects.filter(task=deadlines.DEADLINE_TASK).exclude(id__in=before))
        for message in made:
            with use_scope(Scope.from_json(message.scope)):
                deadlines.deadline_tell(**message.arguments)
    return [message.key for message in made if message.key.startswith("review:")]


def test_the_office_is_reminded_once_on_the_day_and_reads_no_cause(transactional_db: None) -> None:
    people = world.corridor()
    start = utc("2026-03-02 10:00")
    with clock.travel(start):
        case = paused(people)
    # 1 April begins in the Netherlands two hours before midnight by UTC.
    assert _sweep(utc("2026-03-31 21:59")) == []
    assert len(_sweep(utc("2026-03-31 22:01"))) == 1
    assert _sweep(utc("2026-04-02 10:00")) == [], "nobody is told twice"
    [notice] = _told(people)
    assert notice.parameters == {} and notice.case_reference == fresh(people.officer, case).reference
    assert notice.kind == NoticeKind.DEADLINES
    with use_scope(people.signer.scope):
        assert not Notice.objects.filter(action="deadline.review").exists()
    with use_scope(people.officer.scope):
        assert Notice.objects.filter(action="deadline.review").exists()


def test_a_new_day_is_a_new_reminder_and_an_end_is_none(transactional_db: None) -> None:
    people = world.corridor()
    start = utc("2026-03-02 10:00")
    with clock.travel(start):
        case = paused(people)
    with clock.travel(utc("2026-03-31 10:00")):
        do(people.officer, suspension.pause_review, case, **day(10))
    assert _sweep(utc("2026-04-01 10:00")) == []
    assert len(_sweep(utc("2026-04-10 10:00"))) == 1
    with clock.travel(utc("2026-04-10 11:00")):
        do(people.officer, suspension.pause_review, case, **day(10))
        do(people.officer, suspension.limit_resume, case)
    assert _sweep(utc("2026-05-01 10:00")) == [] and len(_told(people)) == 1


def test_nobody_looks_again_at_what_was_withdrawn(transactional_db: None) -> None:
    people = world.corridor()
    case = paused(people)
    do(people.officer, submission.case_withdraw, case, code="protection_procedure")
    assert _sweep(clock.now() + timedelta(days=31)) == []


def test_of_a_review_the_other_side_learns_nothing(transactional_db: None) -> None:
    people = world.corridor()
    case = paused(people)
    before = fresh(people.signer, case)
    address = reverse("cases:case-detail", args=[case.id])
    theirs = [page(browser(people.signer), address)]
    do(people.officer, suspension.pause_review, case, **day(200))
    theirs.append(page(browser(people.signer), address))
    found = fresh(people.signer, case)
    assert (before.version, before.changed_at) == (found.version, found.changed_at)
    with use_scope(people.signer.scope):
        assert not Event.objects.filter(action="suspension.reviewed").exists()
    with use_scope(people.officer.scope):
        event = Event.objects.get(action="suspension.reviewed")
        assert event.parameters == {name: value.isoformat() for name, value in day(200).items()}
    assert all("review" not in text.lower() for text in theirs)
    assert f"To be reviewed on {date_long(day(200)['review_on'])}" in page(browser(people.officer), address)


def test_the_queue_shows_the_day_to_its_own_side_and_marks_one_that_is_over(transactional_db: None) -> None:
    people = world.corridor()
    case = paused(people)
    due = day(30)["review_on"]
    with clock.travel(clock.now() + timedelta(days=32)):
        for actor, words in ((people.officer, f"review overdue since {date_long(due)}"), (people.signer, "")):
            with use_scope(actor.scope):
                [row] = queue_page(actor, "paused").rows
            assert row.id == case.id and row.clock is not None
            assert (words in row.clock.standing) and ("review" in row.clock.standing) == bool(words)
    with use_scope(people.officer.scope):
        [row] = queue_page(people.officer, "paused").rows
    assert row.clock is not None and f"review on {date_long(due)}" in row.clock.standing and row.urgency != "late"


def test_whose_review_it_is_and_when(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted")
    for actor, code in (
        (people.signer, "wrong_side"),
        (people.supervisor, "not_granted"),
        (people.officer, "wrong_status"),
    ):
        with pytest.raises(ActRefused) as refused:
            do(actor, suspension.pause_review, case, **day())
        assert refused.value.code == code
