"""Who is counted: children on a parent's form take seats and count for quotas, a transfer alone does so too."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cases.models import Case, Operation, OperationAuthority, OperationPassenger, Transfer
from cases.selectors.operations import operation_get, operation_page
from cases.services import filing, operation_list, operation_passengers, transfer, transfer_course
from core import clock
from core.errors import ActRefused
from core.scope import use_scope
from tests import world
from tests.cases.test_operations import add, do, made, refused, standing
from tests.cases.work_pages import browser, page
from tests.concurrency.test_operation_races import capped

MILA = {"family_name": "Petrović", "given_names": "Mila", "birth_date": "2019-05-04", "sex": "F"}


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


def with_child(people: world.Corridor) -> Case:
    """An accepted case with a travel document, of a person with whom a child returns on the same form."""
    case = world.draft(people)
    told: dict[str, Any] = {"actor": people.officer, "case_id": case.id, "version": None}
    with use_scope(people.officer.scope):
        filing.family_member_add(**told, relation="child", values={**MILA, "is_accompanying": True})
    for reached, act in world._way(people, "documented"):
        if reached == "documented":
            break
        act(case.id)
    return case


def plan(people: world.Corridor, days: int) -> dict[str, Any]:
    return {
        "crossing_point": people.crossing_point,
        "arrives_at": clock.now().replace(microsecond=0) + timedelta(days=days),
        "means": "air",
        "carrier_number": "JU 451",
    }


def full(act: Any, case: Case) -> str:
    """The act is refused because a cap is used up; the words of the refusal."""
    with pytest.raises(ActRefused) as caught:
        act(case.id)
    assert caught.value.code == "quota_full"
    return str(caught.value.message)


def seats(people: world.Corridor, operation: Operation) -> int:
    with use_scope(people.officer.scope):
        return int(OperationAuthority.objects.get(operation=operation).taken)


@pytest.mark.django_db
def test_a_child_on_a_parents_form_takes_a_seat(people: world.Corridor) -> None:
    case, other = with_child(people), world.case_at(people, "documented")
    narrow = made(people, seats=1)
    words = refused("operation_full", people.officer, operation_passengers.case_add, narrow, case_id=case.id)
    assert "children on this form" in words
    operation = made(people, name="Second charter", seats=2)
    passenger = add(people.officer, operation, case)
    assert (passenger.children, passenger.persons, seats(people, operation)) == ([MILA], 2, 2)
    refused("operation_full", people.officer, operation_passengers.case_add, operation, case_id=other.id)
    with use_scope(people.officer.scope):
        shown = operation_page(people.officer, operation_get(operation.id))
        assert (shown.taken, shown.hidden) == (2, 0)
        aboard = operation_list.seated_on(operation_get(operation.id))
        paper = operation_list.passenger_list(operation_get(operation.id), aboard, people.officer)
        assert [person.name.given_names for person in paper.persons] == [passenger.given_names, "Mila"]
        assert (paper.persons[1].reference, paper.others) == (passenger.reference, 0)
    # Both seats are free again, and taken again with the same row.
    do(people.officer, operation_passengers.case_remove, operation, case_id=case.id)
    assert seats(people, operation) == 0
    add(people.officer, operation, case)
    assert seats(people, operation) == 2


@pytest.mark.django_db
def test_the_border_post_and_the_page_name_the_child(people: world.Corridor) -> None:
    case, operation = with_child(people), made(people)
    add(people.officer, operation, case)
    assert "Mila" in page(browser(people.officer), reverse("cases:operation", args=[operation.id]))
    do(people.officer, operation_passengers.operation_announce, operation)
    do(people.registry, operation_passengers.operation_confirm, operation)
    client = browser(people.border)
    board = page(client, reverse("cases:arrival-list"))
    assert "Mila" in board and "2 persons for your post" in board
    assert page(client, reverse("cases:arrival-print")).count("Mila") == 2
    assert "Mila" in page(client, reverse("cases:arrival-detail", args=[case.id]))


@pytest.mark.commits
def test_a_child_counts_for_the_quota_of_an_operation(transactional_db: None) -> None:
    people = world.corridor()
    capped(people, 2)
    case, other, operation = with_child(people), world.case_at(people, "documented"), made(people, seats=5)
    add(people.officer, operation, case)
    refused("quota_full", people.officer, operation_passengers.case_add, operation, case_id=other.id)
    do(people.officer, operation_passengers.operation_announce, operation)
    refused("quota_full", people.officer, operation_passengers.case_add, operation, case_id=other.id)
    with use_scope(people.officer.scope):
        (quota,) = operation_page(people.officer, operation_get(operation.id)).quotas
        assert (quota.used, quota.limit) == (2, 2)


@pytest.mark.commits
def test_a_transfer_alone_counts_and_is_counted(transactional_db: None) -> None:
    # In the middle of a month: what is said of this one and of the next holds whenever the test runs.
    with clock.travel((clock.now().replace(day=1) + timedelta(days=32)).replace(day=12, hour=12)):
        people = world.corridor()
        capped(people, 1)
        one, two = world.case_at(people, "documented"), world.case_at(people, "documented")
        notify = world._as(people.officer, transfer.transfer_notify)
        for case in (one, two):
            world._as(people.officer, transfer.transfer_plan, values=plan(people, 10))(case.id)
        notify(one.id)
        assert "Article 99" in full(notify, two)
        # Within the month the one announced may move, and takes its place along.
        world._as(people.officer, transfer.transfer_change, values=plan(people, 12), reason="Flight moved")(one.id)
        full(notify, two)
        # In the next month there is a place, and out of it nobody changes into one that is full.
        world._as(people.officer, transfer.transfer_replan, values=plan(people, 22))(two.id)
        notify(two.id)
        sooner = world._as(people.officer, transfer.transfer_change, values=plan(people, 12), reason="Sooner")
        full(sooner, two)
        world._as(people.officer, transfer_course.transfer_fail, code="postponed")(one.id)
        sooner(two.id)
        with use_scope(people.officer.scope):
            assert Transfer.objects.get(case=two, ended_at=None).status == "changed"


@pytest.mark.django_db
def test_of_two_added_at_once_the_one_that_is_refused_leaves_the_other(people: world.Corridor) -> None:
    one, two = world.case_at(people, "documented"), world.case_at(people, "documented")
    operation = made(people, seats=1)
    client, address = browser(people.officer), reverse("cases:operation-cases", args=[operation.id])
    with use_scope(people.officer.scope):
        version = Operation.objects.get(id=operation.id).version
    answer = client.post(address, {"version": version, "case": [str(one.id), str(two.id)]})
    text = answer.content.decode()
    assert answer.status_code == 200 and "Every seat of your authority is taken" in text
    assert "1 case was added" in text and text.count(" checked") == 1
    assert standing(people.officer, operation)[1] == {one.reference: "planned"}
    # The page carries the version as it is now: once there is a seat, the one still ticked is added.
    with use_scope(people.officer.scope):
        now = Operation.objects.get(id=operation.id).version
    assert f'name="version" value="{now}"' in text and now == version + 1
    again = client.post(address, {"version": now, "case": [str(two.id)]})
    assert again.status_code == 422 and " checked" in again.content.decode()
    with use_scope(people.officer.scope):
        assert OperationPassenger.objects.filter(operation=operation).count() == 1
