"""The log of scope changes: what `scope_enter` wrote to the database server's log, and what of it is unusual.

A scope is entered by the web server or by a worker, once or more in a transaction, for one person. Whoever has the
application's password, or lets the application run SQL of their own, can enter any scope, but not without such a line.
How the connection calls itself is up to its client; the login, the address and the scope are not.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.scope import SYSTEM_ID

MARK = "RCMS scope "
# Which logins enter scopes, and how their connections of ours are called.
APPLICATIONS = {"rcms_app": "rcms-app", "rcms_sweep": "rcms-sweep"}


@dataclass(frozen=True, slots=True)
class Unusual:
    """One line of the log that people should look at. why: in a few words; facts: what the line says."""

    at: datetime
    why: str
    facts: dict[str, Any]


@dataclass(slots=True)
class Counts:
    """What was read: lines, transactions, persons."""

    scopes: int = 0
    transactions: int = 0
    unread: int = 0


def read(lines: Iterable[str], addresses: Iterable[str], counts: Counts) -> Iterator[Unusual]:
    """The unusual lines of a server's log, in its order; `counts` grows as it is read.

    lines: of PostgreSQL's log as plain text (stderr) or as JSON (jsonlog). addresses: where our processes connect from
    ("local" for a socket); empty: any.
    """
    known = set(addresses)
    latest: dict[int, tuple[float, set[str]]] = {}
    for line in lines:
        said = _message(line)
        if said is None:
            continue
        word, facts = said
        if facts is None:
            counts.unread += 1
            continue
        counts.scopes += 1
        at = datetime.fromtimestamp(facts["transaction"], UTC)
        begun, persons = latest.get(facts["process"], (0.0, set()))
        if begun != facts["transaction"]:
            persons = set()
            counts.transactions += 1
        is_further = bool(persons) and facts["user"] not in {"", str(SYSTEM_ID), *persons}
        latest[facts["process"]] = facts["transaction"], persons | ({facts["user"]} - {"", str(SYSTEM_ID)})
        for why in _reasons(word, facts, is_further, known):
            yield Unusual(at, why, facts)


def _message(line: str) -> tuple[str, dict[str, Any] | None] | None:
    """(entered | broken, what it says); what it says is None where the line is cut off, all is None for other lines."""
    if line.startswith("{"):
        try:
            line = json.loads(line)["message"]
        except (ValueError, KeyError, TypeError):
            return None
    before, mark, rest = line.partition(MARK)
    # The server's own message: not one that quotes our words in a statement or a value.
    if not mark or (before and not before.rstrip().endswith("LOG:")):
        return None
    word, _, text = rest.partition(" ")
    try:
        facts = json.loads(text)
        return word, {"user": "", "country": "", "countries": ""} | {k: v or "" for k, v in facts.items()}
    except (ValueError, AttributeError):
        return word, None


def _reasons(word: str, facts: dict[str, Any], is_further: bool, known: set[str]) -> Iterator[str]:
    if word != "entered":
        yield "settings changed past scope_enter: they showed nothing"
    if facts["login"] not in APPLICATIONS:
        yield "by a login that enters no scopes"
    elif facts["application"] != APPLICATIONS[facts["login"]]:
        yield "by a connection that is not named as ours"
    if facts["login"] == "rcms_sweep" and facts["user"] not in {"", str(SYSTEM_ID)}:
        yield "for a person, by the login of the sweeps"
    if known and (facts["address"] or "local") not in known:
        yield "from an address that was not named"
    if is_further:
        yield "for a further person in the same transaction"
    others = set(facts["countries"].strip("{}").replace('"', "").split(",")) - {"", facts["country"]}
    # A worker draws papers for both sides of a case.
    if len(others) > (1 if facts["outbox"] else 0):
        yield "with cases of another country than the person's own"
