"""Recording what was made sure of for children, vulnerable persons, families and health."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.services.memberships import group_name
from cases.choices import Side
from cases.choices_safeguards import ConsentStatus, ReceptionStatus, SafeguardAnswer
from cases.models import (
    BestInterests,
    Case,
    FamilySeparation,
    HealthConsent,
    HealthNote,
    Reception,
    SafeguardPoint,
    Transfer,
    TransferHealth,
)
from cases.selectors.safeguards import safeguards_of
from cases.services.consents import consent_write, one_write, recorder, submitted_withhold
from cases.workflow.engine import applying
from core import clock
from core.errors import Invalid


def best_interests_record(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Case:
    """The assessment of a child's best interests; an earlier one is replaced, and its result stays in the event."""
    with applying(actor=actor, case_id=case_id, name="assess_best_interests", version=version) as act:
        one_write(BestInterests, act.case, values, Side.REQUESTING, **recorder(actor))
        act.parameters["result"] = values["result"]
    return act.case


def points_answer(*, actor: Actor, case_id: UUID, version: int | None, answers: Mapping[str, tuple[str, str]]) -> Case:
    """Answer the checklist for the step that is next. answers: code of a point -> (answer, remark); every point is
    answered, and one that does not apply says why. Raises Invalid, by the code of the point."""
    with applying(actor=actor, case_id=case_id, name="answer_safeguards", version=version) as act:
        known = safeguards_of(act.case)
        errors: dict[str, list[str]] = {}
        for item in known.items:
            answer, remark = answers.get(item.code, ("", ""))
            if answer not in SafeguardAnswer.values:
                errors[item.code] = [_("Answer every point")]
            elif answer == SafeguardAnswer.NOT_APPLICABLE and not remark.strip():
                errors[f"{item.code}_remark"] = [_("Say why this point does not apply")]
        if errors:
            raise Invalid(errors)
        now = clock.now()
        for item in known.items:
            answer, remark = answers[item.code]
            before = known.points.get(item.code)
            if before is not None and (before.answer, before.remark) == (answer, remark.strip()):
                continue
            row = before or SafeguardPoint(case=act.case, own_side=Side.REQUESTING, phase=known.phase, item=item.code)
            row.answer, row.remark = answer, remark.strip()
            row.answered_by_name, row.answered_at = actor.name, now
            row.save(force_insert=before is None, force_update=before is not None)
            act.changed.append(item.code)
        act.parameters["phase"] = known.phase
    return act.case


def reception_propose(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Case:
    """Who receives the child. What was confirmed before has to be confirmed anew."""
    with applying(actor=actor, case_id=case_id, name="propose_reception", version=version) as act:
        fresh = {"status": ReceptionStatus.PROPOSED, "proposed_at": clock.now(), "answered_at": None, "answer": ""}
        one_write(Reception, act.case, {**values, **fresh}, "")
        act.parameters["kind"] = values["kind"]
    return act.case


def reception_record(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Case:
    """Of a transit: who receives the child in the country of destination. The transit country reads nothing of it, and
    nobody confirms it here: the requesting side makes sure of it and says so."""
    with applying(actor=actor, case_id=case_id, name="record_reception", version=version) as act:
        fresh = {"status": ReceptionStatus.PROPOSED, "proposed_at": clock.now(), "answered_at": None, "answer": ""}
        one_write(Reception, act.case, {**values, **fresh}, Side.REQUESTING)
        act.parameters["kind"] = values["kind"]
    return act.case


def reception_confirm(*, actor: Actor, case_id: UUID, version: int | None, note: str = "") -> Case:
    """The receiving side has made sure that the child is received there."""
    with applying(actor=actor, case_id=case_id, name="confirm_reception", version=version, reason=note) as act:
        _reception_answer(act.case, ReceptionStatus.CONFIRMED, note)
    return act.case


def reception_refuse(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """The child cannot be received there; another reception can be named."""
    with applying(actor=actor, case_id=case_id, name="refuse_reception", version=version, reason=reason) as act:
        _reception_answer(act.case, ReceptionStatus.REFUSED, reason)
    return act.case


def _reception_answer(case: Case, status: ReceptionStatus, answer: str) -> None:
    Reception.objects.filter(case=case).update(status=status, answered_at=clock.now(), answer=answer.strip())


def separation_allow(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """A second person decides that somebody may be transferred though members of the family stay, and says why."""
    with applying(actor=actor, case_id=case_id, name="allow_separation", version=version, reason=reason) as act:
        staying = [other.id for other in safeguards_of(act.case).staying]
        values = {"apart_from": staying, "reason": reason.strip()}
        decided = {"decided_by": actor.user_id, "decided_by_name": actor.name, "decided_at": clock.now()}
        one_write(FamilySeparation, act.case, {**values, **decided}, Side.REQUESTING)
        act.parameters["count"] = len(staying)
    return act.case


def consent_record(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Case:
    """The person lets health information be passed on: for the form, and to those who carry out the transfer."""
    with applying(actor=actor, case_id=case_id, name="record_health_consent", version=version) as act:
        consent_write(actor, act.case, values)
        act.parameters["form"] = values["form"]
    return act.case


def consent_withdraw(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """Nothing of health is passed on from now on: the statement is the own side's again, and those who carry out the
    transfer read it no longer. What was printed and sent before stays where it is."""
    with applying(actor=actor, case_id=case_id, name="withdraw_health_consent", version=version) as act:
        now = clock.now()
        HealthConsent.objects.filter(case=act.case).update(status=ConsentStatus.WITHDRAWN, withdrawn_at=now)
        HealthNote.objects.filter(case=act.case).update(has_consent=False, own_side=Side.REQUESTING)
        submitted_withhold(act.case)
        TransferHealth.objects.filter(case=act.case).update(carriers=[])
    return act.case


def transfer_health_record(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Case:
    """What those who carry out the planned transfer must know of health; nobody else of the other side reads it."""
    with applying(actor=actor, case_id=case_id, name="record_transfer_health", version=version) as act:
        transfer = act.transfer
        assert transfer is not None, "a guard asks for one"
        row = TransferHealth.objects.filter(transfer=transfer).first()
        fresh = row is None
        row = row or TransferHealth(case=act.case, transfer=transfer, own_side=Side.REQUESTING)
        told = {**values, **recorder(actor, with_key=False), "carriers": _carriers(transfer.crossing_point)}
        for name, value in told.items():
            setattr(row, name, value)
        row.save(force_insert=fresh, force_update=not fresh)
        act.parameters["fitness"] = values["fitness"]
    return act.case


def transfer_health_move(case: Case, before: Transfer, transfer: Transfer) -> None:
    """The plan was replaced: what was recorded of health for the journey goes along, to those who carry out the new
    one; to nobody once the consent is withdrawn."""
    is_told = HealthConsent.objects.filter(case=case, status=ConsentStatus.GIVEN).exists()
    carriers = _carriers(transfer.crossing_point) if is_told else []
    TransferHealth.objects.filter(transfer=before).update(transfer=transfer, carriers=carriers)


def _carriers(point: Any) -> list[int]:
    """The group of the border post at this crossing point; none while nobody works there."""
    if point.authority_id is None:
        return []
    groups = Group.objects.filter(name=group_name(point.authority.code, "border_officer"))
    return list(groups.values_list("id", flat=True))
