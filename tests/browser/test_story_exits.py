"""Three ways out: a readmission in error is claimed and undone; a case stands still and the two sides see what is
theirs to see; a refused application is filed again with something new."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cases.models import Case, Refiling
from cases.services import filing, submission
from core import clock
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona
from tests.days import local_day

PHONE, DESK = {"width": 420, "height": 900}, {"width": 1360, "height": 900}


def parts(name: str, day: date) -> dict[str, str]:
    """A date as its three fields."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def on_phone(persona: Persona, name: str) -> None:
    """A picture at the width of a telephone."""
    persona.page.set_viewport_size(PHONE)
    persona.look(f"{name}-phone")
    persona.page.set_viewport_size(DESK)


def test_a_readmission_in_error_is_claimed_and_the_person_taken_back(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "completed")
    path = f"/cases/{case.id}"
    decider = Persona(chromium, site, people.proposer).sign_in()
    reviewer = Persona(chromium, site, people.reviewer).sign_in()
    officer = Persona(chromium, site, people.officer).sign_in()
    registry = Persona(chromium, site, people.registry).sign_in()

    decider.go(path)
    decider.press("Claim readmission in error", shot="error-claim")
    decider.sees("The time for a claim ends")
    decider.press("Claim readmission in error", status=422)
    decider.sees("Something needs your attention")
    decider.page.get_by_label("The person is a national of another country").check()
    decider.fill(statement="The register of another country knows the fingerprints.")
    decider.press("Claim readmission in error")
    decider.sees("Readmission in error", "Claimed", "The register of another country knows the fingerprints.")

    # The file is not closed over it; another person than the one who prepared the application answers.
    officer.go(path)
    officer.sees("Your side's turn: answer the claim of readmission in error")
    officer.misses("Accept the claim of error")
    reviewer.go(path)
    reviewer.sees("Your turn: answer the claim of readmission in error")
    reviewer.shoot("error-claimed")
    on_phone(reviewer, "error-claimed")
    reviewer.press("Accept the claim of error", shot="error-accept")
    reviewer.fill(reason="We agree.")
    reviewer.press("Accept the claim of error")
    reviewer.sees("Accepted", "We agree.")

    officer.go(path)
    officer.sees("Your turn: arrange the taking back and record it")
    officer.press("Arrange the taking back", shot="error-arrange")
    there = clock.now().astimezone(ZoneInfo("Europe/Belgrade"))
    officer.page.get_by_label("Crossing point").select_option(people.crossing_point)
    officer.fill(**parts("take_back_date", (there + timedelta(days=1)).date()), take_back_time="10:30")
    officer.fill(arrangement="Scheduled flight with one escort", costs_note="Borne by the requesting side")
    officer.press("Arrange the taking back")
    officer.sees("Taking back arranged", "Scheduled flight with one escort")

    registry.go(path)
    registry.press("Record what goes back with the person", shot="error-return")
    registry.page.get_by_label("The travel document issued for the journey").check()
    registry.page.get_by_label("What was found out about identity and nationality").check()
    registry.press("Record what goes back with the person")
    registry.sees("What goes back with the person")

    officer.go(path)
    officer.press("Record that the person was taken back", shot="error-taken-back-form")
    officer.fill(**parts("taken_back_date", there.date()), taken_back_time=f"{there:%H:%M}")
    officer.page.get_by_label("The travel document issued for the journey").check()
    officer.press("Record that the person was taken back")
    officer.sees("Taken back", "The person was taken back.")
    officer.shoot("error-taken-back")
    registry.go(path)
    registry.sees("Person taken back", "Record of taking back")
    registry.shoot("error-taken-back-theirs")
    on_phone(registry, "error-taken-back-theirs")
    officer.press("Close the case")
    officer.press("Close the case")
    officer.sees("The file is closed.")
    for persona in (decider, reviewer, officer, registry):
        persona.close()


def test_a_suspended_case_seen_from_both_sides(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "confirmed")
    path = f"/cases/{case.id}"
    officer = Persona(chromium, site, people.officer).sign_in()
    registry = Persona(chromium, site, people.registry).sign_in()

    officer.go(path)
    officer.press("Suspend the case", shot="suspend")
    officer.sees("the other side reads that it was postponed, and nothing else")
    officer.page.get_by_label("A protection procedure is pending").check()
    officer.fill(**parts("review_on", (local_day() + timedelta(days=20))), note="Hearing on Tuesday")
    officer.press("Suspend the case")
    officer.sees("Suspended", "A protection procedure is pending: Hearing on Tuesday", "To be reviewed on")
    officer.shoot("suspended-ours")
    on_phone(officer, "suspended-ours")

    registry.go(path)
    registry.sees("The transfer was postponed")
    registry.misses("Suspended", "suspended", "protection procedure", "Hearing", "To be reviewed on", "Resume the case")
    registry.shoot("suspended-theirs")
    on_phone(registry, "suspended-theirs")
    for address in (f"{path}/history", f"{path}/application", "/cases/", "/notices/"):
        registry.go(address)
        registry.misses("Suspended", "suspended", "protection procedure", "Hearing on Tuesday")

    officer.go(path)
    officer.sees("Your side suspended this case: resume it first.")
    officer.press("Resume the case")
    officer.press("Resume the case")
    officer.sees("Case resumed", "Plan the transfer")
    registry.go(path)
    registry.misses("resumed", "Case resumed")
    for persona in (officer, registry):
        persona.close()


def test_a_refused_application_is_filed_again_with_something_new(site: str, chromium: Any) -> None:
    people = world.corridor()
    earlier = world.case_at(people, "refused")
    officer = Persona(chromium, site, people.officer).sign_in()
    registry = Persona(chromium, site, people.registry).sign_in()

    officer.go(f"/cases/{earlier.id}")
    officer.page.get_by_role("button", name="File again").click()
    officer.look("refile")
    officer.sees("The answer said what would help", "it is sent again only with something new")
    officer.fill(what_is_new="A copy of the identity card was found.")
    officer.page.get_by_role("button", name="Open the draft").click()
    officer.look()
    officer.sees("The draft is open, with what the earlier application had.")
    with use_scope(people.officer.scope):
        case = Case.objects.get(id=Refiling.objects.get(earlier=earlier).case_id)
    officer.go(f"/cases/{case.id}")
    officer.sees("Nothing is new yet", str(earlier.reference))
    officer.shoot("refiled-draft")
    on_phone(officer, "refiled-draft")
    officer.page.locator("#filed-again").get_by_role("link", name="Change").click()
    officer.look("what-is-new")
    officer.fill(what_is_new="A copy of the identity card was found, and the mother's name.")
    officer.page.get_by_role("button", name="Save").click()
    officer.look()

    with use_scope(people.officer.scope):
        card = {"kind": "identity_card", "number": "998877"}
        filing.evidence_add(actor=people.officer, case_id=case.id, version=None, values=card)
        checked = {"legal_status_checked_on": local_day()}
        filing.private_save(actor=people.officer, case_id=case.id, version=None, values=checked, detention={})
        submission.review_send(actor=people.officer, case_id=case.id, version=None)
    with use_scope(people.reviewer.scope):
        submission.case_submit(actor=people.reviewer, case_id=case.id, version=None)
    registry.go(f"/cases/{case.id}")
    registry.sees("Filed again", str(earlier.reference), "and the mother's name")
    registry.shoot("refiled-theirs")
    officer.go(f"/cases/{earlier.id}")
    officer.sees("A new application was begun for the person")
    for persona in (officer, registry):
        persona.close()
