"""The contents of each printed paper, as frozen dataclasses. A paper is drawn from these and from nothing else.

Layout and fields follow the common application form of the EU readmission agreements (Annex 5 or 6), the response form
and transfer notice of the Benelux–Serbia implementing protocol (Annexes 3 and 4) and the EU standard travel document of
1994. Texts of codes are worded by the caller in the paper's language; labels are translated by the template.
"""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

from documents.letters import serial
from documents.letters.parts import (
    UNSIGNED,
    Entry,
    Evidence,
    Office,
    Person,
    PersonName,
    Photograph,
    Signature,
    TimeLimit,
)
from documents.letters.texts import TextBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContext:
    """What every paper has. `issued_on` is the legal date; `is_specimen` prints SPECIMEN across each page; `texts` are
    the words that the writing country's administrators have put on its papers."""

    code: ClassVar[str] = ""
    version: ClassVar[int] = 1

    reference: str
    issued_on: dt.date
    agreement: str = ""
    is_specimen: bool = False
    limits: tuple[TimeLimit, ...] = ()
    texts: tuple[TextBlock, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The contents as plain values, fit for a JSON column."""
        plain = serial.to_plain(self)
        assert isinstance(plain, dict)
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Self:
        """The contents that `to_json` wrote; raises ContextBroken."""
        return serial.from_plain(cls, plain)

    @property
    def photographs(self) -> tuple[Photograph, ...]:
        """The pictures the paper shows, to be read from the vault before it is drawn."""
        photograph = getattr(self, "photograph", None)
        return (photograph,) if photograph else ()

    def with_texts(self, texts: tuple[TextBlock, ...]) -> Self:
        """The same paper with these words of the writing country."""
        return dataclasses.replace(self, texts=texts)

    def texts_of(self, block: str) -> tuple[TextBlock, ...]:
        """The words of one block, in the order in which they are printed."""
        return tuple(text for text in self.texts if text.block == block)

    @property
    def has_unverified_limit(self) -> bool:
        """Whether a time limit on the paper was not checked against the published text."""
        return any(limit.is_unverified for limit in self.limits)

    @property
    def has_estimated_limit(self) -> bool:
        """Whether a time limit on the paper passes days that may be public holidays or not."""
        return any(limit.is_estimated for limit in self.limits)

    @property
    def has_limit_by_worth(self) -> bool:
        """Whether a time limit on the paper rests on a worth of evidence that was not read."""
        return any(limit.rests_on_worth for limit in self.limits)

    @property
    def has_uncertain_counting(self) -> bool:
        """Whether a time limit on the paper ends on another day by another way of counting."""
        return any(limit.earliest_at for limit in self.limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmissionApplication(LetterContext):
    """The common application form: head, boxes, parts A to F, signature.

    `article` is the article it is made under; `children_line` and `spouse_line` belong to field A7, part B and C hold
    family members who are part of the application, `family_note` who of them is returned on this form. Health is
    printed only with the person's consent (caller's duty).
    entry: for persons who are no nationals of the receiving State.
    """

    code: ClassVar[str] = "readmission_application"

    requesting: Office
    receiving: Office
    place: str
    article: str = ""
    annex: str = ""
    is_accelerated: bool = False
    # Place and time of the apprehension, which the accelerated procedure asks for.
    apprehension: str = ""
    is_interview_requested: bool = False
    person: Person
    photograph: Photograph | None = None
    spouse_line: str = ""
    children_line: str = ""
    spouse: Person | None = None
    children: tuple[Person, ...] = ()
    family_note: str = ""
    health: str = ""
    danger: str = ""
    entry: Entry | None = None
    evidence: tuple[Evidence, ...] = ()
    observations: str = ""
    signature: Signature = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredPerson:
    """A person named in a list: number of the reply or reference, and the travel document once there is one."""

    name: PersonName
    birth_date: dt.date | None = None
    birth_date_text: str = ""
    birth_place: str = ""
    reference: str = ""
    travel_document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(LetterContext):
    """The response form. `basis` says on what an acceptance rests (express, silence); reasons come in words.

    record: of a reply that was given outside RCMS and is only written down here: when, how, and who agreed that it
    counts; nobody signs such a paper.
    """

    code: ClassVar[str] = "reply"

    answering: Office
    requesting: Office
    place: str
    reply_number: str = ""
    application_on: dt.date
    person: CoveredPerson
    outcome: Literal["accepted", "refused", "inconclusive"]
    basis: Literal["", "express", "silence", "late_reply_upheld"] = ""
    article: str = ""
    is_travel_document_promised: bool = False
    reasons: tuple[str, ...] = ()
    remarks: str = ""
    record: str = ""
    family: tuple[CoveredPerson, ...] = ()
    signature: Signature = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureNotice(LetterContext):
    """The notice that an application for the accelerated procedure is examined in the normal one. reason: of the
    receiving side, in words; the requesting side gives none. `limits` are those that run from now on."""

    code: ClassVar[str] = "procedure_notice"

    writing: Office
    addressed: Office
    place: str
    application_on: dt.date
    person: CoveredPerson
    is_by_receiving: bool
    reason: str = ""
    remarks: str = ""
    signature: Signature = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelDocument(LetterContext):
    """A single-sheet document for one journey, after the EU standard travel document, issued by the receiving state.

    `mrz_lines` come checked from the caller (ICAO Doc 9303). `label_language` is the second language of the labels.
    voids: the key of the paper in whose place this version stands, marked void.
    """

    code: ClassVar[str] = "travel_document"

    issuing: Office
    document_number: str
    registration_number: str = ""
    valid_from: dt.date
    valid_until: dt.date
    journey_from: str
    journey_to: str
    person: Person
    photograph: Photograph | None = None
    issued_at: str
    remarks: str = ""
    mrz_lines: tuple[str, ...] = ()
    label_language: str = "fr"
    voids: str = ""
    signature: Signature = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Escort:
    """An escort or accompanying person of a transfer: name, function, number of the document carried."""

    name: str
    function: str = ""
    document_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistance:
    """A person who needs help on the way: the reason (illness, disability, age) and the help asked for."""

    name: PersonName
    reason: str
    help_needed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferNotice(LetterContext):
    """The notice of a transfer: when, where and how; who; who escorts; who needs help.

    Departure and arrival carry the zone of their place; the paper prints the local time with its offset.
    """

    code: ClassVar[str] = "transfer_notice"

    sending: Office
    receiving: Office
    place: str
    crossing_point: str
    departure_place: str = ""
    departs_at: dt.datetime | None = None
    arrives_at: dt.datetime
    means: Literal["air", "land", "sea"]
    carrier: str = ""
    route: str = ""
    persons: tuple[CoveredPerson, ...]
    escorts: tuple[Escort, ...] = ()
    assistance: tuple[Assistance, ...] = ()
    remarks: str = ""
    signature: Signature = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRecord(LetterContext):
    """The signed record of a handover: time and place, both officials, persons, papers and belongings, incidents."""

    code: ClassVar[str] = "handover_record"

    sending: Office
    receiving: Office
    crossing_point: str
    handed_over_at: dt.datetime
    persons: tuple[CoveredPerson, ...]
    papers: tuple[str, ...] = ()
    belongings: str = ""
    condition: str = ""
    incidents: str = ""
    escorts: tuple[Escort, ...] = ()
    monitor: str = ""
    handed_over_by: Signature = UNSIGNED
    received_by: Signature = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A document that was before the receiving authority: what it is, and the hash of its bytes or contents."""

    title: str
    sha256: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedAct:
    """An act of the receiving side that both sides know of."""

    at: dt.datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceRecord(LetterContext):
    """The proof that a time limit passed without a reply: delivery, rule, working, absence of a reply, what follows.

    Instants carry the zone of the state that had to act. `follows` is what the silence brings about; `working` is the
    count step by step, with the days on which nothing was counted; `acts` what the receiving side did between delivery
    and end that both sides know of.
    """

    code: ClassVar[str] = "silence_record"

    requesting: Office
    receiving: Office
    person: CoveredPerson
    delivered_at: dt.datetime
    made_available: str
    acknowledged_at: dt.datetime | None = None
    started_at: dt.datetime
    start_event: str
    ended_at: dt.datetime
    time_zone: str
    limit: TimeLimit
    source: str = ""
    certainty: str = ""
    rule_wording: str = ""
    silence: str
    follows: str
    silence_citation: str = ""
    silence_certainty: str = ""
    calendar: str
    working: tuple[str, ...]
    acts: tuple[SharedAct, ...] = ()
    enclosures: tuple[Enclosed, ...] = ()
