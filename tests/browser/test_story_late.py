"""What ends or is written down late: an entry in time after the consent ended, a person who left, a person refused
before."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cases.models import Case
from core import clock
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona
from tests.browser.test_story_transit import both_widths, day


def test_an_entry_in_time_is_recorded_after_the_consent_ended(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "transit_expired")
    border = Persona(chromium, site, people.border).sign_in()
    border.go("/arrivals/transits")
    border.sees("Hoxha", "The consent has ended. Record an entry only if the person entered before that.")
    both_widths(border, "late-entry-list")
    border.press("Record an entry before the consent ended")
    border.sees("The time for using the consent ended")
    both_widths(border, "late-entry")
    came = clock.now() - timedelta(days=20)
    border.fill(**day("crossed_on", came), crossed_time="10:30")
    border.press("Record an entry before the consent ended")
    border.go("/arrivals/transits")
    border.sees("Hoxha", "Record the departure")
    with use_scope(people.supervisor.scope):
        assert Case.objects.get(id=case.id).status == "accepted"
    border.close()


def test_a_person_who_left_closes_the_case(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "documented")
    path = f"/cases/{case.id}"
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(f"{path}/acts/withdraw")
    officer.sees("Close the file as well")
    both_widths(officer, "withdraw-and-close")
    officer.go(f"{path}/acts/record_voluntary_departure")
    today = clock.now().astimezone(ZoneInfo("Europe/Amsterdam")).date()
    officer.fill(left_on_day=str(today.day), left_on_month=str(today.month), left_on_year=str(today.year))
    officer.page.locator("input[name='proof'][value='exit_stamp']").check()
    both_widths(officer, "left")
    officer.press("Record that the person left voluntarily")
    officer.sees("The file is closed", "Revoked", "The application was withdrawn")
    both_widths(officer, "left-and-closed")
    officer.close()


def test_a_plain_draft_for_somebody_refused_before_does_not_leave_the_office(site: str, chromium: Any) -> None:
    people = world.corridor()
    earlier = world.case_at(people, "refused")
    case = world.case_at(people, "draft", distinguishing_marks="")
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(f"/cases/{case.id}")
    officer.sees(earlier.reference or "", "Open that case and file it again from there")
    both_widths(officer, "filed-before")
    officer.close()
