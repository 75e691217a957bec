"""The sealer's work: gives committed entries their positions, grows the tree, signs checkpoints. Runs as rcms_seal.

Each step is one transaction under one lock: killed anywhere, it has happened or it has not. Two sealers wait for each
other.
"""

import base64
import binascii
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from audit import merkle
from audit.notes import BadNote, Checkpoint, Key, Signer, note_opened, note_signed
from core.outbox import wall_now

BATCH: Final = 2000
CHECKPOINT_EVERY: Final = timedelta(minutes=1)
_LOCK: Final = "audit.sealer"


class CannotSeal(Exception):
    """What keeps the sealer from going on: no key, another key, a history that is not the one it signed."""


def signer_read(path: Path, name: str) -> Signer:
    """The key of a file that nobody but its owner reads: 32 random bytes in base64. Raises CannotSeal."""
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="ascii")
        seed = base64.b64decode(text.strip(), validate=True)
    except (OSError, UnicodeDecodeError, binascii.Error) as error:
        raise CannotSeal(f"the key in {path} cannot be read ({type(error).__name__})") from None
    if stat.S_IMODE(mode) & 0o077:
        raise CannotSeal(f"others than its owner may read {path}: its mode must be 0600 or 0400")
    if len(seed) != 32:
        raise CannotSeal(f"the key in {path} is not 32 bytes in base64 (`openssl rand -base64 32` makes one)")
    return Signer.of(name, Ed25519PrivateKey.from_private_bytes(seed))


@contextmanager
def _alone() -> Iterator[Any]:
    """A transaction in which no other sealer works. (The lock ends with it: no lost connection keeps it.)"""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [_LOCK])
        yield cursor


def entries_seal(limit: int = BATCH) -> int:
    """Seal up to `limit` entries that wait; returns how many."""
    with _alone() as cursor:
        cursor.execute("select entry, kind, leaf_hash from audit_unsealed order by entry limit %s", [limit])
        waiting = cursor.fetchall()
        if not waiting:
            return 0
        entries, kinds = ([row[place] for row in waiting] for place in range(2))
        leaves = [bytes(row[2]) for row in waiting]
        size = _size(cursor)
        tiles = _edge(cursor, size)
        before = dict(tiles)
        grown = merkle.append(tiles, size, leaves)
        cursor.execute(
            "insert into audit_seal (position, kind, entry, leaf_hash)"
            " select * from unnest(%s::bigint[], %s::text[], %s::uuid[], %s::bytea[])",
            [list(range(size, grown)), kinds, entries, leaves],
        )
        changed = [(*key, hashes) for key, hashes in tiles.items() if before.get(key) != hashes]
        cursor.execute(
            "insert into audit_tile (level, place, hashes)"
            " select * from unnest(%s::smallint[], %s::bigint[], %s::bytea[])"
            " on conflict (level, place) do update set hashes = excluded.hashes",
            [[tile[place] for tile in changed] for place in range(3)],
        )
        cursor.execute("delete from audit_unsealed where entry = any(%s)", [entries])
        return len(waiting)


def checkpoint_sign(signer: Signer, *, every: timedelta = CHECKPOINT_EVERY) -> int | None:
    """Sign what the log has come to, if that is new and the last checkpoint is old enough; returns its size.

    Raises CannotSeal when the log does not begin with what was signed last.
    """
    with _alone() as cursor:
        size, at = _size(cursor), wall_now()
        cursor.execute("select size, at, note from audit_checkpoint order by size desc limit 1")
        last = cursor.fetchone()
        if size == (last[0] if last else 0) or (last and at - last[1] < every):
            return None
        keys = _keys(cursor)
        if not keys or keys[-1] != signer.key:
            raise CannotSeal("another key has followed this one")
        if last:
            _look_back(cursor, last[0], last[2], keys)
        root = merkle.root(_edge(cursor, size), size)
        note = note_signed(Checkpoint(signer.key.name, size, root).text, signer)
        cursor.execute("insert into audit_checkpoint (size, at, note) values (%s, %s, %s)", [size, at, note])
        return size


def key_introduce(signer: Signer, *, before: Signer | None = None) -> bool:
    """See that this is the log's key; returns whether it is new. before: the key that it follows, for a change of keys.

    Raises CannotSeal when the log is signed with another key and nobody introduces this one.
    """
    with _alone() as cursor:
        keys = _keys(cursor)
        if keys and keys[-1] == signer.key:
            return False
        introduction = ""
        if keys:
            if before is None or before.key != keys[-1]:
                raise CannotSeal(
                    f"the log is signed with {keys[-1].text}: a new key is introduced with --after and that key's file"
                )
            if signer.key in keys:
                raise CannotSeal("this key was the log's before: a key does not come back")
            cursor.execute("select coalesce(max(size), 0) from audit_checkpoint")
            signed = cursor.fetchone()[0]  # what the key before has signed, it has signed: nothing larger
            text = f"rcms log key\n{signer.key.name}\n{signed}\n{signer.key.text}\n"
            introduction = note_signed(text, before, signer)
        cursor.execute(
            "insert into audit_key (number, at, key, introduction) values (%s, %s, %s, %s)",
            [len(keys), wall_now(), signer.key.text, introduction],
        )
        return True


def _keys(cursor: Any) -> list[Key]:
    cursor.execute("select key from audit_key order by number")
    return [Key.read(text) for (text,) in cursor.fetchall()]


def _size(cursor: Any) -> int:
    cursor.execute("select coalesce(max(position) + 1, 0) from audit_seal")
    size: int = cursor.fetchone()[0]
    return size


def _edge(cursor: Any, size: int) -> dict[merkle.TileKey, bytes]:
    """The tiles of the right edge of a log of this size: all that it takes to add to it, or to tell its root."""
    keys, level = [], 0
    while size >> (merkle.TILE_HEIGHT * level):
        keys.append((level, size >> (merkle.TILE_HEIGHT * (level + 1))))
        level += 1
    cursor.execute(
        "select level, place, hashes from audit_tile join unnest(%s::smallint[], %s::bigint[]) as k (level, place)"
        " using (level, place)",
        [[key[place] for key in keys] for place in range(2)],
    )
    return {(level, place): bytes(hashes) for level, place, hashes in cursor.fetchall()}


def _look_back(cursor: Any, size: int, note: str, keys: list[Key]) -> None:
    """What was signed last is what the tree still begins with, and it was signed with a key of the log."""
    with suppress(KeyError):  # a tile is missing
        root = merkle.root(_edge(cursor, size), size)
        if any(_signed(note, key) == Checkpoint(key.name, size, root) for key in keys):
            return
    raise CannotSeal(f"the log does not begin with what was signed over {size} entries: it was rewritten")


def _signed(note: str, key: Key) -> Checkpoint | None:
    try:
        return Checkpoint.read(note_opened(note, key))
    except BadNote:
        return None
