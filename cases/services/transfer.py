"""Planning, announcing, confirming and changing the transfer; its day is in `cases.services.transfer_course`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import ClockKind, Side, TransferStatus
from cases.choices_safeguards import ReceptionStatus
from cases.clocks import clock_running, clock_share, rules_of
from cases.letters_transfer import transfer_notice_request
from cases.models import Case, Operation, Transfer, TravelDocument
from cases.selectors.family_forms import children_along
from cases.selectors.quotas import Journey, quota_over, quotas_at_notice
from cases.selectors.safeguards import safeguards_of
from cases.selectors.travel_documents import document_in_hand
from cases.services.safeguards import transfer_health_move
from cases.workflow.engine import Act, applying
from core import clock
from core.errors import ActRefused, Invalid
from countries.choices import RuleKind
from countries.models import CrossingPoint
from countries.selectors.calendars import due_date_for
from documents.models import GeneratedDocument
from documents.services import document_request


def transfer_plan(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Transfer:
    """A new plan: crossing point, time, means, escorts. Replaces a counter-proposed one. Own-side until announced."""
    with applying(actor=actor, case_id=case_id, name="plan_transfer", version=version) as act:
        return _planned(act, values)


def transfer_replan(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Transfer:
    """Another plan in the place of one that nobody was told of. Raises Invalid."""
    with applying(actor=actor, case_id=case_id, name="replan_transfer", version=version) as act:
        return _planned(act, values)


def transfer_change(
    *, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any], reason: str = ""
) -> Transfer:
    """Another time, place or flight after notice was given. The other side is told and confirms it anew; until then the
    border post expects nobody. Later than the agreement asks it needs a reason, which the other side reads. A child
    who is received by nobody else arrives with an adult of the family: the adult's transfer is changed first.

    Raises Invalid; ActRefused (quota_full) where the new time is counted with another month or period that is full.
    """
    with applying(actor=actor, case_id=case_id, name="change_transfer", version=version, reason=reason) as act:
        if change_is_late(act.case, values["arrives_at"]) and not reason.strip():
            raise Invalid({"reason": [_("The notice period is not kept: say why the transfer must be changed now")]})
        before = live(act)
        journey = Journey(values["arrives_at"], values["means"], values.get("operation"))
        _refuse_over_quota(act.case, journey, before.persons, before)
        transfer = _planned(act, values, status=TransferStatus.CHANGED, own_side="", notified_at=clock.now())
        _refuse_child_alone(act.case)
        act.parameters |= {"crossing_point": transfer.crossing_point.name, "at": transfer.arrives_at.isoformat()}
    _notice_print(actor, act.case, transfer)
    return transfer


def _refuse_child_alone(case: Case) -> None:
    known = safeguards_of(case).facts
    if known.is_alone and known.reception != ReceptionStatus.CONFIRMED:
        words = _("No adult of the family arrives with the child then: change the transfer of an adult first")
        raise Invalid({"arrives_at": [words]})


def change_is_late(case: Case, arrives_at: datetime) -> bool:
    """Whether the agreement wants earlier notice of a changed transfer: its rule on changes, else that on notice."""
    rules = rules_of(case)
    rule = rules.get(RuleKind.TRANSFER_CHANGE) or rules.get(RuleKind.TRANSFER_NOTICE)
    if rule is None or not rule.has_limit or rule.direction != "before":
        return False
    countries = {"requesting": case.requesting_country_id, "receiving": case.receiving_country_id}
    return clock.now() >= due_date_for(rule, arrives_at, **countries).at


def transfer_notify(*, actor: Actor, case_id: UUID, version: int | None, reason: str = "") -> Case:
    """Give the other side notice; from now on it sees the plan, and the notice is printed.

    Notice that comes later than the agreement asks needs a reason, which the other side reads. A cap of the agreement
    that was read is kept. Raises Invalid, ActRefused (quota_full).
    """
    with applying(actor=actor, case_id=case_id, name="notify_transfer", version=version, reason=reason) as act:
        transfer = live(act)
        limit = clock_running(act.case, ClockKind.TRANSFER_NOTICE)
        if limit is not None and limit.due_at <= clock.now() and not reason.strip():
            raise Invalid({"reason": [_("The notice period is not kept: say why the transfer cannot wait")]})
        operation = Operation.objects.filter(id=transfer.operation_id).first() if transfer.operation_id else None
        _refuse_over_quota(act.case, Journey(transfer.arrives_at, transfer.means, operation), transfer.persons)
        clock_share(act.case, ClockKind.TRANSFER_NOTICE)
        transfer.status, transfer.notified_at, transfer.own_side = TransferStatus.NOTIFIED, clock.now(), ""
        transfer.save(force_update=True)
        act.parameters |= {"crossing_point": transfer.crossing_point.name, "at": transfer.arrives_at.isoformat()}
    _notice_print(actor, act.case, transfer)
    return act.case


def transfer_confirm(*, actor: Actor, case_id: UUID, version: int | None, note: str = "") -> Case:
    """The receiving side agrees; the border post of the crossing point now expects the person."""
    with applying(actor=actor, case_id=case_id, name="confirm_transfer", version=version, reason=note) as act:
        transfer = live(act)
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
        transfer = live(act)
        transfer.status, transfer.proposed_arrival = TransferStatus.COUNTER_PROPOSED, arrives_at
        transfer.answer_note = reason.strip()
        transfer.save(force_update=True)
        act.parameters["at"] = arrives_at.isoformat()
    return act.case


def _refuse_over_quota(case: Case, journey: Journey, persons: int, before: Transfer | None = None) -> None:
    """Two offices may give notice at once: whoever comes second waits, and counts the first."""
    with connection.cursor() as cursor:
        key = f"quota:{case.agreement_id}:{case.receiving_country_id}"
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [key])
    over = quota_over(quotas_at_notice(journey, case, persons=persons, before=before))
    if over is not None:
        raise ActRefused("quota_full", over.words).about(case.subject, case.reference)


def live(act: Act) -> Transfer:
    """The live transfer; policy has made sure that there is one."""
    assert act.transfer is not None
    return act.transfer


def ended(transfer: Transfer, status: TransferStatus) -> None:
    """The transfer is over in this way, now."""
    transfer.status, transfer.ended_at = status, clock.now()
    transfer.save(force_update=True)


def _planned(act: Act, values: Mapping[str, Any], **stands: Any) -> Transfer:
    """The plan as a row of its own, in the place of the live one. stands: status and readers, where it was announced
    with that. Raises Invalid."""
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
        ended(act.transfer, TransferStatus.REPLACED)
    given = {**values, "crossing_point": point}
    transfer = Transfer(
        case=act.case,
        **({"own_side": Side.REQUESTING} | stands | given),
        planned_by_name=act.actor.name,
        planned_at=now,
        children=children_along(act.case),
    )
    transfer.save(force_insert=True)
    if act.transfer is not None:
        transfer_health_move(act.case, act.transfer, transfer)
    return transfer


def _notice_print(actor: Actor, case: Case, transfer: Transfer) -> None:
    document_request(
        actor=actor,
        context=transfer_notice_request(case, transfer, actor),
        subject=case.subject,
        audience=access.audience_with_delegates(case),
        case_reference=case.reference or "",
    )


def _papers_for_border(case: Case) -> list[GeneratedDocument]:
    """What the border post needs: the travel document that the person arrives with, and the notice of transfer."""
    in_hand = document_in_hand(list(TravelDocument.objects.filter(case=case)))
    sheet = in_hand.paper_id if in_hand else None
    return list(GeneratedDocument.objects.filter(Q(id=sheet) | Q(subject=case.subject, template="transfer_notice")))
