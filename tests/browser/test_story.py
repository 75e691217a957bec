"""The main line in real Chromium: ten people, two countries, every page checked, every paper read."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from cases.choices import Side
from cases.identity.dates import PartialDate
from cases.models import Case
from cases.specimens.passport import PassportFields, passport_jpeg
from cases.specimens.portrait import portrait_jpeg
from core import clock
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona
from tests.days import local_day


def date_parts(name: str, day: Any) -> dict[str, str]:
    """The three boxes of a date field."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def tick(persona: Persona, name: str, value: str = "") -> None:
    """Choose a radio button or a checkbox."""
    selector = f"[name='{name}']" + (f"[value='{value}']" if value else "")
    persona.page.locator(selector).first.check(force=True)


def paper_text(persona: Persona, title: str, case_path: str) -> str:
    """The text of a paper, fetched as this person once the worker has drawn it."""
    link = persona.page.locator("a[href$='/download']", has_text=title).or_(
        persona.page.locator(".file-item, li", has_text=title).locator("a[href$='/download']")
    )
    address = persona.await_made(case_path, link).get_attribute("href")
    response = persona.context.request.get(persona.address + str(address))
    assert response.status == 200 and response.headers["content-type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.body())).pages)


def file_the_case(officer: Persona, people: world.Corridor, tmp_path: Path) -> str:
    """From the start page to review; returns the path of the case."""
    passport = PassportFields(
        country_name="Republic of Serbia",
        issuer="SRB",
        nationality="SRB",
        nationality_name="Serbian",
        surname="Petrović",
        given_names="Miloš",
        number="012345678",
        birth_date=PartialDate.parse("1991-03-14"),
        sex="M",
        place_of_birth="Niš",
        issued_on=date(2016, 2, 1),
        expires_on=date(2026, 2, 1),
        authority="MUP R Srbije",
        portrait_seed=11,
    )
    picture, scan = tmp_path / "photo.jpg", tmp_path / "passport.jpg"
    picture.write_bytes(portrait_jpeg(11, "M", 35))
    scan.write_bytes(passport_jpeg(passport))
    page = officer.page

    officer.press("Start a new case")
    page.locator("[name='country']").select_option("SRB")
    officer.press("Show the agreements", shot="start")
    tick(officer, "agreement", "eu-serbia")
    officer.press("Open the draft", shot="person")
    page.locator("[name='native_language']").select_option("sr-Cyrl")
    officer.fill(
        family_name="Petrović",
        given_names="Miloš",
        family_name_native="Петровић",
        given_names_native="Милош",
        birth_place="Niš",
        father_name="Dragan",
        mother_name="Vesna",
        last_address="Niš, Obrenovićeva 12",
        birth_date_day="14",
        birth_date_month="3",
        birth_date_year="1991",
    )
    tick(officer, "sex", "M")
    officer.press("Save and continue", shot="documents")
    page.locator("[name='kind']").select_option("passport")
    officer.fill(number="012345678", issued_on_day="1", issued_on_month="2", issued_on_year="2016")
    page.locator("[name='scan']").set_input_files(scan)
    officer.press("Save and continue", shot="family")
    page.locator("a", has_text="Photograph").first.click()
    officer.look()
    page.locator("[name='photograph']").set_input_files(picture)
    with page.expect_navigation():
        page.get_by_role("button", name="Save the photograph").click()
    officer.look("photograph")
    page.locator("a", has_text="circumstances").first.click()
    officer.look("circumstances")
    officer.fill(statement="Needs insulin", observations="No further remarks")
    officer.press("Save and continue", shot="safeguards")
    today = local_day()
    officer.fill(
        file_number="V-2026/17",
        return_decision_number="RD-99",
        **date_parts("return_decision_on", today - timedelta(days=60)),
        **date_parts("legal_status_checked_on", today - timedelta(days=1)),
        place="Rotterdam detention centre",
    )
    tick(officer, "is_decision_final")
    officer.press("Save and continue", shot="check")
    officer.sees("Check your answers")
    officer.press("Send to review", shot="case")
    return page.url.removeprefix(officer.address).split("?")[0]


def act(persona: Persona, case_path: str, name: str, button: str, *, shot: str = "", **fields: str) -> None:
    """Open an act's page, fill it in, press its button."""
    persona.go(f"{case_path}/acts/{name}")
    persona.fill(**fields)
    persona.press(button, shot=shot)


def test_from_draft_to_handover(site: str, chromium: Any, tmp_path: Path) -> None:
    people = world.corridor()
    address = site
    officer, reviewer, registry, verifier, proposer, signer, consul, border, supervisor, theirs = (
        Persona(chromium, address, actor).sign_in()
        for actor in (
            people.officer,
            people.reviewer,
            people.registry,
            people.verifier,
            people.proposer,
            people.signer,
            people.consul,
            people.border,
            people.supervisor,
            people.their_supervisor,
        )
    )
    path = file_the_case(officer, people, tmp_path)

    registry.go(path, status=404)  # nothing has left the country yet
    registry.messages.clear()
    act(officer, path, "withdraw", "Cancel")
    reviewer.go(path)
    reviewer.press("Release to the other side")
    reviewer.sees("Read the whole application")
    reviewer.press("Release to the other side", shot="released")
    with use_scope(people.supervisor.scope):
        case = Case.objects.get()
    reference = str(case.reference)
    reviewer.sees(reference)

    registry.go("/")
    registry.sees(reference)
    registry.go(path)
    registry.shoot("case-submitted")
    registry.misses("Rotterdam", "V-2026/17", "RD-99", "insulin")
    registry.press("Acknowledge receipt")
    registry.press("Acknowledge receipt", shot="received")
    registry.sees("10 calendar days")
    text = paper_text(registry, "eadmission application", path)
    for words in ("PETROVIĆ", "Петровић", "Милош", reference, "Requested State"):
        assert words in text, words
    assert "insulin" not in text and "Rotterdam" not in text

    registry.go(f"{path}/acts/start_verification")
    tick(registry, "agencies", str(people.agency))
    registry.press("Ask agencies to verify identity", shot="asked")
    verifier.go("/verification/")
    verifier.page.locator("main a", has_text=reference).first.click()
    verifier.look("task")
    verifier.misses("insulin", "Rotterdam", "Netherlands · Repatriation")
    tick(verifier, "answer", "confirmed")
    verifier.fill(remarks="Birth register of Niš, entry 411")
    tick(verifier, "is_certain")
    verifier.press("Give the answer", shot="answered")
    verifier.go(path, status=404)
    verifier.messages.clear()
    officer.go(path)
    officer.sees("Confirmed")
    officer.misses("Birth register", "Civil registry")

    proposer.go(f"{path}/acts/propose_decision")
    tick(proposer, "outcome", "accepted")
    proposer.press("Propose a decision", shot="proposed")
    officer.go(path)
    officer.misses("Decision proposed", "proposed")
    proposer.go(f"{path}/acts/countersign_acceptance", status=403)
    proposer.messages.clear()
    signer.go(path)
    signer.press("Countersign the acceptance")
    signer.press("Countersign the acceptance", shot="accepted")
    assert "accept" in paper_text(officer, "eply", path).lower()

    consul.go(path)
    consul.press("Issue the travel document")
    consul.press("Issue the travel document", shot="documented")
    consul.sees("PUSRB")
    text = paper_text(officer, "ravel document", path)
    assert "PETROVIC<<MILOS" in text.replace(" ", ""), text

    tomorrow = clock.now() + timedelta(days=1)
    officer.go(f"{path}/acts/plan_transfer")
    officer.page.locator("[name='crossing_point']").select_option(people.crossing_point)
    tick(officer, "means", "air")
    officer.fill(arrival_time="14:30", carrier_number="JU 361", **date_parts("arrival_date", tomorrow))
    officer.press("Plan the transfer", shot="planned")
    registry.go(path)
    registry.misses("JU 361")
    act(officer, path, "notify_transfer", "Give notice of the transfer", shot="notified")
    registry.go(path)
    registry.sees("JU 361")
    act(registry, path, "confirm_transfer", "Confirm the transfer", shot="confirmed")
    assert "JU 361" in paper_text(registry, "notice", path)

    border.go("/arrivals/")
    border.shoot("arrivals")
    border.press("Open")
    border.look("arrival")
    border.misses("insulin", "Rotterdam", "Birth register")
    border.press("Record the handover")
    now = clock.now().astimezone(border.actor.zone)
    border.fill(
        handover_time=f"{now:%H:%M}",
        handed_over_by="S. Jansen, escort",
        received_by="D. Ilić, border police",
        **date_parts("handover_date", now),
    )
    border.press("Record the handover", shot="handed-over")
    officer.go(path)
    officer.sees("Completed")
    assert "Jansen" in paper_text(officer, "andover", path)
    act(officer, path, "close", "Close the case", shot="closed")

    for person, side in ((supervisor, Side.REQUESTING), (theirs, Side.RECEIVING)):
        person.go(f"{path}/audit?result=done")
        person.shoot("audit")
        own = people.officer.name if side is Side.REQUESTING else people.registry.name
        person.sees(own)
    theirs.misses("Rotterdam", people.officer.name + " opened")
    stranger = Persona(chromium, address, world.make_actor("alb-border-migration", "supervisor")).sign_in()
    stranger.go(path, status=404)
    stranger.go(f"/r/{reference}", status=404)


def test_return_refusal_and_withdrawal(site: str, chromium: Any) -> None:
    people = world.corridor()
    address = site
    registry, reviewer, officer, proposer, signer = (
        Persona(chromium, address, actor).sign_in()
        for actor in (people.registry, people.reviewer, people.officer, people.proposer, people.signer)
    )
    returned = world.case_at(people, "submitted")
    path = f"/cases/{returned.id}"
    registry.go(f"{path}/acts/return_incomplete")
    registry.press("Return as incomplete", status=422)
    registry.sees("Something needs your attention")
    registry.messages.clear()
    tick(registry, "codes", "photograph")
    registry.fill(reason="The photograph is too dark")
    registry.press("Return as incomplete", shot="returned")
    officer.go(path)
    officer.sees("Returned as incomplete", "The photograph is too dark")
    world.recheck(people, returned.id)
    act(reviewer, path, "resubmit", "Submit again", shot="resubmitted")
    act(registry, path, "acknowledge", "Acknowledge receipt")

    proposer.go(f"{path}/acts/propose_decision")
    tick(proposer, "outcome", "refused")
    tick(proposer, "refusal_codes", "not_identified")
    proposer.fill(reasons="No entry under this name in any register.")
    proposer.press("Propose a decision")
    act(signer, path, "countersign_refusal", "Countersign the refusal", shot="refused")
    officer.go(path)
    officer.sees("Refused", "No entry under this name in any register.")
    assert "No entry under this name" in paper_text(officer, "eply", path)

    withdrawn = world.case_at(people, "received")
    path = f"/cases/{withdrawn.id}"
    officer.go(f"{path}/acts/withdraw")
    tick(officer, "code", "protection_procedure")
    officer.fill(note="asylum application of today")
    officer.press("Withdraw the case", shot="withdrawn")
    officer.sees("Withdrawn")
    registry.go(path)
    registry.shoot("withdrawn")
    registry.sees("Withdrawn")
    registry.misses("protection", "asylum")


def test_stale_form_back_button_and_double_submit(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")
    path = f"/cases/{case.id}"
    first = Persona(chromium, site, people.registry).sign_in()
    second = Persona(chromium, site, world.make_actor("srb-mup-readmission", "registry_officer")).sign_in()
    second.go(f"{path}/acts/return_incomplete")
    tick(second, "codes", "evidence")
    second.fill(reason="A long explanation that must not be lost")
    act(first, path, "acknowledge", "Acknowledge receipt")
    second.press("Return as incomplete", status=409, shot="stale")
    second.sees("A long explanation that must not be lost")
    first.page.go_back()
    first._expected_status = 403
    button = first.page.get_by_role("button", name="Acknowledge receipt", exact=True)
    if button.count():  # the browser kept the page: pressing again must not do it twice
        first._expected_status = 409
        with first.page.expect_navigation():
            button.first.click()
    with use_scope(people.their_supervisor.scope):
        assert Case.objects.get(id=case.id).status == "received"


def test_phone_width_and_keyboard(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "in_verification")
    person = Persona(chromium, site, people.registry).sign_in()
    person.page.set_viewport_size({"width": 360, "height": 800})
    for path in ("/", "/cases/", f"/cases/{case.id}", f"/cases/{case.id}/application", "/account/profile"):
        person.go(path)
        width = person.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, (path, width)
    person.shoot("phone")
    person.go("/")
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
