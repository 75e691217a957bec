"""An authority's own sign-in: set up by two, linked by two, an officer comes in by it, loses a role; the provider is away.

The provider is a Django process of its own with django-oauth-toolkit (`tests.provider`).
"""

from pathlib import Path
from typing import Any

from tests import world
from tests.accounts.authorities import WEST, return_path
from tests.browser.people import Persona
from tests.browser.test_story_accounts import password, shoot
from tests.provider.running import Provider, provider_running


def begin(officer: Persona, *, status: int = 0) -> None:
    """From the page of the sign-in to the page that leads on."""
    officer.go("/account/sign-in")
    officer.press("Sign in with your authority")
    officer.fill(code=WEST)
    officer.press("Go on", status=status)


def to_provider(officer: Persona, provider: Provider, *, is_known: bool, status: int = 0) -> None:
    """There and back."""
    begin(officer)
    officer.sees(f"localhost:{provider.port}")
    officer._expected_status = status
    officer.page.get_by_role("button", name="Go on to your authority").click()
    if not is_known:
        officer.page.get_by_label("Name").fill("sanne")
        officer.page.get_by_label("Password").fill("sanne")
        officer.page.get_by_role("button", name="Sign in").click()
    officer.page.wait_for_url(f"{officer.address}/**")
    officer.look()


def agree(second: Persona, kind: str) -> None:
    second.go("/administration/changes")
    second.page.locator("table a", has_text=kind).first.click()
    second.look()
    shoot(second, f"change-{kind.split()[0].lower()}")
    second.press("Approve")
    second.sees("The change is approved and done")


def test_an_officer_comes_in_by_the_authority_and_loses_a_role(site: str, chromium: Any, tmp_path: Path) -> None:
    anna = world.make_actor("nld-dtv", "administrator", "Anna Bakker")
    bert = world.make_actor("nld-dtv", "administrator", "Bert de Wit")
    sanne = world.make_actor("nld-dtv", "return_officer", "Sanne Mulder")
    with provider_running(tmp_path) as provider:
        provider.tell(clients={"rcms": [site + return_path(WEST)]}, people={"sanne": {"groups": ["officers"]}})
        officer = Persona(chromium, site, sanne)
        begin(officer, status=422)
        officer.sees("No sign-in is set up for an office with this code")
        shoot(officer, "authority")

        # Set up by two.
        first, second = Persona(chromium, site, anna).sign_in(), Persona(chromium, site, bert).sign_in()
        first.go(f"/administration/offices/{WEST}")
        first.press("Set it up")
        first.fill(issuer=provider.other_issuer, client_id="rcms", client_secret="secret-of-rcms", scopes="groups")
        first.fill(roles_claim="groups", roles="officers = return_officer\nreviewers = reviewer")
        first.fill(second_factor="amr:mfa", reason="Our people have accounts at the authority.")
        shoot(first, "provider-form")
        first.press("Ask a second administrator")
        first.sees("Waiting for a second person", "Return officer", "a new one")
        first.misses("secret-of-rcms")
        agree(second, "Set up the sign-in of an authority")
        first.go(f"/administration/offices/{WEST}")
        first.sees(provider.other_issuer)
        shoot(first, "office")

        # Known there, and nobody here yet.
        to_provider(officer, provider, is_known=False, status=422)
        officer.sees("You are not signed in", "subject-of-sanne")
        shoot(officer, "unknown")
        first.go(f"/administration/people/{sanne.user_id}")
        first.press("Link to the sign-in of the authority")
        first.fill(subject="subject-of-sanne", reason="She told me on the telephone.")
        shoot(first, "link-form")
        first.press("Ask a second administrator")
        agree(second, "Link an account")

        # In, with the role that the group gives, in that office alone.
        begin(officer)
        shoot(officer, "on")
        to_provider(officer, provider, is_known=True)
        officer.sees("Work")
        officer.go("/account/profile")
        officer.sees("Region West")
        # Which says nothing for the whole account: the second step takes a password or factor of RCMS.
        officer.go("/account/second-step/app")
        officer.fill(code="000000")
        officer.press("Set up the app")
        officer.sees("Confirm that it is you", "Your second step protects your whole account")
        officer.misses("Sign in with your authority anew")
        shoot(officer, "own")
        first.go(f"/administration/people/{sanne.user_id}")
        first.sees("by the sign-in of the authority", "subject-of-sanne")
        shoot(first, "person")

        # The group is gone: nothing is left to act under with this sign-in.
        provider.tell(people={"sanne": {"groups": []}})
        to_sign_in(officer)
        to_provider(officer, provider, is_known=True)
        officer.sees("Your authority gives you no role in its office at present")
        shoot(officer, "no-role")
        to_sign_in(officer)

        # The provider is away; the password is not.
        provider.stop()
        officer.page.wait_for_timeout(3000)  # what it published is believed for so long
        begin(officer, status=422)
        officer.sees("does not answer now")
        shoot(officer, "away")
        password(officer)
        officer.sees("Work")


def to_sign_in(officer: Persona) -> None:
    officer.press("Sign out")
    officer.sees("You are signed out")
