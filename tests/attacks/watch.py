"""What holds for every answer to anybody, whatever was asked: nothing foreign, nothing that runs, the headers, no log."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from accounts.actor import Actor
from tests.attacks.alike import bare
from tests.attacks.marks import MARK, RAN, Marks, told_by

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Every policy forbids what is not named; files are shown without scripts at all.
POLICY = re.compile(r"default-src 'none'(;|$)")
LAX = re.compile(r"unsafe-|\*|https?:|(script|style|object|frame|worker)-src[^;]*(data:|blob:)")


class Watch(logging.Handler):
    """Looks at every answer, every log line and every statement, and keeps what is wrong in `faults`."""

    def __init__(self, marks: Marks) -> None:
        super().__init__(logging.DEBUG)
        self.marks = marks
        self.faults: set[str] = set()
        self.seen: dict[str, set[str]] = {}
        self.about = ""

    def answered(self, actor: Actor | None, response: Any, about: str) -> str:
        """Judge one answer; gives its text. about: who asked for what, told with each fault."""
        told = told_by(response)
        marks = self.marks.of(told)
        for source in self.marks.hidden(actor, marks):
            self.faults.add(f"{about} tells {source}")
        for wrong in self.ran(response, told):
            self.faults.add(f"{about}: {wrong}")
        for wrong in self._headers(response):
            self.faults.add(f"{about}: {wrong}")
        if actor is not None:
            found = {self.marks.sources[mark][0] for mark in marks}
            self.seen.setdefault(actor.role, set()).update(found)
        return told

    def ran(self, response: Any, told: str) -> Iterator[str]:
        """What of a page is more than a text, though somebody typed it."""
        if response.get("Content-Type", "").startswith(("text/html", "image/svg")) and (found := RAN.search(told)):
            yield f"what was typed is not told as text: {told[max(found.start() - 60, 0) : found.end() + 20]!r}"

    def _headers(self, response: Any) -> Iterator[str]:
        for name, value in HEADERS.items():
            if response.get(name) != value:
                yield f"{name}: {response.get(name)}"
        policy = response.get("Content-Security-Policy", "")
        if not POLICY.search(policy) or LAX.search(policy):
            yield f"Content-Security-Policy: {policy}"
        if "no-store" not in response.get("Cache-Control", ""):
            yield f"Cache-Control: {response.get('Cache-Control')}"
        where = response.get("Location", "/")
        if not where.startswith("/") or where.startswith(("//", "/\\")):
            yield f"Location: {where}"
        for cookie in response.cookies.values():
            if cookie.value and not (
                cookie["httponly"] and cookie["samesite"] in {"Lax", "Strict"} and not cookie["domain"]
            ):
                yield f"Set-Cookie: {cookie.key}"

    def emit(self, record: logging.LogRecord) -> None:
        """A log line: no word that anybody typed, no line that somebody else began."""
        line = logging.Formatter().format(record)
        if MARK.search(line) or re.search(r"[\r\n]FORGED", line):
            self.faults.add(f"{self.about} logs {line[:200]!r}")

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """A statement: what was typed travels beside it, never in it."""
        if "zq" in sql.lower() and MARK.search(sql):
            self.faults.add(f"{self.about} writes into SQL: {sql[:300]}")
        return execute(sql, params, many, context)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear every log line and every statement of the block."""
        root, statements = logging.getLogger(), logging.getLogger("django.db.backends")
        levels = root.level, statements.level
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        # Statements are heard below; with their values they would be written out for nobody.
        statements.setLevel(logging.INFO)
        try:
            with connection.execute_wrapper(self.statement):
                yield
        finally:
            root.setLevel(levels[0])
            statements.setLevel(levels[1])
            root.removeHandler(self)

    def told(self) -> str:
        """All faults, sorted."""
        return "\n".join(sorted(self.faults)[:60])


# What differs between two answers that say the same: tokens, keys of requests, moments of the clock.
SHORTEST_KEY = 12
_CHANGING = re.compile(r"X-Request-Id: \S+|Set-Cookie: .*")


def plain(told: str, *keys: Any) -> str:
    """An answer without what is new in each and without the keys that were asked for."""
    for key in map(str, keys):
        told = told.replace(key, "<key>") if len(key) >= SHORTEST_KEY else told
    return "\n".join(line for line in _CHANGING.sub("", bare(told)).splitlines() if line.strip())
