"""Papers about a specimen person, for looking at words before they are used. Clearly nobody: ICAO's Utopia."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from documents.letters.contexts import (
    CoveredPerson,
    HandoverRecord,
    LetterContext,
    ReadmissionApplication,
    Reply,
    TransferNotice,
)
from documents.letters.parts import Evidence, Office, Person, PersonName, Signature
from documents.letters.transit import TransitApplication, TransitReply

REFERENCE: Final = "XX-XX-0000-000000-0"
_NAME = PersonName(surname="Specimen", given_names="Anna Maria")
_OTHER = Office(country="Utopia", name="Ministry of the Interior of Utopia", address="1 Example Street, Utopia")
_COVERED = CoveredPerson(
    name=_NAME, birth_date=dt.date(1990, 8, 12), birth_place="Zenith", reference=REFERENCE, travel_document="L898902C3"
)


class _Country(Protocol):
    @property
    def display_name(self) -> str: ...


class WritingOffice(Protocol):
    """What is needed of the office that writes."""

    name: str
    name_native: str
    native_language: str
    address: str
    email: str
    phone: str

    @property
    def country(self) -> _Country: ...


def specimen(letter: str, *, office: WritingOffice, on: dt.date) -> LetterContext:
    """A paper of this kind written by the office on a day, about nobody; raises KeyError for papers without words."""
    writer = Office(
        country=office.country.display_name,
        name=office.name,
        native_name=office.name_native,
        native_language=office.native_language,
        address=office.address,
        telephone=office.phone,
        email=office.email,
    )
    return _MAKERS[letter](writer, on)


def _head(on: dt.date) -> dict[str, object]:
    return {"reference": REFERENCE, "issued_on": on, "agreement": "Specimen agreement", "is_specimen": True}


def _application(writer: Office, on: dt.date) -> LetterContext:
    return ReadmissionApplication(
        **_head(on),  # type: ignore[arg-type]
        requesting=writer,
        receiving=_OTHER,
        place=writer.country,
        person=Person(name=_NAME, birth_date=dt.date(1990, 8, 12), birth_place="Zenith", nationality="Utopia"),
        evidence=(Evidence(kind="passport", title="Passport", number="L898902C3", worth="proof"),),
        signature=Signature(authority=writer.name),
    )


def _reply(writer: Office, on: dt.date) -> LetterContext:
    return Reply(
        **_head(on),  # type: ignore[arg-type]
        answering=writer,
        requesting=_OTHER,
        place=writer.country,
        application_on=on - dt.timedelta(days=8),
        person=_COVERED,
        outcome="accepted",
        basis="express",
        is_travel_document_promised=True,
        signature=Signature(authority=writer.name),
    )


def _notice(writer: Office, on: dt.date) -> LetterContext:
    arrival = dt.datetime.combine(on + dt.timedelta(days=5), dt.time(14, 30), tzinfo=dt.UTC)
    return TransferNotice(
        **_head(on),  # type: ignore[arg-type]
        sending=writer,
        receiving=_OTHER,
        place=writer.country,
        crossing_point="Specimen Airport",
        arrives_at=arrival,
        means="air",
        carrier="XX 000",
        persons=(_COVERED,),
        signature=Signature(authority=writer.name),
    )


def _handover(writer: Office, on: dt.date) -> LetterContext:
    return HandoverRecord(
        **_head(on),  # type: ignore[arg-type]
        sending=_OTHER,
        receiving=writer,
        crossing_point="Specimen Airport",
        handed_over_at=dt.datetime.combine(on, dt.time(14, 30), tzinfo=dt.UTC),
        persons=(_COVERED,),
        received_by=Signature(authority=writer.name),
    )


def _transit_application(writer: Office, on: dt.date) -> LetterContext:
    enters_at = dt.datetime.combine(on + dt.timedelta(days=20), dt.time(9, 30), tzinfo=dt.UTC)
    return TransitApplication(
        **_head(on),  # type: ignore[arg-type]
        requesting=writer,
        requested=_OTHER,
        place=writer.country,
        person=Person(name=_NAME, birth_date=dt.date(1990, 8, 12), birth_place="Zenith", nationality="Utopia"),
        document_type="Passport",
        document_number="L898902C3",
        means="air",
        destination="Utopia",
        entry_point="Specimen Airport",
        enters_at=enters_at,
        exit_point="Specimen Airport",
        leaves_at=enters_at + dt.timedelta(hours=5),
        is_declared=True,
        signature=Signature(authority=writer.name),
    )


def _transit_reply(writer: Office, on: dt.date) -> LetterContext:
    return TransitReply(
        **_head(on),  # type: ignore[arg-type]
        answering=writer,
        requesting=_OTHER,
        place=writer.country,
        application_on=on - dt.timedelta(days=3),
        person=_COVERED,
        outcome="accepted",
        entry_point="Specimen Airport",
        enters_at=dt.datetime.combine(on + dt.timedelta(days=17), dt.time(9, 30), tzinfo=dt.UTC),
        signature=Signature(authority=writer.name),
    )


_MAKERS: Final[Mapping[str, Callable[[Office, dt.date], LetterContext]]] = {
    "readmission_application": _application,
    "reply": _reply,
    "transfer_notice": _notice,
    "handover_record": _handover,
    "transit_application": _transit_application,
    "transit_reply": _transit_reply,
}
