"""Planning a group operation: the engine of its acts, flight and seats, who travels along, opening it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import AboutCase, event_record
from cases.choices_operations import OperationStatus
from cases.models import Operation, OperationAuthority, OperationStaff
from cases.workflow.operation_acts import OPERATION_ACT, OperationAct, operation_refusal, organises
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.forms import today
from countries.models import Authority, CrossingPoint
from countries.selectors.places import national_desk_of
from notifications.services import notice_send

_TOLD_RECEIVING = (
    OperationStatus.ANNOUNCED,
    OperationStatus.COUNTER_PROPOSED,
    OperationStatus.CONFIRMED,
    OperationStatus.DEPARTED,
    OperationStatus.CLOSED,
)


@dataclass(slots=True)
class Operating:
    """An act on an operation being done; the block sets columns of `operation` and adds parameters (codes, counts)."""

    actor: Actor
    operation: Operation
    row: OperationAct
    authorities: list[OperationAuthority]
    parameters: dict[str, Any] = field(default_factory=dict)


@contextmanager
def operating(
    *, actor: Actor, operation_id: UUID, name: str, version: int | None, reason: str = ""
) -> Iterator[Operating]:
    """Do the act `name` to an operation that the actor reads: lock, compare, judge, write, then version, readers, event
    and notice. Raises NotVisible, StaleVersion, ActRefused, Invalid."""
    row = OPERATION_ACT[name]
    operation = Operation.objects.select_for_update(of=("self",)).filter(id=operation_id).first()
    if operation is None:
        raise NotVisible(f"operation:{operation_id}")
    authorities = list(OperationAuthority.objects.filter(operation=operation).select_related("authority"))
    found = operation_refusal(actor, row, operation, authorities)
    if version is not None and version != operation.version and not (found and found.is_of_person):
        stale = StaleVersion("stale", _("Somebody changed this operation after you opened the page."))
        raise stale.about(operation.subject, operation.name)
    if found is not None:
        raise ActRefused(found.code, found.message).about(operation.subject, operation.name)
    doing = Operating(actor, operation, row, authorities)
    yield doing
    operation.status = row.target or operation.status
    operation.version += 1
    if operation.status in (OperationStatus.CLOSED, OperationStatus.CANCELLED):
        operation.ended_at = clock.now()
    # The border's groups are kept by the database, from the passengers whom the border posts expect.
    operation.audience_groups = Operation.objects.values_list("audience_groups", flat=True).get(id=operation.id)
    if organises(actor, operation):
        # Who reads it follows from the organiser's acts alone.
        readers_sync(operation)
    operation.save(force_update=True)
    _tell(doing, reason)


def readers_of(operation: Operation) -> Audience:
    """Organiser; participants once it was ever opened; the receiving desk once it was ever announced; the border's
    groups."""
    readers = Audience((operation.organiser_country_id,), (operation.organiser_id,))
    if operation.opened_at is not None:
        rows = OperationAuthority.objects.filter(operation=operation).values_list("country_id", "authority_id")
        for country, authority in rows:
            readers |= Audience((country,), (authority,))
    if operation.announced_at is not None or operation.status in _TOLD_RECEIVING:
        readers |= receiving_readers(operation)
    return readers | Audience(groups=tuple(operation.audience_groups))


def receiving_readers(operation: Operation) -> Audience:
    """The receiving country's desk."""
    desk = national_desk_of(operation.receiving_country_id, today())
    return Audience((operation.receiving_country_id,), (desk.id,) if desk else ())


def readers_sync(operation: Operation) -> None:
    """Readers of the operation and of what belongs to it but the passengers, as they should be; the caller saves."""
    values = readers_of(operation).fields()
    for name, value in values.items():
        setattr(operation, name, value)
    OperationAuthority.objects.filter(operation=operation).update(**values)
    OperationStaff.objects.filter(operation=operation).update(**values)


def _tell(doing: Operating, reason: str) -> None:
    operation, row = doing.operation, doing.row
    parameters = {"name": operation.name, **doing.parameters}
    event_record(
        actor=doing.actor,
        action=row.event,
        subject=operation.subject,
        about=AboutCase(operation.id, ""),
        audience=Audience(tuple(operation.audience_countries), tuple(operation.audience_authorities)),
        parameters=parameters,
        reason=reason.strip(),
    )
    told = Audience()
    if row.told in ("participants", "all"):
        told |= Audience((operation.organiser_country_id,), (operation.organiser_id,))
        # A draft that is given up was never anybody else's business.
        for one in doing.authorities if operation.opened_at is not None else ():
            told |= Audience((one.country_id,), (one.authority_id,))
    if row.told == "receiving" or (row.told == "all" and operation.announced_at is not None):
        told |= receiving_readers(operation)
    if told != Audience():
        notice_send(
            action=row.event, subject=operation.subject, case_reference="", audience=told, parameters=parameters
        )


# --- the plan ---------------------------------------------------------------------------------------------------------


def operation_create(*, actor: Actor, values: Mapping[str, Any]) -> Operation:
    """A new operation of the actor's office; all seats are its own until they are divided.

    values: columns of `Operation`, crossing_point and receiving_country by code. Raises ActRefused, Invalid.
    """
    if not actor.reaches("plan_transfer", country=actor.country, authority_id=actor.authority_id):
        raise ActRefused("not_granted", _("Your office and role do not include this."))
    plan = _plan(values, str(values["receiving_country"]))
    office = Authority.objects.get(id=actor.authority_id)
    operation = Operation(
        **plan,
        receiving_country_id=values["receiving_country"],
        organiser=office,
        organiser_country_id=actor.country,
        created_by_name=actor.name,
        created_at=clock.now(),
    )
    own = Audience((actor.country,), (office.id,)).fields()
    for name, value in own.items():
        setattr(operation, name, value)
    operation.save(force_insert=True)
    OperationAuthority(
        operation=operation, authority=office, country_id=actor.country, seats=operation.seats, **own
    ).save(force_insert=True)
    event_record(
        actor=actor,
        action="operation.created",
        subject=operation.subject,
        about=AboutCase(operation.id, ""),
        audience=operation.audience,
        parameters={"name": operation.name},
    )
    return operation


def operation_save(*, actor: Actor, operation_id: UUID, version: int | None, values: Mapping[str, Any]) -> Operation:
    """Other data of an operation that the receiving side was not told of. Raises as `operating`."""
    with operating(actor=actor, operation_id=operation_id, name="save", version=version) as doing:
        change_apply(doing.operation, values)
    return doing.operation


def change_apply(operation: Operation, values: Mapping[str, Any]) -> None:
    """Set these values; seats not below those that were divided. Raises Invalid."""
    plan = _plan(values, operation.receiving_country_id)
    divided = sum(OperationAuthority.objects.filter(operation=operation).values_list("seats", flat=True))
    only = list(OperationAuthority.objects.filter(operation=operation))
    if len(only) == 1 and only[0].taken <= plan["seats"]:
        # Nothing was divided: the organiser has them all.
        OperationAuthority.objects.filter(id=only[0].id).update(seats=plan["seats"])
    elif plan["seats"] < divided:
        raise Invalid({"seats": [_("%(count)d seats were divided among the participants") % {"count": divided}]})
    for name, value in plan.items():
        setattr(operation, name, value)


def _plan(values: Mapping[str, Any], receiving_country: str) -> dict[str, Any]:
    point = CrossingPoint.objects.filter(
        code=values["crossing_point"], country_id=receiving_country, is_active=True
    ).first()
    errors: dict[str, list[str]] = {}
    if point is None:
        errors["crossing_point"] = [_("Choose a crossing point of the receiving country")]
    if values["arrives_at"] <= clock.now():
        errors["arrives_at"] = [_("The arrival must lie in the future")]
    if values["departs_at"] >= values["arrives_at"]:
        errors["departs_at"] = [_("The departure must lie before the arrival")]
    if errors:
        raise Invalid(errors)
    return {name: value for name, value in values.items() if name != "receiving_country"} | {"crossing_point": point}


def seats_set(
    *, actor: Actor, operation_id: UUID, version: int | None, authority_id: UUID, seats: int
) -> OperationAuthority | None:
    """How many seats an authority may fill; 0 takes it out, if nobody of it is aboard. Raises Invalid."""
    with operating(actor=actor, operation_id=operation_id, name="set_authorities", version=version) as doing:
        operation = doing.operation
        authority = Authority.objects.filter(id=authority_id, is_active=True).first()
        if authority is None:
            raise Invalid({"authority": [_("Choose an authority")]})
        if authority.country_id == operation.receiving_country_id:
            raise Invalid({"authority": [_("The receiving country does not fill seats")]})
        rows = {row.authority_id: row for row in doing.authorities}
        row = rows.get(authority_id)
        others = sum(other.seats for key, other in rows.items() if key not in (authority_id, operation.organiser_id))
        organiser = rows[operation.organiser_id]
        if authority_id == operation.organiser_id:
            left = operation.seats - others
        else:
            left = operation.seats - others - organiser.taken
        if seats > left:
            raise Invalid({"seats": [_("Only %(count)d seats are left") % {"count": max(left, 0)}]})
        if row is not None and seats < row.taken:
            raise Invalid({"seats": [_("%(count)d seats are taken already") % {"count": row.taken}]})
        if row is None and seats > 0:
            row = OperationAuthority(
                operation=operation, authority=authority, country_id=authority.country_id, seats=seats
            )
            for name, value in operation.audience.fields().items():
                setattr(row, name, value)
            row.save(force_insert=True)
        elif row is not None and seats == 0 and authority_id != operation.organiser_id:
            OperationAuthority.objects.filter(id=row.id).delete()
            row = None
        elif row is not None:
            OperationAuthority.objects.filter(id=row.id).update(seats=seats)
        if authority_id != operation.organiser_id:
            # What others do not fill is the organiser's.
            rest = operation.seats - others - seats
            OperationAuthority.objects.filter(id=organiser.id).update(seats=rest)
    return row


def staff_add(*, actor: Actor, operation_id: UUID, version: int | None, values: Mapping[str, Any]) -> OperationStaff:
    """Somebody who travels along: kind, name, function, document. Raises as `operating`."""
    with operating(actor=actor, operation_id=operation_id, name="add_staff", version=version) as doing:
        row = OperationStaff(operation=doing.operation, **values, **doing.operation.audience.fields())
        row.save(force_insert=True)
    return row


def staff_remove(*, actor: Actor, operation_id: UUID, version: int | None, staff_id: UUID) -> None:
    """Take somebody out who was to travel along. Raises NotVisible."""
    with operating(actor=actor, operation_id=operation_id, name="add_staff", version=version) as doing:
        if not OperationStaff.objects.filter(id=staff_id, operation=doing.operation).delete()[0]:
            raise NotVisible(f"staff:{staff_id}")


def operation_open(*, actor: Actor, operation_id: UUID, version: int | None) -> Operation:
    """From now on the participating authorities see it and add their persons."""
    with operating(actor=actor, operation_id=operation_id, name="open", version=version) as doing:
        doing.operation.opened_at = clock.now()
        return doing.operation
