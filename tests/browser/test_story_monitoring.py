"""A monitored return: a body is assigned, sees the plan, observes and reports; both supervisors read it. A flight is
monitored, and its price divided among those aboard. A claim of costs is sent, accepted and paid."""

from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.actor import Actor
from cases.models import CostClaim, CostItem, Monitoring, Person
from core.forms import today
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona
from tests.cases.test_operations import add, made

BODY = "nld-inspectorate-jv"


def _phone(persona: Persona, name: str) -> None:
    persona.page.set_viewport_size({"width": 420, "height": 900})
    persona.look(name)
    wide = persona.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 420, (persona.page.url, wide)
    persona.page.set_viewport_size({"width": 1360, "height": 900})


def test_a_return_is_monitored(site: str, chromium: Any) -> None:
    people = world.corridor()
    monitor: Actor = world.make_actor(BODY, "monitor")
    case = world.case_at(people, "confirmed")
    path = reverse("cases:case-detail", args=[case.id])
    with use_scope(people.officer.scope):
        name = Person.objects.get(case=case).family_name
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(path)
    officer.press("Assign a forced-return monitor", shot="monitor-assign")
    officer.page.locator("[name='body']").first.check()
    officer.press("Assign a forced-return monitor")
    officer.close()
    with use_scope(monitor.scope):
        row = Monitoring.objects.get()

    watcher = Persona(chromium, site, monitor).sign_in()
    watcher.sees("Returns to monitor", case.reference or "")
    watcher.go(reverse("cases:monitoring-assignment", args=[row.id]))
    watcher.misses(name)
    watcher.shoot("monitoring")
    _phone(watcher, "monitoring-phone")
    watcher.press("Record the observation", status=422)
    watcher.page.locator("[name='phase'][value='boarding']").check()
    watcher.page.locator("[name='incidents'][value='use_of_force']").check()
    watcher.page.locator("form:has([name='phase']) [name='text']").fill("One arm was held for two minutes.")
    watcher.press("Record the observation")
    watcher.sees("Your observation is recorded", "One arm was held for two minutes.")
    watcher.page.locator("form:has([name='recommendations']) [name='text']").fill("Carried out with care.")
    watcher.fill(recommendations="An interpreter at the gate.")
    watcher.press("Submit the report")
    watcher.sees("Your report was submitted", "Carried out with care.")

    for reader in (people.supervisor, people.their_supervisor):
        persona = Persona(chromium, site, reader).sign_in()
        persona.go(path)
        persona.press("Monitoring of the return", shot="monitoring-read")
        persona.sees("One arm was held for two minutes.", "Carried out with care.", "An interpreter at the gate.")
        _phone(persona, "monitoring-read-phone")
        if reader is people.their_supervisor:
            persona.go(path)
            persona.press("Reply to the report of the monitor")
            # The search box of the page has that name too.
            persona.page.locator("textarea[name='text']").fill("We have spoken to the escorts.")
            persona.press("Reply to the report of the monitor")
        persona.close()
    watcher.go(reverse("cases:monitoring-assignment", args=[row.id]))
    watcher.sees("We have spoken to the escorts.")
    watcher.close()


def test_a_flight_is_monitored_and_its_price_divided(site: str, chromium: Any) -> None:
    people = world.corridor()
    monitor: Actor = world.make_actor(BODY, "monitor")
    operation = made(people)
    for _number in range(3):
        add(people.officer, operation, world.case_at(people, "documented"))
    path = reverse("cases:operation", args=[operation.id])
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(path)
    officer.press("Assign a forced-return monitor to our passengers", shot="operation-monitor")
    officer.page.locator("[name='body']").first.check()
    officer.press("Assign to our passengers")
    officer.sees("The monitoring body is assigned to every passenger of your country.")
    officer.press("Costs of the group operation", shot="operation-costs-empty")
    officer.press("Record the amount", status=422)
    officer.fill(amount="10000.00", note="Invoice 2026/11")
    officer.press("Record the amount", shot="operation-costs")
    officer.sees("divided among 3 passengers", "10000.00 EUR")
    _phone(officer, "operation-costs-phone")
    with use_scope(people.officer.scope):
        shares = list(CostItem.objects.select_related("case"))
    assert sorted(item.amount for item in shares) == [Decimal("3333.33"), Decimal("3333.33"), Decimal("3333.34")]
    officer.go(reverse("cases:case-costs", args=[shares[0].case_id]))
    officer.sees("Share of 10000.00 EUR")
    officer.shoot("costs-share")
    officer.press("Charter to Belgrade")
    officer.press("Take out")
    officer.sees("Nothing is recorded yet.")
    officer.close()
    watcher = Persona(chromium, site, monitor).sign_in()
    watcher.go(reverse("cases:monitoring-list"))
    watcher.sees(*(item.case.reference or "" for item in shares))
    watcher.shoot("monitoring-list")
    with use_scope(monitor.scope):
        row = Monitoring.objects.order_by("id")[0]
    watcher.go(reverse("cases:monitoring-assignment", args=[row.id]))
    watcher.sees("Charter to Belgrade", "JU 901")
    watcher.close()


def test_costs_are_claimed_and_paid(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "completed")
    path = reverse("cases:case-detail", args=[case.id])
    registry = Persona(chromium, site, people.registry).sign_in()
    registry.go(path)
    registry.press("Costs")
    registry.fill(amount="many")
    registry.press("Record the amount", status=422)
    registry.sees("Give the amount in figures, such as 1250.00")
    day = today()
    registry.fill(amount="80.00", spent_on_day=str(day.day), spent_on_month=str(day.month), spent_on_year=str(day.year))
    registry.page.locator("[name='kind']").select_option("document_fee")
    registry.press("Record the amount", shot="costs")
    registry.sees("The amount is recorded", "80.00 EUR")
    _phone(registry, "costs-phone")
    registry.go(path)
    registry.press("Claim costs", shot="costs-claim")
    registry.page.locator("[name='items']").first.check()
    registry.page.locator("[name='basis'][value='agreement']").check()
    registry.fill(account="Ministry of Interior, RS35 1050 0812 3123 1231 73")
    registry.press("Claim costs")

    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(reverse("cases:case-costs", args=[case.id]))
    officer.sees("Claimed by Serbia from us", "Ministry of Interior, RS35 1050 0812 3123 1231 73")
    officer.misses("What our side spent</caption>")
    officer.shoot("costs-claimed")
    officer.go(path)
    officer.press("Dispute the claim of costs")
    officer.fill(reason="The fee was paid at the consulate.")
    officer.press("Dispute the claim of costs")
    registry.go(reverse("cases:case-costs", args=[case.id]))
    registry.sees("Disputed", "The fee was paid at the consulate.")
    registry.shoot("costs-disputed")
    officer.go(path)
    officer.press("Accept the claim of costs", shot="costs-accept")
    officer.press("Accept the claim of costs")
    officer.close()

    registry.go(path)
    registry.press("Record that the costs were paid")
    registry.press("Record that the costs were paid")
    registry.go(reverse("cases:case-costs", args=[case.id]))
    registry.sees("Paid")
    registry.go(reverse("cases:cost-list"))
    registry.sees("80.00 EUR")
    registry.shoot("costs-list")
    _phone(registry, "costs-list-phone")
    registry.close()
    with use_scope(people.officer.scope):
        assert CostClaim.objects.get().status == "paid"
