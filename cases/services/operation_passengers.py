"""The persons on a group operation: added, announced, confirmed, departed, each by an act on the own case.

Nobody acts on the cases of another country: what the organiser announces is announced for the persons whose cases the
organiser reaches; the other authorities give notice for theirs. One case that is refused leaves the others.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import Status, TransferFailure, TransferStatus
from cases.choices_operations import SEATED
from cases.models import Case, Operation, OperationAuthority, OperationPassenger, Person, Transfer, TravelDocument
from cases.selectors.family_forms import on_this_form
from cases.selectors.operations import is_under_way, travelling_with
from cases.selectors.quotas import quota_over, quotas_of
from cases.selectors.situation import LIVE_TRANSFER
from cases.selectors.travel_documents import document_in_hand
from cases.services import transfer, transfer_course
from cases.services.operations import Operating, change_apply, operating
from cases.workflow.locking import family_lock, operations_lock
from cases.workflow.operation_acts import own_seats
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one passenger: code "" where it was done, else why not, in words."""

    passenger: OperationPassenger
    code: str = ""
    reason: str = ""

    @property
    def is_done(self) -> bool:
        """Whether the act was done."""
        return not self.code


# --- adding and taking off --------------------------------------------------------------------------------------------


def case_add(*, actor: Actor, operation_id: UUID, version: int | None, case_id: UUID) -> OperationPassenger:
    """A person of an accepted case gets a seat, and the transfer is planned with the operation.

    Seats are the participating authority's own; a cap of the agreement that was read is kept. Raises NotVisible,
    ActRefused (operation_full, quota_full, already_aboard, not_accepted, other_country, transfer_under_way).
    """
    operations_lock(case_id, operation_id)
    with operating(actor=actor, operation_id=operation_id, name="add_case", version=version) as doing:
        return _add(doing, case_id)


def family_add(*, actor: Actor, operation_id: UUID, version: int | None, case_id: UUID) -> list[OperationPassenger]:
    """As `case_add`, with all of the family whose transfer can be planned now: everybody gets a seat, or nobody."""
    with transaction.atomic():
        family_lock(case_id, operation_id)
        added = [case_add(actor=actor, operation_id=operation_id, version=version, case_id=case_id)]
        for member in travelling_with(actor, added[0].case):
            added.append(case_add(actor=actor, operation_id=operation_id, version=None, case_id=member))
    return added


def _add(doing: Operating, case_id: UUID) -> OperationPassenger:
    operation, actor = doing.operation, doing.actor
    case = Case.objects.visible_to(actor).select_for_update(of=("self",)).filter(id=case_id).first()
    if case is None or case.requesting_country_id != actor.country:
        raise NotVisible(f"case:{case_id}")

    def refuse(code: str, words: str) -> ActRefused:
        return ActRefused(code, words).about(case.subject, case.reference)

    if case.receiving_country_id != operation.receiving_country_id:
        raise refuse("other_country", _("This case is with another country."))
    if case.status != Status.ACCEPTED:
        raise refuse("not_accepted", _("Only a case that was accepted can be carried out."))
    before = OperationPassenger.objects.filter(operation=operation, case=case).first()
    if before is not None and before.status in SEATED:
        raise refuse("already_aboard", _("The person is on this operation already."))
    if (
        Transfer.objects.filter(case=case, status__in=LIVE_TRANSFER)
        .exclude(status=TransferStatus.COUNTER_PROPOSED)
        .exists()
    ):
        raise refuse("transfer_under_way", _("A transfer of this person is planned already."))
    seats = _seats_for(doing, case)
    if seats is None:
        raise refuse("not_granted", _("Your authority takes no part in this operation."))
    persons = 1 + len(on_this_form(case))
    if seats.taken >= seats.seats:
        raise refuse("operation_full", _("Every seat of your authority is taken."))
    if seats.taken + persons > seats.seats:
        words = _("The children on this form need a seat each, and your authority has not as many left.")
        raise refuse("operation_full", words)
    over = quota_over(quotas_of(operation, case, more=persons))
    if over is not None:
        raise refuse("quota_full", over.words)
    planned = transfer.transfer_plan(actor=actor, case_id=case.id, version=None, values=plan_of(operation))
    if before is not None:
        # The database has tied the earlier row to the new transfer; a seat was asked for above.
        before.refresh_from_db()
        return before
    person = Person.objects.get(case=case)
    readers = access.audience_requesting(case) | Audience((operation.organiser_country_id,), (operation.organiser_id,))
    passenger = OperationPassenger(
        operation=operation,
        case=case,
        transfer=planned,
        authority_id=seats.authority_id,
        country_id=seats.country_id,
        reference=case.reference or "",
        family_name=person.family_name or person.full_name,
        given_names=person.given_names,
        birth_date=person.birth_date,
        sex=person.sex,
        document_number=_document_number(case),
        children=planned.children,
        **readers.fields(),
    )
    passenger.save(force_insert=True)
    return passenger


def _seats_for(doing: Operating, case: Case) -> OperationAuthority | None:
    """The participating authority that this case is of: the one that filed it, else one of the country whose seats the
    actor may fill."""
    rows = [row for row in doing.authorities if own_seats(doing.actor, row)]
    exact = next((row for row in rows if row.authority_id == case.requesting_authority_id), None)
    return exact or next(iter(rows), None)


def _document_number(case: Case) -> str:
    in_hand = document_in_hand(list(TravelDocument.objects.filter(case=case)))
    return in_hand.number if in_hand else ""


def plan_of(operation: Operation) -> dict[str, Any]:
    """The plan of a passenger's transfer, as the services of transfers take it."""
    return {
        "operation": operation,
        "crossing_point": operation.crossing_point_id,
        "departs_at": operation.departs_at,
        "arrives_at": operation.arrives_at,
        "means": operation.means,
        "carrier_number": operation.carrier_number,
        "departure_place": operation.departure_place,
    }


def case_remove(*, actor: Actor, operation_id: UUID, version: int | None, case_id: UUID) -> None:
    """The person is taken off: the transfer with this operation ends, the seat is free. Raises NotVisible; ActRefused
    where the person holds no seat here any more (not_aboard): the transfer in hand would be another one."""
    with operating(actor=actor, operation_id=operation_id, name="remove_case", version=version) as doing:
        passenger = OperationPassenger.objects.filter(operation=doing.operation, case=case_id).first()
        if passenger is None or passenger.country_id != actor.country:
            raise NotVisible(f"case:{case_id}")
        in_hand = Transfer.objects.filter(case=case_id, operation=doing.operation, status__in=LIVE_TRANSFER)
        if passenger.status not in SEATED or not in_hand.exists():
            refused = ActRefused("not_aboard", _("The person is not on this operation any more."))
            raise refused.about(doing.operation.subject, doing.operation.name)
        transfer_course.transfer_fail(actor=actor, case_id=case_id, version=None, code=TransferFailure.POSTPONED)


# --- case by case -----------------------------------------------------------------------------------------------------


def operation_announce(*, actor: Actor, operation_id: UUID, version: int | None, reason: str = "") -> list[Result]:
    """Notice of the operation is given, and of each person whose case the actor reaches: what became of each.

    Raises ActRefused: nobody_aboard; nobody_done, as do all acts that reach persons, when none of them can go on.
    """
    with operating(actor=actor, operation_id=operation_id, name="announce", version=version, reason=reason) as doing:
        if not OperationPassenger.objects.filter(operation=doing.operation, status__in=SEATED).exists():
            refused = ActRefused("nobody_aboard", _("Nobody is on the operation yet."))
            raise refused.about(doing.operation.subject, doing.operation.name)
        doing.operation.announced_at = clock.now()
        results = _somebody(doing, _notify(actor, doing.operation, reason))
        doing.parameters |= {"count": _done(results), "at": doing.operation.arrives_at.isoformat()}
    return results


def operation_notify(*, actor: Actor, operation_id: UUID, version: int | None, reason: str = "") -> list[Result]:
    """A participating authority gives notice for its own persons, or tells of the change for those announced before."""
    with operating(actor=actor, operation_id=operation_id, name="notify", version=version, reason=reason) as doing:
        results = _somebody(doing, _notify(actor, doing.operation, reason))
        doing.parameters["count"] = _done(results)
    return results


def operation_replan(
    *, actor: Actor, operation_id: UUID, version: int | None, values: dict[str, Any], reason: str = ""
) -> list[Result]:
    """Another time, place or flight after notice: each person reached is announced anew and confirmed again."""
    with operating(actor=actor, operation_id=operation_id, name="replan", version=version, reason=reason) as doing:
        change_apply(doing.operation, values)
        doing.operation.confirmed_at, doing.operation.proposed_arrival = None, None
        # The cases follow the operation as it is now.
        doing.operation.save(force_update=True)
        results = _somebody(doing, _notify(actor, doing.operation, reason))
        doing.parameters |= {"count": _done(results), "at": doing.operation.arrives_at.isoformat()}
    return results


def operation_confirm(*, actor: Actor, operation_id: UUID, version: int | None, note: str = "") -> list[Result]:
    """The receiving side confirms the operation and each person of whom notice was given."""
    with operating(actor=actor, operation_id=operation_id, name="confirm", version=version, reason=note) as doing:
        operation = doing.operation
        operation.confirmed_at, operation.answer_note = clock.now(), note.strip()
        waiting = (TransferStatus.NOTIFIED, TransferStatus.CHANGED)
        results = _each(
            operation,
            waiting,
            lambda row: transfer.transfer_confirm(actor=actor, case_id=row.case_id, version=None, note=note),
        )
        _somebody(doing, results)
        doing.parameters["count"] = _done(results)
    return results


def operation_counter_propose(
    *, actor: Actor, operation_id: UUID, version: int | None, arrives_at: datetime, reason: str
) -> list[Result]:
    """The receiving side cannot take the operation then, and says when it can. Raises Invalid."""
    if arrives_at <= clock.now():
        raise Invalid({"arrives_at": [_("The arrival must lie in the future")]})
    if not reason.strip():
        raise Invalid({"reason": [_("Give the reason")]})
    with operating(
        actor=actor, operation_id=operation_id, name="counter_propose", version=version, reason=reason
    ) as doing:
        doing.operation.proposed_arrival, doing.operation.answer_note = arrives_at, reason.strip()[:500]
        doing.parameters["at"] = arrives_at.isoformat()
        shared: dict[str, Any] = {"actor": actor, "version": None, "arrives_at": arrives_at, "reason": reason}
        results = _each(
            doing.operation,
            (TransferStatus.NOTIFIED, TransferStatus.CHANGED),
            lambda row: transfer.transfer_counter_propose(**shared, case_id=row.case_id),
        )
        return _somebody(doing, results)


def operation_depart(
    *, actor: Actor, operation_id: UUID, version: int | None, departed_at: datetime, left_behind: list[UUID]
) -> list[Result]:
    """The operation has left. left_behind: cases of the actor's country whose person is not aboard: those transfers are
    broken off at departure; the other authorities record theirs. Raises Invalid."""
    with operating(actor=actor, operation_id=operation_id, name="depart", version=version) as doing:
        operation = doing.operation
        if departed_at > clock.now():
            raise Invalid({"departed_at": [_("The departure cannot lie in the future")]})

        def leave(row: OperationPassenger) -> None:
            if row.case_id in left_behind:
                code, place = TransferFailure.NOT_PRESENTED, "at_departure"
                transfer_course.transfer_abort(actor=actor, case_id=row.case_id, version=None, code=code, place=place)
            else:
                transfer_course.transfer_depart(actor=actor, case_id=row.case_id, version=None, departed_at=departed_at)

        # Who stays comes first: a child of theirs is not carried away alone.
        results = _each(operation, (TransferStatus.CONFIRMED,), leave, country=actor.country, first=left_behind)
        _somebody(doing, results)
        operation.departed_at = departed_at
        doing.parameters["at"] = departed_at.isoformat()
    return results


def operation_close(*, actor: Actor, operation_id: UUID, version: int | None) -> Operation:
    """Everybody aboard was handed over, or it is recorded why not. Raises ActRefused: somebody_under_way."""
    with operating(actor=actor, operation_id=operation_id, name="close", version=version) as doing:
        if is_under_way(doing.operation):
            words = _("Somebody on the operation was not handed over yet, and nothing is recorded instead.")
            raise ActRefused("somebody_under_way", words).about(doing.operation.subject, doing.operation.name)
        return doing.operation


def operation_cancel(*, actor: Actor, operation_id: UUID, version: int | None, reason: str) -> list[Result]:
    """It does not take place. The transfers of the organiser's own persons end with it; the other authorities are told
    and end theirs."""
    with operating(actor=actor, operation_id=operation_id, name="cancel", version=version, reason=reason) as doing:
        return _each(
            doing.operation,
            LIVE_TRANSFER,
            lambda row: transfer_course.transfer_fail(
                actor=actor, case_id=row.case_id, version=None, code=TransferFailure.FLIGHT_CANCELLED
            ),
            country=actor.country,
        )


def _notify(actor: Actor, operation: Operation, reason: str) -> list[Result]:
    """What each person of the actor's country needs so that the other side knows of this flight."""
    current = {row.id: row for row in Transfer.objects.filter(operation=operation, status__in=LIVE_TRANSFER)}

    def announce(row: OperationPassenger) -> None:
        plan, found = plan_of(operation), current.get(row.transfer_id)
        # The number of a document that was issued since the person was added.
        number = _document_number(Case(id=row.case_id))
        if number != row.document_number:
            OperationPassenger.objects.filter(id=row.id).update(document_number=number)
        is_old = found is not None and not follows(found, operation)
        shared: dict[str, Any] = {"actor": actor, "case_id": row.case_id, "version": None}
        if row.status in (TransferStatus.NOTIFIED, TransferStatus.CONFIRMED, TransferStatus.CHANGED):
            if is_old:
                transfer.transfer_change(**shared, values=plan, reason=reason)
            return
        if row.status == TransferStatus.COUNTER_PROPOSED:
            transfer.transfer_plan(**shared, values=plan)
        elif is_old:
            transfer.transfer_replan(**shared, values=plan)
        transfer.transfer_notify(**shared, reason=reason)

    wanted = (
        *(TransferStatus.PLANNED, TransferStatus.COUNTER_PROPOSED),
        *(TransferStatus.NOTIFIED, TransferStatus.CONFIRMED, TransferStatus.CHANGED),
    )
    return _each(operation, wanted, announce, country=actor.country)


def follows(found: Transfer, operation: Operation) -> bool:
    """Whether a transfer says what the operation says now."""
    return all(
        getattr(found, name) == getattr(operation, name)
        for name in ("crossing_point_id", "departs_at", "arrives_at", "means", "carrier_number", "departure_place")
    )


def _each(
    operation: Operation,
    statuses: tuple[str, ...],
    act: Callable[[OperationPassenger], Any],
    *,
    country: str = "",
    first: Collection[UUID] = (),
) -> list[Result]:
    """Do the act for each passenger in one of these statuses, each in a savepoint of its own; country: whose alone;
    first: the cases that come before the others."""
    rows = OperationPassenger.objects.filter(operation=operation, status__in=statuses)
    if country:
        rows = rows.filter(country=country)
    results = []
    # In the order of their keys: two who act at once on the same cases come to them in the same order.
    for row in sorted(rows.order_by("case_id"), key=lambda row: row.case_id not in first):
        try:
            with transaction.atomic():
                act(row)
        except ActRefused as refused:
            results.append(Result(row, refused.code, str(refused.message)))
        except Invalid as invalid:
            words = " ".join(str(text) for texts in invalid.errors.values() for text in texts)
            results.append(Result(row, "invalid", words))
        except NotVisible:
            results.append(Result(row, "not_granted", _("Your office does not have this case.")))
        else:
            results.append(Result(row))
    return results


def _somebody(doing: Operating, results: list[Result]) -> list[Result]:
    """The operation goes on with those with whom it can; if every person is refused it does not go on, and whoever acts
    learns why. Raises ActRefused: nobody_done."""
    if results and not _done(results):
        words = _("It was possible for none of the persons. %(reason)s") % {"reason": results[0].reason}
        raise ActRefused("nobody_done", words).about(doing.operation.subject, doing.operation.name)
    return results


def _done(results: list[Result]) -> int:
    return sum(result.is_done for result in results)
