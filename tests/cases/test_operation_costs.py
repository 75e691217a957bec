"""What a group operation cost: divided among those aboard, of the own side alone, taken out as a whole."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case, CostItem, Operation
from cases.services.costs import cost_remove
from cases.services.operation_costs import operation_cost_record, operation_cost_remove, shares_of
from cases.services.operation_passengers import operation_announce
from core.errors import ActRefused, Invalid, NotVisible
from core.scope import use_scope
from documents.models import StoredFile
from tests import world
from tests.cases.limits import scan
from tests.cases.test_operations import add, do, made
from tests.cases.work_pages import browser, page
from tests.days import local_day

pytestmark = pytest.mark.commits


def flown(people: world.Corridor, number: int = 3) -> tuple[Operation, list[Case]]:
    """A flight of which notice was given, with persons of the Dutch desk."""
    operation = made(people)
    cases = [world.case_at(people, "documented") for _number in range(number)]
    for case in cases:
        add(people.officer, operation, case)
    do(people.officer, operation_announce, operation)
    return operation, cases


def spend(actor: Actor, operation: Operation, amount: str = "10000.00", **more: Any) -> list[CostItem]:
    upload = more.pop("upload", None)
    values = {"kind": "tickets", "amount": Decimal(amount), "currency": "EUR", "spent_on": local_day()}
    values |= {"bearer": "requesting", **more}
    with use_scope(actor.scope):
        return operation_cost_record(actor=actor, operation=operation, values=values, upload=upload)


def take_out(actor: Actor, operation: Operation, item: CostItem) -> None:
    assert item.shared_as is not None
    with use_scope(actor.scope):
        operation_cost_remove(actor=actor, operation=operation, shared_as=item.shared_as)


@pytest.mark.parametrize(
    ("amount", "number", "shares"),
    [
        ("10.00", 3, ["3.34", "3.33", "3.33"]),
        ("0.05", 4, ["0.02", "0.01", "0.01", "0.01"]),
        ("9999999999.99", 1, ["9999999999.99"]),
    ],
)
def test_shares_add_up_to_the_cent(amount: str, number: int, shares: list[str]) -> None:
    found = shares_of(Decimal(amount), number)
    assert found == [Decimal(share) for share in shares] and sum(found) == Decimal(amount)


def test_an_amount_of_the_flight_is_divided_among_those_aboard(transactional_db: None) -> None:
    people = world.corridor()
    operation, cases = flown(people)
    items = spend(people.officer, operation, upload=scan())
    assert {item.case_id for item in items} == {case.id for case in cases}
    assert sum(item.amount for item in items) == Decimal("10000.00")
    text = page(browser(people.officer), reverse("cases:operation-costs", args=[operation.id]))
    assert "10000.00 EUR" in text and "in shares on the cases of 3 passengers" in text
    assert "Share of 10000.00 EUR" in page(browser(people.officer), reverse("cases:case-costs", args=[cases[0].id]))
    for actor in (people.registry, people.their_supervisor):
        assert "10000" not in page(browser(actor), reverse("cases:operation-costs", args=[operation.id]))
        with use_scope(actor.scope):
            assert not CostItem.objects.exists() and not Event.objects.filter(action="costs.recorded").exists()
            assert not StoredFile.objects.filter(subject=operation.subject).exists()
    with use_scope(people.officer.scope):
        assert StoredFile.objects.filter(subject=operation.subject).count() == 1


def test_each_side_has_amounts_of_its_own(transactional_db: None) -> None:
    people = world.corridor()
    operation, _cases = flown(people)
    spend(people.officer, operation)
    items = spend(people.registry, operation, "90.00", kind="ground_transport")
    assert {item.own_side for item in items} == {"receiving"} and len(items) == 3
    with use_scope(people.officer.scope):
        assert CostItem.objects.count() == 3


def test_a_share_goes_with_its_whole(transactional_db: None) -> None:
    people = world.corridor()
    operation, _cases = flown(people)
    items = spend(people.officer, operation)
    with use_scope(people.officer.scope), pytest.raises(ActRefused) as refused:
        cost_remove(actor=people.officer, item_id=items[0].id)
    assert refused.value.code == "cost_is_shared"
    with pytest.raises(NotVisible):
        take_out(people.registry, operation, items[0])
    take_out(people.officer, operation, items[0])
    with use_scope(people.officer.scope):
        assert not CostItem.objects.exists()
        assert Event.objects.filter(action="costs.removed").count() == 3


def test_what_is_wrong_is_said(transactional_db: None) -> None:
    people = world.corridor()
    operation, _cases = flown(people)
    for wrong in ({"amount": Decimal("0.02")}, {"spent_on": local_day() + timedelta(days=1)}, {"kind": "x"}):
        with pytest.raises(Invalid) as invalid:
            spend(people.officer, operation, **wrong)
        assert set(invalid.value.errors) == set(wrong)
    with pytest.raises(ActRefused) as refused:
        spend(people.officer, made(people))
    assert refused.value.code == "nobody_aboard"
    address = reverse("cases:operation-costs", args=[operation.id])
    answer = browser(people.officer).post(address, {"amount": "many", "note": "kept words"})
    assert answer.status_code == 422 and "kept words" in answer.content.decode()
