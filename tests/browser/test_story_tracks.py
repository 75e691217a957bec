"""Third-country nationals at the browser: one in time is filed and read by the other side; one out of time is recorded and
closed, and nobody over there ever learns of it."""

from datetime import date, timedelta
from typing import Any

from cases.models import Case
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona
from tests.browser.test_story_windows import look_both
from tests.days import local_day
from tests.foreigners import foreign_draft


def fill_day(persona: Persona, name: str, day: date) -> None:
    persona.fill(**{f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)})


def test_a_third_country_national_in_time_and_one_out_of_time(site: str, chromium: Any) -> None:
    people = world.corridor()
    known = local_day() - timedelta(days=40)
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go("/cases/new?country=SRB&track=third_country_national")
    officer.sees("Whom the application is about", "A third-country national")
    look_both(officer, "track-start")
    officer.page.locator("[name='agreement'][value='eu-serbia']").check()
    officer.press("Open the draft")
    with use_scope(people.officer.scope):
        key = Case.objects.get().id
    officer.fill(family_name="Karimi", given_names="Reza", birth_date_year="1991", birth_place="Herat")
    officer.page.locator("[name='sex'][value='M']").check()
    officer.page.locator("select[name='nationality']").select_option("AFG")
    officer.press("Save and continue")
    officer.sees("Entry and residence", "Exceptions of the agreement")
    look_both(officer, "entry-empty")
    officer.page.locator("[name='basis'][value='document']").check()
    fill_day(officer, "known_on", known)
    fill_day(officer, "entered_on", known)
    officer.fill(entry_place="Horgoš", entry_route="By lorry through Hungary", permit_number="SRB-V-77")
    officer.page.locator("select[name='permit_kind']").select_option("visa")
    officer.page.locator("[name='has_own_permit']").check()
    officer.press("Save and continue")
    officer.go(f"/cases/{key}/application/check")
    officer.sees("Still missing", "Submission of the application: ")
    officer.sees("Why the readmission is owed although an exception of the agreement applies")
    look_both(officer, "check-exception")
    officer.go(f"/cases/{key}/application/entry")
    officer.page.locator("select[name='exception_answer']").select_option("breached")
    officer.press("Save and continue", status=422)
    officer.sees("Say how that is known")
    look_both(officer, "entry-wrong")
    officer.fill(exception_note="He worked, which the visa forbade")
    officer.press("Save and continue")
    officer.sees("What it shows")
    officer.page.locator("select[name='kind']").select_option("border_stamp")
    officer.press("Save and continue")
    officer.go(f"/cases/{key}/application/documents")
    look_both(officer, "documents-entry")
    officer.close()

    ready = foreign_draft(people, known_on=known)
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(f"/cases/{ready.id}/application/check")
    officer.press("Send to review")
    officer.close()
    reviewer = Persona(chromium, site, people.reviewer).sign_in()
    reviewer.go(f"/cases/{ready.id}/acts/release")
    reviewer.press("Release to the other side")
    reviewer.sees("Entry and residence", "Only airside transit")
    look_both(reviewer, "case-entry")
    reviewer.close()
    registry = Persona(chromium, site, people.registry).sign_in()
    registry.go(f"/cases/{ready.id}")
    registry.sees("Entry and residence", "Horgoš", "Third-country national")
    registry.misses("airside", "Obstacles to the application")
    look_both(registry, "case-entry")
    registry.go(f"/cases/{ready.id}/application")
    look_both(registry, "application-entry")
    registry.close()

    late = foreign_draft(people, known_on=local_day() - timedelta(days=500))
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(f"/cases/{late.id}/application/check")
    officer.sees("The time in which the application can be submitted has ended", "cannot be sent any more")
    look_both(officer, "check-out-of-time")
    officer.go(f"/cases/{late.id}/acts/send_to_review", status=403)
    officer.go(f"/cases/{late.id}")
    officer.sees("Record that the application is out of time")
    look_both(officer, "case-out-of-time")
    officer.press("Record that the application is out of time")
    officer.sees("Serbia does not see this.")
    look_both(officer, "act-time-barred")
    officer.press("Record that the application is out of time")
    officer.sees("Out of time", "The time limit for the application passed before it was submitted.")
    look_both(officer, "case-time-barred")
    officer.press("Close the case")
    officer.press("Close the case")
    officer.sees("Closed")
    officer.close()
    registry = Persona(chromium, site, people.registry).sign_in()
    registry.go(f"/cases/{late.id}", status=404)
    registry.close()
