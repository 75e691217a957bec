"""Group operations: seats, quotas, notice and confirmation case by case, who knows of whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.actor import Actor
from cases.choices_operations import OperationStatus
from cases.models import (
    Case,
    Operation,
    OperationAuthority,
    OperationPassenger,
    OperationStaff,
    Transfer,
)
from cases.services import interviews, operation_list, operation_passengers, operations, transfer, transfer_course
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import use_scope
from tests import world
from tests.cases.work_pages import browser, page
from tests.families import family

pytestmark = pytest.mark.django_db


def flight(people: world.Corridor, **changed: Any) -> dict[str, Any]:
    """The plan of an operation of the corridor, in three weeks."""
    arrives_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=21)
    return {
        "name": "Charter to Belgrade",
        "receiving_country": people.receiving,
        "crossing_point": people.crossing_point,
        "means": "air",
        "is_charter": True,
        "carrier_number": "JU 901",
        "departure_place": "Schiphol",
        "departs_at": arrives_at - timedelta(hours=3),
        "arrives_at": arrives_at,
        "seats": 3,
        "note": "",
        **changed,
    }


def do(actor: Actor, service: Any, operation: Operation, **values: Any) -> Any:
    with use_scope(actor.scope):
        return service(actor=actor, operation_id=operation.id, version=values.pop("version", None), **values)


def made(people: world.Corridor, **changed: Any) -> Operation:
    """An operation of the Dutch desk, open to participants."""
    with use_scope(people.officer.scope):
        operation = operations.operation_create(actor=people.officer, values=flight(people, **changed))
    do(people.officer, operations.operation_open, operation)
    return operation


def add(actor: Actor, operation: Operation, case: Case) -> OperationPassenger:
    return do(actor, operation_passengers.case_add, operation, case_id=case.id)


def standing(actor: Actor, operation: Operation) -> tuple[str, dict[str, str]]:
    """The operation's status and that of each passenger whom the actor knows of, by reference."""
    with use_scope(actor.scope):
        rows = OperationPassenger.objects.filter(operation=operation)
        return Operation.objects.get(id=operation.id).status, {row.reference: row.status for row in rows}


def checked(people: world.Corridor, case: Case, result: str = "may_be_presented") -> None:
    """The officer has checked the legal status today."""
    with use_scope(people.officer.scope):
        today = clock.now().astimezone(people.officer.zone).date()
        interviews.status_check_record(actor=people.officer, case_id=case.id, checked_on=today, result=result)


def refused(code: str, actor: Actor, service: Any, operation: Operation, **values: Any) -> str:
    with pytest.raises(ActRefused) as caught:
        do(actor, service, operation, **values)
    assert caught.value.code == code
    return str(caught.value.message)


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


def test_a_flight_from_draft_to_closed(people: world.Corridor) -> None:
    operation = made(people)
    first, second = world.case_at(people, "documented"), world.case_at(people, "documented")
    without = world.case_at(people, "accepted")
    for case in (first, second, without):
        add(people.officer, operation, case)
    results = do(people.officer, operation_passengers.operation_announce, operation)
    assert {result.passenger.case_id: result.code for result in results} == {
        first.id: "",
        second.id: "",
        without.id: "no_travel_document",
    }
    # The receiving side knows of those who were announced, and of the number of all.
    status, known = standing(people.registry, operation)
    assert status == OperationStatus.ANNOUNCED
    assert known == {first.reference: "notified", second.reference: "notified"}
    with use_scope(people.registry.scope):
        assert OperationAuthority.objects.get(operation=operation).taken == 3
    results = do(people.registry, operation_passengers.operation_confirm, operation)
    assert all(result.is_done for result in results) and len(results) == 2
    status, known = standing(people.border, operation)
    assert status == OperationStatus.CONFIRMED and set(known.values()) == {"confirmed"}
    do(people.officer, operation_passengers.case_remove, operation, case_id=without.id)
    arrival = flight(people)["arrives_at"]
    with clock.travel(arrival - timedelta(hours=3)):
        for case in (first, second):
            checked(people, case)
        results = do(
            people.officer,
            operation_passengers.operation_depart,
            operation,
            departed_at=clock.now(),
            left_behind=[second.id],
        )
        assert all(result.is_done for result in results)
    _status, known = standing(people.registry, operation)
    assert known == {first.reference: "departed", second.reference: "aborted"}
    with clock.travel(arrival):
        refused("somebody_under_way", people.officer, operation_passengers.operation_close, operation)
        with use_scope(people.border.scope):
            transfer_course.handover_record(
                actor=people.border,
                case_id=first.id,
                version=None,
                values={"at": clock.now(), "handed_over_by": "A", "received_by": "B"},
                items=[{"kind": "luggage", "description": "Blue case", "count": 2, "is_received": True}],
            )
        do(people.officer, operation_passengers.operation_close, operation)
    status, known = standing(people.officer, operation)
    assert status == OperationStatus.CLOSED
    assert known == {first.reference: "handed_over", second.reference: "aborted", without.reference: "failed"}
    # The one who stayed is planned anew.
    with use_scope(people.officer.scope):
        values = {
            "crossing_point": people.crossing_point,
            "arrives_at": clock.now() + timedelta(days=30),
            "means": "air",
        }
        transfer.transfer_plan(actor=people.officer, case_id=second.id, version=None, values=values)


def test_seats_are_the_authoritys_own_and_are_freed(people: world.Corridor) -> None:
    operation = made(people, seats=1)
    first, second = world.case_at(people, "documented"), world.case_at(people, "documented")
    add(people.officer, operation, first)
    refused("operation_full", people.officer, operation_passengers.case_add, operation, case_id=second.id)
    refused("already_aboard", people.officer, operation_passengers.case_add, operation, case_id=first.id)
    do(people.officer, operation_passengers.case_remove, operation, case_id=first.id)
    add(people.officer, operation, second)
    with use_scope(people.officer.scope):
        assert OperationAuthority.objects.get(operation=operation).taken == 1
    # And back again, when a seat is free.
    do(people.officer, operation_passengers.case_remove, operation, case_id=second.id)
    add(people.officer, operation, first)
    assert standing(people.officer, operation)[1] == {first.reference: "planned", second.reference: "failed"}


def test_what_cannot_be_added(people: world.Corridor) -> None:
    operation = made(people)
    waiting = world.case_at(people, "received")
    refused("not_accepted", people.officer, operation_passengers.case_add, operation, case_id=waiting.id)
    planned = world.case_at(people, "planned")
    refused("transfer_under_way", people.officer, operation_passengers.case_add, operation, case_id=planned.id)
    other = world.kosovan_corridor()
    elsewhere = world.case_at(other, "accepted")
    refused("other_country", people.officer, operation_passengers.case_add, operation, case_id=elsewhere.id)
    refused("nobody_aboard", people.officer, operation_passengers.operation_announce, operation)
    with pytest.raises(StaleVersion):
        do(people.officer, operation_passengers.case_add, operation, version=0, case_id=waiting.id)


def test_nobody_else_knows_of_a_draft_and_each_reader_of_the_own_persons(people: world.Corridor) -> None:
    austrian = world.corridor(requesting="aut-bfa", consulate="srb-embassy-vienna")
    with use_scope(people.officer.scope):
        operation = operations.operation_create(actor=people.officer, values=flight(people))
    do(people.officer, operations.seats_set, operation, authority_id=austrian.officer.authority_id, seats=1)
    for actor in (austrian.officer, people.registry, people.border):
        with use_scope(actor.scope):
            assert not Operation.objects.exists() and not OperationAuthority.objects.exists()
    do(people.officer, operations.operation_open, operation)
    with use_scope(people.registry.scope):
        assert not Operation.objects.exists()
    ours, theirs = world.case_at(people, "documented"), world.case_at(austrian, "documented", family_name="Jovanović")
    add(people.officer, operation, ours)
    add(austrian.officer, operation, theirs)
    assert set(standing(people.officer, operation)[1]) == {ours.reference, theirs.reference}
    assert set(standing(austrian.officer, operation)[1]) == {theirs.reference}
    # The organiser announces; of the Austrian's case only an Austrian gives notice.
    do(people.officer, operation_passengers.operation_announce, operation)
    assert standing(people.registry, operation)[1] == {ours.reference: "notified"}
    refused("not_granted", austrian.officer, operation_passengers.operation_announce, operation)
    do(austrian.officer, operation_passengers.operation_notify, operation)
    assert set(standing(people.registry, operation)[1]) == {ours.reference, theirs.reference}
    assert set(standing(austrian.officer, operation)[1]) == {theirs.reference}
    with use_scope(austrian.officer.scope):
        aboard = operation_list.seated_on(operation)
        contents = operation_list.passenger_list(Operation.objects.get(id=operation.id), aboard, austrian.officer)
    assert [row.reference for row in contents.persons] == [theirs.reference] and contents.others == 1
    stranger = world.make_actor("alb-border-migration", "registry_officer")
    with pytest.raises(NotVisible):
        do(stranger, operation_passengers.operation_confirm, operation)


def test_a_change_is_confirmed_anew_person_by_person(people: world.Corridor) -> None:
    operation, case = made(people), world.case_at(people, "documented")
    add(people.officer, operation, case)
    do(people.officer, operation_passengers.operation_announce, operation)
    do(people.registry, operation_passengers.operation_confirm, operation)
    later = {**flight(people), "arrives_at": flight(people)["arrives_at"] + timedelta(days=2)}
    del later["receiving_country"]
    do(people.officer, operation_passengers.operation_replan, operation, values=later)
    assert standing(people.registry, operation) == (OperationStatus.ANNOUNCED, {case.reference: "changed"})
    with use_scope(people.border.scope):
        assert not Transfer.objects.exists(), "until it is confirmed the border expects nobody"
    do(people.registry, operation_passengers.operation_confirm, operation)
    with use_scope(people.border.scope):
        assert Transfer.objects.get(status="confirmed").arrives_at == later["arrives_at"]


def test_another_date_proposed_and_taken(people: world.Corridor) -> None:
    operation, case = made(people), world.case_at(people, "documented")
    add(people.officer, operation, case)
    do(people.officer, operation_passengers.operation_announce, operation)
    proposed = flight(people)["arrives_at"] + timedelta(days=3)
    values = {"arrives_at": proposed, "reason": "The hall is closed"}
    do(people.registry, operation_passengers.operation_counter_propose, operation, **values)
    assert standing(people.officer, operation) == (
        OperationStatus.COUNTER_PROPOSED,
        {case.reference: "counter_proposed"},
    )
    plan = {**flight(people), "arrives_at": proposed}
    del plan["receiving_country"]
    do(people.officer, operation_passengers.operation_replan, operation, values=plan)
    assert standing(people.registry, operation) == (OperationStatus.ANNOUNCED, {case.reference: "notified"})


def test_cancelling_ends_the_own_transfers(people: world.Corridor) -> None:
    operation, case = made(people), world.case_at(people, "documented")
    add(people.officer, operation, case)
    do(people.officer, operation_passengers.operation_announce, operation)
    do(people.officer, operation_passengers.operation_cancel, operation, reason="The aircraft is out of service")
    assert standing(people.registry, operation) == (OperationStatus.CANCELLED, {case.reference: "failed"})


def test_an_operation_does_not_go_on_with_nobody(people: world.Corridor) -> None:
    operation, case = made(people), world.case_at(people, "accepted")
    add(people.officer, operation, case)
    words = refused("nobody_done", people.officer, operation_passengers.operation_announce, operation)
    assert "travel document" in words
    assert standing(people.officer, operation) == (OperationStatus.OPEN, {case.reference: "planned"})
    flying, ready = made(people, name="Second charter"), world.case_at(people, "documented")
    add(people.officer, flying, ready)
    do(people.officer, operation_passengers.operation_announce, flying)
    do(people.registry, operation_passengers.operation_confirm, flying)
    checked(people, ready, "may_not")
    depart = {"departed_at": clock.now(), "left_behind": []}
    refused("nobody_done", people.officer, operation_passengers.operation_depart, flying, **depart)
    assert standing(people.officer, flying) == (OperationStatus.CONFIRMED, {ready.reference: "confirmed"})


def test_the_border_is_told_of_a_cancelled_flight_with_persons_of_others(people: world.Corridor) -> None:
    austrian = world.corridor(requesting="aut-bfa", consulate="srb-embassy-vienna")
    with use_scope(people.officer.scope):
        operation = operations.operation_create(actor=people.officer, values=flight(people))
    do(people.officer, operations.seats_set, operation, authority_id=austrian.officer.authority_id, seats=1)
    do(people.officer, operations.operation_open, operation)
    ours, theirs = world.case_at(people, "documented"), world.case_at(austrian, "documented", family_name="Jovanović")
    add(people.officer, operation, ours)
    add(austrian.officer, operation, theirs)
    do(people.officer, operation_passengers.operation_announce, operation)
    do(austrian.officer, operation_passengers.operation_notify, operation)
    do(people.registry, operation_passengers.operation_confirm, operation)
    board = reverse("cases:arrival-list")
    assert "Flight cancelled" not in page(browser(people.border), board)
    do(people.officer, operation_passengers.operation_cancel, operation, reason="The aircraft is out of service")
    shown = page(browser(people.border), board)
    assert shown.count("Flight cancelled") == 1 and "Austria has not said yet" in shown
    with use_scope(austrian.officer.scope):
        transfer_course.transfer_fail(actor=austrian.officer, case_id=theirs.id, version=None, code="flight_cancelled")
    assert "Flight cancelled" not in page(browser(people.border), board)


def test_staff_and_seats(people: world.Corridor) -> None:
    operation = made(people)
    row = do(
        people.officer,
        operations.staff_add,
        operation,
        values={"kind": "medical", "name": "A. de Wit", "function": "Doctor", "document_number": "NN1"},
    )
    with use_scope(people.registry.scope):
        assert not OperationStaff.objects.exists()
    do(people.officer, operations.staff_remove, operation, staff_id=row.id)
    region = world.make_actor("nld-dtv-region-west", "return_officer")
    with pytest.raises(Invalid):
        do(people.officer, operations.seats_set, operation, authority_id=region.authority_id, seats=4)
    do(people.officer, operations.seats_set, operation, authority_id=region.authority_id, seats=2)
    with use_scope(people.officer.scope):
        seats = dict(OperationAuthority.objects.filter(operation=operation).values_list("authority__code", "seats"))
    assert seats == {"nld-dtv": 1, "nld-dtv-region-west": 2}


def accepted_family(people: world.Corridor) -> tuple[Case, Case]:
    """A family of two, both accepted and with a travel document."""
    both = family(people)
    for case in both:
        for reached, act in world._way(people, "documented"):
            if reached == "documented":
                break
            with use_scope(people.supervisor.scope):
                status = Case.objects.get(id=case.id).status
            # What is sent and released is sent and released for all of the family.
            if reached not in ("draft", "in_review", "submitted") or status == reached:
                act(case.id)
    with use_scope(people.supervisor.scope):
        one, two = (Case.objects.get(id=case.id) for case in both)
    return one, two


def test_a_family_is_added_together_or_not_at_all(people: world.Corridor) -> None:
    one, two = accepted_family(people)
    narrow = made(people, seats=1)
    refused("operation_full", people.officer, operation_passengers.family_add, narrow, case_id=one.id)
    assert standing(people.officer, narrow)[1] == {}
    with use_scope(people.officer.scope):
        assert not Transfer.objects.exists()
    wide = made(people, name="Second charter")
    rows = do(people.officer, operation_passengers.family_add, wide, case_id=two.id)
    assert {row.case_id for row in rows} == {one.id, two.id}
    assert standing(people.officer, wide)[1] == {one.reference: "planned", two.reference: "planned"}


def test_the_page_adds_the_family_once(people: world.Corridor) -> None:
    one, two = accepted_family(people)
    operation = made(people)
    client = browser(people.officer)
    address = reverse("cases:operation-cases", args=[operation.id])
    assert page(client, address).count("added together with the family") == 2
    with use_scope(people.officer.scope):
        version = Operation.objects.get(id=operation.id).version
    client.post(address, {"version": version, "case": [str(one.id), str(two.id)]})
    assert set(standing(people.officer, operation)[1].values()) == {"planned"}
    assert len(standing(people.officer, operation)[1]) == 2
