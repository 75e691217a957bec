"""The audit trail as a paper: the lines that somebody asked for, as its reader may know them, frozen at the request."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from documents.letters.contexts import LetterContext


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """One line in words. at: on the reader's clock; about: reference of the case, or empty; who, office: as the
    reader's side may know them."""

    at: dt.datetime
    kind: str
    what: str
    about: str = ""
    who: str = ""
    office: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditTrail(LetterContext):
    """`asked`: the filters in words, pairs of a heading and a value; `made_by`, `made_at`: who asked for it, and when;
    `left_out`: whether there are more lines than a paper takes."""

    code: ClassVar[str] = "audit_trail"

    made_by: str
    office: str
    made_at: dt.datetime
    place: str
    asked: tuple[str, ...] = ()
    lines: tuple[TrailLine, ...] = ()
    left_out: bool = False
