"""Costs and monitoring over the live interface: two national systems claim, dispute, accept and record the payment; the
price of a flight is divided; a monitoring body is assigned. The letter of the claim is read."""

from typing import Any

from django.urls import reverse

from cases.choices import Status
from core.scope import use_scope
from countries.models import Authority
from tests import world
from tests.api.live import LiveSystem
from tests.api.systems import DESK, REQUESTING
from tests.browser.people import Persona
from tests.browser.test_story_accelerated import paper_read
from tests.cases.test_operations import add, made
from tests.days import local_day


def amount(of: str, kind: str = "tickets", **changed: Any) -> dict[str, Any]:
    """What a system sends of an amount."""
    day = local_day().isoformat()
    return {"kind": kind, "amount": of, "currency": "EUR", "spent_on": day, "bearer": "requesting", **changed}


def test_two_systems_settle_costs(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "completed")
    ours, theirs = LiveSystem(site, REQUESTING), LiveSystem(site, DESK)
    costs = f"/cases/{case.id}/costs"
    tag = theirs.call("GET", f"/cases/{case.id}")[1]
    assert "amount" in theirs.call("POST", costs, amount("nothing"), tag=tag, expect=422)[0]["fields"]
    for value in (amount("80.00", "document_fee"), amount("45.50", "ground_transport", note="Bus to Niš")):
        theirs.call("POST", costs, value, tag=tag)
    spent = theirs.call("GET", costs)[0]["results"]
    assert [row["amount"] for row in spent] == ["80.00", "45.50"]
    assert ours.call("GET", costs)[0]["results"] == []
    said = {"basis": "agreement", "account": "Ministry of Interior, RS35 1050 0812 3123 1231 73"}
    theirs.act(case.id, "send_cost_claim", items=[], **said, expect=422)
    theirs.act(case.id, "send_cost_claim", items=[row["id"] for row in spent], **said)
    (limit,) = [row for row in ours.case(case.id)["clocks"] if row["kind"] == "costs"]
    assert limit["state"] == "running"
    assert theirs.act(case.id, "accept_cost_claim", expect=403)["code"] == "own_cost_claim"
    ours.act(case.id, "dispute_cost_claim", expect=422)
    ours.act(case.id, "dispute_cost_claim", reason="The bus was for two")
    ours.act(case.id, "accept_cost_claim", reason="It was for one")
    theirs.act(case.id, "record_cost_payment", paid_on=local_day().isoformat())
    for system in (ours, theirs):
        (claim,) = system.call("GET", f"/cases/{case.id}/cost-claims")[0]["results"]
        assert (claim["status"], claim["total"], claim["currency"]) == ("paid", "125.50", "EUR")
        assert claim["paid_on"] == local_day().isoformat() and claim["answer"] == "It was for one"
        (limit,) = [row for row in system.case(case.id)["clocks"] if row["kind"] == "costs"]
        assert limit["state"] == "met"

    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(reverse("cases:case-detail", args=[case.id]))
    letter = paper_read(officer, "Claim of costs")
    for words in ("Fee for a travel document", "80.00 EUR", "125.50 EUR", "RS35 1050 0812 3123 1231 73", "Article 10"):
        assert words in letter, (words, letter)
    # What the claiming side notes for itself is not in it.
    assert "Bus to Niš" not in letter
    officer.close()


def test_a_system_divides_the_price_of_a_flight_and_assigns_a_monitor(site: str) -> None:
    people = world.corridor()
    ours, theirs = LiveSystem(site, REQUESTING), LiveSystem(site, DESK)
    operation = made(people)
    cases = [world.case_at(people, "documented") for _number in range(2)]
    for case in cases:
        add(people.officer, operation, case)
    costs = f"/operations/{operation.id}/costs"
    theirs.call("GET", costs, expect=404)
    ours.call("POST", costs, amount("1000.01"))
    shares = ours.call("GET", costs)[0]["results"]
    assert sorted(row["amount"] for row in shares) == ["500.00", "500.01"]
    assert {row["whole"] for row in shares} == {"1000.01"} and len({row["shared_as"] for row in shares}) == 1
    assert {row["case"] for row in shares} == {str(case.id) for case in cases}
    with use_scope(people.officer.scope):
        body = Authority.objects.get(code="nld-inspectorate-jv").id
    ours.act(cases[0].id, "assign_monitor", body="nobody", expect=422)
    assert ours.act(cases[0].id, "assign_monitor", body=str(body))["status"] == Status.ACCEPTED
    assert ours.act(cases[0].id, "assign_monitor", body=str(body), expect=403)["code"] == "wrong_status"
    ours.act(cases[0].id, "withdraw_monitor", reason="Another flight")
