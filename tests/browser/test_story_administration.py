"""Two administrators enrol an office; a new person of that office signs in: in real Chromium, every page checked."""

from typing import Any

from cases.models import Case
from core.scope import use_scope
from countries.models import Authority
from tests import world
from tests.browser.people import Persona
from tests.browser.test_story import date_parts, tick
from tests.days import local_day


def test_an_office_is_enrolled_by_two_and_its_officer_signs_in(site: str, chromium: Any) -> None:
    anna = world.make_actor("nld-dtv", "administrator", "Anna Bakker")
    bert = world.make_actor("nld-dtv", "administrator", "Bert de Wit")
    supervisor = world.make_actor("nld-dtv", "supervisor", "Sanne Mulder")
    serbian = world.make_actor("srb-mup-readmission", "administrator", "Dragan Ilić")
    first = Persona(chromium, site, anna).sign_in()
    first.go("/administration/")
    first.press("Enrol an office", shot="office-form")
    first.fill(
        name="Repatriation Service, Region North",
        code="nld-dtv-region-north",
        name_native="Dienst Terugkeer en Vertrek, regio Noord",
        address="Hereweg 1, Groningen",
        email="north@example.org",
    )
    first.page.locator("[name='native_language']").select_option("nl")
    first.page.locator("[name='parent']").select_option(label=Authority.objects.get(code="nld-dtv").name)
    first.page.locator("[name='kind']").select_option("regional_office")
    first.press("Ask a second administrator", status=422)
    first.sees("Fill this in")
    first.fill(reason="The north gets an office of its own.")
    first.press("Ask a second administrator", shot="change-asked")
    first.sees("Waiting for a second person", "Withdraw my request")

    second = Persona(chromium, site, bert).sign_in()
    second.go("/administration/")
    second.shoot("administration")
    second.press("Enrol an office")  # the change in the list comes second on the page: the first one is the button
    second.go("/administration/changes")
    second.page.locator("table a", has_text="Enrol an office").click()
    second.look("change")
    second.sees("Region North", "Anna Bakker")
    second.press("Approve", shot="change-approved")
    second.sees("The change is approved and done")

    abroad = Persona(chromium, site, serbian).sign_in()
    abroad.go("/administration/register")
    abroad.shoot("register")
    abroad.sees("Region North")
    abroad.misses("Anna Bakker", "Bert de Wit")

    first.go("/administration/people/new")
    first.fill(full_name="Noor Visser", login_name="noor.visser")
    first.press("Add the person", shot="first-password")
    known_to_anna = first.page.locator(".secret").inner_text()
    first.press("Go on to the person's roles", shot="person")
    first.press("Give a role")
    first.page.locator("[name='authority']").select_option(label="Repatriation Service, Region North")
    tick(first, "role", "return_officer")
    first.fill(**date_parts("valid_from", local_day()))
    first.press("Ask a second administrator", status=422)
    first.fill(reason="Noor Visser begins in the new office.")
    first.press("Ask a second administrator", shot="role-asked")
    first.sees("Return officer", "Repatriation Service, Region North", "Waiting for a second person")
    second.go("/administration/changes")
    second.page.locator("tr", has_text="Noor Visser").get_by_role("link").click()
    second.look("role-change")
    second.press("Approve", shot="role-given")
    password = second.page.locator(".secret").inner_text()
    assert password != known_to_anna

    newcomer = Persona(chromium, site, anna)
    newcomer.go("/account/sign-in")
    newcomer.page.get_by_label("User name").fill("noor.visser")
    newcomer.page.get_by_label("Password", exact=True).fill(password)
    newcomer.press("Sign in", shot="own-password")
    newcomer.sees("Choose your own password")
    own = "storks above the wide canal"
    newcomer.fill(old_password=password, new_password1=own, new_password2=own)
    newcomer.press("Change my password", shot="newcomer-home")
    newcomer.go("/cases/new")
    newcomer.page.locator("[name='country']").select_option("SRB")
    newcomer.press("Show the agreements")
    tick(newcomer, "agreement", "eu-serbia")
    newcomer.press("Open the draft")
    with use_scope(supervisor.scope):
        assert Case.objects.get().requesting_authority.code == "nld-dtv-region-north"
    for persona in (first, second, abroad, newcomer):
        persona.close()
