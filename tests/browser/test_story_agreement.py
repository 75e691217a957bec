"""Two administrators confirm what nobody had read of an agreement, and agree on a value, for their two countries alone:
in real Chromium, every page checked."""

from typing import Any

from countries.models import Agreement, Rule
from countries.selectors.agreed import held_items
from countries.selectors.rules import rules_for
from tests import world
from tests.browser.people import Persona
from tests.days import local_day

PASSPORT = "nationality:passport:"


def test_what_two_administrators_agree_on_holds_for_their_countries(site: str, chromium: Any) -> None:
    case = world.case_at(world.corridor(), "received")
    eva = world.make_actor("aut-bmi", "administrator", "Eva Gruber")
    dragan = world.make_actor("srb-mup-readmission", "administrator", "Dragan Ilić")
    anna = world.make_actor("nld-dtv", "administrator", "Anna de Boer")
    reply = Rule.objects.get(agreement="eu-serbia", kind="reply", requesting_country=None)

    first = Persona(chromium, site, anna).sign_in()
    first.go("/administration/agreements/eu-serbia")
    first.press("What is not verified", shot="agreement-unverified")
    first.sees("Netherlands and Serbia")
    first.page.get_by_role("link", name="Confirm with a source Means of evidence: Nationality, Passport").click()
    first.look("agreement-confirm")
    first.page.select_option("[name='certainty']", "T")
    first.fill(source="Official Journal L 334", citation="Annex 1")
    first.press("Look at the running cases", shot="agreement-confirm-preview")
    first.sees("read in the text", "No running time limit")
    first.fill(reason="The annex was read again.")
    first.press("Ask a second administrator", shot="agreement-confirm-asked")
    asked = first.page.url.removeprefix(site)

    second = Persona(chromium, site, dragan).sign_in()
    second.go(asked)
    second.sees("Official Journal L 334")
    second.press("Approve")
    second.sees("The change is approved and done")
    second.go("/administration/agreements/eu-serbia")
    second.sees("Agreed between two countries alone")
    held = {
        country: held_items(Agreement.objects.get(code="eu-serbia"), country, "SRB")["evidence", PASSPORT]
        for country in ("NLD", "AUT")
    }
    assert (held["NLD"].is_verified, held["AUT"].is_verified) == (True, False)

    # A value: the fields that are seldom needed are folded, and nothing that stands in them is lost.
    first.go(f"/administration/agreements/eu-serbia/rules/{reply.id}/edit")
    assert first.page.locator("form details").count() == 3
    first.shoot("rule-form")
    seldom = first.page.locator("summary", has_text="Seldom said")
    seldom.focus()
    first.page.keyboard.press("Enter")
    first.fill(value="12", normal_value="9", source="Exchange of notes, 2026")
    first.press("Look at the running cases", shot="rule-form-preview")
    first.sees(str(case.reference))
    assert first.page.locator("[name='normal_value']").is_visible()
    assert first.page.locator("[name='normal_value']").input_value() == "9"
    first.page.set_viewport_size({"width": 420, "height": 900})
    first.look("rule-form-phone")
    assert first.page.evaluate("document.documentElement.scrollWidth") <= 420
    first.fill(reason="Both sides want two days more.")
    first.press("Ask a second administrator")
    second.go(first.page.url.removeprefix(site))
    second.press("Approve")
    on = local_day()
    days = {
        country: rules_for(country, "SRB", "own_national", on, agreement="eu-serbia")["reply"].value
        for country in ("NLD", "AUT")
    }
    assert days == {"NLD": 12, "AUT": 10}

    # A third country reads what the two agreed on, and has it to confirm for itself.
    third = Persona(chromium, site, eva).sign_in()
    third.go("/administration/agreements/eu-serbia")
    third.sees("Agreed between two countries alone")
    third.press("What is not verified")
    third.sees("Means of evidence: Nationality, Passport")
    for persona in (first, second, third):
        persona.close()
