"""A transit through Serbia: written, consented to and carried out in the browser; one refused; one revoked while the
person is there, who is taken back. And the same over the API of two national systems."""

import json
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pypdf import PdfReader

from cases.models import Case
from cases.services.submission import case_submit
from cases.services.transit import transit_answer_countersign
from core import clock
from core.scope import use_scope
from tests import transits, world
from tests.api.systems import DESK, REQUESTING, system
from tests.browser.people import Persona

BELGRADE = ZoneInfo("Europe/Belgrade")


def day(name: str, at: datetime) -> dict[str, str]:
    """A date in the three boxes of a field, on the clocks of Belgrade."""
    local = at.astimezone(BELGRADE)
    return {f"{name}_day": str(local.day), f"{name}_month": str(local.month), f"{name}_year": str(local.year)}


def paper(persona: Persona, path: str, name: str) -> str:
    """The text of a paper, downloaded from the case page once it is drawn."""
    link = persona.await_made(path, persona.page.get_by_role("link", name=name))
    with persona.page.expect_download() as downloaded:
        link.click()
    pages = PdfReader(Path(downloaded.value.path())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def both_widths(persona: Persona, name: str) -> None:
    """Seen at a desk and on a phone."""
    persona.look(name)
    persona.page.set_viewport_size({"width": 420, "height": 900})
    persona.look(f"{name}-phone")
    persona.page.set_viewport_size({"width": 1360, "height": 900})


def test_a_transit_is_consented_to_and_carried_out(site: str, chromium: Any) -> None:
    people = world.corridor()
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go("/cases/new?country=SRB&track=transit")
    officer.sees("Transit of a person")
    both_widths(officer, "transit-start")
    officer.page.locator(f"input[name='agreement'][value='{people.agreement}']").check()
    officer.press("Open the draft")
    officer.fill(
        family_name="Hoxha", given_names="Arben", birth_date_day="2", birth_date_month="5", birth_date_year="1988"
    )
    officer.page.locator("input[name='sex'][value='M']").check()
    officer.page.locator("[name='nationality']").select_option("ALB")
    officer.press("Save and continue")

    # Part B: nothing that was typed is lost when a time does not fit.
    arrives = (
        (clock.now() + timedelta(days=20)).astimezone(BELGRADE).replace(hour=9, minute=30, second=0, microsecond=0)
    )
    officer.page.locator("input[name='means'][value='air']").check()
    officer.page.locator("[name='destination']").select_option("ALB")
    for point in ("entry_point", "exit_point"):
        officer.page.locator(f"[name='{point}']").select_option(people.crossing_point)
    officer.fill(**day("enters_on", arrives), **day("leaves_on", arrives), enters_time="09:30", leaves_time="09:00")
    officer.fill(entry_carrier="JU 361", exit_carrier="JU 162", escorts="2", escort_names="S. Jansen, P. de Boer")
    officer.fill(document_type="Passport", document_number="BA1234567", support="A room near the gate")
    officer.page.locator("[name='is_declared']").check()
    officer.press("Save and continue", status=422)
    officer.sees("The departure must lie after the arrival")
    assert officer.page.locator("[name='entry_carrier']").input_value() == "JU 361"
    officer.fill(leaves_time="14:05")
    both_widths(officer, "transit-plan")
    officer.press("Save and continue")
    case_id = officer.page.url.split("/cases/")[1].split("/")[0]
    path = f"/cases/{case_id}"
    officer.go(f"{path}/application/safeguards")
    today = clock.now()
    officer.fill(file_number="V-7", **day("return_decision_on", today), **day("legal_status_checked_on", today))
    officer.page.locator("[name='is_decision_final']").check()
    officer.press("Save and continue")
    officer.go(f"{path}/application/check")
    officer.sees("Check your answers", "Albania")
    both_widths(officer, "transit-check")
    officer.misses("Means of evidence", "Embassy or consulate", "Procedure")
    officer.press("Send to review")
    reviewer = Persona(chromium, site, people.reviewer).sign_in()
    reviewer.go(f"{path}/acts/release")
    reviewer.press("Release to the other side")
    words = paper(reviewer, path, "Transit application")
    for said in ("Transit operation", "Albania", "JU 361", "Reply of the Requested State", "A room near the gate"):
        # Headings are printed in capitals.
        assert said.casefold() in words.casefold(), (said, words)

    # The transit country answers by two persons.
    registry = Persona(chromium, site, people.registry).sign_in()
    registry.go(f"{path}/acts/acknowledge")
    registry.press("Acknowledge receipt")
    registry.misses("Ask agencies to verify identity")
    proposer = Persona(chromium, site, people.proposer).sign_in()
    proposer.go(path)
    proposer.sees("Your turn: answer the transit application", "Transit asked for")
    both_widths(proposer, "transit-received")
    proposer.press("Propose an answer to the transit application", shot="transit-answer")
    proposer.press("Propose an answer to the transit application", status=422)
    proposer.page.locator("input[name='outcome'][value='accepted']").check()
    proposer.fill(conditions="Escorts in plain clothes")
    proposer.press("Propose an answer to the transit application")
    officer.go(path)
    officer.misses("Answer proposed", "Escorts in plain clothes")
    signer = Persona(chromium, site, people.signer).sign_in()
    signer.go(f"{path}/acts/countersign_transit_consent")
    signer.sees("Escorts in plain clothes")
    signer.press("Countersign the consent to transit", shot="transit-countersign")
    words = paper(signer, path, "Reply to a transit application")
    assert "Transit is admitted" in words and "09:30" in words and "Escorts in plain clothes" in words

    # Scheduled, entered, left.
    officer.go(path)
    officer.sees("Consent given", "Your turn: schedule the transit")
    officer.press("Schedule the transit", shot="transit-schedule")
    officer.press("Schedule the transit")
    officer.sees("How the transit goes")
    both_widths(officer, "transit-scheduled")
    border = Persona(chromium, site, people.border).sign_in()
    border.go("/arrivals/transits")
    border.sees("Hoxha", "Albania")
    both_widths(border, "transit-border")
    border.press("Record the entry")
    border.press("Record the entry")
    border.sees("Departure")
    border.go("/arrivals/transits")
    border.press("Record the departure")
    later = (clock.now() + timedelta(minutes=1)).astimezone(BELGRADE)
    border.fill(crossed_time=f"{later:%H:%M}")
    border.press("Record the departure", status=422)
    border.sees("What is recorded cannot lie in the future")
    for persona in (officer, registry):
        persona.go(path)
        persona.sees("In transit")
    with use_scope(people.supervisor.scope):
        assert Case.objects.get(id=case_id).status == "accepted"
    for persona in (officer, reviewer, registry, proposer, signer, border):
        persona.close()


def test_a_transit_is_refused_and_another_one_revoked_and_taken_back(site: str, chromium: Any) -> None:
    people = world.corridor()
    refused = world.case_at(people, "transit_refused")
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(f"/cases/{refused.id}")
    officer.sees("Transit refused", "Public order")
    both_widths(officer, "transit-refused")
    words = paper(officer, f"/cases/{refused.id}", "Reply to a transit application")
    assert "Transit is refused" in words and "Public order" in words

    case = world.case_at(people, "transit_entered")
    path = f"/cases/{case.id}"
    signer = Persona(chromium, site, people.signer).sign_in()
    proposer = Persona(chromium, site, people.proposer).sign_in()
    proposer.go(path)
    proposer.press("Propose to revoke the consent to transit", shot="transit-revoke")
    proposer.page.locator("input[name='code'][value='destination']").check()
    proposer.press("Propose to revoke the consent to transit")
    officer.go(path)
    officer.sees("Consent given")
    officer.misses("Consent revoked", "evocation")
    signer = Persona(chromium, site, people.signer).sign_in()
    signer.go(path)
    signer.press("Countersign the revocation of the consent", shot="transit-revoke-sign")
    signer.sees("Readmission by the country of destination is not assured any more")
    signer.press("Countersign the revocation of the consent")
    signer.sees("Consent revoked", "Broken off")
    officer.go(path)
    officer.sees("Your turn: say when the person is taken back")
    both_widths(officer, "transit-revoked")
    words = paper(officer, path, "Reply to a transit application")
    assert "take the person back without delay" in words
    officer.go(path)
    officer.press("Say when the person is taken back")
    soon = clock.now() + timedelta(days=1)
    officer.fill(**day("take_back_on", soon), take_back_time="11:00", documents="passport")
    officer.press("Say when the person is taken back", shot="transit-take-back")
    officer.sees("To be taken back")
    officer.press("Record that the person was taken back")
    officer.press("Record that the person was taken back")
    officer.sees("Taken back", "passport")
    both_widths(officer, "transit-taken-back")
    officer.press("Close the case")
    officer.press("Close the case")
    officer.sees("The file is closed")
    for persona in (officer, proposer, signer):
        persona.close()


def test_two_national_systems_do_a_transit(site: str) -> None:
    """From the draft to the schedule; what needs a named person is done by one."""
    people = world.corridor()
    requesting, receiving = system(REQUESTING), system(DESK)

    def call(made: Any, method: str, path: str, body: Any = None, tag: str = "") -> tuple[dict[str, Any], str]:
        headers = {"Authorization": f"Bearer {made.token}", "Content-Type": "application/json"}
        if method != "GET":
            headers["Idempotency-Key"] = f"{method}-{path}-{clock.now().timestamp()}"
        if tag:
            headers["If-Match"] = tag
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{site}/api/v1{path}",
            json.dumps(body).encode() if body is not None else (b"{}" if method != "GET" else None),
            headers,
            method=method,
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return json.loads(answer.read()), answer.headers.get("ETag", "")

    start = {"receiving_country": "SRB", "agreement": people.agreement, "track": "transit"}
    case, tag = call(requesting, "POST", "/cases", start)
    arrives = (clock.now() + timedelta(days=20)).astimezone(BELGRADE)
    sections = {
        "person": {
            "family_name": "Hoxha",
            "given_names": "Arben",
            "birth_date": "1988-05-02",
            "sex": "M",
            "nationality": "ALB",
        },
        "transit": {
            "means": "air",
            "destination": "ALB",
            "entry_point": people.crossing_point,
            "exit_point": people.crossing_point,
            "enters_on": f"{arrives:%Y-%m-%d}",
            "enters_time": "09:30",
            "leaves_on": f"{arrives:%Y-%m-%d}",
            "leaves_time": "14:05",
            "escorts": 2,
            "document_type": "Passport",
            "is_declared": True,
        },
        "safeguards": {
            "return_decision_on": "2026-01-10",
            "is_decision_final": True,
            "legal_status_checked_on": "2026-02-01",
        },
    }
    path = f"/cases/{case['id']}"
    case, tag = call(requesting, "PATCH", path, sections, tag)
    assert case["missing"] == [] and case["transit_plan"]["destination_id"] == "ALB"
    case, tag = call(requesting, "POST", f"{path}/acts/send_to_review", {}, tag)
    with use_scope(people.reviewer.scope):
        case_submit(actor=people.reviewer, case_id=case["id"], version=None)
    case, tag = call(receiving, "GET", path)
    case, tag = call(receiving, "POST", f"{path}/acts/acknowledge", {}, tag)
    answer = {
        "outcome": "accepted",
        "entry_point": people.crossing_point,
        "enters_on": f"{arrives:%Y-%m-%d}",
        "enters_time": "09:30",
    }
    case, tag = call(receiving, "POST", f"{path}/acts/propose_transit_answer", answer, tag)
    assert case["status"] == "decision_proposed" and case["transit_consent"]["entry_point_id"] == people.crossing_point
    seen, tag = call(requesting, "GET", path)
    assert seen["status"] == "received" and seen["transit_consent"] is None
    with use_scope(people.signer.scope):
        transit_answer_countersign(actor=people.signer, case_id=case["id"], version=None)
    seen, tag = call(requesting, "GET", path)
    assert seen["status"] == "accepted" and seen["transit_consent"]["entry_point_id"] == people.crossing_point
    schedule = {
        "exit_point": people.crossing_point,
        "enters_on": f"{arrives:%Y-%m-%d}",
        "enters_time": "09:30",
        "leaves_on": f"{arrives:%Y-%m-%d}",
        "leaves_time": "14:05",
        "escorts": 2,
    }
    seen, tag = call(requesting, "POST", f"{path}/acts/schedule_transit", schedule, tag)
    assert seen["transit"]["status"] == "scheduled"
    with use_scope(people.border.scope):
        assert transits.expected(people.border) == [(seen["reference"], "entry")]
