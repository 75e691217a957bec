"""Clocks that begin with a confirmed receipt, are extended, stand still, are missed; a reply on paper entered late."""

import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cases.models import Case, CaseClock
from cases.services import silence
from cases.services.silence import clocks_sweep
from cases.specimens.portrait import portrait_jpeg
from cases.workflow.system import system_scope
from core import clock
from core.jinja import due_words
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona
from tests.conftest import SWEEP, logged_in_as
from tests.days import local_day


def open_count(persona: Persona) -> None:
    """Unfold how the first date of the panel was counted."""
    persona.page.locator("#clocks summary").first.click()


def test_russia_counts_from_the_confirmed_receipt_and_takes_more_time(site: str, chromium: Any) -> None:
    people = world.russian_corridor()
    case = world.case_at(people, "submitted")
    path = f"/cases/{case.id}"
    registry = Persona(chromium, site, people.registry).sign_in()
    officer = Persona(chromium, site, people.officer).sign_in()
    decider = Persona(chromium, site, people.proposer).sign_in()

    # Delivered, and nothing runs yet.
    officer.go(path)
    officer.sees("Reply: not yet running", "25 calendar days from confirmed receipt")
    registry.go(path)
    registry.press("Acknowledge receipt")
    registry.press("Acknowledge receipt")

    # The receipt is confirmed: the limit runs, and says from when, under which article.
    officer.go(path)
    officer.misses("Reply: not yet running")
    open_count(officer)
    officer.sees("Began with confirmed receipt", "Article 11 (Danish text of Article 11; read in the text)")
    officer.shoot("clocks-russia-running")

    # More time, on a reasoned request: it holds at once, and the first limit keeps what it said.
    decider.go(path)
    decider.press("Ask for more time to reply", shot="extension-asked")
    decider.sees("At most 60 calendar days in all", "Asking is enough")
    decider.fill(value="61", reasons="The registers of three regions have to be searched")
    decider.press("Ask for more time to reply", status=422)
    decider.fill(value="40")
    decider.press("Ask for more time to reply")
    decider.sees("Time limit for the reply extended by asking: 40 calendar days in all")
    officer.go(path)
    officer.sees("Reply: replaced")
    open_count(officer)
    officer.sees("Extended to 40 calendar days in all", "It took the place of the time limit that would have ended")
    officer.shoot("clocks-russia-extended")
    with use_scope(people.officer.scope):
        first = CaseClock.objects.get(case=case, kind="reply", follows=None)
        second = CaseClock.objects.get(case=case, kind="reply", follows=first)
    assert first.state == "superseded" and second.state == "running" and second.due_at > first.due_at
    for persona in (registry, officer, decider):
        persona.close()


def accepted_days_ago(people: world.Corridor, days: int) -> Case:
    """A case accepted so long ago, whose travel document was not issued; the sweep has seen it, and its worker too."""
    with clock.travel(clock.now() - timedelta(days=days)):
        case = world.case_at(people, "accepted")
    with logged_in_as(SWEEP):
        assert clocks_sweep() == 1
    for _attempt in range(300):
        with use_scope(people.consul.scope):
            if CaseClock.objects.get(case=case, kind="travel_document_issue").state == "missed":
                return case
        time.sleep(0.3)
    raise AssertionError("the time limit was not marked")


def test_kosovo_misses_the_travel_document_and_another_one_is_used(site: str, chromium: Any) -> None:
    people = world.kosovan_corridor()
    case = accepted_days_ago(people, 20)
    path = f"/cases/{case.id}"
    officer = Persona(chromium, site, people.officer).sign_in()
    registry = Persona(chromium, site, people.registry).sign_in()
    with use_scope(people.officer.scope):
        limit = CaseClock.objects.get(case=case, kind="travel_document_issue")
    due = due_words(limit.due_at, limit.due["time_zone"])

    # Both sides read the same: passed, since when, under which agreement.
    for persona in (officer, registry):
        persona.go(path)
        persona.sees("Travel document: passed", due)
        open_count(persona)
        persona.sees("3 working days", "Benelux–Kosovo", "read in the text")
        persona.shoot("kosovo-travel-document-passed")
    registry.misses("Record the travel document used instead")

    # The agreement lets the Netherlands use a document of its own.
    officer.press("Record the travel document used instead", shot="kosovo-other-document")
    officer.sees("The travel document was due", due, "a travel document of the requesting country (Benelux–Kosovo")
    today = local_day()
    fill_document(officer, "NLX 123456", today - timedelta(days=1), today - timedelta(days=1))
    officer.press("Record the travel document used instead", status=422)
    fill_document(officer, "NLX 123456", today - timedelta(days=1), today + timedelta(days=40))
    officer.press("Record the travel document used instead")
    officer.sees("Travel document: not kept", "NLX123456", "a travel document of the requesting country")
    officer.shoot("kosovo-other-document-used")
    registry.go(path)
    registry.sees("Travel document: not kept", "NLX123456", "Another travel document is used")
    registry.misses("Issue the travel document")
    registry.shoot("kosovo-other-document-used")

    # And the transfer can be planned with it.
    officer.press("Plan the transfer")
    for persona in (officer, registry):
        persona.close()


def test_austria_and_kosovo_agreed_on_nothing_instead(site: str, chromium: Any) -> None:
    people = world.kosovan_corridor("austria-kosovo", "aut-bfa")
    case = accepted_days_ago(people, 20)
    path = f"/cases/{case.id}"
    officer = Persona(chromium, site, people.officer).sign_in()
    consul = Persona(chromium, site, people.consul).sign_in()
    officer.go(path)
    officer.sees("Travel document: passed")
    officer.misses(f"/cases/{case.id}/acts/use_other_document")
    open_count(officer)
    officer.sees("5 working days", "Article 2(4)")
    # It is still waited for: issued late, it counts, and the delay stays written.
    consul.go(path)
    consul.press("Issue the travel document")
    consul.press("Issue the travel document")
    officer.go(path)
    officer.sees("Travel document: not kept")
    for persona in (officer, consul):
        persona.close()


def fill_document(persona: Persona, number: str, issued_on: date, valid_until: date) -> None:
    """Fill in number and days of a travel document as they stand on the paper."""
    persona.fill(number=number)
    for name, day in (("issued_on", issued_on), ("valid_until", valid_until)):
        persona.fill(**{f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)})


def test_a_reply_on_paper_is_entered_late(site: str, chromium: Any, tmp_path: Path) -> None:
    people = world.corridor()
    filed = clock.now() - timedelta(days=40)
    with clock.travel(filed):
        case = world.case_at(people, "received")
    with use_scope(people.officer.scope):
        limit = CaseClock.objects.get(case=case, kind="reply")
    with use_scope(system_scope("SRB")):
        silence.clocks_pass([limit.id])
    path = f"/cases/{case.id}"
    scan = tmp_path / "refusal.jpg"
    scan.write_bytes(portrait_jpeg(3, "M", 40))
    reviewer = Persona(chromium, site, people.reviewer).sign_in()
    registry = Persona(chromium, site, people.registry).sign_in()

    reviewer.go(path)
    reviewer.sees("Reply: passed")
    reviewer.press("Enter a refusal that came in time on paper", shot="paper-refusal")
    came = (filed + timedelta(days=2)).astimezone(ZoneInfo("Europe/Belgrade"))
    late = limit.due_at.astimezone(ZoneInfo("Europe/Belgrade")) + timedelta(days=1)
    fill_paper(reviewer, late, scan)
    reviewer.press("Enter a refusal that came in time on paper", status=422)
    reviewer.sees("The time limit had passed: the case was accepted by silence")
    fill_paper(reviewer, came, scan)
    reviewer.press("Enter a refusal that came in time on paper")
    reviewer.sees("Reply: kept", "Readmission refused on paper")
    reviewer.shoot("paper-entered")

    registry.go(path)
    registry.sees("Reply: kept", "reply on paper", "Nobody of this name is known")
    registry.sees("View the scan", "Reply (Post)")
    registry.shoot("paper-entered")
    with use_scope(people.registry.scope):
        limit.refresh_from_db()
    assert limit.state == "met" and limit.ended_at is not None and limit.ended_at < limit.due_at
    for persona in (reviewer, registry):
        persona.close()


def fill_paper(persona: Persona, at: datetime, scan: Path) -> None:
    """Fill in the form of a refusal that came at this moment."""
    persona.page.locator("[name='channel'][value='post']").check(force=True)
    persona.page.locator("[name='codes'][value='not_identified']").check(force=True)
    persona.fill(dated_date_day=str(at.day), dated_date_month=str(at.month), dated_date_year=str(at.year))
    persona.fill(dated_time=f"{at:%H:%M}", reasons="Nobody of this name is known")
    persona.page.locator("[name='scan']").set_input_files(scan)


def test_a_transfer_is_postponed_and_the_other_side_does_not_read_why(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted")
    path = f"/cases/{case.id}"
    officer = Persona(chromium, site, people.officer).sign_in()
    signer = Persona(chromium, site, people.signer).sign_in()
    officer.go(path)
    officer.press("Postpone the transfer: let the time limit stand still", shot="pause")
    officer.page.locator("[name='cause'][value='legal_obstacle']").check(force=True)
    officer.page.locator("[name='code'][value='court_suspension']").check(force=True)
    soon = local_day() + timedelta(days=14)
    officer.fill(review_on_day=str(soon.day), review_on_month=str(soon.month), review_on_year=str(soon.year))
    officer.fill(note="Hearing on Tuesday")
    officer.press("Postpone the transfer: let the time limit stand still")
    officer.sees("Transfer: stands still", "A legal obstacle", "Hearing on Tuesday", f"To be reviewed on {soon.day}")
    officer.shoot("clocks-paused")
    signer.go(path)
    signer.sees("Transfer: stands still", "an obstacle that the agreement names, Article 10")
    signer.misses("Hearing on Tuesday", "A court suspended", "legal obstacle", "reviewed")
    signer.shoot("clocks-paused")
    officer.go("/cases/?view=paused")
    officer.sees(str(case.reference), f"review on {soon.day}")
    officer.shoot("queue-paused")
    officer.go(path)
    officer.press("The obstacle lasts: set the next day of review", shot="review")
    later = soon + timedelta(days=30)
    officer.fill(review_on_day=str(later.day), review_on_month=str(later.month), review_on_year=str(later.year))
    officer.press("The obstacle lasts: set the next day of review")
    officer.sees(f"To be reviewed on {later.day}")
    officer.press("The obstacle is gone: let the time limit run on")
    officer.press("The obstacle is gone: let the time limit run on")
    officer.misses("Transfer: stands still")
    for persona in (officer, signer):
        persona.close()
