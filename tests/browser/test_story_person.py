"""A person asks what we hold: registered, found, collected, redacted, looked over by a second, exported, handed over."""

import json
from typing import Any

from django.urls import reverse

from cases.services import notes
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona
from tests.browser.test_story_accelerated import paper_read
from tests.browser.test_story_access import both_widths
from tests.days import local_day


def fill_day(who: Persona, name: str) -> None:
    day = local_day()
    who.fill(**{f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)})


def test_a_person_is_told_what_is_held(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted", given_names="Zvezdan")
    with use_scope(people.officer.scope):
        notes.note_add(actor=people.officer, case_id=case.id, text="Told us of a protection procedure")
    second = world.make_actor("nld-dtv", "data_protection_officer")

    ours = Persona(chromium, site, people.supervisor).sign_in()
    ours.press("Data protection")
    both_widths(ours, "protection")
    ours.press("Requests of persons")
    ours.press("Register a request")
    ours.press("Register", status=422)
    ours.fill(name="Zvezdan Petrović", contact="By hand, in the centre")
    ours.page.get_by_label("Known in person: in our care").check()
    both_widths(ours, "person-new")
    ours.press("Register")
    ours.sees("one month, Article 12(3)", "None chosen yet.")
    ours.press("Look for cases")
    ours.fill(name="Звездан")
    ours.press("Look")
    ours.page.get_by_label(f"Choose {case.reference}").check()
    both_widths(ours, "person-found")
    ours.press("These are the person's")
    ours.press("Collect the data")
    ours.press("Look through it")
    ours.sees("Told us of a protection procedure", "Who was given data")
    withheld = ours.page.get_by_role("row", name="Question 1 · Answer").get_by_role("checkbox")
    withheld.uncheck()
    both_widths(ours, "person-items")
    ours.press("Keep this")
    ours.page.get_by_label("In part").check()
    ours.press("Give it to a colleague to look at", status=422)
    ours.sees("Choose the ground", "Name the provision and the reason")
    ours.page.locator("[name='ground']").select_option("others")
    ours.fill(ground_note="Whom the registry asked")
    ours.press("Give it to a colleague to look at")
    ours.sees("Another person looks at the answer than prepared it.")
    address = ours.page.url.removeprefix(site)

    theirs = Persona(chromium, site, people.their_supervisor).sign_in()
    theirs.go(address, status=404)
    theirs.close()
    officer = Persona(chromium, site, second).sign_in()
    officer.go(address)
    officer.press("The answer is right")
    both_widths(officer, "person-approved")
    officer.go(address)
    answer = paper_read(officer, "Answer to a person")
    assert "Told us of a protection procedure" in answer and "Whom the registry asked" in answer
    officer.go(address)
    with officer.page.expect_download() as downloading:
        officer.page.get_by_role("button", name="Download for machines (JSON)").click()
    told = json.loads(downloading.value.path().read_text(encoding="utf-8"))
    assert told["withheld"]["person"] == 1 and any("Zvezdan" in row["value"] for row in told["data"])
    fill_day(officer, "handed_over_on")
    officer.fill(how="Against signature")
    officer.press("The person has the answer")
    officer.sees("This answer is kept until")
    officer.close()

    # What went over, and the copy for the person; the other side is asked how the data was used.
    ours.go(reverse("protection:disclosure-list"))
    both_widths(ours, "disclosures")
    ours.go(reverse("protection:case-disclosures", args=[case.id]))
    both_widths(ours, "case-disclosures")
    ours.go(reverse("protection:between-ask", args=[case.id, "use_report"]))
    both_widths(ours, "between-ask")
    ours.page.get_by_label("the photograph").check()
    ours.press("Send to the other side")
    both_widths(ours, "between")
    ours.go(reverse("protection:restriction", args=[case.id]))
    both_widths(ours, "restriction")
    ours.close()
