"""Group operations past their readers: who learns of a plan, of whom, and who writes in their rows."""

from typing import Any

import pytest

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case, Operation, OperationAuthority, OperationPassenger, OperationStaff, Transfer
from cases.services import operation_list, operations, safeguards, transfer, transfer_course
from cases.services import operation_passengers as passengers
from core import clock
from core.errors import ActRefused, NotVisible
from core.scope import SYSTEM_ID, use_scope
from documents.models import GeneratedDocument
from notifications.models import Notice
from tests import safe, world
from tests.attacks.test_rows import _changed, _rows
from tests.cases.test_operations import add, checked, do, flight, made, refused, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


def confirmed(people: world.Corridor) -> tuple[Operation, Case]:
    """An operation with one person whom the border post of the crossing point awaits."""
    operation, case = made(people), world.case_at(people, "documented")
    add(people.officer, operation, case)
    do(people.officer, operations.staff_add, operation, values={"kind": "escort", "name": "A. de Wit"})
    do(people.officer, passengers.operation_announce, operation)
    do(people.registry, passengers.operation_confirm, operation)
    return operation, case


def do_list(actor: Actor, operation: Operation) -> GeneratedDocument:
    with use_scope(actor.scope):
        return operation_list.passenger_list_request(actor=actor, operation_id=operation.id)


def seen(actor: Actor, model: Any) -> int:
    with use_scope(actor.scope):
        return int(model.objects.count())


def test_a_plan_made_anew_is_known_over_there_when_it_is_announced(people: world.Corridor) -> None:
    operation, case = confirmed(people)
    do(people.officer, passengers.case_remove, operation, case_id=case.id)
    assert standing(people.registry, operation)[1] == {case.reference: "failed"}
    add(people.officer, operation, case)
    for actor in (people.registry, people.border):
        assert standing(people.officer, operation)[1] == {case.reference: "planned"}
        with use_scope(actor.scope):
            assert not OperationPassenger.objects.exists(), actor.role
    with use_scope(people.registry.scope):
        assert not Transfer.objects.filter(status="planned").exists()
    do(people.officer, passengers.operation_notify, operation)
    assert standing(people.registry, operation)[1] == {case.reference: "notified"}


def test_an_operation_is_not_closed_over_somebody_whom_the_closer_does_not_see(people: world.Corridor) -> None:
    operation, case = confirmed(people)
    do(people.officer, passengers.case_remove, operation, case_id=case.id)
    add(people.officer, operation, case)
    for actor in (people.registry, people.officer):
        refused("somebody_under_way", actor, passengers.operation_close, operation)
    stranger = world.make_actor("alb-border-migration", "registry_officer")
    assert _rows(stranger, "select operation_is_under_way(%s)", operation.id) == [(False,)]


def test_the_border_post_reads_an_operation_while_it_awaits_somebody_and_no_consulate_does(
    people: world.Corridor,
) -> None:
    operation, case = confirmed(people)
    everything = (Operation, OperationAuthority, OperationStaff, OperationPassenger)
    for model in everything:
        assert seen(people.border, model) == 1, model
        assert seen(people.consul, model) == 0, model
    # The border post prints its list, though it changes nothing of the operation.
    assert do_list(people.border, operation).audience_groups == [people.border.group_id]
    change = "update cases_operationstaff set name = 'X' where operation_id = %s"
    assert _changed(people.consul, change, operation.id) == 0
    do(people.officer, passengers.case_remove, operation, case_id=case.id)
    with use_scope(people.officer.scope):
        values = passengers.plan_of(operation) | {"operation": None}
        transfer.transfer_plan(actor=people.officer, case_id=case.id, version=None, values=values)
    for model in everything:
        assert seen(people.border, model) == 0, model


@pytest.mark.parametrize(
    "statement",
    [
        "update cases_operationauthority set seats = seats + 50 where operation_id = %s",
        "delete from cases_operationauthority where operation_id = %s",
        "update cases_operationstaff set name = 'X' where operation_id = %s",
        "delete from cases_operationstaff where operation_id = %s",
        "update cases_operationpassenger set family_name = 'X' where operation_id = %s",
        "delete from cases_operationpassenger where operation_id = %s",
        "update cases_operation set seats = 1 where id = %s",
        "update cases_operation set carrier_number = 'X' where id = %s",
        "delete from cases_operation where id = %s",
    ],
)
def test_whoever_reads_an_operation_writes_nothing_in_it(people: world.Corridor, statement: str) -> None:
    austrian = world.corridor(requesting="aut-bfa", consulate="srb-embassy-vienna")
    with use_scope(people.officer.scope):
        operation = operations.operation_create(actor=people.officer, values=flight(people))
    do(people.officer, operations.seats_set, operation, authority_id=austrian.officer.authority_id, seats=1)
    do(people.officer, operations.staff_add, operation, values={"kind": "escort", "name": "A. de Wit"})
    do(people.officer, operations.operation_open, operation)
    add(people.officer, operation, world.case_at(people, "documented"))
    add(austrian.officer, operation, world.case_at(austrian, "documented", family_name="Jovanović"))
    do(people.officer, passengers.operation_announce, operation)
    do(austrian.officer, passengers.operation_notify, operation)
    do(people.registry, passengers.operation_confirm, operation)
    for actor in (austrian.officer, people.registry, people.border):
        assert seen(actor, OperationStaff) == 1 and seen(actor, OperationPassenger) >= 1
        assert _changed(actor, statement, operation.id) == 0, actor.role


def test_an_organiser_does_not_forge_whose_operation_it_is(people: world.Corridor) -> None:
    operation, _case = confirmed(people)
    statement = "update cases_operationstaff set organiser_country = 'SRB' where operation_id = %s"
    assert _changed(people.officer, statement, operation.id) == 1
    assert _rows(people.officer, "select organiser_country from cases_operationstaff") == [("NLD",)]


def test_a_draft_that_is_given_up_is_nobody_elses_business(people: world.Corridor) -> None:
    austrian = world.corridor(requesting="aut-bfa", consulate="srb-embassy-vienna")
    with use_scope(people.officer.scope):
        operation = operations.operation_create(actor=people.officer, values=flight(people))
    do(people.officer, operations.seats_set, operation, authority_id=austrian.officer.authority_id, seats=1)
    do(people.officer, passengers.operation_cancel, operation, reason="Not needed")
    with use_scope(austrian.officer.scope):
        assert not Operation.objects.exists() and not OperationAuthority.objects.exists()
        assert not Notice.objects.filter(subject=operation.subject).exists()
        assert not Event.objects.filter(subject=operation.subject).exists()


def test_an_event_of_an_operation_names_no_case(people: world.Corridor) -> None:
    operation, case = confirmed(people)
    do(people.officer, passengers.case_remove, operation, case_id=case.id)
    for actor in (people.officer, people.registry):
        with use_scope(actor.scope):
            found = list(Event.objects.filter(subject=operation.subject).values_list("parameters", flat=True))
        assert found and str(case.reference) not in str(found)


def test_taking_somebody_off_an_operation_left_before_ends_no_other_transfer(people: world.Corridor) -> None:
    one, other, case = made(people), made(people, name="Another"), world.case_at(people, "documented")
    add(people.officer, one, case)
    do(people.officer, passengers.case_remove, one, case_id=case.id)
    add(people.officer, other, case)
    refused("not_aboard", people.officer, passengers.case_remove, one, case_id=case.id)
    assert standing(people.officer, other)[1] == {case.reference: "planned"}
    with pytest.raises(NotVisible):
        do(people.officer, passengers.case_remove, one, case_id=SYSTEM_ID)


def test_a_child_is_not_awaited_by_somebody_whom_nobody_confirmed(people: world.Corridor) -> None:
    """Confirmed with the grandmother, then another name: neither confirmed nor handed over before it is answered."""
    child = safe.accepted_child(people)
    world._as(people.registry, safeguards.reception_confirm)(child.id)
    safe.answer(people, child)
    world._as(people.officer, transfer.transfer_notify)(child.id)
    safe.receive(people, child, name="A stranger")
    assert safe_refused(people.registry, transfer.transfer_confirm, child) == "reception_open"
    world._as(people.registry, safeguards.reception_confirm)(child.id)
    world._as(people.registry, transfer.transfer_confirm)(child.id)
    proposing = {"values": {**safe.RECEPTION, "name": "Another stranger"}}
    assert safe_refused(people.officer, safeguards.reception_propose, child, **proposing) == "child_awaited"
    # Against the child's interests it does not leave, whatever was confirmed.
    checked(people, child)
    safe.assess(people, child, result="against")
    departing = {"departed_at": clock.now()}
    assert safe_refused(people.officer, transfer_course.transfer_depart, child, **departing) == "best_interests_against"


def safe_refused(actor: Actor, service: Any, case: Case, **values: Any) -> str:
    with pytest.raises(ActRefused) as caught, use_scope(actor.scope):
        service(actor=actor, case_id=case.id, version=None, **values)
    return caught.value.code
