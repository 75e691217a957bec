"""Planning, announcing, confirming and recording the transfer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import ClockKind, Side, TransferFailure, TransferStatus, TravelDocumentStatus
from cases.clocks import clock_running, clock_share
from cases.letters import handover_request, transfer_notice_request
from cases.models import Case, Handover, Transfer, TravelDocument
from cases.workflow.engine import Act, applying
from core import clock
from core.errors import Invalid
from countries.models import CrossingPoint
from documents.models import GeneratedDocument
from documents.services import document_request


def transfer_plan(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Transfer:
    """A new plan: crossing point, time, means, escorts. Replaces a counter-proposed one. Own-side until announced."""
    with applying(actor=actor, case_id=case_id, name="plan_transfer", version=version) as act:
        now = clock.now()
        point = CrossingPoint.objects.filter(
            code=values["crossing_point"], country_id=act.case.receiving_country_id, is_active=True
        ).first()
        errors: dict[str, list[str]] = {}
        if point is None:
            errors["crossing_point"] = [_("Choose a crossing point of the receiving country")]
        if values["arrives_at"] <= now:
            errors["arrives_at"] = [_("The arrival must lie in the future")]
        if errors:
            raise Invalid(errors)
        if act.transfer is not None:
            _end(act.transfer, TransferStatus.REPLACED)
        transfer = Transfer(
            case=act.case,
            own_side=Side.REQUESTING,
            **{**values, "crossing_point": point},
            planned_by_name=actor.name,
            planned_at=now,
        )
        transfer.save(force_insert=True)
    return transfer


def transfer_notify(*, actor: Actor, case_id: UUID, version: int | None, reason: str = "") -> Case:
    """Give the other side notice; from now on it sees the plan, and the notice is printed.

    Notice that comes later than the agreement asks needs a reason, which the other side reads. Raises Invalid.
    """
    with applying(actor=actor, case_id=case_id, name="notify_transfer", version=version, reason=reason) as act:
        transfer = _of(act)
        limit = clock_running(act.case, ClockKind.TRANSFER_NOTICE)
        if limit is not None and limit.due_at <= clock.now() and not reason.strip():
            raise Invalid({"reason": [_("The notice period is not kept: say why the transfer cannot wait")]})
        clock_share(act.case, ClockKind.TRANSFER_NOTICE)
        transfer.status, transfer.notified_at, transfer.own_side = TransferStatus.NOTIFIED, clock.now(), ""
        transfer.save(force_update=True)
        act.parameters |= {"crossing_point": transfer.crossing_point.name, "at": transfer.arrives_at.isoformat()}
    document_request(
        actor=actor,
        context=transfer_notice_request(act.case, transfer, actor),
        subject=act.case.subject,
        audience=access.audience_with_delegates(act.case),
        case_reference=act.case.reference or "",
    )
    return act.case


def transfer_confirm(*, actor: Actor, case_id: UUID, version: int | None, note: str = "") -> Case:
    """The receiving side agrees; the border post of the crossing point now expects the person."""
    with applying(actor=actor, case_id=case_id, name="confirm_transfer", version=version, reason=note) as act:
        transfer = _of(act)
        transfer.status, transfer.confirmed_at = TransferStatus.CONFIRMED, clock.now()
        transfer.answer_note = note.strip()
        transfer.save(force_update=True)
        act.parameters |= {"crossing_point": transfer.crossing_point.name, "at": transfer.arrives_at.isoformat()}
    access.papers_share(act.case, _papers_for_border(act.case))
    return act.case


def transfer_counter_propose(
    *, actor: Actor, case_id: UUID, version: int | None, arrives_at: datetime, reason: str
) -> Case:
    """The receiving side cannot take the person then, and says when it can."""
    if arrives_at <= clock.now():
        raise Invalid({"arrives_at": [_("The arrival must lie in the future")]})
    with applying(actor=actor, case_id=case_id, name="counter_propose_transfer", version=version, reason=reason) as act:
        transfer = _of(act)
        transfer.status, transfer.proposed_arrival = TransferStatus.COUNTER_PROPOSED, arrives_at
        transfer.answer_note = reason.strip()
        transfer.save(force_update=True)
        act.parameters["at"] = arrives_at.isoformat()
    return act.case


def handover_record(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Handover:
    """The border officer records the handover: the transfer is done, the document used, the case completed."""
    if values["at"] > clock.now():
        raise Invalid({"at": [_("The handover cannot lie in the future")]})
    with applying(actor=actor, case_id=case_id, name="record_handover", version=version) as act:
        transfer = _of(act)
        handover = Handover(case=act.case, transfer=transfer, recorded_by_name=actor.name, **values)
        handover.save(force_insert=True)
        _end(transfer, TransferStatus.HANDED_OVER)
        TravelDocument.objects.filter(case=act.case, status=TravelDocumentStatus.ISSUED).update(
            status=TravelDocumentStatus.USED
        )
        act.case.completed_at = values["at"]
        act.parameters["crossing_point"] = transfer.crossing_point.name
    document_request(
        actor=actor,
        context=handover_request(act.case, transfer, handover, actor),
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
        transfer = _of(act)
        if transfer.own_side:
            act.row = act.row.unannounced()
        transfer.failure_code, transfer.failure_note = code, note.strip()
        _end(transfer, TransferStatus.FAILED)
        act.parameters["code"] = code
    return act.case


def _of(act: Act) -> Transfer:
    """The live transfer; policy has made sure that there is one."""
    assert act.transfer is not None
    return act.transfer


def _end(transfer: Transfer, status: TransferStatus) -> None:
    transfer.status, transfer.ended_at = status, clock.now()
    transfer.save(force_update=True)


def _papers_for_border(case: Case) -> list[GeneratedDocument]:
    """What the border post needs: the travel document and the notice of transfer."""
    return list(
        GeneratedDocument.objects.filter(subject=case.subject, template__in=("travel_document", "transfer_notice"))
    )
