"""The contents of the two papers of a transit: the application with its reply section, and the reply.

Layout and fields follow the transit application form of the EU readmission agreements (Annex 6 or 7): A personal
details, B transit operation, C observations, seal, reply section.
"""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from documents.letters.contexts import CoveredPerson, Escort, LetterContext
from documents.letters.parts import UNSIGNED, Office, Person, Photograph, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitApplication(LetterContext):
    """The transit application. Instants carry the zone of the transit country; means: air, land or sea.

    no_visa: that no airport transit visa is needed, and by which clause; empty where that is not known.
    """

    code: ClassVar[str] = "transit_application"

    requesting: Office
    requested: Office
    place: str
    annex: str = ""
    person: Person
    photograph: Photograph | None = None
    document_type: str = ""
    document_number: str = ""
    means: Literal["air", "land", "sea"]
    destination: str
    other_states: tuple[str, ...] = ()
    entry_point: str
    enters_at: dt.datetime
    entry_carrier: str = ""
    exit_point: str
    leaves_at: dt.datetime
    exit_carrier: str = ""
    escort_count: int = 0
    escorts: tuple[Escort, ...] = ()
    special_care: str = ""
    support: str = ""
    is_declared: bool = False
    observations: str = ""
    no_visa: str = ""
    signature: Signature = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitReply(LetterContext):
    """The reply to a transit application, and the revocation of a consent.

    entry_point, enters_at, conditions: of a consent; reasons: coded grounds in words of a refusal or a revocation.
    is_to_be_taken_back: the person had entered when the consent was revoked.
    """

    code: ClassVar[str] = "transit_reply"

    answering: Office
    requesting: Office
    place: str
    application_on: dt.date
    person: CoveredPerson
    outcome: Literal["accepted", "refused", "revoked"]
    entry_point: str = ""
    enters_at: dt.datetime | None = None
    conditions: str = ""
    reasons: tuple[str, ...] = ()
    remarks: str = ""
    is_to_be_taken_back: bool = False
    no_visa: str = ""
    signature: Signature = UNSIGNED
