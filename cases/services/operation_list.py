"""The passenger list of a group operation on paper: each office asks for its own copy, with the persons it may know."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import AboutCase, event_record, own_audience
from cases.choices_operations import SEATED
from cases.identity.dates import PartialDate
from cases.letters import office
from cases.models import Operation, OperationAuthority, OperationPassenger, OperationStaff
from cases.workflow.locking import papers_lock
from core import clock
from core.audience import Audience
from core.errors import NotVisible
from countries.models import Authority
from countries.selectors.places import country_name
from documents.letters import parts
from documents.letters.contexts import CoveredPerson, Escort
from documents.letters.passenger_list import PassengerList, SeatedOffice
from documents.models import GeneratedDocument
from documents.services import document_request


def passenger_list_request(*, actor: Actor, operation_id: UUID) -> GeneratedDocument:
    """The list as it is now, for the actor's office and its national desk alone. Raises NotVisible."""
    rows = Operation.objects.select_related("organiser_country", "receiving_country", "crossing_point")
    operation = rows.filter(id=operation_id).first()
    if operation is None:
        raise NotVisible(f"operation:{operation_id}")
    papers_lock(operation.subject, actor.authority_id)
    seated = seated_on(operation)
    audience = own_audience(actor) | Audience(groups=(actor.group_id,) if actor.holds("view_arrivals") else ())
    event_record(
        actor=actor,
        action="operation.listed",
        subject=operation.subject,
        about=AboutCase(operation.id, ""),
        audience=audience,
        parameters={"name": operation.name},
    )
    return document_request(
        actor=actor,
        context=passenger_list(operation, seated, actor),
        subject=operation.subject,
        audience=audience,
        series=str(actor.authority_id),
        named_cases=[row.case_id for row in seated],
    )


def seated_on(operation: Operation) -> list[OperationPassenger]:
    """The passengers that the scope in force shows."""
    return list(OperationPassenger.objects.filter(operation=operation, status__in=SEATED))


def passenger_list(operation: Operation, seated: Sequence[OperationPassenger], actor: Actor) -> PassengerList:
    """The contents: these passengers, and the rest as a number."""
    offices = list(OperationAuthority.objects.filter(operation=operation).select_related("authority", "country"))
    writing = Authority.objects.select_related("country").get(id=actor.authority_id)
    return PassengerList(
        reference=operation.name,
        issued_on=clock.now().astimezone(actor.zone).date(),
        is_specimen=settings.DEMO_MODE or settings.TESTING,
        written_for=f"{actor.authority_name}, {actor.country_name}",
        office=office(writing),
        name=operation.name,
        status=str(operation.get_status_display()),
        crossing_point=str(operation.crossing_point),
        departure_place=operation.departure_place,
        departs_at=operation.departs_at.astimezone(ZoneInfo(operation.organiser_country.time_zone)),
        arrives_at=operation.arrives_at.astimezone(ZoneInfo(operation.receiving_country.time_zone)),
        means=operation.means,  # type: ignore[arg-type]
        carrier=operation.carrier_number,
        is_charter=operation.is_charter,
        persons=tuple(person for row in seated for person in (_covered(row), *_children(row))),
        others=sum(row.taken for row in offices) - sum(row.persons for row in seated),
        offices=tuple(
            SeatedOffice(name=row.authority.name, country=country_name(row.country), seats=row.seats, taken=row.taken)
            for row in offices
        ),
        staff=tuple(
            Escort(
                name=row.name,
                function=", ".join(filter(None, (str(row.get_kind_display()), row.function))),
                document_number=row.document_number,
            )
            for row in OperationStaff.objects.filter(operation=operation)
        ),
    )


def _covered(row: OperationPassenger) -> CoveredPerson:
    return CoveredPerson(
        name=parts.PersonName(surname=row.family_name, given_names=row.given_names),
        **_born(row.birth_date),
        reference=row.reference,
        travel_document=row.document_number or _("not issued yet"),
    )


def _children(row: OperationPassenger) -> list[CoveredPerson]:
    """Those who return on this passenger's form."""
    return [
        CoveredPerson(
            name=parts.PersonName(surname=child["family_name"], given_names=child["given_names"]),
            **_born(child["birth_date"]),
            reference=row.reference,
            travel_document=_("on the form of the parent"),
        )
        for child in row.children
    ]


def _born(text: str) -> dict[str, Any]:
    birth = PartialDate.parse(text) if text else None
    is_whole = birth is not None and birth.is_complete
    return {
        "birth_date": birth.earliest if birth is not None and is_whole else None,
        "birth_date_text": "" if birth is None or is_whole else birth.display(),
    }
