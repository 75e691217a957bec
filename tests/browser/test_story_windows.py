"""Rights that lapse: the time for an application runs from the day that the officer names, a travel document expires, and
where silence is no yes, nobody is told that it was one."""

from datetime import timedelta
from typing import Any

from cases.models import CaseClock
from cases.services import silence
from cases.workflow.system import system_scope
from core import clock
from core.scope import use_scope
from countries.models import Rule
from tests import world
from tests.browser.people import Persona
from tests.conftest import OWNER, logged_in_as


def look_both(persona: Persona, shot: str) -> None:
    """At the width of a desk and of a small phone."""
    persona.look(shot=shot)
    persona.page.set_viewport_size({"width": 360, "height": 800})
    persona.look(shot=f"{shot}-phone")
    fits = persona.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert fits, f"{persona.page.url} is wider than the phone"
    persona.page.set_viewport_size({"width": 1360, "height": 900})


def test_the_time_for_the_application_is_counted_and_a_late_one_is_told_so(site: str, chromium: Any) -> None:
    people = world.corridor()
    with logged_in_as(OWNER):
        rules = Rule.objects.filter(agreement="eu-serbia", kind="submission", track="third_country_national")
        assert rules.update(track="own_national") == 1
    case = world.draft(people)
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(f"/cases/{case.id}/application/check")
    officer.sees("Enter the day, so that the time limit is counted", "What Serbia asks for")
    look_both(officer, "check-no-day")

    officer.go(f"/cases/{case.id}/application/circumstances")
    officer.sees("Time limit for the application", "1 year")
    look_both(officer, "circumstances-limit")
    known = clock.now() - timedelta(days=100)
    day = {"known_on_day": str(known.day), "known_on_month": str(known.month), "known_on_year": str(known.year)}
    officer.fill(**day)
    officer.press("Save and continue")
    officer.go(f"/cases/{case.id}/application/check")
    officer.sees("Submission of the application: ")
    look_both(officer, "check-limit-open")

    officer.go(f"/cases/{case.id}/application/circumstances")
    officer.fill(**(day | {"known_on_year": str(known.year - 2)}))
    officer.press("Save and continue")
    officer.go(f"/cases/{case.id}/application/check")
    officer.sees("The time in which the application can be submitted has ended", "cannot be sent any more")
    look_both(officer, "check-limit-ended")
    officer.go(f"/cases/{case.id}")
    officer.sees("Submission of the application: ended")
    officer.close()


def test_a_document_expires_and_a_silence_that_is_no_yes_is_not_called_one(site: str, chromium: Any) -> None:
    people = world.corridor()
    with logged_in_as(OWNER):
        world.every(Rule).filter(agreement="eu-serbia", kind="reply").update(effect_of_silence="transfer_may_proceed")
    with clock.travel(clock.now() - timedelta(days=40)):
        silent, documented = world.case_at(people, "received"), world.case_at(people, "documented")
    with use_scope(system_scope("SRB")):
        for case in (silent, documented):
            silence.clocks_pass(list(CaseClock.objects.filter(case=case).values_list("id", flat=True)))
    for actor in (people.reviewer, people.proposer):
        persona = Persona(chromium, site, actor).sign_in()
        persona.go(f"/cases/{silent.id}")
        persona.sees("Transfer may go ahead", "the agreement lets the transfer go ahead without one")
        persona.misses("Accepted by silence")
        look_both(persona, "may-go-ahead")
        persona.go(f"/cases/{documented.id}")
        persona.sees("Validity of the travel document: ended", "New travel document", "Expired")
        look_both(persona, "document-expired")
        persona.close()
