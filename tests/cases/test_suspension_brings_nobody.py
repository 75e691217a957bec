"""While the own side has suspended a case, nobody is brought to a mission or a border; the other side learns nothing of why."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from accounts.actor import Actor
from audit.models import Event
from cases.choices import PauseCode
from cases.models import Case, Interview, InterviewNote, Transit
from cases.selectors import visits as selectors
from cases.services import case_suspension, interviews, submission, transit, visits
from cases.wording import event_words
from core import clock
from core.errors import ActRefused
from core.scope import use_scope
from countries.models import Authority
from tests import interviews as hearings
from tests import world
from tests.days import local_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


def suspend(people: world.Corridor, key: UUID, code: str = "protection_procedure") -> None:
    later = local_day() + timedelta(days=30)
    hearings.done(people.officer, case_suspension.case_suspend, key, code=code, review_on=later, note="The court")


def code_of(actor: Actor, service: Any, case: Case, **values: Any) -> str:
    with pytest.raises(ActRefused) as refused:
        hearings.done(actor, service, case.id, **values)
    return refused.value.code


def read_over_there(people: world.Corridor, case: Case) -> str:
    with use_scope(people.registry.scope):
        rows = Event.objects.filter(case_key=case.id)
        return " ".join(event_words(row.action, row.parameters, is_own_side=False) for row in rows).lower()


@pytest.mark.parametrize("reached", ["scheduled", "confirmed"])
def test_an_interview_with_a_date_is_postponed(people: world.Corridor, reached: str) -> None:
    case = hearings.case_with(people, reached)
    suspend(people, case.id)
    assert hearings.the_interview(people, case.id).status == "postponed"
    with use_scope(people.officer.scope):
        assert InterviewNote.objects.get(case=case).code == "protection_procedure"
    with use_scope(people.registry.scope):
        assert not InterviewNote.objects.filter(case=case).exists()
        last = Event.objects.filter(case_key=case.id).latest("at")
        assert (last.action, last.parameters) == ("interview.postponed", {})
    told = read_over_there(people, case)
    assert "suspend" not in told and "court" not in told and "protection" not in told


def test_every_reason_of_a_suspension_is_one_of_a_postponed_interview(people: world.Corridor) -> None:
    assert set(case_suspension._WHY) == set(PauseCode)


def test_a_date_that_the_other_side_sets_meanwhile_is_not_confirmed(people: world.Corridor) -> None:
    case = hearings.case_with(people, "requested")
    suspend(people, case.id)
    hearings.scheduled(people, case.id)
    hearings.checked(people, case.id)
    assert code_of(people.officer, interviews.presentation_confirm, case) == "case_suspended"
    hearings.done(people.officer, case_suspension.case_resume, case.id)
    hearings.done(people.officer, interviews.presentation_confirm, case.id)


def test_an_application_that_came_back_keeps_nobody_to_be_presented(people: world.Corridor) -> None:
    case = hearings.case_with(people, "confirmed")
    hearings.done(people.registry, submission.case_return_incomplete, case.id, codes=["photograph"])
    suspend(people, case.id)
    assert hearings.the_interview(people, case.id).status == "postponed"


def test_no_time_of_a_visit_is_given_to_a_suspended_case(people: world.Corridor) -> None:
    case = hearings.case_with(people, "requested")
    with use_scope(people.officer.scope):
        embassy = Authority.objects.get(code="srb-embassy-the-hague")
        day = local_day() + timedelta(days=4)
        values = {**hearings.VISIT, "starts_on": day, "ends_on": day}
        visit = visits.visit_plan(actor=people.officer, mission_id=embassy.id, values=values)
        assert [row.case_id for row in selectors.candidates(people.officer, visit)] == [case.id]
    suspend(people, case.id)
    with use_scope(people.officer.scope):
        assert selectors.candidates(people.officer, visit) == []
        with pytest.raises(ActRefused) as refused:
            interviews.interview_slot_give(
                actor=people.officer,
                case_id=case.id,
                starts_at=clock.now() + timedelta(days=3),
                zone="Europe/Amsterdam",
                place="Room 1",
                language="",
                mission_id=visit.mission,
            )
    assert refused.value.code == "case_suspended"


def test_a_scheduled_transit_is_postponed_and_not_why(people: world.Corridor) -> None:
    case = world.case_at(people, "transit_scheduled")
    suspend(people, case.id)
    with use_scope(people.registry.scope):
        found = Transit.objects.get(case=case)
        assert (found.status, found.end_code, found.end_note) == ("not_entered", "postponed", "")
    told = read_over_there(people, case)
    assert "the transit was postponed" in told
    assert "suspend" not in told and "court" not in told and "protection" not in told
    values = {
        "exit_point": people.crossing_point,
        "enters_at": clock.now() + timedelta(days=3),
        "leaves_at": clock.now() + timedelta(days=3, hours=2),
        "entry_carrier": "",
        "exit_carrier": "",
        "escorts": 0,
        "escort_names": "",
    }
    assert code_of(people.officer, transit.transit_schedule, case, values=values) == "case_suspended"
    hearings.done(people.officer, case_suspension.case_resume, case.id)
    hearings.done(people.officer, transit.transit_schedule, case.id, values=values)


def test_that_a_transit_is_postponed_can_be_said_without_a_suspension(people: world.Corridor) -> None:
    """Were it said of suspended cases alone, it would tell of them."""
    case = world.case_at(people, "transit_scheduled")
    hearings.done(people.officer, transit.transit_end, case.id, name="cancel_transit", code="postponed")
    with use_scope(people.officer.scope):
        assert Interview.objects.count() == 0 and Transit.objects.get(case=case).end_code == "postponed"
