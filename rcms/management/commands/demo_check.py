"""`./run demo --check` asks the running system, as a browser without scripts would."""

import re
import time
from argparse import ArgumentParser
from collections.abc import Callable
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from django.core.management.base import BaseCommand, CommandError

from cases.demo.files import PASSWORD

LOGIN: Final = "registry.rs"
# The oldest cases of this persona are made first, and papers are drawn in the order in which they were asked for.
CLOSED_CASES: Final = "/cases/?view=closed"
CASES_LOOKED_AT: Final = 6
PAPER_SECONDS: Final = 120
LOOK_SECONDS: Final = 2
PAGE_SECONDS: Final = 30

_UUID: Final = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
CASE_LINK: Final = re.compile(rf'href="(/cases/{_UUID})["?#]')
FILE_LINK: Final = re.compile(rf'href="(/files/{_UUID}/download)"')
PAPER_STATUS_LINK: Final = re.compile(rf'"(/files/papers/{_UUID}/status)["?]')
TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# A generated paper is named by the reference of its case; what people uploaded is not.
PAPER_NAME: Final = re.compile(r"[A-Z]{2}-[A-Z]{2}-\d{4}-\d{6}-[0-9A-Z]")


class CheckFailed(Exception):
    """What was expected and what came instead, in words."""


class Visitor:
    """A person with a cookie jar."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, form: dict[str, str] | None = None) -> "Answer":
        """GET the path, or POST the form there; follows redirects. Raises CheckFailed for everything but 200."""
        url = urljoin(self.address + "/", path)
        data = urlencode(form).encode() if form is not None else None
        try:
            with self.opener.open(url, data, timeout=PAGE_SECONDS) as response:
                name = response.headers.get("Content-Disposition", "")
                return Answer(urlsplit(response.geturl()).path, name, response.read())
        except HTTPError as error:
            raise CheckFailed(f"{path} answered {error.code}") from error
        except (URLError, HTTPException, OSError) as error:
            raise CheckFailed(f"{path} did not answer: {error}") from error


class Answer:
    """A page or a file: where it was found in the end, the name it is offered under, its bytes."""

    def __init__(self, path: str, disposition: str, body: bytes) -> None:
        self.path = path
        self.disposition = disposition
        self.body = body

    @property
    def text(self) -> str:
        """The page's source."""
        return self.body.decode("utf-8", "replace")

    @property
    def is_generated_paper(self) -> bool:
        """Whether this is a PDF that the system drew."""
        return self.body.startswith(b"%PDF-") and PAPER_NAME.search(self.disposition) is not None


class Check:
    """The checks in their order; each returns what to print, or raises CheckFailed."""

    def __init__(self, address: str, patience: float = PAPER_SECONDS) -> None:
        self.visitor = Visitor(address)
        self.patience = patience
        self.case = ""
        self.uploads: set[str] = set()

    def sign_in_page(self) -> str:
        """The first page has the form."""
        page = self.visitor.ask("/account/sign-in")
        if not TOKEN.search(page.text) or 'name="password"' not in page.text:
            raise CheckFailed("the sign-in page has no form")
        return "the sign-in page answers"

    def sign_in(self) -> str:
        """A persona signs in and stands on the home page."""
        token = TOKEN.search(self.visitor.ask("/account/sign-in").text)
        if token is None:
            raise CheckFailed("the sign-in page has no form")
        form = {"csrfmiddlewaretoken": token[1], "username": LOGIN, "password": PASSWORD}
        home = self.visitor.ask("/account/sign-in", form)
        if home.path != "/":
            raise CheckFailed(f"signing in as {LOGIN} led to {home.path}")
        self.case = next(iter(CASE_LINK.findall(home.text)), "")
        return f"{LOGIN} signs in; the home page answers"

    def case_page(self) -> str:
        """One case can be opened."""
        case = self.case = self.case or next(iter(CASE_LINK.findall(self.visitor.ask("/cases/").text)), "")
        if not case:
            raise CheckFailed("neither the home page nor the list leads to a case")
        page = self.visitor.ask(case)
        if page.path != case:
            raise CheckFailed(f"{case} led to {page.path}")
        return f"the case page {case} answers"

    def paper(self) -> str:
        """The worker has drawn a paper of one of the cases, and it can be downloaded."""
        until = time.monotonic() + self.patience
        oldest = reversed(CASE_LINK.findall(self.visitor.ask(CLOSED_CASES).text))
        cases = list(dict.fromkeys([*oldest, self.case]))[:CASES_LOOKED_AT]
        while True:
            for case in cases:
                found = self._paper_of(case)
                if found:
                    return found
            if time.monotonic() > until:
                raise CheckFailed(f"no paper was drawn within {self.patience:.0f} seconds")
            time.sleep(LOOK_SECONDS)

    def _paper_of(self, case: str) -> str:
        page = self.visitor.ask(case).text
        links = FILE_LINK.findall(page)
        for status in dict.fromkeys(PAPER_STATUS_LINK.findall(page)):
            links += FILE_LINK.findall(self.visitor.ask(status).text)
        for link in dict.fromkeys(links):
            if link not in self.uploads:
                answer = self.visitor.ask(link)
                if answer.is_generated_paper:
                    return f"a paper of {case} was drawn and downloaded ({len(answer.body):,} bytes)"
                self.uploads.add(link)
        return ""


class Command(BaseCommand):
    help = "Sign in to a running demonstration, open a case, wait for one PDF. Ends with 0 when all is well, 1 if not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--url", required=True, help="address of the running system, such as http://127.0.0.1:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        check = Check(options["url"].rstrip("/"))
        parts: list[Callable[[], str]] = [check.sign_in_page, check.sign_in, check.case_page, check.paper]
        for part in parts:
            try:
                said = part()
            except CheckFailed as failed:
                raise CommandError(f"check failed: {failed}") from failed
            self.stdout.write(f"ok: {said}")
            self.stdout.flush()
