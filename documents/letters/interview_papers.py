"""The papers around interviews: the person's invitation, and the schedule of a mission visit."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from documents.letters.contexts import CoveredPerson, LetterContext
from documents.letters.parts import UNSIGNED, Office, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewInvitation(LetterContext):
    """The invitation that the requesting office gives the person: when, where, with whom, in which language.

    starts_at carries the zone of the place; form is worded by the caller in the paper's language.
    """

    code: ClassVar[str] = "interview_invitation"

    inviting: Office
    mission: str
    mission_country: str
    place: str
    person: CoveredPerson
    starts_at: dt.datetime
    form: str
    where: str = ""
    language: str = ""
    has_interpreter: bool = False
    signature: Signature = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One person's time and room. file_number: of the office that organises, on its own copy alone."""

    starts_at: dt.datetime
    room: str
    language: str
    person: CoveredPerson
    file_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSchedule(LetterContext):
    """The schedule of a mission visit for one audience. has_own_numbers: the copy of the organising office."""

    code: ClassVar[str] = "visit_schedule"

    organising: Office
    mission: Office
    place: str
    first_day: dt.date
    last_day: dt.date
    rooms: tuple[str, ...]
    interpreters: tuple[str, ...]
    team: str = ""
    slots: tuple[Slot, ...] = ()
    has_own_numbers: bool = False
