"""Exports of the log for the verifier, in the format of docs/verification.md. Read by whoever reads every entry."""

import base64
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from django.db import connection, transaction

from audit import merkle

Record = dict[str, Any]
PERSONAL: Final = ("actor_name", "on_behalf_of", "reason", "address")
_AT_ONCE: Final = 2000
# Of an entry that is no longer there only its place and hash are left.
_ENTRIES: Final = """
select s.position, s.leaf_hash, e.*
from (select * from audit_seal where position >= %s {only} order by position limit %s) s
left join lateral (
    select canonical, audit_plain(to_jsonb(e), at)::text, salts::text, actor_name, on_behalf_of, reason,
        to_jsonb(address) #>> '{{}}' from audit_event e where s.kind = 'event' and e.id = s.entry
    union all
    select canonical, audit_plain(to_jsonb(a), at)::text, salts::text, actor_name, on_behalf_of, '',
        to_jsonb(address) #>> '{{}}' from audit_access a where s.kind = 'access' and a.id = s.entry
) e on true
order by s.position
"""
_OF_CASE: Final = """and entry in (
    select id from audit_event where case_reference = %s or case_key::text = %s
    union all select id from audit_access where case_reference = %s or case_key::text = %s)"""
_STRAYS: Final = """
select kind, id::text, at, action from (
    select 'event' as kind, id, at, action from audit_event union all select 'access', id, at, action from audit_access
) e where not exists (select 1 from audit_seal s where s.entry = e.id and s.kind = e.kind)
    and not exists (select 1 from audit_unsealed u where u.entry = e.id and u.kind = e.kind)
"""


class StoredTiles(Mapping[merkle.TileKey, bytes]):
    """The tiles of the database, each read once."""

    def __init__(self) -> None:
        self._known: dict[merkle.TileKey, bytes] = {}

    def __getitem__(self, key: merkle.TileKey) -> bytes:
        if key not in self._known:
            found = _asked("select hashes from audit_tile where level = %s and place = %s", *key)
            if not found:
                raise KeyError(key)
            self._known[key] = bytes(found[0][0])
        return self._known[key]

    def __iter__(self) -> Iterator[merkle.TileKey]:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


def log_export(*, case: str = "", earlier: Collection[int] = ()) -> Iterator[Record]:
    """The records of the whole log, or, for a case's reference or key, those of its entries with their proofs.

    earlier: sizes of checkpoints that the reader kept; with a case, what shows that the log still begins with them.

    One snapshot: what is recorded meanwhile is in the next export. Raises ValueError when the log was never signed.
    """
    with transaction.atomic():
        _asked("set transaction isolation level repeatable read read only")
        checkpoints = _asked("select size, note from audit_checkpoint order by size")
        keys = _asked("select key, introduction from audit_key order by number")
        if not checkpoints:
            raise ValueError("nothing is signed yet")
        yield {
            "record": "header",
            "format": "rcms-log",
            "version": 1,
            "origin": keys[0][0].partition("+")[0],
            "holds": "proofs" if case else "log",
            "whole": not case,
        }
        for key, introduction in keys:
            yield {"record": "key", "key": key, **({"introduction": introduction} if introduction else {})}
        last = checkpoints[-1][0]
        for size, note in checkpoints:
            if not case or size == last or size in earlier:
                yield {"record": "checkpoint", "size": size, "note": note}
        if case:
            yield from _proofs(sorted(size for size in earlier if 0 < size < last), last, case)
        else:
            for row in _entries(""):
                yield _entry(row)
            for kind, key, at, action in _asked(_STRAYS):
                yield {"record": "stray", "kind": kind, "id": key, "at": at.isoformat(), "action": action}
            yield {"record": "waiting", "count": _asked("select count(*) from audit_unsealed")[0][0]}
        yield {"record": "end"}


def _proofs(earlier: list[int], last: int, case: str) -> Iterator[Record]:
    tiles = StoredTiles()
    for size in earlier:
        proof = [_base64(step) for step in merkle.consistency_proof(tiles, size, last)]
        yield {"record": "consistency", "old": size, "new": last, "proof": proof}
    for row in _entries(_OF_CASE, *[case] * 4):
        if row[0] < last:
            proof = [_base64(step) for step in merkle.inclusion_proof(tiles, row[0], last)]
            yield {**_entry(row), "proof": proof}


def _entries(only: str, *values: str) -> Iterator[Any]:
    first = 0
    while rows := _asked(_ENTRIES.format(only=only), first, *values, _AT_ONCE):
        yield from rows
        first = rows[-1][0] + 1


def _entry(row: Any) -> Record:
    position, leaf, content, plain, salts, *personal = row
    if content is None:
        return {"record": "leaf", "position": position, "leaf": _base64(bytes(leaf))}
    known, openings = json.loads(salts), {}
    for name, value in zip(PERSONAL, personal, strict=True):
        if value or name in known:
            openings[name] = {"salt": known.get(name, ""), "value": value or ""}
    return {
        "record": "entry",
        "position": position,
        "leaf": _base64(bytes(leaf)),
        "bytes": _base64(bytes(content)),
        "row": json.loads(plain),
        "openings": openings,
    }


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _asked(question: str, *values: int | str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall()) if cursor.description else []
