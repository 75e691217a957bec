"""Checkpoints as signed notes (C2SP signed-note and tlog-checkpoint, Ed25519): text that anybody can keep and check.

rcms.example/log         the origin: which log
1234                     how many entries
base64                   the root over them

— rcms.example/log base64 of (key id, signature)

A partner's witness adds a line of its own (C2SP tlog-cosignature): it saw this checkpoint at that time, and none before
that it does not follow from.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
KEY_ID_BYTES = 4
SIGNATURE_BYTES = 64  # at least: what is shorter was cut off
NAME = re.compile(r"[^\s+]+")


class BadNote(ValueError):
    """Text that is no note, or no note of whom it should be of."""


@dataclass(frozen=True, slots=True)
class Key:
    """Who signs: a name and a public key. kind: for checkpoints (ED25519) or under those of others (COSIGNATURE)."""

    name: str
    public: bytes
    kind: bytes = ED25519

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a signature names its key: a hint, no proof."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:KEY_ID_BYTES]

    @property
    def text(self) -> str:
        """The key as one word, as it is handed to a partner: name+id+key."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self.kind + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> "Key":
        """The key of such a word. Raises BadNote."""
        try:
            name, key_id, encoded = text.split("+", 2)
            content = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            raise BadNote("no key") from None
        key = cls(name, content[1:], content[:1])
        is_known = key.kind in (ED25519, COSIGNATURE) and len(content) == 33
        if not NAME.fullmatch(name) or not is_known or key.key_id.hex() != key_id:
            raise BadNote("no Ed25519 key, or its id is another's")
        return key


@dataclass(frozen=True, slots=True)
class Signer:
    """A key with its private half."""

    key: Key
    private: Ed25519PrivateKey

    @classmethod
    def of(cls, name: str, private: Ed25519PrivateKey) -> "Signer":
        if not NAME.fullmatch(name):
            raise BadNote(f"{name!r} cannot name a key: no space, no plus sign")
        return cls(Key(name, private.public_key().public_bytes_raw()), private)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log had come to."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """Raises BadNote."""
        lines = text.split("\n")
        try:
            origin, size, root = lines[0], lines[1], base64.b64decode(lines[2], validate=True)
        except (IndexError, binascii.Error):
            raise BadNote("no checkpoint") from None
        if not origin or not re.fullmatch(r"0|[1-9][0-9]{0,17}", size) or len(root) != 32 or lines[-1]:
            raise BadNote("no checkpoint")
        return cls(origin, int(size), root)


def note_signed(text: str, *signers: Signer) -> str:
    """The note: the text, which ends in a line's end, and a line for each signature."""
    if not text.endswith("\n"):
        raise BadNote("a note's text ends with its line")
    lines = (
        f"— {signer.key.name} {base64.b64encode(signer.key.key_id + signer.private.sign(text.encode())).decode()}\n"
        for signer in signers
    )
    return f"{text}\n{''.join(lines)}"


def note_opened(note: str, *keys: Key) -> str:
    """The text of a note that all of `keys` signed; signatures of others are passed over. Raises BadNote."""
    text, lines = _parts(note)
    for key in keys:
        _line, signature = _of(lines, key)
        _verify(key, signature, text)
    return text


def cosignature(note: str, key: Key) -> tuple[str, int]:
    """The line with which a witness signed a checkpoint, and when by its clock (seconds since 1970). Raises BadNote."""
    text, lines = _parts(note)
    line, content = _of(lines, key)
    if key.kind != COSIGNATURE or len(content) != 8 + 64:
        raise BadNote("no cosignature")
    at = int.from_bytes(content[:8], "big")
    _verify(key, content[8:], f"cosignature/v1\ntime {at}\n{text}")
    return line, at


def _parts(note: str) -> tuple[str, dict[tuple[str, bytes], tuple[str, bytes]]]:
    """The text, and by name and id of the key each line with its signature."""
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not note.endswith("\n"):
        raise BadNote("no signed note")
    found = {}
    for line in signatures.splitlines():
        match = re.fullmatch(r"— (\S+) (\S+)", line)
        try:
            content = base64.b64decode(match[2], validate=True) if match else b""
        except binascii.Error:
            content = b""
        if match is None or len(content) < KEY_ID_BYTES + SIGNATURE_BYTES:
            raise BadNote("a signature line is no such line")
        found[match[1], content[:KEY_ID_BYTES]] = (f"{line}\n", content[KEY_ID_BYTES:])
    return text + "\n", found


def _of(lines: dict[tuple[str, bytes], tuple[str, bytes]], key: Key) -> tuple[str, bytes]:
    try:
        return lines[key.name, key.key_id]
    except KeyError:
        raise BadNote(f"not signed by {key.name}") from None


def _verify(key: Key, signature: bytes, text: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except InvalidSignature:
        raise BadNote(f"the signature of {key.name} is not good") from None
