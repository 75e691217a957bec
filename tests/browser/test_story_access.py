"""An administrator looks at one case and both sides see it; a conflict of interest; access on request, given and ended."""

from typing import Any

from tests import world
from tests.browser.people import Persona

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1360, "height": 900}


def both_widths(who: Persona, shot: str) -> None:
    who.look(shot)
    who.page.set_viewport_size(PHONE)
    who.look(f"{shot}-phone")
    who.page.set_viewport_size(DESK)


def test_a_look_a_conflict_and_a_request(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")
    reference, page = str(case.reference), f"/cases/{case.id}"
    anna = world.make_actor("nld-dtv", "administrator", "Anna Bakker")
    west = world.make_actor("nld-dtv-region-west", "return_officer", "Wim de Wit")

    # Administrators see no case, but one for a time, to read it.
    administrator = Persona(chromium, site, anna).sign_in()
    administrator.go(page, status=404)
    administrator.go("/administration/looks")
    administrator.press("Look at this case", status=422)
    administrator.fill(reference=reference, reason="The reply letter is not drawn")
    both_widths(administrator, "elevate")
    administrator.press("Look at this case")
    administrator.sees(reference, "to read it alone")
    both_widths(administrator, "elevated-case")
    administrator.misses("Withdraw")
    administrator.go(f"{page}/acts/withdraw", status=403)

    ours, theirs = Persona(chromium, site, people.supervisor), Persona(chromium, site, people.their_supervisor)
    for supervisor, words in ((ours, "An administrator looks at the case"), (theirs, "of the other side looks")):
        supervisor.sign_in()
        supervisor.go("/notices/")
        supervisor.sees(words)
        supervisor.go("/supervision/access")
        supervisor.sees(reference, "The reply letter is not drawn")
        both_widths(supervisor, "access")
    ours.sees("Anna Bakker")
    theirs.misses("Anna Bakker")
    theirs.close()
    administrator.go("/administration/looks")
    administrator.press("End the look", shot="elevation-ended")
    administrator.go(page, status=404)
    administrator.close()

    # Who has a conflict of interest says so, and there is no such case any more.
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(page)
    officer.press("I have a conflict of interest")
    officer.fill(reason="The person is a cousin of mine")
    both_widths(officer, "conflict")
    officer.press("Keep me out of this case")
    officer.misses(reference)
    officer.go(page, status=404)
    officer.close()
    ours.go(f"{page}/access")
    ours.sees("The person is a cousin of mine")
    both_widths(ours, "case-access")

    # A colleague of another office asks, reads for a time, and no longer.
    colleague = Persona(chromium, site, west).sign_in()
    colleague.go(page, status=404)
    colleague.press("Ask to see a case")
    colleague.fill(reference=reference, reason="The brother is with us")
    colleague.press("Ask")
    colleague.sees("Waiting for an answer")
    both_widths(colleague, "access-ask")
    ours.go("/supervision/access")
    ours.press(f"Answer (Wim de Wit, {reference})")
    both_widths(ours, "access-request")
    ours.press("Let in")
    ours.sees("Wim de Wit")
    colleague.go("/access")
    colleague.press(reference)
    colleague.sees("to read it alone")
    colleague.misses("Withdraw")
    ours.press(f"End (Wim de Wit, {reference})")
    ours.fill(reason="The brother's case is closed")
    both_widths(ours, "access-end")
    ours.press("End before its time")
    colleague.go(page, status=404)
    colleague.close()
    ours.close()
