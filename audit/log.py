"""What stands in the sealed log, read by whoever shows it: its keys, checkpoints, tree, and whether a checkpoint that
somebody kept is of its history. Hashes alone: nothing here is about anybody."""

import base64
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection

from audit import merkle
from audit.notes import BadNote, Checkpoint, Key, note_opened


class StoredTiles(Mapping[merkle.TileKey, bytes]):
    """The tiles of the database, each read once."""

    def __init__(self) -> None:
        self._known: dict[merkle.TileKey, bytes] = {}

    def __getitem__(self, key: merkle.TileKey) -> bytes:
        if key not in self._known:
            found = asked("select hashes from audit_tile where level = %s and place = %s", *key)
            if not found:
                raise KeyError(key)
            self._known[key] = bytes(found[0][0])
        return self._known[key]

    def __iter__(self) -> Iterator[merkle.TileKey]:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint as the log signed it."""

    size: int
    at: datetime
    note: str


class Verdict(StrEnum):
    """What came of comparing a checkpoint that somebody kept with the log."""

    FITS = "fits"
    UNREADABLE = "unreadable"  # it is no checkpoint
    FOREIGN = "foreign"  # of another log, by its name
    UNSIGNED = "unsigned"  # by no key that this log says is its own
    LARGER = "larger"  # the log has fewer entries now
    DIFFERENT = "different"  # as many entries had another root


# What no log may come to that keeps its past: to be looked into at once.
ALARMS = frozenset({Verdict.UNSIGNED, Verdict.LARGER, Verdict.DIFFERENT})


@dataclass(frozen=True, slots=True)
class Compared:
    """A checkpoint that somebody kept, and what came of it."""

    verdict: Verdict
    checkpoint: Checkpoint | None = None


def keys_read() -> list[tuple[Key, str]]:
    """The log's keys in their order, each with the note that introduced it (empty for the first)."""
    rows = asked("select key, introduction from audit_key order by number")
    return [(Key.read(key), introduction) for key, introduction in rows]


def last_signed() -> Signed | None:
    """The newest checkpoint, or None where nothing is signed yet."""
    found = asked("select size, at, note from audit_checkpoint order by size desc limit 1")
    return Signed(*found[0]) if found else None


def signed_after(size: int, limit: int) -> list[Signed]:
    """Checkpoints over more than `size` entries, smallest first."""
    return [
        Signed(*row)
        for row in asked(
            "select size, at, note from audit_checkpoint where size > %s order by size limit %s", size, limit
        )
    ]


def signed_before(size: int | None, limit: int) -> list[Signed]:
    """Checkpoints over fewer than `size` entries, newest first; None: from the newest."""
    return [
        Signed(*row)
        for row in asked(
            "select size, at, note from audit_checkpoint where %s::bigint is null or size < %s"
            " order by size desc limit %s",
            size,
            size,
            limit,
        )
    ]


def compared(note: str) -> Compared:
    """Whether the log still begins with what a checkpoint says it was."""
    keys = [key for key, _introduction in keys_read()]
    text = note.strip().replace("\r\n", "\n") + "\n"
    try:
        checkpoint = Checkpoint.read(note_opened(text))
    except BadNote:
        return Compared(Verdict.UNREADABLE)
    if checkpoint.origin not in {key.name for key in keys}:
        return Compared(Verdict.FOREIGN, checkpoint)
    if not any(_is_signed(text, key) for key in keys):
        return Compared(Verdict.UNSIGNED, checkpoint)
    try:
        is_same = merkle.root(StoredTiles(), checkpoint.size) == checkpoint.root
    except KeyError:
        return Compared(Verdict.LARGER, checkpoint)
    return Compared(Verdict.FITS if is_same else Verdict.DIFFERENT, checkpoint)


def consistency(old: int, new: int) -> list[bytes]:
    """The proof that the first `old` entries are the beginning of the first `new`. Raises IndexError."""
    try:
        return merkle.consistency_proof(StoredTiles(), old, new)
    except KeyError:
        raise IndexError(f"the log has no {new} entries") from None


def leaves(first: int, end: int) -> list[bytes]:
    """The leaf hashes from one position to before another."""
    found = b"".join(
        bytes(row[0])
        for row in asked(
            "select hashes from audit_tile where level = 0 and place between %s and %s order by place",
            first // merkle.TILE_WIDTH,
            max(first, end - 1) // merkle.TILE_WIDTH,
        )
    )
    skipped = first % merkle.TILE_WIDTH
    width = merkle.HASH_BYTES
    return [found[at * width : (at + 1) * width] for at in range(skipped, skipped + end - first)]


def stamps_read() -> Iterator[tuple[int, str, bytes]]:
    """(entries, the checkpoint that was stamped, answer of the authority in DER), smallest first."""
    for size, note, answer in asked(
        "select size, note, token from audit_stamp join audit_checkpoint using (size) order by size"
    ):
        yield size, note, bytes(answer)


def positions(entries: Collection[Any]) -> dict[Any, int]:
    """Where entries stand in the log, by id; those that wait for it are not in it."""
    rows = asked("select entry, position from audit_seal where entry = any(%s::uuid[])", [str(key) for key in entries])
    return dict(rows)


def _is_signed(note: str, key: Key) -> bool:
    try:
        note_opened(note, key)
    except BadNote:
        return False
    return True


def as_base64(content: bytes) -> str:
    """Standard base64."""
    return base64.b64encode(content).decode()


def asked(question: str, *values: Any) -> list[Any]:
    """The rows of a statement on the tables of the log, which no model knows."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall()) if cursor.description else []
