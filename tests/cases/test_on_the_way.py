"""A person who is on the way: what cannot be ended meanwhile, and what is written down only later."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.actor import Actor
from cases.models import Case, Transfer, Transit, TravelDocument
from cases.selectors.situation import situation_of
from cases.services import case_suspension, departure, submission, transfer_course, travel_document
from cases.workflow.engine import available_for
from core import clock
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from tests import world
from tests.cases.test_operations import checked
from tests.days import local_day

pytestmark = pytest.mark.django_db
SIGNED = {"handed_over_by": "S. Jansen", "received_by": "D. Ilić"}


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


def do(actor: Actor, service: Any, case: Case, **values: Any) -> Any:
    with use_scope(actor.scope):
        return service(actor=actor, case_id=case.id, version=None, **values)


def departed(people: world.Corridor) -> Case:
    case = world.case_at(people, "confirmed")
    checked(people, case)
    do(people.officer, transfer_course.transfer_depart, case, departed_at=clock.now())
    return case


def ended(people: world.Corridor) -> list[tuple[Any, dict[str, Any]]]:
    """The acts by which the requesting side ends a case, or lets it stand still."""
    left = {"left_on": local_day(), "proof": "exit_stamp"}
    later = local_day() + timedelta(days=30)
    return [
        (submission.case_withdraw, {"code": "court_suspension"}),
        (departure.voluntary_departure_record, left),
        (case_suspension.case_suspend, {"code": "court_suspension", "review_on": later}),
    ]


@pytest.mark.parametrize("which", range(3), ids=["withdraw", "departure", "suspend"])
@pytest.mark.parametrize("way", ["transfer", "transit"])
def test_nothing_ends_over_a_person_on_the_way(people: world.Corridor, which: int, way: str) -> None:
    """The border post keeps the case, and can still say how the journey ended."""
    case = departed(people) if way == "transfer" else world.case_at(people, "transit_entered")
    service, values = ended(people)[which]
    with pytest.raises(ActRefused) as refused:
        do(people.officer, service, case, **values)
    assert refused.value.code == ("person_on_the_way" if way == "transfer" else "person_in_transit")
    with use_scope(people.border.scope):
        if way == "transfer":
            assert Transfer.objects.get(case=case).status == "departed"
        else:
            assert Transit.objects.get(case=case).status == "entered"
    if way == "transfer":
        do(people.border, transfer_course.handover_record, case, values={"at": clock.now(), **SIGNED})


def test_what_stands_in_the_way_is_said_where_the_act_is_offered(people: world.Corridor) -> None:
    case = departed(people)
    with use_scope(people.officer.scope):
        found = Case.objects.get(id=case.id)
        transfer = Transfer.objects.get(case=case)
        offers = available_for(people.officer, found, situation_of(found, transfer), transfer)
    blocked = {offer.row.name for offer in offers if offer.code == "person_on_the_way"}
    assert blocked == {"withdraw", "record_voluntary_departure", "suspend_case"}


def test_a_journey_that_was_broken_off_can_be_followed_by_a_withdrawal(people: world.Corridor) -> None:
    case = departed(people)
    do(people.officer, transfer_course.transfer_abort, case, code="resistance", place="on_the_way")
    do(people.officer, submission.case_withdraw, case, code="court_suspension")


# --- written down later -----------------------------------------------------------------------------------------------


def test_a_handover_is_judged_by_the_document_of_that_day(people: world.Corridor) -> None:
    """Its validity ended after the person came, and before the handover was entered."""
    case = world.case_at(people, "confirmed")
    came = clock.now()
    with use_scope(people.consul.scope):
        TravelDocument.objects.filter(case=case).update(valid_until=came.date())
    with clock.travel(came + timedelta(days=4)):
        with use_scope(people.consul.scope):
            travel_document.travel_document_expire(Case.objects.get(id=case.id))
        with pytest.raises(Invalid) as invalid:
            late = {"at": came + timedelta(days=3), **SIGNED}
            do(people.border, transfer_course.handover_record, case, values=late)
        assert set(invalid.value.errors) == {"at"}
        do(people.border, transfer_course.handover_record, case, values={"at": came, **SIGNED})
    with use_scope(people.officer.scope):
        assert Case.objects.get(id=case.id).status == "completed"
        assert TravelDocument.objects.get(case=case).status == "used"


# --- travel documents of a case that is over --------------------------------------------------------------------------


@pytest.mark.parametrize("which", range(2), ids=["withdraw", "departure"])
def test_nobody_travels_on_the_document_of_a_withdrawn_case(people: world.Corridor, which: int) -> None:
    case = world.case_at(people, "documented")
    service, values = ended(people)[which]
    do(people.officer, service, case, **values)
    with use_scope(people.registry.scope):
        document = TravelDocument.objects.select_related("paper").get(case=case)
    assert (document.status, document.end_code) == ("revoked", "app_withdrawn")
    assert document.paper is not None and document.paper.context["voids"], "its sheet is void"


def test_that_an_application_was_withdrawn_is_no_reason_to_choose(people: world.Corridor) -> None:
    case = world.case_at(people, "documented")
    with pytest.raises(Invalid):
        do(people.consul, travel_document.travel_document_revoke, case, code="app_withdrawn")
