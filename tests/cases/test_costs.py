"""Costs: what a side records for itself, what it claims, and what becomes of the claim."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case, CaseClock, CostClaim, CostItem
from cases.services import costs, submission
from core.errors import ActRefused, Invalid, NotVisible
from core.scope import use_scope
from documents.models import GeneratedDocument
from tests import world
from tests.cases.limits import clocks_of, do, fresh, scan
from tests.cases.work_pages import browser, page
from tests.days import local_day

pytestmark = pytest.mark.commits
WORDS = {"basis": "error", "account": "RS35 1050 0812 3123 1231 73, Ministry of Interior"}


def spend(actor: Actor, case: Case, amount: str = "412.50", **more: Any) -> CostItem:
    """An amount that the actor's side spent."""
    values = {
        "kind": "tickets",
        "amount": Decimal(amount),
        "currency": "EUR",
        "spent_on": local_day(),
        "bearer": "requesting",
    }
    upload = more.pop("upload", None)
    with use_scope(actor.scope):
        return costs.cost_record(actor=actor, case_id=case.id, values={**values, **more}, upload=upload)


def claimed(people: world.Corridor, case: Case, *amounts: str) -> CostClaim:
    """The Serbian side claims what it spent."""
    items = [spend(people.registry, case, amount) for amount in amounts or ("412.50",)]
    keys = [str(item.id) for item in items]
    found: CostClaim = do(people.registry, costs.cost_claim_send, case, items=keys, **WORDS)
    return found


def test_what_a_side_spends_is_its_own(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "confirmed")
    item = spend(people.officer, case, note="Two seats", upload=scan())
    with use_scope(people.registry.scope):
        assert not CostItem.objects.exists()
        assert not Event.objects.filter(action="costs.recorded").exists()
    with use_scope(people.consul.scope):
        assert not CostItem.objects.exists()
    with use_scope(people.reviewer.scope):
        found = CostItem.objects.select_related("file").get()
    assert (found.own_side, found.amount, found.currency) == ("requesting", Decimal("412.50"), "EUR")
    assert (
        found.file is not None
        and browser(people.registry).get(reverse("documents:file-download", args=[found.file_id])).status_code == 404
    )
    assert "412.50 EUR" in page(browser(people.officer), reverse("cases:case-costs", args=[case.id]))
    assert "412.50" not in page(browser(people.registry), reverse("cases:case-costs", args=[case.id]))
    with use_scope(people.officer.scope):
        costs.cost_remove(actor=people.officer, item_id=item.id)
        assert not CostItem.objects.exists()


def test_the_other_side_cannot_take_an_amount_out(transactional_db: None) -> None:
    people = world.corridor()
    item = spend(people.officer, world.case_at(people, "confirmed"))
    with use_scope(people.registry.scope), pytest.raises(NotVisible):
        costs.cost_remove(actor=people.registry, item_id=item.id)


def test_a_claim_is_sent_accepted_and_paid(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "completed")
    claim = claimed(people, case, "412.50", "99.99")
    assert (claim.total, claim.currency, claim.status) == (Decimal("512.49"), "EUR", "sent")
    with use_scope(people.officer.scope):
        seen = CostClaim.objects.get()
        assert [line["amount"] for line in seen.lines] == ["412.50", "99.99"]
        assert GeneratedDocument.objects.filter(subject=case.subject, template="cost_claim").exists()
    (limit,) = clocks_of(people.officer, case, "costs")
    assert limit.acting_side == "requesting" and limit.started_at == claim.sent_at
    # Serbia's protocol with the Benelux countries: 60 days after the invoice.
    assert 59 <= (limit.due_at - claim.sent_at).days <= 60
    do(people.officer, costs.cost_claim_accept, case, reason="We pay")
    do(people.registry, costs.cost_payment_record, case, paid_on=local_day())
    (limit,) = clocks_of(people.officer, case, "costs")
    assert limit.state == "met"
    with use_scope(people.officer.scope):
        seen.refresh_from_db()
    assert (seen.status, seen.paid_on, seen.answer) == ("paid", local_day(), "We pay")


def test_a_claim_of_the_requesting_side_is_owed_by_the_receiving_one(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "completed")
    item = spend(people.officer, case)
    do(people.officer, costs.cost_claim_send, case, items=[str(item.id)], **WORDS)
    (limit,) = clocks_of(people.registry, case, "costs")
    assert limit.acting_side == "receiving" and limit.due["time_zone"] == "Europe/Belgrade"


def test_a_disputed_claim_is_withdrawn_and_made_anew(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "completed")
    claim = claimed(people, case)
    do(people.officer, costs.cost_claim_dispute, case, reason="The escort was ours")
    do(people.registry, costs.cost_claim_withdraw, case, reason="Counted twice")
    with use_scope(people.registry.scope):
        item = CostItem.objects.get()
        assert item.claim_id is None
        assert CaseClock.objects.get(case=case, kind="costs").state == "cancelled"
    again = do(people.registry, costs.cost_claim_send, case, items=[str(item.id)], **WORDS)
    assert again.id != claim.id
    assert [row.state for row in clocks_of(people.officer, case, "costs")] == ["superseded", "running"]


def test_each_side_does_its_own_part(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "completed")
    claimed(people, case)
    for actor, service, more, code in (
        (people.registry, costs.cost_claim_accept, {}, "own_cost_claim"),
        (people.registry, costs.cost_claim_dispute, {"reason": "No"}, "own_cost_claim"),
        (people.officer, costs.cost_payment_record, {"paid_on": local_day()}, "cost_claim_of_other_side"),
        (people.officer, costs.cost_claim_withdraw, {"reason": "No"}, "cost_claim_of_other_side"),
        (people.officer, costs.cost_claim_send, {"items": [], **WORDS}, "wrong_status"),
    ):
        with pytest.raises(ActRefused) as refused:
            do(actor, service, case, **more)
        assert refused.value.code == code


def test_a_claim_outlives_the_closing_of_the_file(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "completed")
    claimed(people, case)
    do(people.officer, submission.case_close, case)
    assert fresh(people.officer, case).status == "closed"
    (limit,) = clocks_of(people.officer, case, "costs")
    assert limit.state == "running"
    do(people.registry, costs.cost_payment_record, case, paid_on=local_day())


def test_what_is_wrong_is_said_at_its_field(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "completed")
    later = local_day() + timedelta(days=1)
    for wrong in ({"amount": "0"}, {"currency": "XXX"}, {"spent_on": later}, {"kind": "x"}, {"bearer": "x"}):
        with pytest.raises(Invalid) as invalid:
            spend(people.registry, case, **wrong)
        assert set(invalid.value.errors) == set(wrong)
    euro, franc = spend(people.registry, case), spend(people.registry, case, currency="CHF")
    for items in ([], [str(euro.id), str(franc.id)], [str(case.id)]):
        with pytest.raises(Invalid) as invalid:
            do(people.registry, costs.cost_claim_send, case, items=items, **WORDS)
        assert set(invalid.value.errors) == {"items"}
    claimed(people, case)
    with pytest.raises(Invalid):
        do(people.registry, costs.cost_payment_record, case, paid_on=local_day() - timedelta(days=2))
    with use_scope(people.registry.scope), pytest.raises(ActRefused) as refused:
        costs.cost_remove(actor=people.registry, item_id=CostItem.objects.exclude(claim=None).get().id)
    assert refused.value.code == "cost_claimed"
    answer = browser(people.officer).post(
        reverse("cases:case-costs", args=[case.id]), {"kind": "tickets", "amount": "many", "note": "kept words"}
    )
    assert answer.status_code == 422 and "kept words" in answer.content.decode()


def test_the_list_sums_by_period_and_leaves_as_a_recorded_file(transactional_db: None) -> None:
    people = world.corridor()
    case, other = world.case_at(people, "completed"), world.case_at(people, "accepted")
    spend(people.officer, case, "100.10")
    spend(people.officer, other, "50.05", kind="escorts")
    spend(people.officer, other, "7.00", spent_on=local_day() - timedelta(days=500))
    spend(people.registry, case, "999.00")
    address = reverse("cases:cost-list")
    text = page(browser(people.officer), address)
    assert "150.15 EUR" in text and "999.00" not in text and "7.00 EUR" not in text
    assert "157.15 EUR" in page(browser(people.officer), address, span="all")
    assert "100.10" not in page(browser(people.officer), address, kind="escorts", partner="SRB")
    answer = browser(people.supervisor).post(reverse("cases:cost-export"), {"format": "csv", "span": "m12"})
    body = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert answer.status_code == 200 and "100.1" in body and "999" not in body
    with use_scope(people.supervisor.scope):
        assert Event.objects.get(action="data.exported").parameters["rows"] == 2
    assert browser(people.officer).post(reverse("cases:cost-export"), {"format": "csv"}).status_code == 403
