"""The certificate of destruction: what a run of erasure did, by which rules and by whose decision. No personal data of
the persons whose cases they were."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from documents.letters.contexts import LetterContext
from documents.letters.parts import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyedClass:
    """One kind of data under one rule. what, rule, citation: in words; certainty: of the period."""

    what: str
    rule: str
    citation: str
    certainty: str
    cases: int
    rows: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionCertificate(LetterContext):
    """reasons: why it was asked for; kept: how many parts of cases were kept back; hashes: SHA-256 of the files whose
    bytes were overwritten and removed."""

    code: ClassVar[str] = "destruction_certificate"

    office: Office
    run: str
    reasons: str
    asked_by: str
    asked_at: dt.datetime
    approved_by: str
    approved_at: dt.datetime
    done_at: dt.datetime
    classes: tuple[DestroyedClass, ...]
    cases: tuple[str, ...]
    kept: int = 0
    hashes: tuple[str, ...] = ()
