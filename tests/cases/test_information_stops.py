"""A request for information lets the time limit for the reply stand still where the rule says so, and nowhere else."""

from datetime import timedelta

import pytest

from cases.models import Case, InformationRequest
from cases.services import information_requests, silence
from cases.workflow.system import system_scope
from core import clock
from core.scope import use_scope
from tests import world
from tests.cases.limits import clocks_of, utc
from tests.days import local_day

pytestmark = pytest.mark.commits
STOPS = {"suspension_causes": ["information_request"]}


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def asked(people: world.Corridor, case: Case, side: str = "registry") -> InformationRequest:
    actor = getattr(people, side)
    with use_scope(actor.scope):
        due_on = local_day() + timedelta(days=5)
        return information_requests.information_ask(
            actor=actor, case_id=case.id, items=["fingerprints"], due_on=due_on, text=""
        )


def answered(people: world.Corridor, request: InformationRequest, side: str = "officer") -> None:
    actor = getattr(people, side)
    with use_scope(actor.scope):
        information_requests.information_answer(
            actor=actor, thread_id=request.thread_id, version=None, text="Here they are"
        )


def test_it_stands_still_until_the_answer_and_runs_on_for_what_was_left(people: world.Corridor) -> None:
    with world.rule_with(people, "reply", **STOPS):
        with clock.travel(utc("2026-03-02 09:00")):
            case = world.case_at(people, "received")
            [before] = clocks_of(people.officer, case, "reply")
        with clock.travel(utc("2026-03-04 09:00")):
            request = asked(people, case)
            [limit] = clocks_of(people.officer, case, "reply")
            assert limit.state == "paused"
        with clock.travel(before.due_at + timedelta(days=1)):
            with use_scope(system_scope(people.receiving)):
                silence.clocks_pass([limit.id])
            with use_scope(people.officer.scope):
                assert Case.objects.get(id=case.id).status == "received", "nothing is decided while it stands still"
        with clock.travel(utc("2026-03-07 09:00")):
            answered(people, request)
            [old, new] = clocks_of(people.officer, case, "reply")
            assert (old.state, new.state) == ("superseded", "running")
            # Wednesday to Friday were lost: the tenth day is Sunday 15 March now, and the end moves to Monday.
            assert (before.due_at, new.due_at) == (utc("2026-03-12 23:00"), utc("2026-03-16 23:00"))
            with use_scope(people.registry.scope):
                assert Case.objects.get(id=case.id).next_due_at == new.due_at


def test_of_two_requests_the_last_one_lets_it_go_on(people: world.Corridor) -> None:
    with world.rule_with(people, "reply", **STOPS):
        case = world.case_at(people, "received")
        first, second = asked(people, case), asked(people, case)
        answered(people, first)
        assert clocks_of(people.officer, case, "reply")[-1].state == "paused"
        with use_scope(people.registry.scope):
            information_requests.information_cancel(actor=people.registry, thread_id=second.thread_id, version=None)
        assert clocks_of(people.officer, case, "reply")[-1].state == "running"


def test_the_requesting_sides_question_stops_nothing(people: world.Corridor) -> None:
    with world.rule_with(people, "reply", **STOPS):
        case = world.case_at(people, "received")
        asked(people, case, "officer")
        [limit] = clocks_of(people.officer, case, "reply")
        assert limit.state == "running"


def test_where_no_rule_says_so_nothing_stops(people: world.Corridor) -> None:
    case = world.case_at(people, "received")
    asked(people, case)
    [limit] = clocks_of(people.officer, case, "reply")
    assert limit.state == "running"
