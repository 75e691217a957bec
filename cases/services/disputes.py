"""Objections to an acceptance by silence or to a reply on paper: raised by one side, answered by the other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import (
    Basis,
    DecisionState,
    DisputeKind,
    DisputeState,
    InconclusiveReason,
    Outcome,
    PaperChannel,
    PaperKind,
    RefusalReason,
    Side,
)
from cases.letters import reply_record_request
from cases.models import Case, Decision, Dispute, PaperRecord
from cases.selectors.situation import situation_of
from cases.services.decision import track_reasons_check
from cases.services.paper import reply_undo
from cases.services.silence import reply_limit, silence_undo_by_delivery, silence_undo_by_reply
from cases.services.talking import Upload
from cases.wording import moment_words
from cases.workflow.engine import Act, applying
from core import clock
from core.errors import Invalid
from documents.intake import UploadRefused
from documents.models import StoredFile
from documents.services import document_request, file_store

_CODES = {Outcome.REFUSED: RefusalReason, Outcome.INCONCLUSIVE: InconclusiveReason}


def delivery_dispute(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    statement: str,
    delivered_at: datetime | None = None,
    upload: Upload | None = None,
) -> Dispute:
    """Object that the application was delivered later (`delivered_at`), or never. Raises Invalid."""
    with applying(actor=actor, case_id=case_id, name="dispute_delivery", version=version) as act:
        errors: dict[str, list[str]] = {}
        limit, acknowledged_at = reply_limit(act.case), _acknowledged(act.case)
        if delivered_at is None and acknowledged_at is not None:
            errors["delivered_at"] = [_("Your side acknowledged receipt: say when the application arrived")]
        elif delivered_at is not None and delivered_at > clock.now():
            errors["delivered_at"] = [_("The delivery cannot lie in the future")]
        elif delivered_at is not None and delivered_at <= limit.started_at:
            errors["delivered_at"] = [_("The time limit was counted from a later moment already")]
        elif delivered_at is not None and acknowledged_at is not None and delivered_at > acknowledged_at:
            when = moment_words(acknowledged_at, act.case.receiving_country)
            said = _("Your side acknowledged receipt on %(when)s: the application cannot have arrived after that")
            errors["delivered_at"] = [said % {"when": when}]
        return _raise(act, actor, errors, DisputeKind.DELIVERY, statement, upload, claimed_at=delivered_at)


def _acknowledged(case: Case) -> datetime | None:
    """When the receiving side acknowledged receipt itself; what the other side entered from paper is not its word."""
    if case.received_at is None:
        return None
    on_paper = PaperRecord.objects.filter(
        case=case, kind=PaperKind.ACKNOWLEDGEMENT, entered_side=Side.REQUESTING, dated_at=case.received_at
    )
    return None if on_paper.exists() else case.received_at


def reply_dispute(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    statement: str,
    replied_at: datetime,
    channel: str,
    outcome: str,
    reason_codes: Sequence[str] = (),
    reasons: str = "",
    upload: Upload | None = None,
) -> Dispute:
    """Object that a reply was given in time by another way: when, how, what it said, with its scan. Raises Invalid."""
    with applying(actor=actor, case_id=case_id, name="dispute_reply", version=version) as act:
        track_reasons_check(act.case, outcome, reason_codes)
        errors: dict[str, list[str]] = {}
        limit = reply_limit(act.case)
        if not limit.started_at <= replied_at < limit.due_at:
            errors["replied_at"] = [_("The reply must lie within the time limit")]
        if channel not in PaperChannel.values:
            errors["channel"] = [_("Choose how the reply was given")]
        if outcome not in Outcome.values:
            errors["outcome"] = [_("Choose what the reply said")]
        elif outcome in _CODES and (not reason_codes or not set(reason_codes) <= set(_CODES[Outcome(outcome)].values)):
            errors["reason_codes"] = [_("Choose at least one reason")]
        if outcome == Outcome.REFUSED and not reasons.strip():
            errors["reasons"] = [_("Give the reasons in words: a refusal is given in writing with its reasons")]
        if upload is None:
            errors["upload"] = [_("Add a scan of the reply")]
        return _raise(
            act,
            actor,
            errors,
            DisputeKind.REPLY_IN_TIME,
            statement,
            upload,
            claimed_at=replied_at,
            channel=channel,
            outcome=outcome,
            reason_codes=list(reason_codes) if outcome in _CODES else [],
            reasons=reasons.strip(),
        )


def paper_dispute(
    *, actor: Actor, case_id: UUID, version: int | None, statement: str, upload: Upload | None = None
) -> Dispute:
    """Object that the reply which the other side entered from paper was not given, or says something else. Raises
    Invalid."""
    with applying(actor=actor, case_id=case_id, name="dispute_paper", version=version) as act:
        return _raise(act, actor, {}, DisputeKind.PAPER, statement, upload)


def _raise(
    act: Act,
    actor: Actor,
    errors: dict[str, list[str]],
    kind: DisputeKind,
    statement: str,
    upload: Upload | None,
    **values: Any,
) -> Dispute:
    """The objection, if nothing is to be complained of."""
    if not statement.strip():
        errors["statement"] = [_("Say why")]
    if errors:
        raise Invalid(errors)
    dispute = Dispute(
        case=act.case,
        kind=kind,
        statement=statement.strip(),
        file=_stored(actor, act.case, upload) if upload else None,
        raised_at=clock.now(),
        **values,
    )
    dispute.save(force_insert=True)
    act.parameters["basis"] = act.case.basis
    return dispute


def _stored(actor: Actor, case: Case, upload: Upload) -> StoredFile:
    try:
        return file_store(
            actor=actor,
            stream=upload.stream,
            declared_name=upload.name,
            kind=StoredFile.Kind.ATTACHMENT,
            subject=case.subject,
            audience=access.audience_both(case),
            case_reference=case.reference or "",
        )
    except UploadRefused as refused:
        raise Invalid({"upload": [refused.message]}) from refused


def dispute_withdraw(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """The receiving side objects no longer; what it objected to stands."""
    with applying(actor=actor, case_id=case_id, name="withdraw_dispute", version=version) as act:
        _end(act, DisputeState.WITHDRAWN)
    return act.case


def dispute_reject(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """The requesting side does not accept the objection, and says why; what was objected to stands."""
    with applying(actor=actor, case_id=case_id, name="reject_dispute", version=version, reason=reason) as act:
        _end(act, DisputeState.REJECTED, reason)
    return act.case


def dispute_uphold(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """The requesting side agrees: the acceptance by silence, or the reply on paper, is undone, and the case stands as
    if it had not been.

    An application that was never delivered counts as delivered now.
    """
    name = upholding_of(case_id)
    with applying(actor=actor, case_id=case_id, name=name, version=version, reason=reason) as act:
        dispute = _end(act, DisputeState.UPHELD, reason)
        if dispute.kind == DisputeKind.DELIVERY:
            silence_undo_by_delivery(act, delivered_at=dispute.claimed_at or clock.now())
        elif dispute.kind == DisputeKind.PAPER:
            reply_undo(act)
        else:
            decision = _reply_counts(act, dispute)
    if dispute.kind == DisputeKind.REPLY_IN_TIME:
        document_request(
            actor=actor,
            context=reply_record_request(act.case, decision, dispute),
            subject=act.case.subject,
            audience=access.audience_with_delegates(act.case),
            case_reference=act.case.reference or "",
            # A record, not a letter: it carries no country's words.
            has_own_words=True,
        )
    return act.case


def upholding_of(case_id: UUID) -> str:
    """Which row of the table upholds the objection in hand; without one, the first gives the refusal."""
    case = Case.objects.filter(id=case_id).first()
    leads_to = situation_of(case, None).dispute_leads_to if case is not None else ""
    kind, _colon, consequence = (leads_to or "delivery:submitted").partition(":")
    return f"uphold_{kind}_{consequence}"


def _reply_counts(act: Act, dispute: Dispute) -> Decision:
    """The reply that was given in time becomes the decision; nobody here proposed or signed it."""
    assert dispute.claimed_at is not None
    case = act.case
    case.outcome, case.basis, case.decided_at = dispute.outcome, Basis.UPHELD_LATE_REPLY, dispute.claimed_at
    silence_undo_by_reply(act, replied_at=dispute.claimed_at, outcome=dispute.outcome)
    decision = Decision(
        case=case,
        outcome=dispute.outcome,
        basis=Basis.UPHELD_LATE_REPLY,
        reason_codes=dispute.reason_codes,
        reasons=dispute.reasons,
        state=DecisionState.COUNTERSIGNED,
        proposed_at=clock.now(),
        countersigned_at=dispute.claimed_at,
    )
    decision.save(force_insert=True)
    act.parameters["outcome"] = dispute.outcome
    return decision


def _end(act: Act, state: DisputeState, answer: str = "") -> Dispute:
    act.parameters["basis"] = act.case.basis
    dispute = Dispute.objects.select_for_update(of=("self",)).get(case=act.case, state=DisputeState.RAISED)
    dispute.state, dispute.decided_at, dispute.answer = state, clock.now(), answer.strip()
    dispute.save(force_update=True, update_fields=["state", "decided_at", "answer"])
    return dispute
