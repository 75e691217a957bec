"""The contents of the claim of costs."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from documents.letters.contexts import CoveredPerson, LetterContext
from documents.letters.parts import UNSIGNED, Office, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One amount. amount: in words, without the currency."""

    what: str
    spent_on: dt.date
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostClaim(LetterContext):
    """What one State claims from the other for a case. due: until when it is to be paid, with the source; "" where the
    agreement gives no time that was read."""

    code: ClassVar[str] = "cost_claim"

    writing: Office
    addressed: Office
    place: str
    person: CoveredPerson
    basis: str
    statement: str = ""
    lines: tuple[CostLine, ...]
    total: str
    currency: str
    account: str
    due: str = ""
    enclosure: str = ""
    signature: Signature = UNSIGNED
