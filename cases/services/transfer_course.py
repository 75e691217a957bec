"""What happens to a transfer on its day: departure, handover, refusal at the border, breaking off, failure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import TransferFailure, TransferStatus
from cases.choices_operations import AbortPlace, BorderRefusal
from cases.letters_transfer import handover_request
from cases.models import Case, Handover, HandoverItem, Transfer
from cases.services.transfer import ended, live
from cases.services.travel_document import document_use
from cases.workflow.engine import applying
from core import clock
from core.errors import Invalid
from documents.services import document_request


def transfer_depart(*, actor: Actor, case_id: UUID, version: int | None, departed_at: datetime) -> Case:
    """The requesting side records that the person has left; the border post reads when. Raises Invalid."""
    with applying(actor=actor, case_id=case_id, name="depart_transfer", version=version) as act:
        transfer = live(act)
        _refuse_out_of_bounds("departed_at", departed_at, _confirmed(transfer), _("The departure was confirmed later"))
        transfer.status, transfer.departed_at = TransferStatus.DEPARTED, departed_at
        transfer.save(force_update=True)
        act.parameters |= {"at": departed_at.isoformat(), "place": transfer.departure_place}
    return act.case


def handover_record(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    values: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]] = (),
) -> Handover:
    """The border officer records the handover: the transfer is done, the document used, the case completed.

    values: of `Handover`, at: when it was, which may be earlier than now (it was written on paper first) and not before
    the departure or, where none is recorded, the confirmation; items: of `HandoverItem`. Raises Invalid.
    """
    with applying(actor=actor, case_id=case_id, name="record_handover", version=version) as act:
        transfer = live(act)
        since = _minute(transfer.departed_at) if transfer.departed_at else _confirmed(transfer)
        _refuse_out_of_bounds("at", values["at"], since, _("The transfer was confirmed, or departed, later than that"))
        if not document_use(act, values["at"]):
            raise Invalid({"at": [_("No travel document was valid then")]})
        handover = Handover(case=act.case, transfer=transfer, recorded_by_name=actor.name, **values)
        handover.save(force_insert=True)
        rows = [HandoverItem(case=act.case, handover=handover, **item) for item in items]
        for row in rows:
            row.save(force_insert=True)
        ended(transfer, TransferStatus.HANDED_OVER)
        act.case.completed_at = values["at"]
        act.parameters["crossing_point"] = transfer.crossing_point.name
    document_request(
        actor=actor,
        context=handover_request(act.case, transfer, handover, actor, rows),
        subject=act.case.subject,
        audience=access.audience_with_delegates(act.case),
        case_reference=act.case.reference or "",
    )
    return handover


def transfer_fail(*, actor: Actor, case_id: UUID, version: int | None, code: str, note: str = "") -> Case:
    """The transfer did not take place; the case stays accepted and can be planned anew. Either side may record it:
    the requesting office, or the border post that expected the person.
    """
    if code not in TransferFailure.values:
        raise Invalid({"code": [_("Choose what happened")]})
    case = Case.objects.filter(id=case_id).only("receiving_country_id").first()
    is_receiving = case is not None and case.receiving_country_id == actor.country
    name = "refuse_arrival" if is_receiving else "fail_transfer"
    with applying(actor=actor, case_id=case_id, name=name, version=version) as act:
        transfer = live(act)
        if transfer.own_side:
            act.row = act.row.unannounced()
        transfer.failure_code, transfer.failure_note = code, note.strip()
        ended(transfer, TransferStatus.FAILED)
        act.parameters["code"] = code
    return act.case


def transfer_abort(*, actor: Actor, case_id: UUID, version: int | None, code: str, place: str, note: str = "") -> Case:
    """The transfer was broken off and the person is back with the requesting side; it can be planned anew."""
    errors = {}
    if code not in TransferFailure.values:
        errors["code"] = [_("Choose what happened")]
    if place not in AbortPlace.values:
        errors["abort_place"] = [_("Choose where it was broken off")]
    if errors:
        raise Invalid(errors)
    with applying(actor=actor, case_id=case_id, name="abort_transfer", version=version) as act:
        transfer = live(act)
        transfer.failure_code, transfer.abort_place, transfer.failure_note = code, place, note.strip()
        ended(transfer, TransferStatus.ABORTED)
        act.parameters |= {"code": code, "place": place}
    return act.case


def entry_refuse(*, actor: Actor, case_id: UUID, version: int | None, code: str, note: str) -> Case:
    """The border post of the receiving country does not let the person in, and says why in writing."""
    errors = {}
    if code not in BorderRefusal.values:
        errors["code"] = [_("Choose why the person is refused")]
    if not note.strip():
        errors["note"] = [_("Give the reasons in words: a refusal is given in writing with its reasons")]
    if errors:
        raise Invalid(errors)
    with applying(actor=actor, case_id=case_id, name="refuse_entry", version=version) as act:
        transfer = live(act)
        transfer.failure_code, transfer.refusal_code = TransferFailure.REFUSED_AT_BORDER, code
        transfer.failure_note = note.strip()
        ended(transfer, TransferStatus.REFUSED_AT_BORDER)
        act.parameters["code"] = code
    return act.case


def _minute(at: datetime) -> datetime:
    """What is written by hand is written to the minute."""
    return at.replace(second=0, microsecond=0)


def _confirmed(transfer: Transfer) -> datetime:
    assert transfer.confirmed_at is not None
    return _minute(transfer.confirmed_at)


def _refuse_out_of_bounds(name: str, at: datetime, since: datetime, too_early: str) -> None:
    if at > clock.now():
        words = _("The departure cannot lie in the future")
        raise Invalid({name: [_("The handover cannot lie in the future") if name == "at" else words]})
    if at < since:
        raise Invalid({name: [too_early]})
