"""Costs: what a side records for itself, and what it claims from the other."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.selectors.absences import day_of
from cases import access
from cases.choices import Side
from cases.choices_costs import CURRENCIES, LIVE_COST_CLAIM, CostBasis, CostBearer, CostClaimStatus, CostKind
from cases.letters_costs import cost_claim_request
from cases.models import Case, CostClaim, CostItem, Transfer
from cases.policies import side_of
from cases.services.talking import Upload
from cases.services.working import part_locked, refused_about, working_case
from cases.workflow.engine import applying, event_write
from cases.workflow.types import Readers
from core import clock
from core.audience import Audience
from core.errors import Invalid, NotVisible
from documents.intake import UploadRefused
from documents.models import StoredFile
from documents.services import document_request, file_store


def settling(*, actor: Actor, case_id: UUID) -> tuple[Case, Side]:
    """The case, locked, and the side for which the actor settles costs. Raises NotVisible, ActRefused."""
    return working_case(actor=actor, case_id=case_id, acts=("settle_costs",))


def cost_record(*, actor: Actor, case_id: UUID, values: dict[str, Any], upload: Upload | None = None) -> CostItem:
    """An amount that the actor's side spent on the case; the other side does not learn of it. It counts for the group
    operation that the latest transfer was part of. Raises NotVisible, ActRefused, Invalid (kind, amount, currency,
    spent_on, bearer, upload)."""
    case, side = settling(actor=actor, case_id=case_id)
    refuse_wrong_amount(actor, values)
    own = audience_own(case, side)
    transfer = Transfer.objects.filter(case=case).order_by("planned_at", "id").last()
    item = CostItem(
        case=case,
        own_side=side,
        **stated(actor, values),
        file=stored(actor, case.subject, upload, own, case.reference or "") if upload else None,
        operation_id=transfer.operation_id if transfer else None,
    )
    item.save(force_insert=True)
    event_write(actor, case, "costs.recorded", Readers(side.value), {"kind": item.kind})
    return item


def refuse_wrong_amount(actor: Actor, values: dict[str, Any]) -> None:
    """Raises Invalid (kind, amount, currency, spent_on, bearer)."""
    errors: dict[str, list[str]] = {}
    if values["kind"] not in CostKind.values:
        errors["kind"] = [_("Choose from the list")]
    if values["amount"] <= 0:
        errors["amount"] = [_("The amount must be more than 0")]
    if values["currency"] not in CURRENCIES:
        errors["currency"] = [_("Choose from the list")]
    if values["spent_on"] > day_of(actor, clock.now()):
        errors["spent_on"] = [_("The day cannot lie in the future")]
    if values["bearer"] not in CostBearer.values:
        errors["bearer"] = [_("Choose from the list")]
    if errors:
        raise Invalid(errors)


def stated(actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    """Fields of an amount as it was typed, and who typed it."""
    return {
        **{name: values[name] for name in ("kind", "amount", "currency", "spent_on", "bearer")},
        "note": values.get("note", "").strip(),
        "recorded_by_name": actor.name,
        "recorded_at": clock.now(),
    }


def audience_own(case: Case, side: Side) -> Audience:
    """The office of one side, and its national desk."""
    return access.audience_requesting(case) if side is Side.REQUESTING else access.audience_receiving(case)


def cost_remove(*, actor: Actor, item_id: UUID) -> None:
    """Take out an amount that was entered by mistake. Raises NotVisible, ActRefused (not_granted, cost_claimed,
    cost_is_shared)."""
    item, case, side = part_locked(CostItem.objects.all(), actor=actor, part_id=item_id, case_for=settling)
    if item.own_side != side:
        raise NotVisible(f"costitem:{item_id}")
    if item.claim_id is not None:
        raise refused_about(case, "cost_claimed", _("This was claimed from the other side already."))
    if item.shared_as is not None:
        words = _("This is a share of what the group operation cost: take the whole amount out there.")
        raise refused_about(case, "cost_is_shared", words)
    item.delete()
    event_write(actor, case, "costs.removed", Readers(side.value), {"kind": item.kind})


def stored(actor: Actor, subject: str, upload: Upload, audience: Audience, reference: str = "") -> StoredFile:
    """A receipt, taken in. Raises Invalid (upload)."""
    try:
        return file_store(
            actor=actor,
            stream=upload.stream,
            declared_name=upload.name,
            kind=StoredFile.Kind.ATTACHMENT,
            subject=subject,
            audience=audience,
            case_reference=reference,
        )
    except UploadRefused as refused:
        raise Invalid({"upload": [refused.message]}) from refused


def claimable(case: Case, side: Side | None) -> list[CostItem]:
    """What this side recorded and has not claimed, by day."""
    return list(CostItem.objects.filter(case=case, own_side=side or "", claim=None))


def cost_claim_send(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    items: Sequence[str],
    basis: str,
    account: str,
    statement: str = "",
    upload: Upload | None = None,
) -> CostClaim:
    """Claim recorded amounts from the other side; the letter is made, and the time for payment runs.

    items: ids of own amounts, in one currency. Raises Invalid (items, basis, account, upload).
    """
    with applying(actor=actor, case_id=case_id, name="send_cost_claim", version=version) as act:
        case, side = act.case, side_of(actor, act.case)
        assert side is not None
        chosen = [item for item in claimable(case, side) if str(item.id) in items]
        errors: dict[str, list[str]] = {}
        if not chosen or len(chosen) != len(set(items)):
            errors["items"] = [_("Choose what is claimed")]
        elif len({item.currency for item in chosen}) > 1:
            errors["items"] = [_("A claim is in one currency: make one for each")]
        if basis not in CostBasis.values:
            errors["basis"] = [_("Choose from the list")]
        if not account.strip():
            errors["account"] = [_("Say where to pay")]
        if errors:
            raise Invalid(errors)
        claim = CostClaim(
            case=case,
            claimed_side=side,
            basis=basis,
            statement=statement.strip(),
            account=account.strip(),
            lines=[
                {"kind": item.kind, "spent_on": item.spent_on.isoformat(), "amount": f"{item.amount:.2f}"}
                for item in chosen
            ],
            total=sum((item.amount for item in chosen), Decimal(0)),
            currency=chosen[0].currency,
            file=stored(actor, case.subject, upload, access.audience_both(case), case.reference or "")
            if upload
            else None,
            sent_at=clock.now(),
        )
        claim.save(force_insert=True)
        CostItem.objects.filter(id__in=[item.id for item in chosen]).update(claim=claim)
        act.parameters |= _amount(claim)
    document_request(
        actor=actor,
        context=cost_claim_request(case, claim, actor),
        subject=case.subject,
        audience=access.audience_both(case),
        case_reference=case.reference or "",
    )
    return claim


def _amount(claim: CostClaim) -> dict[str, str]:
    return {"total": f"{claim.total:.2f}", "currency": claim.currency}


def live_cost_claim(case: Case) -> CostClaim:
    """The claim that is not settled, locked; the workflow has seen it."""
    return CostClaim.objects.select_for_update(of=("self",)).get(case=case, status__in=LIVE_COST_CLAIM)


def cost_claim_accept(*, actor: Actor, case_id: UUID, version: int | None, reason: str = "") -> CostClaim:
    """The other side owes it; also after it was disputed."""
    return _answer(actor, case_id, version, "accept_cost_claim", CostClaimStatus.ACCEPTED, reason)


def cost_claim_dispute(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> CostClaim:
    """The other side does not owe it, and says why. Raises Invalid (reason)."""
    return _answer(actor, case_id, version, "dispute_cost_claim", CostClaimStatus.DISPUTED, reason)


def _answer(
    actor: Actor, case_id: UUID, version: int | None, name: str, status: CostClaimStatus, reason: str
) -> CostClaim:
    with applying(actor=actor, case_id=case_id, name=name, version=version, reason=reason) as act:
        claim = live_cost_claim(act.case)
        claim.status, claim.answered_at, claim.answer = status, clock.now(), reason.strip()
        claim.save(force_update=True)
    return claim


def cost_payment_record(*, actor: Actor, case_id: UUID, version: int | None, paid_on: date) -> CostClaim:
    """The claiming side got the money. Raises Invalid (paid_on)."""
    with applying(actor=actor, case_id=case_id, name="record_cost_payment", version=version) as act:
        claim = live_cost_claim(act.case)
        if paid_on > day_of(actor, clock.now()):
            raise Invalid({"paid_on": [_("The day cannot lie in the future")]})
        if paid_on < day_of(actor, claim.sent_at):
            raise Invalid({"paid_on": [_("The day cannot lie before the claim")]})
        claim.status, claim.paid_on = CostClaimStatus.PAID, paid_on
        claim.save(force_update=True)
        # What is told later was still paid in time.
        act.happened_at = max(claim.sent_at, datetime.combine(paid_on, time(), actor.zone))
        act.parameters |= _amount(claim)
    return claim


def cost_claim_withdraw(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> CostClaim:
    """The claiming side claims it no longer; the amounts can be claimed again."""
    with applying(actor=actor, case_id=case_id, name="withdraw_cost_claim", version=version, reason=reason) as act:
        claim = live_cost_claim(act.case)
        claim.status = CostClaimStatus.WITHDRAWN
        claim.save(force_update=True)
        CostItem.objects.filter(claim=claim).update(claim=None)
    return claim
