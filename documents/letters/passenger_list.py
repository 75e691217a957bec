"""The passenger list of a group operation, as one reader may know it: the persons named to that reader, the others as a
number. Fields follow what notices of transfer ask for (domain facts 3.3): flight, persons, documents, escorts."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from documents.letters.contexts import CoveredPerson, Escort, LetterContext
from documents.letters.parts import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatedOffice:
    """An authority with the seats that it may fill and has filled."""

    name: str
    country: str
    seats: int
    taken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassengerList(LetterContext):
    """`written_for`: whose copy it is; `others`: persons aboard whom this reader learns as a number alone."""

    code: ClassVar[str] = "passenger_list"

    written_for: str
    office: Office
    name: str
    status: str
    crossing_point: str
    departure_place: str
    departs_at: dt.datetime
    arrives_at: dt.datetime
    means: Literal["air", "land", "sea"]
    carrier: str = ""
    is_charter: bool = False
    persons: tuple[CoveredPerson, ...] = ()
    states: tuple[str, ...] = ()
    others: int = 0
    offices: tuple[SeatedOffice, ...] = ()
    staff: tuple[Escort, ...] = ()
