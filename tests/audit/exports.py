"""Exports of a small log made by hand, for the verifier: what the application would write, and what a forger would."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import merkle
from audit.notes import Checkpoint, Signer, note_signed

ORIGIN = "rcms.example/log"
Record = dict[str, Any]


def signer_of(seed: int) -> Signer:
    return Signer.of(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def base64_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


@dataclass
class Log:
    """Entries with their rows and openings, and a tree over them."""

    signer: Signer = field(default_factory=lambda: signer_of(1))
    entries: list[Record] = field(default_factory=list)
    tiles: dict[tuple[int, int], bytes] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    keys: list[Record] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keys.append({"record": "key", "key": self.signer.key.text})

    def add(self, count: int = 1, *, case: str = "AAA-1", **changes: Any) -> None:
        for _ in range(count):
            position = len(self.entries)
            row = {
                "id": str(UUID(int=position + 1)),
                "at": f"2026-03-01T10:00:{position % 60:02}.000000Z",
                "action": "case.submitted",
                "result": "done",
                "case_reference": case,
                "country": "NLD",
                "parameters": {"number": position, "is_urgent": True},
                **changes,
            }
            personal = {"actor_name": f"Name {position}", "reason": "grounds"}
            openings = {name: {"salt": secrets.token_hex(16), "value": value} for name, value in personal.items()}
            commitments = {
                name: hashlib.sha256(
                    bytes.fromhex(one["salt"]) + name.encode() + b"\0" + one["value"].encode()
                ).hexdigest()
                for name, one in openings.items()
            }
            sealed = {**row, "v": 1, "kind": "event", "nonce": secrets.token_hex(16), "commitments": commitments}
            content = json.dumps(sealed).encode()
            leaf = merkle.leaf_hash(content)
            merkle.append(self.tiles, position, [leaf])
            self.entries.append(
                {
                    "record": "entry",
                    "position": position,
                    "leaf": base64_of(leaf),
                    "bytes": base64_of(content),
                    "row": row,
                    "openings": openings,
                }
            )

    def sign(self) -> str:
        size = len(self.entries)
        note = note_signed(Checkpoint(ORIGIN, size, merkle.root(self.tiles, size)).text, self.signer)
        self.notes[size] = note
        return note

    def rotate(self, signer: Signer, *by: Signer) -> None:
        text = f"rcms log key\n{ORIGIN}\n{len(self.entries)}\n{signer.key.text}\n"
        introduction = note_signed(text, *(by or (self.signer, signer)))
        self.keys.append({"record": "key", "key": signer.key.text, "introduction": introduction})
        self.signer = signer

    def records(self, *, whole: bool = True) -> list[Record]:
        """An export of the whole log."""
        return [
            {
                "record": "header",
                "format": "rcms-log",
                "version": 1,
                "origin": ORIGIN,
                "holds": "log",
                "whole": whole,
            },
            *self.keys,
            *self._checkpoints(),
            *json.loads(json.dumps(self.entries)),
            {"record": "end"},
        ]

    def proofs(self, *positions: int) -> list[Record]:
        """An export of some entries, each with its proof."""
        size = max(self.notes)
        sizes = sorted(self.notes)
        proofs = [
            {"record": "consistency", "old": old, "new": new, "proof": self._steps(old, new)}
            for old in sizes
            for new in sizes
            if 0 < old < new
        ]
        entries = [
            {
                **entry,
                "proof": [base64_of(step) for step in merkle.inclusion_proof(self.tiles, entry["position"], size)],
            }
            for entry in json.loads(json.dumps(self.entries))
            if entry["position"] in positions
        ]
        header = self.records()[0] | {"holds": "proofs", "whole": False}
        return [header, *self.keys, *self._checkpoints(), *proofs, *entries, {"record": "end"}]

    def _checkpoints(self) -> list[Record]:
        return [{"record": "checkpoint", "size": size, "note": note} for size, note in self.notes.items()]

    def _steps(self, old: int, new: int) -> list[str]:
        return [base64_of(step) for step in merkle.consistency_proof(self.tiles, old, new)]


def entry_of(records: list[Record], position: int) -> Record:
    return next(r for r in records if r["record"] == "entry" and r["position"] == position)


def rewritten(entry: Record, **changes: Any) -> None:
    """Changes an entry as somebody would who knows the format: row, bytes and leaf agree with each other."""
    entry["row"] |= changes
    content = json.dumps(json.loads(base64.b64decode(entry["bytes"])) | changes).encode()
    entry["bytes"], entry["leaf"] = base64_of(content), base64_of(merkle.leaf_hash(content))
