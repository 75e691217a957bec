"""Exports of the log for the verifier, in the format of docs/verification.md."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from audit import merkle
from audit.log import StoredTiles, as_base64, asked
from core.ids import uuid_or_none

Record = dict[str, Any]
PERSONAL: Final = ("actor_name", "on_behalf_of", "values", "reason", "address")
_AT_ONCE: Final = 2000
# Of an entry that is no longer there, or that the reader does not read, only its place and hash are left.
_ENTRIES: Final = """
with chosen as materialized (select * from {chosen} where position >= %s and position < %s order by position limit %s)
select s.position, s.leaf_hash, e.*
from chosen s
left join lateral (
    select canonical, audit_plain(to_jsonb(e), at)::text, salts::text, {erased}, actor_name, on_behalf_of, "values",
        reason, to_jsonb(address) #>> '{{}}' from audit_event e where s.kind = 'event' and e.id = s.entry {readable}
    union all
    select canonical, audit_plain(to_jsonb(e), at)::text, salts::text, {erased}, actor_name, on_behalf_of, '', '',
        to_jsonb(address) #>> '{{}}' from audit_access e where s.kind = 'access' and e.id = s.entry {readable}
) e on true
order by s.position
"""
# Which values of an entry were erased, and the event that says by which rule.
_ERASED: Final = "(select coalesce(jsonb_object_agg(field, by_event), '{}') from audit_erasure x where x.entry = e.id)"
_READABLE: Final = "and (e.audience_countries::text[] && %s::text[] or e.audience_authorities && %s::uuid[])"
# Of one case: found by its key or its reference, and only then looked for in the log.
_OF_CASE: Final = """(select s.* from (
    select id from audit_event where {case} {which}) as i join audit_seal s on s.entry = i.id) as s"""
_THESE: Final = "and id = any(%s)"
_LOOKS: Final = "union all select id from audit_access where {case}"
_STRAYS: Final = """
select kind, id::text, at, action from (
    select 'event' as kind, id, at, action from audit_event union all select 'access', id, at, action from audit_access
) e where not exists (select 1 from audit_seal s where s.entry = e.id and s.kind = e.kind)
    and not exists (select 1 from audit_unsealed u where u.entry = e.id and u.kind = e.kind)
"""


@dataclass(frozen=True, slots=True)
class Readable:
    """Which entries are for the reader: addressed to these countries and offices. Row security narrows further."""

    countries: Collection[str]
    authorities: Collection[UUID]


def log_export(*, case: str = "", earlier: Collection[int] = ()) -> Iterator[Record]:
    """The records of the whole log, or, for a case's reference or key, those of its entries with their proofs. Read by
    whoever reads every entry.

    earlier: sizes of checkpoints that the reader kept; with a case, what shows that the log still begins with them.

    One snapshot: what is recorded meanwhile is in the next export. Raises ValueError when the log was never signed.
    """
    with transaction.atomic():
        asked("set transaction isolation level repeatable read read only")
        if case:
            yield from case_export(case=case, earlier=earlier)
            return
        last = yield from _head(is_whole=True)
        yield from entries_export(0, last)
        # What was sealed since the last checkpoint stands in the log, though nobody has signed it.
        yield from entries_export(last, 1 << 62)
        for kind, key, at, action in asked(_STRAYS):
            yield {"record": "stray", "kind": kind, "id": key, "at": at.isoformat(), "action": action}
        waiting = asked("select kind || ' ' || entry from audit_unsealed order by 1")
        yield {"record": "waiting", "entries": [name for (name,) in waiting]}
        yield {"record": "end"}


def case_export(
    *,
    case: str,
    earlier: Collection[int] = (),
    readable: Readable | None = None,
    events: Collection[UUID] | None = None,
    opened: Collection[str] = PERSONAL,
) -> Iterator[Record]:
    """The entries of one case, as far as the reader reads them, each with its proof to the last checkpoint, in the
    caller's transaction. events: these alone, and no looks; opened: which personal values are told, the others are
    withheld.

    Raises ValueError when the log was never signed.
    """
    last = yield from _head(of_case=True, earlier=earlier)
    tiles = StoredTiles()
    for size in sorted(size for size in earlier if 0 < size < last):
        proof = [as_base64(step) for step in merkle.consistency_proof(tiles, size, last)]
        yield {"record": "consistency", "old": size, "new": last, "proof": proof}
    for row in _entries(0, last, readable, case, events):
        if row[2] is not None:
            entry = _entry(row)
            for name in entry["openings"].keys() - set(opened):
                entry["openings"][name] = {"withheld": True}
            entry["proof"] = [as_base64(step) for step in merkle.inclusion_proof(tiles, row[0], last)]
            yield entry
    yield {"record": "end"}


def entries_export(first: int, end: int, readable: Readable | None = None) -> Iterator[Record]:
    """The records of the entries from one position to before another."""
    for row in _entries(first, end, readable):
        yield _entry(row)


def _head(*, of_case: bool = False, is_whole: bool = False, earlier: Collection[int] = ()) -> Any:
    """What an export begins with; returns the size of the last checkpoint."""
    checkpoints = asked("select size, note from audit_checkpoint order by size")
    keys = asked("select key, introduction from audit_key order by number")
    if not checkpoints:
        raise ValueError("nothing is signed yet")
    yield {
        "record": "header",
        "format": "rcms-log",
        "version": 1,
        "origin": keys[0][0].partition("+")[0],
        "holds": "proofs" if of_case else "log",
        "whole": is_whole,
    }
    for key, introduction in keys:
        yield {"record": "key", "key": key, **({"introduction": introduction} if introduction else {})}
    last = checkpoints[-1][0]
    signatures: dict[int, str] = {}
    for size, line in asked("select size, line from audit_cosignature order by size, at"):
        signatures[size] = signatures.get(size, "") + line
    for size, note in checkpoints:
        if not of_case or size == last or size in earlier:
            yield {"record": "checkpoint", "size": size, "note": note + signatures.get(size, "")}
    return last


def _entries(
    first: int, end: int, readable: Readable | None, case: str = "", events: Collection[UUID] | None = None
) -> Iterator[Any]:
    reader = [sorted(readable.countries), [str(key) for key in readable.authorities]] if readable else []
    chosen = "audit_seal"
    named: list[Any] = []
    if case:
        by = "case_reference = %s" if uuid_or_none(case) is None else "case_key = %s::uuid"
        named = [case, case] if events is None else [case, list(events)]
        chosen = _OF_CASE.format(case=by, which=_LOOKS.format(case=by) if events is None else _THESE)
    question = _ENTRIES.format(chosen=chosen, erased=f"{_ERASED}::text", readable=_READABLE if reader else "")
    while rows := asked(question, *named, first, end, _AT_ONCE, *reader, *reader):
        yield from rows
        first = rows[-1][0] + 1


def _entry(row: Any) -> Record:
    position, leaf, content, plain, salts, erasures, *personal = row
    if content is None:
        return {"record": "leaf", "position": position, "leaf": as_base64(bytes(leaf))}
    known, erased = json.loads(salts), json.loads(erasures)
    openings: dict[str, dict[str, Any]] = {}
    for name, value in zip(PERSONAL, personal, strict=True):
        if value or name in known:
            openings[name] = {"salt": known.get(name, ""), "value": value or ""}
        if name in erased:
            openings.setdefault(name, {})["erased"] = {"event": erased[name]}
    return {
        "record": "entry",
        "position": position,
        "leaf": as_base64(bytes(leaf)),
        "bytes": as_base64(bytes(content)),
        "row": json.loads(plain),
        "openings": openings,
    }
