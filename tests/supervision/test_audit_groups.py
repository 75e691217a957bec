"""What can be chosen under "What" in the audit trail meets every action that is written anywhere in the source."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cases.forms.audit import GROUPS
from cases.wording import event_words
from cases.workflow.table import TABLE

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "accounts",
    "administration",
    "api",
    "audit",
    "cases",
    "documents",
    "notifications",
    "protection",
    "supervision",
)
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
# What writes events and looks, or tells those who do; a module that names none of them writes none.
WRITERS = re.compile(
    r"\b(event_record|access_record|event_write|account_acted|export_record|search_record|trail|_stamp|look)\("
    r"|account_acted\.send"
)
# Words with a point in such modules that are no actions.
NOT_WRITTEN = re.compile(
    r".*\.(html|py|csv|txt)|(accounts|cases|core|documents|notifications|protection|supervision|mrz)\..*|audit\.account_acted"
)


@cache
def written() -> dict[str, str]:
    """Action codes -> where they stand."""
    found = {row.event: "the table of the workflow" for row in TABLE if row.event}
    for path in (path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))):
        text = path.read_text(encoding="utf-8")
        if "migrations" not in path.parts and not path.name.startswith("wording") and WRITERS.search(text):
            found |= {code: str(path.relative_to(ROOT)) for code in _codes(ast.parse(text))}
    return found


def _codes(tree: ast.Module) -> Iterator[str]:
    """Texts that are given to something, or kept in the class for it."""
    for node in ast.walk(tree):
        values: list[ast.expr] = []
        if isinstance(node, ast.Call):
            values = [*node.args, *(row.value for row in node.keywords)]
        elif isinstance(node, ast.Assign | ast.Return):
            values = [node.value] if node.value else []
        for value in values:
            for inner in ast.walk(value) if not isinstance(value, ast.Call) else [value]:
                text = inner.value if isinstance(inner, ast.Constant) and isinstance(inner.value, str) else ""
                if CODE.fullmatch(text) and not NOT_WRITTEN.fullmatch(text):
                    yield text


def test_the_source_is_read() -> None:
    assert len(written()) > 90
    for code in ("office.moved", "notes.opened", "case.given_back", "look.denied", "work.retried", "account.signed_in"):
        assert code in written()


def test_every_action_falls_in_a_group() -> None:
    prefixes = tuple(prefix for _words, group in GROUPS.values() for prefix in group)
    assert {code: place for code, place in written().items() if not code.startswith(prefixes)} == {}


def test_every_beginning_meets_an_action() -> None:
    dead = [
        prefix
        for _words, group in GROUPS.values()
        for prefix in group
        if not any(code.startswith(prefix) for code in written())
    ]
    assert dead == []


def test_every_action_has_words() -> None:
    """No code stands in the trail where words should."""
    assert [code for code in written() if event_words(code, {}, is_own_side=True) == code] == []
