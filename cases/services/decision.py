"""The decision: one person proposes, another countersigns."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import DecisionState, InconclusiveReason, Outcome, RefusalReason, Side
from cases.choices_tracks import refusal_reasons
from cases.clocks import clocks_met_by
from cases.letters import reply_request
from cases.models import Case, Decision
from cases.workflow.engine import applying
from core import clock
from core.errors import ActRefused, Invalid
from documents.services import document_request

COUNTERSIGN = {
    Outcome.ACCEPTED: "countersign_acceptance",
    Outcome.REFUSED: "countersign_refusal",
    Outcome.INCONCLUSIVE: "countersign_inconclusive",
}
_CODES = {Outcome.REFUSED: RefusalReason, Outcome.INCONCLUSIVE: InconclusiveReason}


def decision_propose(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    outcome: str,
    reason_codes: Sequence[str] = (),
    reasons: str = "",
) -> Decision:
    """Propose yes, a reasoned no, or "inconclusive" with what would help. The other side does not see a proposal."""
    codes = reasons_checked(outcome, reason_codes, reasons)
    with applying(actor=actor, case_id=case_id, name="propose_decision", version=version) as act:
        track_reasons_check(act.case, outcome, codes)
        decision = Decision(
            case=act.case,
            own_side=Side.RECEIVING,
            outcome=outcome,
            reason_codes=codes,
            reasons=reasons.strip(),
            proposed_by=actor.user_id,
            proposed_by_name=actor.name,
            proposed_at=clock.now(),
        )
        decision.save(force_insert=True)
        act.parameters["outcome"] = outcome
    return decision


def reasons_checked(outcome: str, reason_codes: Sequence[str], reasons: str) -> list[str]:
    """The codes that belong to the outcome; Invalid (outcome, reason_codes, reasons) where it asks for others."""
    errors: dict[str, list[str]] = {}
    if outcome not in Outcome.values:
        errors["outcome"] = [_("Choose a decision")]
    elif outcome in _CODES:
        if not reason_codes or not set(reason_codes) <= set(_CODES[Outcome(outcome)].values):
            errors["reason_codes"] = [_("Choose at least one reason")]
        if outcome == Outcome.REFUSED and not reasons.strip():
            errors["reasons"] = [_("Give the reasons in words: a refusal is given in writing with its reasons")]
    if errors:
        raise Invalid(errors)
    return list(reason_codes) if outcome in _CODES else []


def track_reasons_check(case: Case, outcome: str, reason_codes: Sequence[str]) -> None:
    """Raises Invalid (reason_codes) for reasons that no application of this track is refused for."""
    known = {code for code, _words in refusal_reasons(case.track)}
    if outcome == Outcome.REFUSED and not set(reason_codes) <= known:
        raise Invalid({"reason_codes": [_("An application of this kind is not refused for that reason")]})


def proposal_of(case_id: UUID) -> Decision | None:
    """The proposal in hand, locked."""
    return (
        Decision.objects.select_for_update(of=("self",)).filter(case_id=case_id, state=DecisionState.PROPOSED).first()
    )


def decision_countersign(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """A second person signs the proposal: it becomes the answer, with its reply letter and the clocks it starts."""
    name = _countersignature(case_id)
    with applying(actor=actor, case_id=case_id, name=name, version=version) as act:
        decision = proposal_of(case_id)
        assert decision is not None
        now = clock.now()
        decision.state = DecisionState.COUNTERSIGNED
        decision.countersigned_by, decision.countersigned_by_name = actor.user_id, actor.name
        decision.countersigned_at = now
        decision.own_side = ""
        decision.save(force_update=True)
        act.case.outcome, act.case.basis, act.case.decided_at = decision.outcome, decision.basis, now
        act.meets = clocks_met_by(decision.outcome, act.case, act.meets)
        act.parameters |= {"outcome": decision.outcome, "codes": decision.reason_codes}
    document_request(
        actor=actor,
        context=reply_request(act.case, decision, actor),
        subject=act.case.subject,
        audience=access.audience_with_delegates(act.case),
        case_reference=act.case.reference or "",
    )
    return act.case


def _countersignature(case_id: UUID) -> str:
    """Which row of the table the proposal in hand calls for. Without one, the acceptance's row gives the refusal."""
    outcome = Decision.objects.filter(case_id=case_id, state=DecisionState.PROPOSED).values_list("outcome", flat=True)
    return COUNTERSIGN[Outcome(outcome.first() or Outcome.ACCEPTED)]


def decision_send_back(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """The countersigner disagrees: the proposal is kept as sent back, and the case is open for another one."""
    with applying(actor=actor, case_id=case_id, name="send_back_proposal", version=version, reason=reason) as act:
        decision = proposal_of(case_id)
        if decision is None:
            raise ActRefused("other_proposal", _("The proposal in hand is another one."))
        decision.state = DecisionState.SENT_BACK
        decision.save(force_update=True, update_fields=["state"])
    return act.case
