"""A person at a browser: signs in, opens pages, does acts; every page seen is checked."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, Response

from accounts.actor import Actor
from tests.world import PASSWORD, user_of

SHOTS = Path(__file__).resolve().parents[2] / "test-results" / "pages"
AXE_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # describing every element that is right takes a third of the time
}
_axe = Axe()


class Persona:
    """One actor with a browser of their own."""

    def __init__(self, chromium: Any, address: str, actor: Actor) -> None:
        self.actor = actor
        self.address = address
        self.context: BrowserContext = chromium.new_context(viewport={"width": 1360, "height": 900})
        self.page: Page = self.context.new_page()
        self.messages: list[str] = []
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("response", self._answered)
        self._expected_status = 0

    def _heard(self, kind: str, text: str) -> None:
        # Chromium repeats each answer of 400 and above as an error; the status itself is checked in `_answered`.
        if kind in {"error", "warning"} and not text.startswith("Failed to load resource"):
            self.messages.append(text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status != self._expected_status:
            self.messages.append(f"{response.status} {response.url}")

    def sign_in(self) -> "Persona":
        """From the sign-in page to home."""
        self.go("/account/sign-in")
        self.page.get_by_label("User name").fill(user_of(self.actor).login_name)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.look("home")
        return self

    def go(self, path: str, *, status: int = 200) -> None:
        """Open an address and expect this status."""
        self._expected_status = status if status >= 400 else 0
        response = self.page.goto(self.address + path)
        assert response is not None and response.status == status, (path, response and response.status)
        self.look()

    def await_made(self, path: str, what: Locator) -> Locator:
        """Open an address, again and again until the worker has made what is looked for; gives the first of it."""
        self._expected_status = 0
        for _attempt in range(240):
            self.page.goto(self.address + path)
            if what.count():
                self.look()
                return what.first
            self.page.wait_for_timeout(250)
        raise AssertionError(f"{what} did not come")

    def look(self, shot: str = "") -> None:
        """Check the page in front of the person."""
        self.page.wait_for_load_state("load")
        found = _axe.run(self.page, options=AXE_RULES)
        violations = [
            (violation["id"], [node["html"][:200] for node in violation["nodes"][:3]])
            for violation in found.response["violations"]
        ]
        assert not violations, (self.page.url, violations, self.messages)
        assert not self.messages, (self.page.url, self.messages)
        if shot:
            self.shoot(shot)

    def shoot(self, name: str) -> None:
        """Keep what is seen as a picture, for people to look at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}-{self.actor.role}-{self.actor.country}.png", full_page=True)

    def press(self, name: str, *, shot: str = "", status: int = 0) -> None:
        """Press a button, or follow a link that looks like one, and check where it leads."""
        self._expected_status = status
        target = self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        )
        with self.page.expect_navigation():
            target.first.click()
        self.look(shot)

    def fill(self, **values: str) -> None:
        """Fill in fields by their names."""
        for name, value in values.items():
            self.page.locator(f"[name='{name}']").first.fill(value)

    def sees(self, *texts: str) -> None:
        """Each text is on the page."""
        for text in texts:
            assert self.page.get_by_text(text).filter(visible=True).count(), (self.page.url, text)

    def misses(self, *texts: str) -> None:
        """None of the texts is anywhere in the page, not even hidden."""
        content = self.page.content()
        for text in texts:
            assert text not in content, (self.page.url, text)

    def close(self) -> None:
        self.context.close()
