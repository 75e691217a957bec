"""A supervisor answers "who saw this case last week", takes the answer along as a file, and follows figures to cases."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl

from audit.models import Event
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona


def download(persona: Persona, label: str, tmp_path: Path) -> Path:
    """Press a download button and keep what comes."""
    with persona.page.expect_download() as coming:
        persona.page.get_by_role("button", name=label).first.click()
    path = tmp_path / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_who_saw_this_case_last_week(site: str, chromium: Any, tmp_path: Path) -> None:
    people = world.corridor()
    cases = [world.case_at(people, status) for status in ("submitted", "in_verification", "refused", "closed")]
    case = cases[2]
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(f"/cases/{case.id}")
    officer.close()

    supervisor = Persona(chromium, site, people.supervisor).sign_in()
    supervisor.go(f"/cases/{case.id}/audit")
    page = supervisor.page
    page.locator("select[name='span']").select_option("d7")
    supervisor.press("Show")
    supervisor.press("Looks", shot="who-looked")
    lines = page.locator("table.audit tbody tr")
    assert lines.filter(has_text=people.officer.name).filter(has_text="Opened the case").count() == 1
    assert not lines.filter(has_text=people.registry.name).count()

    as_csv = download(supervisor, "CSV", tmp_path)
    rows = list(csv.DictReader(io.StringIO(as_csv.read_text("utf-8-sig"))))
    looked = [row for row in rows if row["What"] == "Opened the case"]
    assert [row["Who"] for row in looked] == [people.officer.name]
    assert {row["Case"] for row in rows} == {case.reference}
    as_xlsx = download(supervisor, "XLSX", tmp_path)
    sheet = openpyxl.load_workbook(as_xlsx).active
    assert sheet is not None and sheet.max_row >= len(rows) + 1
    assert people.officer.name not in as_csv.name and str(case.reference) in as_csv.name
    with use_scope(people.supervisor.scope):
        taken = Event.objects.filter(action="data.exported", case_key=case.id).order_by("at")
        assert [event.parameters["format"] for event in taken] == ["csv", "xlsx"]
        assert taken[0].parameters["rows"] == len(rows)

    supervisor.go("/supervision/audit")
    supervisor.look("audit-trail")
    figures_lead_to_their_cases(supervisor)
    review_a_sample(supervisor)
    supervisor.close()


def figures_lead_to_their_cases(supervisor: Persona) -> None:
    """Every number of the tables opens as many cases, at the width of a desk and of a telephone."""
    page = supervisor.page
    supervisor.go("/supervision/")
    supervisor.look("time-keeping")
    links = {
        str(link.get_attribute("href")): int(str(link.text_content()).partition("(")[0])
        for link in page.locator("table.figures-table td a").all()
    }
    assert len(links) > 8
    for address, number in list(links.items())[:8]:
        supervisor.go(address)
        assert page.locator("table.queue tbody tr").count() == number, address
    supervisor.look("cases-behind-a-figure")
    page.set_viewport_size({"width": 420, "height": 900})
    for path, shot in (("/supervision/", "time-keeping-phone"), ("/supervision/workload", "workload-phone")):
        supervisor.go(path)
        supervisor.look(shot)
        assert page.evaluate("document.documentElement.scrollWidth") <= 420
    page.set_viewport_size({"width": 1360, "height": 900})


def review_a_sample(supervisor: Persona) -> None:
    """Draw, review, see what was found."""
    page = supervisor.page
    supervisor.go("/supervision/samples")
    supervisor.press("Draw a sample", shot="draw")
    supervisor.press("Draw the sample", shot="sample")
    with page.expect_navigation():
        page.get_by_text("Review this case").first.click()
    supervisor.look("review")
    for group in page.locator(".review-item").all():
        group.locator("input[value='yes']").check(force=True)
    supervisor.press("Record the review", shot="sample-reviewed")
    supervisor.sees("The review is recorded.", "nothing found")
