"""A mission visit with twelve persons: planned, filled, announced, moved, confirmed after a fresh check, heard, told."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from cases.models import Interview, MissionVisit
from core import clock
from core.scope import use_scope
from countries.models import Authority
from tests import world
from tests.browser.people import Persona
from tests.days import local_day
from tests.interviews import case_with

PERSONS = 12


def test_a_mission_hears_twelve_persons(site: str, chromium: Any) -> None:
    people = world.corridor()
    cases = [
        case_with(people, "requested", "submitted", given_names=f"Person {number}") for number in range(1, PERSONS + 1)
    ]
    officer = Persona(chromium, site, people.officer).sign_in()
    consul = Persona(chromium, site, people.consul).sign_in()

    # Plan the visit; a mistake keeps what was typed.
    day = local_day() + timedelta(days=1)
    officer.go("/visits/")
    officer.sees("No mission visit")
    officer.go("/visits/new")
    embassy = Authority.objects.get(code="srb-embassy-the-hague")
    officer.page.locator("select[name=mission]").select_option(value=str(embassy.id))
    last = day + timedelta(days=3)
    officer.fill(place="Centre, Rotterdam", rooms="Blue room, Green room", languages="Serbian")
    officer.fill(starts_on_day=str(day.day), starts_on_month=str(day.month), starts_on_year=str(day.year))
    officer.fill(ends_on_day=str(last.day), ends_on_month=str(last.month), ends_on_year=str(last.year - 1))
    officer.press("Save", status=422, shot="visit-form")
    officer.sees("Something needs your attention")
    officer.fill(ends_on_year=str(last.year), place="Centre for interviews, Rotterdam")
    officer.press("Save")
    officer.sees("The visit is planned", "Nobody is on the schedule yet")
    consul.go("/visits/")
    consul.sees("No mission visit")

    # Twelve persons get a time each; the mission sees nothing until it is announced.
    officer.press("Add persons", shot="visit-persons")
    for box in officer.page.get_by_role("checkbox").all():
        box.check()
    officer.press("Add to the schedule")
    officer.sees("12 persons have a time now.")
    officer.press("Announce to the mission")
    officer.sees("The visit is announced to the mission.")
    officer.look("visit-schedule")
    officer.page.set_viewport_size({"width": 420, "height": 900})
    officer.look("visit-schedule-phone")
    officer.page.set_viewport_size({"width": 1360, "height": 900})
    with use_scope(people.officer.scope):
        visit = MissionVisit.objects.get()
        order = [
            slot.interview.case_id for slot in visit.slots.select_related("interview").order_by("starts_at", "room")
        ]
    path = f"/visits/{visit.id}"
    consul.go(path)
    consul.sees("Centre for interviews, Rotterdam", "Person 12", "Date set")
    consul.misses("Add persons")

    # Two change places.
    officer.page.get_by_role("link", name="Move").first.click()
    officer.look("visit-move")
    options = officer.page.locator("select option")
    officer.page.locator("select").select_option(index=options.count() - 1 if options.count() < 3 else 2)
    officer.press("Move")
    officer.sees("The schedule is changed.")

    # A presentation is confirmed only after a fresh check of the legal status, of which the mission learns nothing.
    case = next(found for found in cases if found.id == order[0])
    officer.go(f"/cases/{case.id}")
    officer.sees("Record a check of the legal status")
    officer.go(f"/cases/{case.id}/acts/record_status_check")
    officer.page.get_by_label("The person may be presented and returned", exact=True).check()
    officer.press("Record a check of the legal status", shot="status-check")
    officer.sees("Check of the legal status", "Fresh enough for the interview")
    officer.look("interview-own-side")
    officer.go(f"/cases/{case.id}/acts/confirm_presentation")
    officer.press("Confirm that the person will be presented", shot="confirm-presentation")
    officer.sees("Presentation confirmed")
    consul.go(f"/cases/{case.id}")
    consul.sees("Presentation confirmed", "During a mission visit")
    consul.misses("legal status", "Fresh enough")

    # Another one is postponed: the mission does not see why.
    other = next(found for found in cases if found.id == order[5])
    officer.go(f"/cases/{other.id}/acts/postpone_interview")
    officer.page.get_by_label("A protection procedure is pending").check()
    officer.press("Postpone the interview", shot="postpone-interview")
    officer.sees("A protection procedure is pending")
    consul.go(f"/cases/{other.id}")
    consul.sees("Postponed")
    consul.misses("protection procedure is pending")

    # The mission hears the first, and tells the result.
    consul.go(f"/cases/{case.id}/acts/record_interview")
    today = clock.now().astimezone(people.consul.zone).date()
    consul.fill(held_on_day=str(today.day), held_on_month=str(today.month), held_on_year=str(today.year))
    consul.press("Record the interview", status=422)
    consul.sees("correct the day, or say that it was another one")
    consul.page.get_by_label("It was held on another day than was set").check()
    consul.fill(participants="A. Consul, interpreter", minutes="Names streets and schools of Niš.")
    consul.press("Record the interview", shot="record-interview")
    consul.sees("Held, result awaited", "Names streets and schools of Niš.")
    consul.look("interview-held")
    consul.go(f"/cases/{case.id}/acts/give_interview_result")
    consul.page.get_by_label("Nationality confirmed").check()
    consul.press("Give the result of the interview")
    officer.go(f"/cases/{case.id}")
    officer.sees("Result given", "Nationality confirmed")
    officer.misses("Names streets and schools of Niš.")
    officer.look("interview-concluded")
    with use_scope(people.officer.scope):
        assert Interview.objects.filter(status="concluded").count() == 1

    # Each side prints its own schedule.
    texts = []
    for persona in (officer, consul):
        persona.go(path)
        persona.press("Print the schedule")
        link = persona.await_made(path, persona.page.get_by_role("link", name="Schedule of a mission visit"))
        with persona.page.expect_download() as downloaded:
            link.click()
        data = Path(downloaded.value.path()).read_bytes()
        texts.append(" ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split()))
    assert "V-1" in texts[0] and "V-1" not in texts[1]
    assert all("Person 12" in text and "Blue room" in text for text in texts)
    for persona in (officer, consul):
        persona.close()
