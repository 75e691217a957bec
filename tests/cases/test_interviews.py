"""Interviews: asked for, set, confirmed after a fresh check, held, told; who reads what, and who has the case meanwhile."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from accounts.actor import Actor
from audit.models import Event
from cases.choices import Status
from cases.models import Case, InterviewNote, StatusCheck, VerificationTask
from cases.selectors import queue
from cases.selectors.case_head import case_head_for
from cases.selectors.case_page import case_page_for
from cases.selectors.status_checks import earliest_fresh_day, status_check_of, status_check_stands
from cases.services import deadlines, decision, interviews, submission, verification
from core import clock
from core.errors import ActRefused, Invalid
from core.scope import SYSTEM_ID, Scope, use_scope
from documents.models import GeneratedDocument
from notifications.models import Notice
from tests import world
from tests.cases.limits import clocks_of, utc
from tests.conftest import SWEEP, logged_in_as
from tests.days import local_day
from tests.interviews import case_with, checked, confirmed, done, held, scheduled, soon, the_interview

pytestmark = pytest.mark.commits


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def code_of(actor: Actor, service: Any, case: Case, **values: Any) -> str:
    with pytest.raises(ActRefused) as refused:
        done(actor, service, case.id, **values)
    return refused.value.code


def sees(actor: Actor, case: Case) -> bool:
    with use_scope(actor.scope):
        return Case.objects.filter(id=case.id).exists()


def test_the_box_of_the_form_asks_for_an_interview_and_gives_the_consulate_the_case(people: world.Corridor) -> None:
    case = case_with(people, "requested")
    interview = the_interview(people, case.id)
    assert (interview.status, interview.asked_side, interview.asked_on_form) == ("requested", "requesting", True)
    assert interview.asked_at == case.delivered_at and interview.mission_id == case.consulate_id
    assert sees(people.consul, case)
    assert not sees(people.consul, world.case_at(people, "received")), "only where it has to hear the person"


def test_the_whole_way_until_the_result(people: world.Corridor) -> None:
    case = case_with(people, "requested")
    scheduled(people, case.id, actor=people.consul)
    assert code_of(people.officer, interviews.presentation_confirm, case) == "status_check_missing"
    assert code_of(people.consul, interviews.interview_record, case, held_on=local_day()) == "wrong_status"
    checked(people, case.id)
    done(people.officer, interviews.presentation_confirm, case.id)
    held(people, case.id, participants="A. Consul, interpreter", minutes="Knows the streets of Niš")
    assert the_interview(people, case.id).status == "held" and sees(people.consul, case)
    done(people.consul, interviews.interview_result_give, case.id, result="confirmed", note="Clearly from Niš")
    interview = the_interview(people, case.id)
    assert (interview.status, interview.result) == ("concluded", "confirmed")
    # Asked for again and given up: an act of somebody else.
    done(people.officer, interviews.interview_ask, case.id)
    done(people.officer, interviews.interview_cancel, case.id)
    assert not sees(people.consul, case), "the mission has done its work"
    with use_scope(people.officer.scope):
        assert not InterviewNote.objects.exists(), "minutes stay with the receiving side"
        [paper] = GeneratedDocument.objects.filter(template="interview_invitation")
        assert paper.audience_countries == ["NLD"]
    with use_scope(people.registry.scope):
        assert {note.kind for note in InterviewNote.objects.all()} == {"participants", "minutes"}


def test_what_waits_for_the_mission_and_for_the_officer_stands_in_their_work(people: world.Corridor) -> None:
    def waits(actor: Actor, case: Case) -> bool:
        with use_scope(actor.scope):
            return queue.cases_in_view(actor, "turn").filter(id=case.id).exists()

    case = case_with(people, "requested", "in_verification")
    assert waits(people.consul, case) and not waits(people.officer, case)
    scheduled(people, case.id, days=9)
    assert not waits(people.consul, case) and not waits(people.officer, case), "the day is not near yet"
    scheduled(people, case.id, days=2)
    checked(people, case.id)
    assert waits(people.officer, case) and not waits(people.supervisor, case)
    done(people.officer, interviews.presentation_confirm, case.id)
    assert waits(people.consul, case) and not waits(people.officer, case)
    held(people, case.id)
    assert waits(people.consul, case)


def test_a_check_counts_three_working_days_of_the_requesting_country(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    with use_scope(people.officer.scope):
        # Monday 9 March 2026: Friday, Thursday and Wednesday the 4th are the three working days before.
        assert earliest_fresh_day(case, date(2026, 3, 9)) == date(2026, 3, 4)
        # Tuesday 28 April: Monday the 27th is King's Day in the Netherlands.
        assert earliest_fresh_day(case, date(2026, 4, 28)) == date(2026, 4, 22)
        check = StatusCheck(checked_on=date(2026, 3, 4), result="may_be_presented")
        assert status_check_stands(case, check, date(2026, 3, 9)) == "fresh"
        assert status_check_stands(case, check, date(2026, 3, 10)) == "old"
        assert status_check_stands(case, None, date(2026, 3, 9)) == ""
        check.result = "may_not"
        assert status_check_stands(case, check, date(2026, 3, 9)) == "negative"


def test_an_old_check_and_a_negative_one_do_not_do(people: world.Corridor) -> None:
    case = case_with(people, "requested", "accepted")
    scheduled(people, case.id, days=20)
    checked(people, case.id)
    assert code_of(people.officer, interviews.presentation_confirm, case) == "status_check_missing"
    with clock.travel(clock.now() + timedelta(days=20)):
        checked(people, case.id, "may_not")
        assert code_of(people.officer, interviews.presentation_confirm, case) == "may_not_be_presented"


def test_the_other_side_learns_nothing_of_the_check_nor_why_the_interview_waits(people: world.Corridor) -> None:
    case = case_with(people, "scheduled")
    checked(people, case.id, "may_not")
    why = {"code": "protection_procedure", "note": "Asylum claimed on Monday"}
    done(people.officer, interviews.interview_postpone, case.id, **why)
    for actor in (people.registry, people.consul, people.their_supervisor):
        with use_scope(actor.scope), translation.override("en"):
            assert status_check_of(case) is None
            assert not InterviewNote.objects.exists()
            events = list(Event.objects.filter(case_key=case.id))
            told = " ".join(f"{event.action} {event.parameters} {event.reason}" for event in events)
            # The consulate is told by a notice and has no history of the case.
            assert actor is people.consul or "interview.postponed" in told
            assert "status_check" not in told and "protection" not in told and "Asylum" not in told
            page = case_page_for(actor, case_head_for(actor, case.id))
            assert page.status_check is None and page.interviews[0].status == "Postponed"
            assert "rotection" not in str(page.interviews) and "Asylum" not in str(page.interviews)
    with use_scope(people.officer.scope), translation.override("en"):
        page = case_page_for(people.officer, case_head_for(people.officer, case.id))
        assert "Asylum claimed on Monday" in str(page.interviews[0].notes) and page.status_check is not None


def test_another_date_is_confirmed_anew_and_who_does_not_come_gets_another(people: world.Corridor) -> None:
    case = case_with(people, "confirmed")
    scheduled(people, case.id, days=2)
    assert the_interview(people, case.id).status == "scheduled"
    with pytest.raises(Invalid):
        done(people.consul, interviews.no_show_record, case.id)
    with clock.travel(clock.now() + timedelta(days=3)):
        done(people.consul, interviews.no_show_record, case.id)
        assert the_interview(people, case.id).status == "no_show"
        scheduled(people, case.id, days=2)
    assert the_interview(people, case.id).status == "scheduled"


def test_either_side_asks_later_and_gives_up_only_what_it_asked_for(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    done(people.registry, interviews.interview_ask, case.id, language="Serbian", reason="No papers")
    assert code_of(people.officer, interviews.interview_ask, case) == "wrong_status", "one at a time"
    assert code_of(people.officer, interviews.interview_cancel, case) == "interview_of_other_side"
    assert clocks_of(people.officer, case, "interview") == [], "the agreement has no limit for one asked for later"
    done(people.registry, interviews.interview_cancel, case.id)
    assert the_interview(people, case.id).status == "cancelled" and not sees(people.consul, case)
    done(people.officer, interviews.interview_ask, case.id)
    assert the_interview(people, case.id).asked_side == "requesting"


def test_an_interview_ends_with_the_case(people: world.Corridor) -> None:
    case = case_with(people, "requested")
    done(people.officer, submission.case_withdraw, case.id, code="other")
    assert the_interview(people, case.id).status == "cancelled"


def test_with_an_acceptance_it_is_given_up_where_the_agreement_has_none_after_the_reply(people: world.Corridor) -> None:
    """Where it has one: `tests/cases/test_limits_begin.py`."""
    accepted = world.interview_asked(people, "accepted")
    assert accepted.status == Status.ACCEPTED and the_interview(people, accepted.id).status == "cancelled"


def test_one_with_a_date_stays_after_an_acceptance(people: world.Corridor) -> None:
    case = world.case_at(people, "in_verification")
    done(people.registry, interviews.interview_ask, case.id)
    scheduled(people, case.id)
    with use_scope(people.verifier.scope):
        task = VerificationTask.objects.get(case=case)
        verification.verification_answer(actor=people.verifier, task_id=task.id, version=None, answer="confirmed")
    done(people.proposer, decision.decision_propose, case.id, outcome="accepted")
    done(people.signer, decision.decision_countersign, case.id)
    assert the_interview(people, case.id).status == "scheduled"


def test_another_day_than_was_set_is_said_on_purpose(people: world.Corridor) -> None:
    case = case_with(people, "confirmed")
    starts_at = the_interview(people, case.id).starts_at
    assert starts_at is not None
    with clock.travel(starts_at + timedelta(hours=2)):
        day = starts_at.astimezone(people.consul.zone).date()
        with pytest.raises(Invalid) as invalid:
            done(people.consul, interviews.interview_record, case.id, held_on=day - timedelta(days=1))
        assert set(invalid.value.errors) == {"held_on"}
        done(people.consul, interviews.interview_record, case.id, held_on=day)
    assert the_interview(people, case.id).status == "held"


def test_the_result_has_a_limit_of_its_own(people: world.Corridor) -> None:
    """Benelux–Serbia: the result within three working days after the interview; also before the reply."""
    with clock.travel(utc("2026-03-02 09:00")):
        case = case_with(people, "confirmed")
    with clock.travel(utc("2026-03-03 15:00")):
        done(people.consul, interviews.interview_record, case.id, held_on=date(2026, 3, 3))
        [limit] = clocks_of(people.officer, case, "interview_result")
        # Wednesday to Friday, in Belgrade (UTC+1).
        assert (limit.state, limit.due_at) == ("running", utc("2026-03-06 23:00"))
        done(people.consul, interviews.interview_result_give, case.id, result="more_needed")
        [limit] = clocks_of(people.officer, case, "interview_result")
        assert limit.state == "met"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"starts_at": -1}, "starts_at"), ({"place": " "}, "place"), ({"format": "mission"}, "format")],
)
def test_a_date_must_be_possible(people: world.Corridor, values: dict[str, Any], field: str) -> None:
    case = case_with(people, "requested")
    given = {"format": "in_person", "place": "Embassy", "language": "", "needs_interpreter": False, **values}
    given["starts_at"] = soon(values.get("starts_at", 1))
    with pytest.raises(Invalid) as invalid:
        done(people.registry, interviews.interview_schedule, case.id, values=given)
    assert set(invalid.value.errors) == {field}


def test_an_interview_that_the_completed_application_no_longer_asks_for_is_given_up(people: world.Corridor) -> None:
    from cases.services import filing

    case = case_with(people, "requested")
    done(people.registry, submission.case_return_incomplete, case.id, codes=["photograph"])
    with use_scope(people.officer.scope):
        filing.details_save(
            actor=people.officer, case_id=case.id, version=None, values={"is_interview_requested": False}, health={}
        )
    world.recheck(people, case.id)
    done(people.reviewer, submission.case_resubmit, case.id)
    assert the_interview(people, case.id).status == "cancelled"


def test_confirming_is_for_the_requesting_side_and_holding_for_the_other(people: world.Corridor) -> None:
    case = case_with(people, "requested")
    confirmed(people, case.id)
    assert code_of(people.officer, interviews.no_show_record, case) == "wrong_side"
    assert code_of(people.registry, interviews.interview_postpone, case, code="other") == "wrong_side"


def test_the_requesting_side_is_reminded_of_the_check_and_nobody_else(people: world.Corridor) -> None:
    case = case_with(people, "requested", "accepted")
    scheduled(people, case.id, days=2)
    interview = the_interview(people, case.id)
    with use_scope(people.officer.scope):
        deadlines.deadline_tell(key=f"check:{interview.id}:today", stage="at_risk", row_id=interview.id)
        assert Notice.objects.filter(action="interview.check_due", subject=case.subject).exists()
    for actor in (people.registry, people.consul):
        with use_scope(actor.scope):
            assert not Notice.objects.filter(action="interview.check_due").exists()
    checked(people, case.id)
    with use_scope(people.officer.scope):
        deadlines.deadline_tell(key=f"check:{interview.id}:later", stage="at_risk", row_id=interview.id)
        assert Notice.objects.filter(action="interview.check_due").count() == 1


def test_the_sweep_finds_interviews_that_are_near(people: world.Corridor) -> None:
    near, far = case_with(people, "requested", "accepted"), case_with(people, "requested", "accepted")
    scheduled(people, near.id, days=3)
    scheduled(people, far.id, days=30)
    with logged_in_as(SWEEP), use_scope(Scope(user_id=SYSTEM_ID)):
        keys = [row[0] for row in deadlines._due() if row[0].startswith("check:")]
    assert len(keys) == 1 and str(the_interview(people, near.id).id) in keys[0]
