"""A travel document is printed, collected, lost and renewed; where none came in time the European one takes its place."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from core import clock
from tests import world
from tests.browser.people import Persona


def sheet_read(persona: Persona, path: str, name: str) -> str:
    """The text of a sheet, downloaded from the case page once it is drawn."""
    link = persona.await_made(path, persona.page.get_by_role("link", name=name))
    with persona.page.expect_download() as downloaded:
        link.click()
    pages = PdfReader(Path(downloaded.value.path())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_document_is_lost_and_renewed(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "documented")
    path = f"/cases/{case.id}"
    consul = Persona(chromium, site, people.consul).sign_in()
    officer = Persona(chromium, site, people.officer).sign_in()

    consul.go(path)
    consul.press("Record that the travel document was printed", shot="document-print")
    consul.press("Record that the travel document was printed")
    consul.sees("Printed", "once")
    officer.go(path)
    officer.press("Acknowledge that the travel document was collected", shot="document-collect")
    officer.fill(collected_by="P. Jansen, escort leader")
    officer.press("Acknowledge that the travel document was collected")
    officer.sees("Collected", "P. Jansen, escort leader")

    # Lost: the sheet that was printed is not given out any more.
    officer.press("Report that the travel document is lost", shot="document-lost")
    officer.press("Report that the travel document is lost", status=422)
    officer.page.get_by_label("It was stolen").check()
    officer.fill(note="Taken from the luggage")
    officer.press("Report that the travel document is lost")
    officer.sees("Lost", "It was stolen: Taken from the luggage")
    assert "VOID" in sheet_read(officer, path, "The sheet, marked void")
    officer.press("Ask for a new travel document")
    officer.press("Ask for a new travel document")
    officer.page.set_viewport_size({"width": 420, "height": 900})
    officer.shoot("document-lost-phone")

    # The consulate issues another one, and its register tells both.
    consul.go(path)
    consul.sees("It was stolen: Taken from the luggage")
    consul.press("Issue the travel document")
    consul.press("Issue the travel document")
    consul.sees("Earlier travel document")
    consul.shoot("document-renewed")
    consul.go("/documents/")
    consul.sees(case.reference or "", "It was stolen", "Issued", "Lost")
    consul.shoot("document-register")
    consul.page.get_by_role("row").filter(has_text="It was stolen").get_by_role("link").first.click()
    consul.look("document-number")
    consul.sees("History", "Collected")
    for persona in (consul, officer):
        persona.close()


def test_the_european_document_after_the_limit(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "overdue_european")
    lead = world.make_actor("nld-dtv", "office_lead")
    path = f"/cases/{case.id}"
    head = Persona(chromium, site, lead).sign_in()
    head.go("/documents/series")
    head.page.get_by_label("European travel documents for return").check()
    head.fill(letters="NLR", first="1000", last="1999")
    head.shoot("document-series")
    head.press("Open the series")
    head.sees("NLR1000–NLR1999")

    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(path)
    officer.press("Issue the European travel document for return", shot="return-document")
    until = clock.now() + timedelta(days=20)
    officer.fill(
        place="The Hague",
        valid_until_day=str(until.day),
        valid_until_month=str(until.month),
        valid_until_year=str(until.year),
    )
    officer.press("Issue the European travel document for return")
    officer.sees("Regulation (EU) 2016/1953", "Not compared with the published text")
    officer.shoot("return-document-issued")
    text = sheet_read(officer, path, "Print the travel document")
    for words in ("European travel document for return", "The Hague", "NLR1", "PETROVIĆ", "Valid for one journey from"):
        assert words in text, (words, text)
    consul = Persona(chromium, site, people.consul).sign_in()
    consul.go(path)
    consul.sees("Regulation (EU) 2016/1953")
    consul.misses("Revoke the travel document")
    for persona in (head, officer, consul):
        persona.close()
