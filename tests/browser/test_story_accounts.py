"""People set up a second step and sign in with it; a session that ends under a half-filled form loses nothing.

Chromium's own virtual authenticator makes and uses the passkey: real keys, over the real page.
"""

from time import time
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.entrance import as_person
from accounts.models import Authenticator
from accounts.session_store import LAST_SEEN_KEY, SessionStore
from tests import world
from tests.accounts.factors import APP, FACTORS, code_of
from tests.browser.people import Persona
from tests.world import PASSWORD

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1360, "height": 900}


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes of the site take their environment from this one."""
    monkeypatch.setenv("RCMS_SECOND_FACTOR", "1")


@pytest.fixture
def here(required: None, site: str) -> str:
    """Passkeys belong to a name, not to a number."""
    return site.replace("127.0.0.1", "localhost")


def authenticator(person: Persona) -> Any:
    """A key inside the computer, with a finger on it."""
    session = person.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def password(person: Persona) -> None:
    person.go("/account/sign-in")
    person.fill(username=world.user_of(person.actor).login_name, password=PASSWORD)
    person.press("Sign in")


def shoot(person: Persona, name: str) -> None:
    """For people to look at, at a desk and on a telephone."""
    person.shoot(f"account-{name}")
    person.page.set_viewport_size(PHONE)
    person.look()
    person.shoot(f"account-{name}-phone")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
    person.page.set_viewport_size(DESK)


def test_a_passkey_and_an_app_are_set_up_and_each_signs_in(chromium: Any, here: str) -> None:
    people = world.corridor()
    officer = Persona(chromium, here, people.officer)
    authenticator(officer)

    # The first time: the password leads to enrolment, and nowhere else.
    password(officer)
    officer.sees("Set up your second step", "Passkey", "Authenticator app")
    shoot(officer, "choose")
    officer.press("Set up a passkey")
    shoot(officer, "passkey")
    officer.fill(name="Office laptop")
    officer.press("Set up the passkey")
    officer.sees("Recovery codes")
    officer.press("Make my codes")
    codes = officer.page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    shoot(officer, "codes")
    with officer.page.expect_download() as download:
        officer.page.get_by_role("button", name="Save as a file").click()
    assert download.value.path().read_text().split() == codes
    officer.press("I have kept them: go on")
    officer.press("Sign out")

    # The passkey.
    password(officer)
    officer.sees("Show that it is you")
    shoot(officer, "second-step-passkey")
    officer.press("Use a passkey")
    officer.look("home")
    officer.page.get_by_role("link", name=people.officer.name).click()
    officer.go("/account/sessions")
    officer.sees("Chrome", "this one")
    shoot(officer, "sessions")

    # An app beside it.
    officer.go(FACTORS)
    officer.sees("Office laptop", "10 codes left")
    shoot(officer, "list")
    officer.go(APP)
    officer.page.get_by_text("I cannot read pictures").click()
    shoot(officer, "app")
    secret = "".join(officer.page.locator(".secret-text span").all_inner_texts())
    officer.fill(code="000000")
    officer.press("Set up the app", status=422)
    officer.fill(code=code_of(secret), name="Telephone")
    officer.press("Set up the app")
    officer.sees("Telephone is set up")
    officer.press("Sign out")
    password(officer)
    officer.fill(code=code_of(secret, 1))
    shoot(officer, "second-step")
    officer.page.locator("form.proof", has=officer.page.locator("[name=code]")).get_by_role("button").click()
    officer.page.wait_for_url(f"{here}/")
    officer.press("Sign out")

    # Neither at hand: a code on paper, once.
    for status in (0, 422):
        password(officer)
        officer.page.get_by_text("I have none of these with me").click()
        officer.fill(recovery_code=codes[0])
        officer.press("Use the recovery code", status=status)
        if not status:
            officer.press("Sign out")
    shoot(officer, "second-step-refused")
    with as_person(world.user_of(people.officer)):
        assert Authenticator.objects.count() == 2
    officer.close()


def idle(person: Persona, seconds: int) -> None:
    """As if nothing had been asked for during so many seconds: the server's clock of the session, then the page's."""
    cookie = next(cookie for cookie in person.context.cookies() if cookie["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(cookie["value"])
    session[LAST_SEEN_KEY] = int(time()) - seconds
    session.save()
    person.page.clock.fast_forward(seconds * 1000)


def test_a_session_ends_under_a_half_filled_form_and_nothing_is_lost(chromium: Any, site: str) -> None:
    """Nobody waits a quarter of an hour: the clocks are moved."""
    people = world.corridor()
    case = world.case_at(people, "submitted")
    officer = Persona(chromium, site, people.officer)
    officer.page.clock.install()
    officer.sign_in()
    page = reverse("cases:thread-start", args=[case.id])
    officer.go(page)
    area = officer.page.locator("main textarea").first
    words = "The embassy asked by telephone whether"
    area.fill(words)

    # A warning two minutes before; staying keeps the page and what stands on it.
    dialog = officer.page.get_by_role("dialog")
    idle(officer, settings.SESSION_IDLE_SECONDS - 100)
    dialog.wait_for()
    officer.sees("Are you still there?")
    shoot(officer, "warning")
    dialog.get_by_role("button", name="Stay signed in").click()
    dialog.wait_for(state="hidden")
    assert area.input_value() == words

    # Nobody stays: the screen is cleared, the words wait for their writer.
    idle(officer, settings.SESSION_IDLE_SECONDS + 10)
    officer.page.wait_for_url("**/account/sign-in?next=*")
    officer.sees("What you had typed is kept for you")
    officer.misses(words)
    shoot(officer, "ended")
    stored = officer.page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])")
    assert words not in stored, "nothing waits in the browser for whoever comes next"
    officer.fill(username=world.user_of(people.officer).login_name, password=PASSWORD)
    officer.press("Sign in")
    assert officer.page.url == f"{site}{page}"
    officer.sees("What you had typed is here again")
    assert officer.page.locator("main textarea").first.input_value() == words
    shoot(officer, "given-back")

    # A dangerous act asks who is at the browser, and the page comes back.
    officer.go("/account/confirm?next=/cases/")
    shoot(officer, "confirm")
    officer.fill(password=PASSWORD)
    officer.press("Go on with the password")
    assert officer.page.url == f"{site}/cases/"
    officer.close()
