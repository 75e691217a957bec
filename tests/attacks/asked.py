"""Requests as somebody makes them who means harm: what a view reads is found by watching it read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.datastructures import MultiValueDict

from tests.attacks.marks import PAYLOAD
from tests.days import local_day

# Not the mark of any row: whoever types it may read it. Never in a log, in SQL, in a header, and shown as text.
TYPED = f"Zqjjjjjq{PAYLOAD}"
HOSTILE = f"{TYPED}'; drop table cases_case;-- %s %(a)s\r\nFORGED: 1"
STRANGE = (
    "\x00",
    "9" * 400,
    "../../../../etc/passwd",
    "-1",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin1"),
)
ELSEWHERE = "evil.example"
LED_THERE = re.compile(rf"""(?:href|action|src|formaction|content)=["'](?:\w+:)?[/\\\\]*{re.escape(ELSEWHERE)}""")
# Headers that a proxy or a browser of somebody else's might send.
HEADERS = {
    "referer": f"https://{ELSEWHERE}/",
    "x-forwarded-host": ELSEWHERE,
    "x-forwarded-for": f"{TYPED}",
    "x-request-id": TYPED,
    "x-http-method-override": "DELETE",
    "user-agent": f"{TYPED} FORGED",
}


@contextmanager
def reading() -> Iterator[set[str]]:
    """The names of fields and parameters that are read within the block."""
    names: set[str] = set()
    kept = {name: getattr(MultiValueDict, name) for name in ("__getitem__", "get", "getlist")}

    def spying(method: Any) -> Any:
        def read(self: Any, key: Any, *rest: Any, **options: Any) -> Any:
            if isinstance(self, QueryDict) and isinstance(key, str):
                names.add(key)
            return method(self, key, *rest, **options)

        return read

    contains = QueryDict.__contains__

    def contained(self: Any, key: Any) -> bool:
        names.add(key)
        return bool(contains(self, key))

    for name, method in kept.items():
        setattr(MultiValueDict, name, spying(method))
    QueryDict.__contains__ = contained  # type: ignore[method-assign]
    try:
        yield names
    finally:
        for name, method in kept.items():
            setattr(MultiValueDict, name, method)
        del QueryDict.__contains__


@contextmanager
def statements() -> Iterator[CaptureQueriesContext]:
    """Hears the statements of the block. Django keeps nine thousand in all: without an empty list to begin with, a long
    walk would at last compare nothing with nothing."""
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as queries:
        yield queries


_VALUES = re.compile(r"'(?:[^']|'')*'(?:::\w+(?:\[\])?)?|\b\d+(?:\.\d+)?\b")
_CONTROL = re.compile(r"SAVEPOINT|RELEASE|ROLLBACK|^BEGIN|^COMMIT|set_config")


def shapes(queries: CaptureQueriesContext) -> list[str]:
    """The statements without their values."""
    return [_VALUES.sub("?", query["sql"]) for query in queries if not _CONTROL.search(query["sql"])]


_WRITES = re.compile(r"^(INSERT|UPDATE|DELETE)", re.IGNORECASE)
# Codes and what was typed are compared; keys, moments, checksums and numbers are other ones each time.
_VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_COMPARED = re.compile(r"'(?:[a-z_]{0,30}|.*zqjjjjjq.*)'", re.IGNORECASE)


def writes(queries: CaptureQueriesContext) -> list[str]:
    """What was written: codes, words and yes or no; that somebody is there is not told."""
    done = (query["sql"] for query in queries if _WRITES.match(query["sql"]))
    return [_VALUE.sub(_compared, sql) for sql in done]


def _compared(found: re.Match[str]) -> str:
    return found[0] if _COMPARED.fullmatch(found[0]) else "?"


def columns() -> dict[str, str]:
    """Every column of every table -> a value that would matter."""
    named = {name for model in apps.get_models() for field in model._meta.concrete_fields for name in _names(field)}
    values = {"status": "closed", "country": "NLD", "role": "administrator", "own_side": "", "shared": "true"}
    return {name: values.get(name, "1") for name in named} | {"is_superuser": "true", "is_staff": "true"}


def _names(field: Any) -> tuple[str, str]:
    return field.name, field.attname


class Form(HTMLParser):
    """The longest form of a page that is sent by POST, filled in with hostile words where words go."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._open: dict[str, Any] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self._open = {}
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (given.get("value") or "selected" in given):
            if "selected" in given or not self._open.get(self._select):
                self._open[self._select] = given.get("value") or ""
        elif tag == "textarea" and name:
            self._open[name] = TYPED
        elif tag == "button" and name and given.get("type") != "button":
            self._open.setdefault(name, given.get("value") or "")
        elif tag == "input" and name:
            self._input(self._open, name, given)

    def _input(self, form: dict[str, Any], name: str, given: dict[str, str | None]) -> None:
        kind, value = given.get("type") or "text", given.get("value") or ""
        soon = local_day()
        if kind in {"radio", "checkbox"}:
            if name not in form or "checked" in given:
                form[name] = value or "on"
        elif kind == "hidden" or value:
            form[name] = value
        elif name.endswith(("_day", "_month", "_year")):
            form[name] = str(getattr(soon, name.rsplit("_", 1)[1]))
        elif kind == "time" or name.endswith(("_time", "_at")):
            form[name] = "00:00"
        elif kind != "file":
            is_number = kind == "number" or given.get("inputmode") in {"numeric", "decimal"}
            form[name] = "1" if is_number else TYPED

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "select":
            self._select = ""


def filled(page: str) -> dict[str, Any]:
    """What a browser would send from this page after somebody hostile wrote in it; empty without a form."""
    form = Form()
    form.feed(page)
    found = max(form.forms, key=len, default={})
    found.pop("csrfmiddlewaretoken", None)
    return found
