"""The pieces that several papers share: names in two scripts, persons, offices, evidence, time limits, signatures."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

RIGHT_TO_LEFT: Final = frozenset({"ar", "ary", "ckb", "dv", "fa", "he", "prs", "ps", "sd", "ug", "ur"})

Sex = Literal["", "M", "F", "X"]
EvidenceClass = Literal["passport", "identity_card", "driving_licence", "other"]
EvidenceWorth = Literal["", "proof", "prima_facie"]


def direction_of(language: str) -> Literal["ltr", "rtl"]:
    """In which direction a language (BCP 47) is written: the drawing of papers does not find out by itself."""
    tag = language.lower().split("-")
    return "rtl" if tag[0] in RIGHT_TO_LEFT or "arab" in tag[1:] else "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A name in Latin letters and, where known, as written at home (`native_language`: BCP 47, such as ka, sr-Cyrl)."""

    surname: str
    given_names: str
    native_surname: str = ""
    native_given_names: str = ""
    native_language: str = ""

    @property
    def latin(self) -> str:
        """Surname in capitals, comma, given names: the order of the forms, where the surname must stand out."""
        return ", ".join(part for part in (self.surname.upper(), self.given_names) if part)

    @property
    def native(self) -> str:
        """Given names and surname in their own script, or an empty string."""
        return " ".join(part for part in (self.native_given_names, self.native_surname) if part)

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """The writing direction of the native form."""
        return direction_of(self.native_language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An authority as it stands in the head of a paper. `native_name` in the language `native_language`."""

    country: str
    name: str
    native_name: str = ""
    native_language: str = ""
    address: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """A photograph in the vault, named by its id and hash: another picture can never take its place on a paper."""

    storage_id: str
    sha256: str
    media_type: str = "image/jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as part A (B, C) of the common form asks for them. `birth_date_text` holds a date known in part only.

    Height in centimetres. Texts are worded for the paper's language; lists are joined by the paper.
    """

    name: PersonName
    maiden_name: str = ""
    birth_date: dt.date | None = None
    birth_date_text: str = ""
    birth_place: str = ""
    sex: Sex = ""
    height_cm: int | None = None
    eye_colour: str = ""
    distinguishing_marks: str = ""
    aliases: tuple[str, ...] = ()
    nationality: str = ""
    former_nationalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    civil_status: str = ""
    father_name: str = ""
    mother_name: str = ""
    last_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One means of evidence in part E: what it is, its number, issue, expiry, and its worth under the agreement, with
    whether that worth was read."""

    kind: EvidenceClass
    title: str
    number: str = ""
    issued_on: dt.date | None = None
    issued_at: str = ""
    issued_by: str = ""
    expires_on: dt.date | None = None
    worth: EvidenceWorth = ""
    is_worth_unverified: bool = False
    shows_entry: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the form for a third-country national or stateless person tells besides: the ground of the readmission,
    entry and route, the visa or residence permit of the receiving State. Codes in words."""

    track: str
    ground: str = ""
    known_on: dt.date | None = None
    entered_on: dt.date | None = None
    place: str = ""
    means: str = ""
    route: str = ""
    document: str = ""
    document_by: str = ""
    document_from: dt.date | None = None
    document_until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit:
    """A time limit that a paper names: in words, with its source, and whether that source was verified.

    `due_at` carries the zone of the state that must act. An unverified value is marked on paper by a footnote.
    `earliest_at`: the end by the strictest way of counting, where nobody can cite one and the ways differ.
    `is_estimated`: the number was read, the working days in between are not known for certain. `rests_on_worth`: which
    limit holds depends on evidence whose worth was not read.
    """

    label: str
    wording: str
    citation: str = ""
    due_at: dt.datetime | None = None
    earliest_at: dt.datetime | None = None
    is_unverified: bool = False
    is_estimated: bool = False
    rests_on_worth: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signs, for which authority, where and when; without a name, the paper leaves the lines open."""

    name: str = ""
    function: str = ""
    authority: str = ""
    place: str = ""
    signed_on: dt.date | None = None


UNSIGNED: Final = Signature()
"""Open lines, to be signed by hand."""
