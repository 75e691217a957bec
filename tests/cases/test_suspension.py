"""The time limit for the transfer stands still; why really, only the requesting side reads."""

import pytest
from django.db import transaction
from django.urls import reverse

from audit.models import Event
from cases.choices import ClockKind, ClockState
from cases.clocks import clocks_end
from cases.models import Case, ClockPause, PauseReason
from cases.services import deadlines, submission, suspension
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from notifications.models import Notice
from tests import world
from tests.cases.limits import clocks_of, do, fresh, utc
from tests.cases.test_extension import pakistan
from tests.cases.work_pages import browser, page

pytestmark = pytest.mark.commits
SECRET = "Hearing on Tuesday"


def paused(people: world.Corridor) -> Case:
    case = world.case_at(people, "accepted")
    do(people.officer, suspension.limit_pause, case, cause="legal_obstacle", code="protection_procedure", note=SECRET)
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
    do(people.officer, suspension.limit_pause, case, cause="practical_obstacle", code="transport")
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
    do(people.officer, suspension.limit_pause, case, cause="legal_obstacle", code="court_suspension")
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
        do(people.officer, suspension.limit_pause, case, cause=cause, code=code)
    assert set(invalid.value.errors) == {field}


def test_whose_act_it_is_and_when(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted")
    arguments = {"cause": "practical_obstacle", "code": "transport"}
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
        do(people.officer, suspension.limit_pause, case, cause="practical_obstacle", code="transport")
    assert refused.value.code in {"no_suspension_rule", "wrong_status"}
