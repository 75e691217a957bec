"""A family of which one is refused; an unaccompanied minor whose application is stopped and then released."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from cases.models import Case
from cases.services import submission, transfer, travel_document
from tests import safe, world
from tests.browser.people import Persona
from tests.days import local_day
from tests.families import family


def choose(persona: Persona, **values: str) -> None:
    """Pick radio buttons by the names of their fields."""
    for name, value in values.items():
        persona.page.locator(f"[name='{name}'][value='{value}']").check()


def day(persona: Persona, name: str, days: int = 0) -> None:
    """Fill in today's date, or a later one."""
    today = local_day() + timedelta(days=days)
    persona.fill(**{f"{name}_day": str(today.day), f"{name}_month": str(today.month), f"{name}_year": str(today.year)})


def on_phone(persona: Persona, name: str) -> None:
    """The page in front of the person on a small screen: nothing runs out of it."""
    persona.page.set_viewport_size({"width": 420, "height": 900})
    assert persona.page.evaluate("document.documentElement.scrollWidth") <= 420
    persona.look(f"{name}-phone")
    persona.page.set_viewport_size({"width": 1360, "height": 900})


def test_an_unaccompanied_minor_is_stopped_and_then_released(site: str, chromium: Any) -> None:
    people = world.corridor()
    child = safe.unprepared_child(people)
    path = f"/cases/{child.id}"
    officer, reviewer, registry = (
        Persona(chromium, site, actor).sign_in() for actor in (people.officer, people.reviewer, people.registry)
    )

    # By the date of birth alone the application is stopped, with the reason.
    officer.go(path)
    officer.sees("not assessed yet", "record the assessment of the best interests")
    officer.shoot("child-stopped")
    on_phone(officer, "child-stopped")
    officer.go(f"{path}/acts/send_to_review", status=403)

    officer.go(f"{path}/acts/assess_best_interests")
    officer.press("Record the assessment of the child’s best interests", status=422, shot="child-assess-empty")
    officer.sees("Something needs your attention")
    officer.fill(
        assessed_by="Y. de Boer, child protection board",
        assisted_by="Guardianship foundation",
        representative="M. Visser, guardian",
        grounds="The grandmother cared for him before.",
    )
    day(officer, "assessed_on")
    choose(officer, result="in_favour")
    officer.press("Record the assessment of the child’s best interests")
    officer.sees("Y. de Boer", "record who receives the child")

    officer.go(f"{path}/acts/propose_reception")
    choose(officer, kind="family_member")
    officer.fill(name="Vera Petrović", relation="grandmother", place="Obrenovićeva 5, Niš")
    officer.press("Record who receives the child", status=422)
    officer.sees("Confirm that this was decided")
    officer.page.locator("[name='is_decided']").check()
    officer.press("Record who receives the child", shot="child-reception")

    officer.go(f"{path}/acts/answer_safeguards")
    officer.look("child-checklist")
    on_phone(officer, "child-checklist")
    for code in ("needs_assessed", "heard"):
        choose(officer, **{code: "done"})
    choose(officer, schooling_and_care="not_applicable")
    officer.press("Answer the checklist for a vulnerable person", status=422)
    officer.sees("Say why this point does not apply")
    officer.fill(schooling_and_care_remark="He has finished school and works with his uncle")
    officer.press("Answer the checklist for a vulnerable person")
    officer.sees("He has finished school")

    # Now it goes, and another person releases it.
    officer.go(f"{path}/acts/send_to_review")
    officer.press("Send to review")
    reviewer.go(f"{path}/acts/release")
    reviewer.sees("Legal status checked on", "No rule was found")
    reviewer.press("Release to the other side", shot="child-released")

    # The other side reads who receives the child, and nothing of the grounds; it confirms.
    registry.go(path)
    registry.sees("Who receives the child", "Vera Petrović", "Waits for confirmation")
    registry.misses("child protection board", "Guardianship", "grandmother cared", "finished school", "Checklist")
    registry.press("Acknowledge receipt")
    registry.press("Acknowledge receipt")
    registry.go(f"{path}/acts/confirm_reception")
    registry.fill(reason="She was visited by the centre for social work")
    registry.press("Confirm that the child is received", shot="child-confirmed")
    officer.go(path)
    officer.sees("Confirmed", "visited by the centre for social work")
    for persona in (officer, reviewer, registry):
        persona.close()


def document(people: world.Corridor, case: Case) -> None:
    """The consulate issues a travel document."""
    valid_until = local_day() + timedelta(days=60)
    world._as(people.consul, travel_document.travel_document_issue, valid_until=valid_until)(case.id)


def plan_together(persona: Persona, days: int, shot: str = "") -> None:
    """From the page of the family: one form for all who go."""
    name = "Plan the transfer of the family"
    persona.press(name, shot=shot)
    if shot:
        on_phone(persona, shot)
    persona.page.locator("select[name=crossing_point]").select_option(index=1)
    day(persona, "arrival_date", days)
    persona.fill(arrival_time="14:30", carrier_number="JU 451")
    choose(persona, means="air")
    persona.press(name)


def test_a_family_is_planned_announced_and_confirmed_together(site: str, chromium: Any) -> None:
    people = world.corridor()
    first, second = family(people)
    world._as(people.officer, submission.review_send)(first.id)
    world._as(people.reviewer, submission.case_submit)(first.id)
    for case in (first, second):
        safe.decide(people, case)
        document(people, case)
    officer, registry = (Persona(chromium, site, actor).sign_in() for actor in (people.officer, people.registry))

    # One form: the same day, place and means for both; each keeps a plan of his or her own.
    officer.go(f"/cases/{first.id}/family")
    plan_together(officer, 20, shot="family-plan")
    officer.sees("The transfer of 2 persons is planned.")
    assert officer.page.get_by_text("14:30 (Belgrade)").count() == 2
    officer.look("family-planned")
    on_phone(officer, "family-planned")
    officer.press("Give notice of the family’s transfer", shot="family-notice")
    on_phone(officer, "family-notice")
    officer.press("Give notice of the family’s transfer")
    officer.sees("Notice was given of the transfer of 2 persons.")

    # The receiving side has two notices, and confirms each.
    for case, name in ((first, "MILOŠ"), (second, "JELENA")):
        text = notice_of(registry, f"/cases/{case.id}")
        assert name in text.upper() and "JU 451" in text
        registry.go(f"/cases/{case.id}/acts/confirm_transfer")
        registry.press("Confirm the transfer")
    registry.go(f"/cases/{first.id}/family")
    registry.look("family-confirmed")
    border = Persona(chromium, site, people.border).sign_in()
    for case in (first, second):
        border.go(f"/arrivals/{case.id}")
        border.sees("JU 451")
    for persona in (officer, registry, border):
        persona.close()


def notice_of(persona: Persona, path: str) -> str:
    """The text of the notice of transfer, as it is downloaded from the case."""
    link = persona.await_made(path, persona.page.get_by_role("link", name="Notice of transfer"))
    with persona.page.expect_download() as downloaded:
        link.click()
    return printed(Path(downloaded.value.path()).read_bytes())


def printed(data: bytes) -> str:
    """The text of a PDF."""
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(data)).pages).split())


def test_a_family_of_which_one_is_refused(site: str, chromium: Any) -> None:
    people = world.corridor()
    first, second = family(people)
    officer, reviewer = (Persona(chromium, site, actor).sign_in() for actor in (people.officer, people.reviewer))

    # One page shows both; what is named in the form is corrected in place.
    officer.go(f"/cases/{first.id}/family")
    officer.sees("Members of the family", "Children who return along may stand on a parent’s form")
    officer.look("family-draft")
    on_phone(officer, "family-draft")
    officer.go(f"/cases/{first.id}/application/family")
    officer.press("Change Jelena", shot="family-change")
    officer.fill(birth_place="Pirot")
    officer.press("Save the change")
    officer.sees("Pirot")
    officer.go(f"/cases/{first.id}/family")
    officer.press("Send to review")
    officer.sees("The other case of the family goes with this one.")
    officer.press("Send to review")
    officer.sees("In review", "not filed")
    reviewer.go(f"/cases/{second.id}/family")
    reviewer.press("Release to the other side")
    reviewer.press("Release to the other side", shot="family-filed")
    # Person by person: who was filed.
    assert reviewer.page.get_by_text("filed on").count() == 2
    on_phone(reviewer, "family-filed")

    # Decided one by one: the refusal of one leaves the other, and the family would be separated.
    safe.decide(people, second, "refused")
    safe.decide(people, first)
    document(people, first)
    officer.go(f"/cases/{first.id}/family")
    plan_together(officer, 20)
    officer.sees("Not done for everybody", "Petrović, Miloš: done", "Petrović, Jelena: The case stands at: Refused.")
    officer.look("family-left-out")
    officer.go(f"/cases/{first.id}/family")
    officer.sees("The family would be separated", "Accepted", "Refused")
    officer.look("family-parting")
    on_phone(officer, "family-parting")
    officer.go(f"/cases/{first.id}")
    officer.sees("Members of the family would stay behind")
    officer.look("family-parting-case")
    officer.go(f"/cases/{first.id}/acts/notify_transfer", status=403)
    reviewer.go(f"/cases/{first.id}/acts/allow_separation")
    reviewer.sees("These members of the family would stay")
    reviewer.fill(reason="The spouse has a passport of her own and follows next week.")
    reviewer.press("Decide that the family may be separated", shot="family-decided")

    # Consent, health for the journey, and who reads it.
    officer.go(f"/cases/{first.id}/acts/record_health_consent")
    choose(officer, form="written")
    day(officer, "given_on")
    officer.press("Record consent to passing on health information")
    officer.go(f"/cases/{first.id}/acts/record_transfer_health")
    choose(officer, fitness="with_care")
    day(officer, "examined_on")
    officer.fill(examined_by="Dr. P. Smit", care="A wheelchair at the gate", medication="Insulin")
    officer.press("Record health for the journey", shot="health-recorded")
    officer.go(f"/cases/{first.id}/health-sheet")
    officer.sees("Insulin", "Confidential")
    officer.look("health-sheet")
    paper = officer.page.pdf(format="A4")
    assert len(PdfReader(BytesIO(paper)).pages) == 1
    sheet = printed(paper)
    for words in (
        "Confidential",
        "14 March 1991",
        "A wheelchair at the gate",
        "Insulin",
        "Handed to the medical escort",
    ):
        assert words in sheet, (words, sheet)
    assert "(Belgrade)" in sheet and "Print " not in sheet
    on_phone(officer, "health-sheet")
    officer.go(f"/cases/{first.id}/acts/notify_transfer")
    officer.press("Give notice of the transfer")
    world._as(people.registry, transfer.transfer_confirm)(first.id)
    registry, border = (Persona(chromium, site, actor).sign_in() for actor in (people.registry, people.border))
    registry.go(f"/cases/{first.id}")
    registry.misses("wheelchair", "Insulin", "follows next week")
    registry.go(f"/cases/{first.id}/family")
    registry.sees("Accepted", "Refused")
    border.go(f"/arrivals/{first.id}")
    border.sees("Health for the journey", "A wheelchair at the gate")
    border.look("health-arrival")
    on_phone(border, "health-arrival")
    border.press("Sheet to print")
    border.sees("Insulin")
    officer.go(f"/cases/{first.id}/acts/withdraw_health_consent")
    officer.press("Record that the consent was withdrawn")
    border.go(f"/arrivals/{first.id}")
    border.misses("wheelchair")
    for persona in (officer, reviewer, registry, border):
        persona.close()
