"""rcms-verify: checks an export of the log of RCMS. This one file is all: Python 3.11 or newer and `cryptography`.

    python rcms_verify.py EXPORT [--key KEY]... [--earlier NOTE]... [--case CASE]
    python rcms_verify.py CASE-FILE.pdf ...
    python rcms_verify.py https://host/api/v1 --client ID --secret-file FILE [--keep NOTE] [--cosign KEY-FILE] ...

The format, what is checked and what is not: docs/verification.md. It shares no code with the application, so that a
mistake or a bad intention there is not one here.

Exit code: 0 everything is right; 1 something is wrong, and said; 2 nothing could be checked.
"""

import argparse
import base64
import binascii
import gc
import hashlib
import json
import multiprocessing
import re
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT, VERSION = "rcms-log", 1
PERSONAL = ("actor_name", "on_behalf_of", "values", "reason", "address")
OF_THE_LOG = {"v", "kind", "nonce", "commitments"}  # what the bytes hold and the row does not
LINES_AT_ONCE = 2000
SMALL_BYTES = 10_000_000  # below, a second process would cost more than it saves
LARGEST_GAP = 1_000_000
SHOWN = 50  # of problems; the rest is counted
ABSENT = object()


class CannotCheck(Exception):
    """The file is no export, or lacks what would be needed."""


# --- The tree (RFC 6962, RFC 9162)


def leaf_hash(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def roots_at(leaves: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The roots over the first entries, for each of `sizes` that there are so many."""
    wanted = set(sizes)
    stack: list[bytes] = []  # the roots of the complete subtrees, largest first
    found = {0: hashlib.sha256(b"").digest()} if 0 in wanted else {}
    for size, leaf in enumerate(leaves, 1):
        grown, count = leaf, size
        while not count & 1:
            grown, count = node_hash(stack.pop(), grown), count >> 1
        stack.append(grown)
        if size in wanted:
            joined = stack[-1]
            for complete in reversed(stack[:-1]):
                joined = node_hash(complete, joined)
            found[size] = joined
    return found


def root_by_inclusion(leaf: bytes, position: int, size: int, proof: list[bytes]) -> bytes | None:
    """The root to which a proof leads (RFC 9162, 2.1.3.2); None where the proof cannot be one."""
    if not 0 <= position < size:
        return None
    node, last, result = position, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            result = node_hash(step, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, step)
        node, last = node >> 1, last >> 1
    return result if last == 0 else None


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: list[bytes]) -> bool:
    """Whether a proof shows that one log is the beginning of the other (RFC 9162, 2.1.4.2)."""
    if old == new:
        return old_root == new_root and not proof
    if old == 0:
        return not proof
    steps = proof if old & (old - 1) else [old_root, *proof]
    if not steps or old > new:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    of_old = of_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            of_old, of_new = node_hash(step, of_old), node_hash(step, of_new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            of_new = node_hash(of_new, step)
        node, last = node >> 1, last >> 1
    return last == 0 and of_old == old_root and of_new == new_root


# --- Notes and keys (C2SP signed-note, tlog-checkpoint)


@dataclass(frozen=True)
class Key:
    """A public key, written name+id+key. kind: 1 signs checkpoints of a log, 4 is a witness's under those of others."""

    name: str
    key_id: bytes
    public: bytes
    kind: int = 1

    @classmethod
    def read(cls, text: str) -> "Key":
        try:
            name, key_id, encoded = text.strip().split("+", 2)
            content = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            raise CannotCheck(f"{text!r} is no key: it would be name+id+key") from None
        right_id = hashlib.sha256(name.encode() + b"\n" + content).digest()[:4]
        if len(content) != 33 or content[0] not in (1, 4) or right_id.hex() != key_id:
            raise CannotCheck(f"{text!r} is no Ed25519 key, or its id is another's")
        return cls(name, right_id, content[1:], content[0])

    @property
    def text(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"


def note_parts(note: str) -> tuple[str, dict[bytes, bytes]]:
    """The text of a note, and its signatures by key id and name. Raises ValueError."""
    text, separator, lines = note.rpartition("\n\n")
    if not separator or not note.endswith("\n"):
        raise ValueError("it is no signed note")
    signatures = {}
    for line in lines.splitlines():
        match = re.fullmatch(r"— (\S+) (\S+)", line)
        if not match:
            raise ValueError("a signature line is no such line")
        content = base64.b64decode(match[2], validate=True)
        signatures[content[:4] + match[1].encode()] = content[4:]
    return text + "\n", signatures


def is_signed(text: str, signatures: dict[bytes, bytes], key: Key) -> bool | None:
    """Whether this key signed; None where it does not say so."""
    signature = signatures.get(key.key_id + key.name.encode())
    if signature is None:
        return None
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def cosigned_at(text: str, signatures: dict[bytes, bytes], witness: Key) -> int | None:
    """When a witness signed, by its clock (C2SP tlog-cosignature); None where it did not, or not well."""
    content = signatures.get(witness.key_id + witness.name.encode(), b"")
    if witness.kind != 4 or len(content) != 72:
        return None
    at = int.from_bytes(content[:8], "big")
    signed = {witness.key_id + witness.name.encode(): content[8:]}
    return at if is_signed(f"cosignature/v1\ntime {at}\n{text}", signed, witness) else None


def witness_key(name: str, seed: bytes) -> Key:
    """The public key of a witness. seed: 32 bytes, its private key."""
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return Key(name, hashlib.sha256(name.encode() + b"\n\x04" + public).digest()[:4], public, 4)


def cosigned(note: str, name: str, seed: bytes, at: int) -> str:
    """The note with a witness's line under it."""
    text, _signatures = note_parts(note)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(f"cosignature/v1\ntime {at}\n{text}".encode())
    content = witness_key(name, seed).key_id + at.to_bytes(8, "big") + signature
    return f"{note}— {name} {base64.b64encode(content).decode()}\n"


@dataclass(frozen=True)
class Checkpoint:
    size: int
    root: bytes
    origin: str
    text: str
    signatures: dict[bytes, bytes]
    note: str

    @classmethod
    def read(cls, note: str) -> "Checkpoint":
        """Raises ValueError."""
        text, signatures = note_parts(note)
        origin, size, root, *rest = text.split("\n")
        content = base64.b64decode(root, validate=True)
        if not re.fullmatch(r"0|[1-9][0-9]*", size) or len(content) != 32 or rest != [""]:
            raise ValueError("it is no checkpoint")
        return cls(int(size), content, origin, text, signatures, note)


# --- Entries


@dataclass(frozen=True)
class Erased:
    """A value that is said to be erased, by which event."""

    who: str
    field: str
    event: str
    case: str
    country: str
    at: datetime


@dataclass(frozen=True)
class Erasure:
    """An event that says what was erased of a case, and by which rules."""

    at: datetime
    case: str
    country: str
    reference: str
    rules: list[str]
    parts: list[str]


@dataclass
class Batch:
    """What one batch of lines came to."""

    leaves: list[tuple[int, bytes]] = field(default_factory=list)
    ids: list[tuple[int, str]] = field(default_factory=list)
    others: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    of_case: list[str] = field(default_factory=list)
    proofs: list[tuple[int, bytes, list[bytes]]] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    erased: list[Erased] = field(default_factory=list)
    withheld: int = 0
    erasures: dict[str, Erasure] = field(default_factory=dict)


def read_batch(lines: tuple[int, bytes], *, case: str) -> Batch:
    """Check lines of the file. lines: the number of the first, and all of them in one piece, which is quickly sent."""
    batch = Batch()
    for number, line in enumerate(lines[1].removesuffix(b"\n").split(b"\n"), lines[0]):
        try:
            record = json.loads(line.decode())
            kind = record["record"]
        except (ValueError, KeyError, TypeError):
            batch.problems.append(f"line {number}: is no record (the file was cut or changed)")
            continue
        try:
            if kind == "entry":
                read_entry(record, batch, case)
            elif kind == "leaf":
                batch.leaves.append((int(record["position"]), base64.b64decode(record["leaf"], validate=True)))
                batch.missing.append(int(record["position"]))
            else:
                batch.others.append((number, record))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            batch.problems.append(f"line {number}: cannot be read ({type(error).__name__}: {error})")
    return batch


def read_entry(record: dict[str, Any], batch: Batch, case: str) -> None:
    position, content = int(record["position"]), binascii.a2b_base64(record["bytes"], strict_mode=True)
    leaf = leaf_hash(content)
    batch.leaves.append((position, leaf))
    if "proof" in record:
        batch.proofs.append((position, leaf, [base64.b64decode(step, validate=True) for step in record["proof"]]))
    sealed = json.loads(content.decode())
    row, openings = record["row"], record["openings"]
    who = f"position {position} ({sealed['kind']} {sealed['id']})"
    batch.ids.append((position, f"{sealed['kind']} {sealed['id']}"))
    if "leaf" in record and binascii.a2b_base64(record["leaf"], strict_mode=True) != leaf:
        batch.problems.append(f"{who}: its bytes are not those that were sealed: they were changed")
    if sealed["v"] != 1:
        batch.problems.append(f"{who}: is of version {sealed['v']}, which this verifier does not know")
        return
    for name, value in sealed.items():
        if name in OF_THE_LOG:
            continue
        now = row.get(name, ABSENT)
        # A text is the same or it is not; of a million entries that is most of what there is to compare.
        if not (type(value) is str and now == value) and not is_same(now, value):
            batch.problems.append(f"{who}: {name} was changed: sealed as {value!r}, now {row.get(name)!r}")
    commitments = sealed["commitments"]
    for name in PERSONAL:
        problem = opening_problem(name, commitments.get(name), openings.get(name))
        if problem:
            batch.problems.append(f"{who}: {name} {problem}")
        opening = openings.get(name) or {}
        batch.withheld += "withheld" in opening
        if "erased" in opening:
            event = opening["erased"]["event"]
            batch.erased.append(
                Erased(
                    who,
                    name,
                    f"event {event}",
                    str(sealed.get("case_key")),
                    str(sealed.get("country")),
                    moment_of(sealed),
                )
            )
    if sealed["kind"] == "event" and sealed["action"] == "case.erased" and sealed["result"] == "done":
        said = sealed["parameters"]
        batch.erasures[f"event {sealed['id']}"] = Erasure(
            moment_of(sealed),
            str(sealed.get("case_key")),
            str(sealed.get("country")),
            sealed["case_reference"],
            said["rules"],
            said["parts"],
        )
    if case and case in (sealed.get("case_reference"), sealed.get("case_key")):
        batch.of_case.append(f"  {position:>9}  {sealed['at']}  {sealed['action']}  {sealed['result']}")


def moment_of(sealed: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(sealed["at"])


def is_same(one: Any, other: Any) -> bool:
    """Equal as JSON, where true is not 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other)


def opening_problem(name: str, commitment: str | None, opening: dict[str, Any] | None) -> str:
    """What is wrong with a personal value and what binds it; empty when nothing is."""
    if commitment is None:
        return "" if opening is None else f"was added: nothing was sealed, now {opening.get('value')!r}"
    if opening is None:
        return "was removed, and nothing says that it was erased"
    if opening.get("withheld") is True:
        return "" if "value" not in opening else "is said to be withheld, and has a value"
    if "erased" in opening:
        return "" if "value" not in opening else "is said to be erased, and has a value"
    bound = hashlib.sha256(bytes.fromhex(opening["salt"]) + name.encode() + b"\0" + opening["value"].encode())
    return "" if bound.hexdigest() == commitment else f"was changed: {opening['value']!r} is not what was sealed"


# --- The whole export


@dataclass
class Export:
    """What was read, and what is wrong with it."""

    header: dict[str, Any] = field(default_factory=dict)
    keys: list[dict[str, Any]] = field(default_factory=list)
    checkpoints: dict[int, Checkpoint] = field(default_factory=dict)
    consistency: dict[tuple[int, int], list[bytes]] = field(default_factory=dict)
    leaves: bytearray = field(default_factory=bytearray)
    proofs: list[tuple[int, bytes, list[bytes]]] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)
    of_case: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    entries: int = 0
    erased: list[Erased] = field(default_factory=list)
    withheld: int = 0
    erasures: dict[str, Erasure] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    is_ended: bool = False

    @property
    def size(self) -> int:
        return len(self.leaves) // 32

    def leaf(self, position: int) -> bytes:
        return bytes(self.leaves[position * 32 : position * 32 + 32])


def read_export(path: Path, *, case: str, processes: int) -> Export:
    """Raises CannotCheck."""
    export = Export()
    try:
        with path.open("rb") as file:
            pieces = iter(lambda: b"".join(islice(file, LINES_AT_ONCE)), b"")
            batches = ((1 + number * LINES_AT_ONCE, piece) for number, piece in enumerate(pieces))
            for batch in read_batches(batches, case, processes if path.stat().st_size > SMALL_BYTES else 1):
                take_batch(export, batch)
    except OSError as error:
        raise CannotCheck(f"{path}: {error.strerror}") from None
    if export.header.get("format") != FORMAT:
        raise CannotCheck(f"{path} is no export of the log: its first line would say so")
    if export.header.get("version") != VERSION:
        raise CannotCheck(f"{path} is of version {export.header.get('version')}, this verifier knows {VERSION}")
    if not export.is_ended:
        export.problems.append("the file ends early: its last line is missing, it was cut")
    return export


def read_batches(batches: Iterator[tuple[int, bytes]], case: str, processes: int) -> Iterator[Batch]:
    read = partial(read_batch, case=case)
    if processes < 2:
        yield from map(read, batches)
        return
    with multiprocessing.Pool(processes) as pool:
        yield from pool.imap(read, batches)
        # Ended, not killed: a process that was told to pass over SIGTERM would be waited for without end.
        pool.close()
        pool.join()


def take_batch(export: Export, batch: Batch) -> None:
    export.problems += batch.problems
    export.of_case += batch.of_case
    export.missing += batch.missing
    export.proofs += batch.proofs
    export.erased += batch.erased
    export.withheld += batch.withheld
    export.erasures |= batch.erasures
    export.entries += len(batch.ids)
    for number, record in batch.others:
        try:
            take_record(export, record)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            export.problems.append(f"line {number}: {record['record']} cannot be read ({error})")
    for position, name in batch.ids:
        if export.ids.setdefault(name, position) != position:
            export.problems.append(f"{name} was sealed twice: at {export.ids[name]} and at {position}")
    if export.header.get("holds") == "log":
        for position, leaf in batch.leaves:
            if position != export.size:
                export.problems.append(
                    f"position {export.size} was expected and {position} was found: entries were "
                    + ("removed" if position > export.size else "inserted or put elsewhere")
                )
                if position > export.size + LARGEST_GAP:
                    continue
                export.leaves = export.leaves[: position * 32].ljust(position * 32, b"\0")
            export.leaves += leaf


def take_record(export: Export, record: dict[str, Any]) -> None:
    kind = record["record"]
    if kind == "header":
        export.header = export.header or record
    elif kind == "key":
        export.keys.append(record)
    elif kind == "checkpoint":
        checkpoint = Checkpoint.read(record["note"])
        if checkpoint.size in export.checkpoints and export.checkpoints[checkpoint.size].root != checkpoint.root:
            export.problems.append(f"two checkpoints over {checkpoint.size} entries have different roots: a fork")
        if checkpoint.size != record["size"]:
            export.problems.append(f"the checkpoint listed as {record['size']} is one over {checkpoint.size} entries")
        export.checkpoints[checkpoint.size] = checkpoint
    elif kind == "consistency":
        proof = [base64.b64decode(step, validate=True) for step in record["proof"]]
        export.consistency[record["old"], record["new"]] = proof
    elif kind == "stray":
        export.problems.append(
            f"{record['kind']} {record['id']} ({record['at']}, {record['action']}) stands in the table and is neither "
            "in the log nor waiting for it: it was inserted past the log"
        )
    elif kind == "waiting":
        export.waiting = set(map(str, record["entries"]))
        export.notes.append(f"{len(export.waiting)} entries wait for the log")
    elif kind == "end":
        export.is_ended = True
    else:
        raise ValueError("this verifier knows no such record")


def trusted_keys(export: Export, pinned: list[Key]) -> list[tuple[Key, int | None]]:
    """The keys of the log in their order, each with the largest size that it signs. Raises CannotCheck."""
    keys: list[tuple[Key, int | None]] = []
    for record in export.keys:
        key = Key.read(record["key"])
        if keys:
            old, before = keys[-1][0], keys[-2][1] if len(keys) > 1 else 0
            size = introduced_at(export, record.get("introduction", ""), old, key)
            if size is None or size < (before or 0):
                export.problems.append(f"key {key.text} was not introduced by the key before it: it was replaced")
                break
            keys[-1] = (old, size)
        keys.append((key, None))
    if not keys:
        raise CannotCheck("the export names no key")
    known = [key for key, _ in keys]
    if not pinned:
        export.notes.append(f"the key is taken from the export itself; compare it: {known[0].text}")
    elif not set(pinned) & set(known):
        export.problems.append(f"the key that you gave is none of the log's; they begin with {known[0].text}")
        return [(pinned[0], None)]
    return keys


def introduced_at(export: Export, introduction: str, old: Key, new: Key) -> int | None:
    """After how many entries a key follows another: both sign it. None where they did not."""
    try:
        text, signatures = note_parts(introduction)
        title, origin, size, named, *rest = text.split("\n")
    except ValueError:
        return None
    if (title, origin, named, rest) != ("rcms log key", export.header["origin"], new.text, [""]):
        return None
    is_good = is_signed(text, signatures, old) and is_signed(text, signatures, new)
    return int(size) if is_good and size.isdecimal() else None


def check_signature(export: Export, checkpoint: Checkpoint, keys: list[tuple[Key, int | None]], named: str) -> None:
    if checkpoint.origin != export.header["origin"]:
        export.problems.append(f"{named} is of another log: {checkpoint.origin}")
        return
    signer = next(key for key, until in keys if until is None or checkpoint.size <= until)
    signed = is_signed(checkpoint.text, checkpoint.signatures, signer)
    if signed is None:
        export.problems.append(f"{named} is not signed with the log's key {signer.name}+{signer.key_id.hex()}")
    elif not signed:
        export.problems.append(f"{named}: the signature is not good: the note was changed")


def check_tree(export: Export, earlier: dict[str, Checkpoint]) -> None:
    """Checkpoints against the entries, for an export of the whole log."""
    wanted = {c.size for c in (*export.checkpoints.values(), *earlier.values())}
    roots = roots_at((export.leaf(position) for position in range(export.size)), wanted)
    good = 0
    for size, checkpoint in sorted(export.checkpoints.items()):
        if size > export.size:
            export.problems.append(
                f"the checkpoint over {size} entries: the export has only {export.size}; the tail was cut"
            )
        elif roots[size] != checkpoint.root:
            export.problems.append(
                f"the checkpoint over {size} entries has another root: among the entries {good} to {size - 1}"
                " one was changed, removed, inserted or put elsewhere"
            )
            break
        good = size
    for name, checkpoint in earlier.items():
        if checkpoint.size > export.size:
            export.problems.append(
                f"{name} is over {checkpoint.size} entries, the export has only {export.size}: the tail was removed, or"
                " an older state was restored"
            )
        elif roots[checkpoint.size] != checkpoint.root:
            export.problems.append(
                f"{name}, over {checkpoint.size} entries, is of another history: what stood before entry"
                f" {checkpoint.size} was rewritten"
            )
    last = max(export.checkpoints, default=0)
    if export.size > last:
        export.notes.append(f"{export.size - last} entries are not yet under a checkpoint")
    if export.missing and export.header.get("whole"):
        places = ", ".join(map(str, export.missing[:10]))
        export.problems.append(f"of {len(export.missing)} entries only the hash is left, they were deleted: {places}")
    elif export.missing:
        export.notes.append(f"of {len(export.missing)} entries this export tells the hash alone")


def check_proofs(export: Export, earlier: dict[str, Checkpoint]) -> None:
    """Checkpoints and entries against proofs, for an export of some entries."""
    last = export.checkpoints[max(export.checkpoints)]
    for position, leaf, proof in export.proofs:
        if root_by_inclusion(leaf, position, last.size, proof) != last.root:
            export.problems.append(
                f"position {position}: its proof does not lead to the checkpoint over {last.size} entries:"
                " the entry was changed, or never was in the log"
            )
    if len(export.proofs) != export.entries:
        export.problems.append(f"{export.entries - len(export.proofs)} entries came without a proof")
    own = {f"the checkpoint over {size} entries": one for size, one in sorted(export.checkpoints.items())}
    for name, old in (own | earlier).items():
        if old.size > last.size:
            export.problems.append(
                f"{name} is over {old.size} entries, the export knows only {last.size}: the tail was removed, or an"
                " older state was restored"
            )
        elif (old.size, old.root) == (last.size, last.root):
            continue
        elif (old.size, last.size) not in export.consistency and old.size not in (0, last.size):
            export.problems.append(
                f"{name}: no proof that it is the beginning of {last.size}; ask for an export with it (--earlier)"
            )
        elif not is_consistent(
            old.size, old.root, last.size, last.root, export.consistency.get((old.size, last.size), [])
        ):
            export.problems.append(f"{name} is of another history than the checkpoint over {last.size} entries")


def check_witness(export: Export, witness: Key) -> None:
    """The newest checkpoint under which this witness's signature stands, and which part of the log it covers."""
    for size, checkpoint in sorted(export.checkpoints.items(), reverse=True):
        at = cosigned_at(checkpoint.text, checkpoint.signatures, witness)
        if at is not None:
            moment = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(at))
            export.notes.append(f"{witness.name} signed the checkpoint over {size} entries at {moment}")
            return
    export.problems.append(f"no checkpoint is signed by the witness {witness.name}")


def check_erasures(export: Export) -> None:
    """Each erased value names an event of the log that says by which rule data of that case were erased."""
    unknown = 0
    for one in export.erased:
        erasure = export.erasures.get(one.event)
        if erasure is not None:
            of_part = "record" if one.field == "values" else "audit_personal"
            is_of_it = (erasure.case, erasure.country) == (one.case, one.country) and one.at <= erasure.at
            if not is_of_it or of_part not in erasure.parts:
                export.problems.append(
                    f"{one.who}: {one.field} is said to be erased by {one.event}, which erased other data"
                )
        elif one.event in export.ids:
            export.problems.append(f"{one.who}: {one.field} is said to be erased by {one.event}, which is no erasure")
        elif export.header.get("whole") and one.event not in export.waiting:
            export.problems.append(
                f"{one.who}: {one.field} is said to be erased by {one.event}, which is not in the log"
            )
        else:
            unknown += 1
    if unknown:
        export.notes.append(f"{unknown} values are said to be erased by events that this export does not tell")


def check(
    path: Path,
    *,
    pinned: list[Key],
    earlier: dict[str, Checkpoint],
    case: str = "",
    processes: int = 1,
    witnesses: Iterable[Key] = (),
) -> Export:
    """Read and check an export. Raises CannotCheck."""
    export = read_export(path, case=case, processes=processes)
    keys = trusted_keys(export, pinned)
    if not export.checkpoints:
        raise CannotCheck("the export holds no checkpoint: nothing is signed")
    for size, checkpoint in sorted(export.checkpoints.items()):
        check_signature(export, checkpoint, keys, f"the checkpoint over {size} entries")
    for name, checkpoint in earlier.items():
        check_signature(export, checkpoint, keys, name)
    for witness in witnesses:
        check_witness(export, witness)
    if export.header.get("holds") == "log":
        check_tree(export, earlier)
    elif export.header.get("holds") == "proofs":
        check_proofs(export, earlier)
    else:
        raise CannotCheck("the export says neither that it holds the log nor that it holds proofs")
    check_erasures(export)
    if export.withheld and export.header.get("whole"):
        export.problems.append(f"{export.withheld} values are withheld from an export that leaves nothing out")
    if case and not export.of_case:
        export.problems.append(f"no entry is about case {case}")
    return export


def printable(text: str) -> str:
    """Without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def tell(export: Export, case: str) -> int:
    """Say what was found; returns the exit code."""
    last = max(export.checkpoints)
    what = f"{export.entries} entries, {len(export.checkpoints)} checkpoints, the last over {last} entries"
    print(printable(f"{export.header['origin']}: {what}"))
    if export.erased:
        print(f"Note: {len(export.erased)} values were erased; what binds them still holds.")
    if export.withheld:
        print(f"Note: {export.withheld} values were not told to whom this export is for; what binds them stands.")
    for event, number in Counter(one.event for one in export.erased if one.event in export.erasures).items():
        how = export.erasures[event]
        of_case, when = how.reference or how.case, f"{how.at:%Y-%m-%d %H:%M} UTC"
        print(printable(f"Erased: {number} values of case {of_case}, {when}, by {', '.join(how.rules)}"))
    for note in export.notes:
        print(printable(f"Note: {note}."))
    if case and export.of_case:
        print(f"Case {case}, {len(export.of_case)} entries (position, time, act, result):")
        print("\n".join(map(printable, export.of_case)))
    for problem in export.problems[:SHOWN]:
        print(printable(f"WRONG: {problem}."))
    if len(export.problems) > SHOWN:
        print(f"WRONG: and {len(export.problems) - SHOWN} more.")
    print("The log is NOT what was signed." if export.problems else "Everything that was checked is right.")
    return 1 if export.problems else 0


# --- From a case file, and from the API


def of_paper(path: Path, into: Path) -> Path:
    """The export that a case file carries as an attachment, written to `into`. Raises CannotCheck."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\n?endstream", path.read_bytes(), re.DOTALL):
        try:
            content = zlib.decompress(packed)
        except zlib.error:
            content = packed
        if content.startswith(b'{"record":"header","format":"rcms-log"'):
            into.write_bytes(content)
            return into
    raise CannotCheck(f"{path} carries no proof of the log")


class NoRedirect(HTTPRedirectHandler):
    """A password goes where it was meant to go."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Api:
    """RCMS as a national system speaks to it."""

    address: str
    token: str = ""

    def asked(self, path: str, body: bytes | None = None, **headers: str) -> Any:
        """The JSON at a path; waits where RCMS asks for patience. Raises CannotCheck."""
        parts = urlsplit(self.address)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise CannotCheck("the address must begin with https://")
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = Request(f"{self.address.rstrip('/')}/{path}", body, headers)  # noqa: S310 (the scheme is looked at)
        while True:
            try:
                with build_opener(NoRedirect).open(request, timeout=60) as answer:
                    return json.load(answer)
            except HTTPError as error:
                if error.code == 429:
                    time.sleep(min(60, int(error.headers.get("Retry-After") or 5)))
                    continue
                raise CannotCheck(f"{path.partition('?')[0]} answered {error.code}") from None
            except (URLError, OSError, ValueError) as error:
                raise CannotCheck(f"{self.address} did not answer as RCMS does ({type(error).__name__})") from None

    def sign_in(self, client: str, secret: str) -> None:
        basic = base64.b64encode(f"{client}:{secret}".encode()).decode()
        self.token = self.asked(
            "oauth/token",
            b"grant_type=client_credentials",
            Authorization=f"Basic {basic}",
            **{"Content-Type": "application/x-www-form-urlencoded"},
        )["access_token"]

    def pages(self, path: str, name: str, start: int) -> Iterator[Any]:
        """What stands on all pages, from `start` on."""
        place: int | None = start
        while place is not None:
            page = self.asked(f"{path}?{urlencode({name: place})}")
            yield from page["results"]
            place = page["next"]

    def export(self, case: str, earlier: Iterable[int]) -> Iterator[dict[str, Any]]:
        """The records of an export: of the log, or of a case by its reference or key."""
        if case:
            yield from self.asked(
                f"cases/{self.key_of(case)}/log?{urlencode({'earlier': ','.join(map(str, earlier))})}"
            )["results"]
            return
        log = self.asked("log")
        if log["checkpoint"] is None:
            raise CannotCheck("nothing is signed yet")
        yield {"record": "header", "format": FORMAT, "version": VERSION, "origin": log["origin"], "holds": "log"}
        for key in log["keys"]:
            yield {"record": "key", **key}
        end = log["checkpoint"]["size"]
        for checkpoint in self.pages("log/checkpoints", "after", 0):
            if checkpoint["size"] <= end:
                yield {"record": "checkpoint", "size": checkpoint["size"], "note": checkpoint["note"]}
        for record in self.pages("log/entries", "from", 0):
            if record["position"] < end:  # reading it makes it grow
                yield record
        yield {"record": "end"}

    def key_of(self, case: str) -> str:
        try:
            return str(UUID(case))
        except ValueError:
            found = self.asked(f"cases?{urlencode({'reference': case})}")["results"]
            if len(found) != 1:
                raise CannotCheck(f"there is no case {case} that this client sees") from None
            return str(found[0]["id"])

    def show(self, note: str) -> str:
        """Show a checkpoint to RCMS; returns what it says of it."""
        body = json.dumps({"note": note}).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
        return str(self.asked("log/checkpoints", body, **headers)["verdict"])


def kept_checkpoints(path: Path) -> dict[str, Checkpoint]:
    """The checkpoints of a file: one note, or a line of JSON for each. Raises CannotCheck."""
    try:
        text = path.read_text(encoding="utf-8")
        if not text.startswith("{"):
            return {f"the kept checkpoint {path.name}": Checkpoint.read(text)}
        found = {}
        for number, line in enumerate(text.splitlines(), 1):
            try:
                found[f"the kept checkpoint in line {number} of {path.name}"] = Checkpoint.read(
                    json.loads(line)["note"]
                )
            except (ValueError, KeyError, TypeError) as error:
                if isinstance(error, json.JSONDecodeError):
                    continue  # a line that a power failure cut off
                raise ValueError(f"line {number}") from None
        return found
    except (OSError, ValueError) as error:
        raise CannotCheck(f"{path} cannot be read as a checkpoint ({error})") from None


def seed_of(path: Path, name: str) -> bytes:
    """The private key of a witness of this name. Raises CannotCheck."""
    try:
        seed = base64.b64decode(secret_of(path), validate=True)
    except binascii.Error:
        seed = b""
    if len(seed) != 32 or not re.fullmatch(r"[^\s+]+", name):
        raise CannotCheck("--cosign needs 32 bytes in base64, and --cosign-name a name without spaces and plus signs")
    return seed


def secret_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotCheck(f"{path} cannot be read ({type(error).__name__})") from None


def arguments_of(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="rcms-verify", description="Check an export of the log of RCMS.")
    parser.add_argument("export", help="a file, a case file as PDF, or the address of the API")
    parser.add_argument("--key", action="append", default=[], help="the log's key, as you were given it: name+id+key")
    parser.add_argument("--witness", action="append", default=[], help="a witness's key, whose signature there must be")
    parser.add_argument("--earlier", action="append", default=[], type=Path, help="a checkpoint that you kept")
    parser.add_argument(
        "--keep", type=Path, help="as --earlier, if it is there; then the last checkpoint is kept in it"
    )
    parser.add_argument("--case", default="", help="list the entries about this case: its reference or its key")
    parser.add_argument("--client", default="", help="for the API: the client's id")
    parser.add_argument("--secret-file", type=Path, help="for the API: a file with the client's secret")
    parser.add_argument("--output", type=Path, help="where what came from the API or a case file is kept")
    parser.add_argument("--show", action="store_true", help="tell RCMS which checkpoint you hold")
    parser.add_argument("--cosign", type=Path, metavar="FILE", help="and sign it: 32 random bytes in base64")
    parser.add_argument("--cosign-name", default="", help="the name of your witness")
    parser.add_argument("--processes", type=int, default=multiprocessing.cpu_count())
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """The command; returns its exit code."""
    given = arguments_of(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return run(given, given.output or Path(folder) / "export.jsonl")
    except CannotCheck as error:
        print(printable(f"Cannot check: {error}."), file=sys.stderr)
        return 2


def run(given: argparse.Namespace, into: Path) -> int:
    """Fetch, check, tell, keep. Raises CannotCheck."""
    seed = seed_of(given.cosign, given.cosign_name) if given.cosign else b""
    earlier: dict[str, Checkpoint] = {}
    for path in [*given.earlier, *([given.keep] if given.keep and given.keep.exists() else [])]:
        earlier |= kept_checkpoints(path)
    api = None
    export = Path(given.export)
    if re.match(r"https?://", given.export):
        if not given.client or not given.secret_file:
            raise CannotCheck("the API asks for --client and --secret-file")
        api, export = Api(given.export), into
        api.sign_in(given.client, secret_of(given.secret_file))
        with into.open("w", encoding="utf-8") as file:
            for record in api.export(given.case, sorted({one.size for one in earlier.values()})):
                file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
    elif export.suffix.lower() == ".pdf":
        if not export.exists():
            raise CannotCheck(f"{export}: there is no such file")
        export = of_paper(export, into)
    found = check(
        export,
        pinned=[Key.read(text) for text in given.key],
        earlier=earlier,
        case=given.case,
        processes=given.processes,
        witnesses=[Key.read(text) for text in given.witness],
    )
    code = tell(found, given.case)
    note = found.checkpoints[max(found.checkpoints)].note
    if code == 0 and given.keep:
        given.keep.write_text(note, encoding="utf-8")
    if api and (given.show or given.cosign):
        # Signed is only what was checked; shown is also what does not fit.
        if code == 0 and given.cosign:
            print(f"The key of your witness, for the operator: {witness_key(given.cosign_name, seed).text}")
            note = cosigned(note, given.cosign_name, seed, int(time.time()))
        for one in [note] if code == 0 else [checkpoint.note for checkpoint in earlier.values()]:
            print(f"RCMS says of the checkpoint: {api.show(one)}")
    return code


if __name__ == "__main__":
    gc.disable()  # nothing here refers to itself, and looking for it takes a sixth of the time
    sys.exit(main())
