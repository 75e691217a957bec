"""Dividing the work in real Chromium: a head of office shares out twenty cases; once without a mouse."""

from typing import Any

from accounts.actor import Actor
from cases.models import Assignment, Case
from cases.services.assignment import case_assign
from cases.services.filing import case_start, person_save
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona

CASES = 20


def drafts(officer: Actor, number: int) -> None:
    """Applications that an officer has begun; each is that officer's."""
    with use_scope(officer.scope):
        for index in range(number):
            case = case_start(actor=officer, receiving_country="SRB", agreement="eu-serbia")
            values = {**world.PERSON, "given_names": f"Miloš {index + 1}", "birth_date": f"{1970 + index}-03-14"}
            person_save(actor=officer, case_id=case.id, version=None, values=values)


def held(actor: Actor) -> list[str]:
    with use_scope(actor.scope):
        return sorted(Assignment.objects.values_list("user_name", flat=True))


def test_a_head_of_office_shares_out_twenty_cases_and_an_officer_finds_them(chromium: Any, site: str) -> None:
    leaver = world.make_actor("nld-dtv", "return_officer", "L. Jansen")
    ana = world.make_actor("nld-dtv", "return_officer", "A. de Vries")
    bram = world.make_actor("nld-dtv", "reviewer", "B. Smit")
    chief = world.make_actor("nld-dtv", "office_lead", "C. van Dijk")
    drafts(leaver, CASES)

    lead = Persona(chromium, site, chief).sign_in()
    lead.go("/cases/?view=office")
    lead.sees(f"{CASES} open cases")
    lead.page.get_by_text("Filter, sort and keep").click()
    lead.page.locator("select[name='assignee']").wait_for()
    lead.look()
    lead.page.locator("select[name='assignee']").select_option(str(leaver.user_id))
    lead.press("Show these cases", shot="queue-filtered")
    lead.sees("Assigned to: L. Jansen")
    lead.page.locator("input[data-select-all]").check()
    # Meanwhile somebody has given the first case to the colleague whose turn it will be.
    first = str(lead.page.locator("input[name='case']").first.get_attribute("value"))
    with use_scope(chief.scope):
        case_assign(actor=chief, case_id=Case.objects.get(id=first).id, to_user_id=ana.user_id)
    lead.press("Assign", shot="bulk-assign")
    lead.sees(f"Assign {CASES} cases")
    for name in (ana, bram):
        lead.page.locator(f"input[name='to'][value='{name.user_id}']").check(force=True)
    lead.fill(note="L. Jansen has left: please go on with these")
    lead.press("Assign the cases", shot="bulk-result")
    lead.sees("19 cases done. A. de Vries: 9, B. Smit: 10.", "1 case was left as it is", "had the case already")
    assert held(chief) == ["A. de Vries"] * 10 + ["B. Smit"] * 10

    officer = Persona(chromium, site, ana).sign_in()
    officer.press("Cases")
    officer.page.get_by_role("link", name="Mine").click()
    officer.look("queue-mine")
    assert officer.page.locator("input[name='case']").count() == CASES // 2
    officer.page.locator("td a.reference").nth(1).click()
    officer.look("case-assigned")
    officer.sees("Who works on it", "by C. van Dijk", "L. Jansen has left: please go on with these")

    colleague = Persona(chromium, site, bram).sign_in()
    colleague.go(officer.page.url.removeprefix(site))
    colleague.sees("Also open with A. de Vries.")
    colleague.press("Take it over", shot="case-taken")
    colleague.sees("The case is yours.")
    officer.go("/cases/?view=mine")
    assert officer.page.locator("input[name='case']").count() == CASES // 2 - 1
    for persona in (lead, officer, colleague):
        persona.close()


def tab_to(persona: Persona, text: str, *, most: int = 150) -> None:
    """Press the tabulator until the control with this name (its words or its label) has the focus."""
    for _ in range(most):
        persona.page.keyboard.press("Tab")
        found = persona.page.evaluate(
            """() => { const e = document.activeElement;
               const label = e.labels && e.labels[0] ? e.labels[0].textContent : "";
               return (e.getAttribute("aria-label") || label || e.textContent || "").trim(); }"""
        )
        if str(found).startswith(text):
            outline = persona.page.evaluate(
                """() => { const e = document.activeElement; const s = (x) => x && getComputedStyle(x);
                   const near = e.labels && e.labels[0] ? [s(e), getComputedStyle(e.labels[0], "::before")] : [s(e)];
                   return near.some((c) => c.outlineStyle !== "none" || c.boxShadow !== "none"); }"""
            )
            assert outline, f"the focus on {text!r} cannot be seen"
            return
    raise AssertionError(f"{text!r} is not reached with the tabulator")


def go_on(persona: Persona, key: str) -> None:
    with persona.page.expect_navigation():
        persona.page.keyboard.press(key)
    persona.look()


def test_the_same_without_a_mouse(chromium: Any, site: str) -> None:
    officer = world.make_actor("nld-dtv", "return_officer", "L. Jansen")
    chief = world.make_actor("nld-dtv", "office_lead", "C. van Dijk")
    world.make_actor("nld-dtv", "return_officer", "A. de Vries")
    drafts(officer, 3)
    lead = Persona(chromium, site, chief)
    lead.go("/account/sign-in")
    tab_to(lead, "User name")
    lead.page.keyboard.type(world.user_of(chief).login_name)
    tab_to(lead, "Password")
    lead.page.keyboard.type(world.PASSWORD)
    go_on(lead, "Enter")
    tab_to(lead, "Cases")
    go_on(lead, "Enter")
    tab_to(lead, "Select all cases of this page")
    lead.page.keyboard.press("Space")
    assert lead.page.locator("input[name='case']:checked").count() == 3
    lead.page.keyboard.press("Shift+Tab")  # back to the buttons above the table
    lead.page.keyboard.press("Shift+Tab")
    go_on(lead, "Enter")
    lead.sees("Assign 3 cases")
    tab_to(lead, "A. de Vries")
    lead.page.keyboard.press("Space")
    tab_to(lead, "Assign the cases")
    go_on(lead, "Enter")
    lead.sees("3 cases done. A. de Vries: 3.")
    assert held(chief) == ["A. de Vries"] * 3
    lead.close()
