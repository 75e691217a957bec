"""The contents of the papers about a readmission in error: the claim, its answer, the record of the taking back."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from documents.letters.contexts import CoveredPerson, LetterContext
from documents.letters.parts import UNSIGNED, Office, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorClaim(LetterContext):
    """The claim that a person was readmitted in error, or (is_owned) the requesting State's own report of it.

    window: until when a claim is possible, in words, with its source; is_window_doubted: it had ended by a limit that
    was not checked against the published text.
    """

    code: ClassVar[str] = "error_claim"

    writing: Office
    addressed: Office
    place: str
    person: CoveredPerson
    handed_over_on: dt.date
    is_owned: bool = False
    grounds: tuple[str, ...]
    statement: str
    enclosure: str = ""
    window: str = ""
    is_window_doubted: bool = False
    signature: Signature = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReply(LetterContext):
    """The requesting State's answer to a claim of readmission in error."""

    code: ClassVar[str] = "error_reply"

    writing: Office
    addressed: Office
    place: str
    person: CoveredPerson
    claimed_on: dt.date
    is_accepted: bool
    reasons: str = ""
    signature: Signature = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedThing:
    """Something that goes back with the person, as either State says."""

    name: str
    is_given: bool
    is_received: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackRecord(LetterContext):
    """The record that a person readmitted in error was taken back, with what came along."""

    code: ClassVar[str] = "take_back_record"

    sending: Office
    receiving: Office
    place: str
    person: CoveredPerson
    crossing_point: str
    taken_back_at: dt.datetime
    returned: tuple[ReturnedThing, ...] = ()
    given_back_note: str = ""
    received_back_note: str = ""
    costs: str = ""
    signature: Signature = UNSIGNED
