"""The contents of the case file: everything of a case that one side may read, as one paper with its files behind it.

Worded when it is asked for, for the reader's side and in the paper's language; the files are named by storage id and
hash, so that no other bytes can take their place.
"""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from documents.letters.contexts import LetterContext
from documents.letters.parts import Office, PersonName, Photograph


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and its value, in words; `language` (BCP 47) where the value is in another one than the paper."""

    label: str
    value: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A few facts, perhaps under a heading of their own, and paragraphs."""

    heading: str = ""
    facts: tuple[Fact, ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened or was written: when (with the reader's zone), what, by whom, and more words."""

    at: dt.datetime
    text: str
    who: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the case file; `is_own_side`: the other side does not see it."""

    code: str
    title: str
    is_own_side: bool = False
    note: str = ""
    blocks: tuple[Block, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file whose pages stand behind the sections. kind: a paper that we drew, a PDF or a picture that was uploaded
    (of a picture, the copy for viewing)."""

    title: str
    about: str = ""
    kind: Literal["paper", "pdf", "picture"]
    storage_id: str
    sha256: str
    media_type: str
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedLine:
    """An event of the case in the sealed log: its position, its time (UTC), its code, its hash in hexadecimal."""

    position: int
    at: str
    action: str
    leaf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That the events of the case stand in the sealed log. checkpoint: the signed note that they lead to; export: what
    the verifier reads, which the PDF carries as an attachment; waiting: events that are not under a checkpoint yet."""

    checkpoint: str
    lines: tuple[SealedLine, ...]
    waiting: int
    export: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile(LetterContext):
    """Cover, contents, sections, files. `status` as the reader's side may know it; `made_for` is the office."""

    code: ClassVar[str] = "case_file"

    requesting: Office
    receiving: Office
    person: PersonName
    birth: str = ""
    photograph: Photograph | None = None
    status: str
    made_for: str
    made_by: str
    made_at: dt.datetime
    sections: tuple[Section, ...] = ()
    files: tuple[AttachedFile, ...] = ()
    proof: Proof | None = None
