"""A person at a browser: signs in, opens pages, does acts; every page seen is checked."""

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Locator, Page, Response

from accounts.actor import Actor
from tests.world import PASSWORD, user_of

SHOTS = Path(__file__).resolve().parents[2] / "test-results" / "pages"
AXE_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # describing every element that is right takes a third of the time
}
# Gives what is wrong alone: all that axe says of a page takes as long to carry over as to find out.
_JUDGE = """async ([context, options]) => (await axe.run(context || document, options)).violations.map(({id, nodes}) =>
    [id, nodes.slice(0, 3).map(({html}) => html.slice(0, 200))])"""
# Stories pass the same pages again and again, and judging one takes longer than drawing it. So a page is cut into its
# pieces, each without those inside it, told by what axe judges by: elements, classes, roles and states, where there are
# words (not which), and a row of equal elements as one. Judged are those that stood on no sound page before, in a
# window as wide. test_every_page judges whole pages.
_PIECES = """() => {
    const whole = new Set(["HEADER", "NAV", "MAIN", "FOOTER", "FORM", "FIELDSET", "SECTION", "TABLE", "DETAILS", "DL",
        "UL", "OL", "SVG", "DIALOG", "DIV", "LI", "TR"]);
    const kept = /^(class|role|type|lang|dir|hidden|open|disabled|required|checked|selected|tabindex|scope|alt|aria-.*)$/;
    const pieces = new Map();
    const inside = node => {
        let last = "", text = "";
        for (const child of node.childNodes) {
            const told = tell(child);
            if (told && told !== last) text += told;
            last = told || last;
        }
        return text;
    };
    const tell = node => {
        if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? "x" : "";
        if (node.nodeType !== Node.ELEMENT_NODE) return "";
        const attributes = [...node.attributes].filter(({name}) => kept.test(name)).map(({name, value}) =>
            /^(alt|aria-(label|labelledby|describedby|controls|owns))$/.test(name)
                ? `${name}=${value.trim() ? "x" : ""}` : `${name}=${value}`).join(" ");
        const text = `<${node.tagName} ${attributes}>${inside(node)}</>`;
        if (!whole.has(node.tagName.toUpperCase())) return text;
        pieces.set(`${innerWidth} ${text}`, node);
        return `#${node.tagName}`;
    };
    pieces.set(`${innerWidth} ${tell(document.documentElement)}`, document.body);
    window.rcmsPieces = pieces;
    const names = [...document.querySelectorAll("[id]")].map(element => element.id);
    return [[...pieces.keys()], names.filter((name, at) => names.indexOf(name) !== at)];
}"""
_MARK = "fresh => { for (const piece of fresh) window.rcmsPieces.get(piece).setAttribute('data-fresh', '') }"
_CLEAR = "() => { for (const one of document.querySelectorAll('[data-fresh]')) one.removeAttribute('data-fresh') }"
_sound: set[str] = set()
_shot: set[Path] = set()


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

    def go(self, path: str, *, status: int = 200, whole: bool = False) -> None:
        """Open an address and expect this status; whole: as `look`."""
        self._expected_status = status if status >= 400 else 0
        response = self.page.goto(self.address + path)
        assert response is not None and response.status == status, (path, response and response.status)
        self.look(whole=whole)

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

    def look(self, shot: str = "", *, whole: bool = False) -> None:
        """Check the page in front of the person, at least what is new on it; whole: all of it."""
        self.page.wait_for_load_state("load")
        pieces, twice = self.page.evaluate(_PIECES)
        assert not twice, (self.page.url, twice)
        if fresh := pieces if whole else [piece for piece in pieces if piece not in _sound]:
            if not whole:
                self.page.evaluate(_MARK, fresh)
            context = None if whole else {"include": [["[data-fresh]"]]}
            if not self.page.evaluate("'axe' in window"):
                self.page.evaluate(AXE_SCRIPT)
            violations = self.page.evaluate(_JUDGE, [context, AXE_RULES])
            self.page.evaluate(_CLEAR)
            assert not violations, (self.page.url, violations, self.messages)
            _sound.update(pieces)
        assert not self.messages, (self.page.url, self.messages)
        if shot:
            self.shoot(shot)

    def shoot(self, name: str) -> None:
        """Keep what is seen as a picture, for people to look at: once for each name, as the next one would take its
        place."""
        path = SHOTS / f"{name}-{self.actor.role}-{self.actor.country}.png"
        if path not in _shot:
            _shot.add(path)
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=path, full_page=True)

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
