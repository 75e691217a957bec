"""The case file in real Chromium: documents, viewer by keyboard, history, versions, everything as one PDF."""

import re
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from cases.models import Case
from cases.services import filing, submission
from core.scope import use_scope
from documents.models import StoredFile
from tests import world
from tests.browser.people import Persona
from tests.documents import makers


def filed(people: world.Corridor) -> Case:
    """A submitted case with a scan of three pages."""
    case = world.draft(people)
    with use_scope(people.officer.scope):
        filing.evidence_add(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"kind": "identity_card", "number": "ID-9"},
            upload=makers.pdf(3),
            upload_name="lična karta.pdf",
        )
    world._as(people.officer, submission.review_send)(case.id)
    world._as(people.reviewer, submission.case_submit)(case.id)
    with use_scope(people.officer.scope):
        return Case.objects.get(id=case.id)


def test_documents_are_read_page_by_page_and_as_one_paper(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = filed(people)
    path = f"/cases/{case.id}"
    registry = Persona(chromium, site, people.registry).sign_in()
    registry.go(path)
    registry.press("Documents", shot="documents")
    registry.sees("lična karta.pdf", "Photograph")
    registry.misses(people.officer.name)
    registry.page.get_by_role("link", name="Identity card").first.click()
    registry.page.wait_for_selector("svg.viewer__sheet", timeout=60_000)
    registry.look("viewer")
    registry.sees("Page 1 of 3")

    # By keyboard alone: the stage has the focus, and keeps it while the pages change.
    page = registry.page
    page.locator("#viewer-stage").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("Page 2 of 3", exact=True).wait_for()
    page.wait_for_selector("svg.viewer__sheet", timeout=60_000)
    assert page.evaluate("document.activeElement.id") == "viewer-stage"
    page.keyboard.press("+")
    page.wait_for_selector(".viewer__sheet--150")
    page.keyboard.press("r")
    page.wait_for_selector(".viewer__sheet image[transform]")
    assert re.search(r"page=2.*turn=90", page.url) and "zoom=150" in page.url
    registry.look("viewer-turned")

    # Without scripts the same links do the same.
    still = chromium.new_context(java_script_enabled=False, storage_state=registry.context.storage_state()).new_page()
    with use_scope(people.officer.scope):
        file = StoredFile.objects.get(subject=case.subject, kind="evidence")
    still.goto(f"{site}{path}/files/{file.id}")
    assert still.locator(".viewer__place").inner_text() == "Page 1 of 3"
    still.get_by_role("link", name="Next page").click()
    assert still.locator(".viewer__place").inner_text() == "Page 2 of 3"
    still.get_by_role("link", name="Turn left").click()
    assert "turn=270" in still.url and still.locator("svg.viewer__sheet").count() == 1
    still.close()

    registry.go(f"{path}/documents")
    registry.press("Make the case file")
    made = registry.page.locator("#case-file a[href$='/download']")
    link = registry.await_made(f"{path}/documents", made)
    registry.look("case-file-made")
    response = registry.context.request.get(site + str(link.get_attribute("href")))
    pages = [" ".join(p.extract_text().split()) for p in PdfReader(BytesIO(response.body())).pages]
    for number, text in enumerate(pages, start=1):
        assert f"{case.reference} · {number} of {len(pages)}" in text
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(str(link.get_attribute("href")), status=404)
    officer.messages.clear()

    supervisor = Persona(chromium, site, people.their_supervisor).sign_in()
    supervisor.go(f"{path}/history?kind=reads")
    supervisor.look("history-reads")
    supervisor.sees("lična karta.pdf", people.registry.name)
    registry.go(f"{path}/history?kind=reads", status=403)
    registry.messages.clear()


def test_versions_are_compared_and_a_correction_stays_at_home(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = filed(people)
    path = f"/cases/{case.id}"
    world._as(people.registry, submission.case_return_incomplete, codes=["particulars"])(case.id)
    with use_scope(people.officer.scope):
        filing.person_save(actor=people.officer, case_id=case.id, version=None, values={"birth_place": "Pirot"})
    officer, registry = (Persona(chromium, site, actor).sign_in() for actor in (people.officer, people.registry))
    for page in ("", "/application", "/documents", "/history", "/versions"):
        registry.go(path + page)
        registry.misses("Pirot")
    officer.go(f"{path}/versions")
    officer.look("versions")
    officer.sees("Niš", "Pirot")
    assert officer.page.get_by_role("columnheader", name="As it stands now, not submitted").first.is_visible()
    officer.page.set_viewport_size({"width": 360, "height": 800})
    for page in ("/versions", "/documents", "/history"):
        officer.go(path + page)
        width = officer.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, (page, width)
    officer.page.set_viewport_size({"width": 1360, "height": 900})
    world.recheck(people, case.id)
    world._as(people.reviewer, submission.case_resubmit)(case.id)
    registry.go(f"{path}/versions")
    registry.sees("1 difference", "Pirot")
    registry.go(f"{path}/application")
    registry.sees("Pirot")
