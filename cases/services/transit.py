"""A transit: the answer by two persons, and how it is carried out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import ClockKind, ClockState, DecisionState, Outcome, Side
from cases.choices_transit import (
    IN_TRANSIT,
    RevocationGround,
    TransitEnd,
    TransitGround,
    TransitStatus,
)
from cases.clocks import due_of, rules_of
from cases.letters_transit import transit_reply_request, transit_revocation_request
from cases.models import Case, CaseClock, Decision, Transit, TransitConsent
from cases.services.decision import proposal_of
from cases.services.transit_plan import points_of, time_errors
from cases.transit_rules import stay_is_too_long
from cases.workflow.engine import Act, applying
from cases.workflow.system import system_actor
from core import clock
from core.errors import ActRefused, Invalid
from documents.services import document_request

_COUNTERSIGN = {
    Outcome.ACCEPTED: "countersign_transit_consent",
    Outcome.REFUSED: "countersign_transit_refusal",
}


# --- the answer -------------------------------------------------------------------------------------------------------


def transit_answer_propose(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    outcome: str,
    entry_point: str = "",
    enters_at: datetime | None = None,
    conditions: str = "",
    reason_codes: Sequence[str] = (),
    reasons: str = "",
) -> Decision:
    """Propose consent, with the entry point and the time, or a refusal with coded grounds and reasons in writing. The
    other side does not see a proposal. Raises Invalid."""
    errors: dict[str, list[str]] = {}
    if outcome not in _COUNTERSIGN:
        errors["outcome"] = [_("Choose an answer")]
    elif outcome == Outcome.REFUSED:
        if not reason_codes or not set(reason_codes) <= set(TransitGround.values):
            errors["reason_codes"] = [_("Choose at least one ground")]
        if not reasons.strip():
            errors["reasons"] = [_("Give the reasons in words: a refusal is given in writing with its reasons")]
    if errors:
        raise Invalid(errors)
    is_consent = outcome == Outcome.ACCEPTED
    with applying(actor=actor, case_id=case_id, name="propose_transit_answer", version=version) as act:
        decision = Decision(
            case=act.case,
            own_side=Side.RECEIVING,
            outcome=outcome,
            reason_codes=[] if is_consent else list(reason_codes),
            reasons=reasons.strip(),
            proposed_by=actor.user_id,
            proposed_by_name=actor.name,
            proposed_at=clock.now(),
        )
        decision.save(force_insert=True)
        if is_consent:
            point = points_of(act.case).filter(code=entry_point).first()
            errors = time_errors(enters_at, None)
            if point is None:
                errors["entry_point"] = [_("Choose a crossing point of the transit country")]
            if enters_at is None:
                errors["enters_at"] = [_("Say when the person may enter")]
            if errors or point is None or enters_at is None:
                raise Invalid(errors)
            TransitConsent(
                case=act.case,
                own_side=Side.RECEIVING,
                decision=decision,
                entry_point=point,
                enters_at=enters_at,
                conditions=conditions.strip(),
            ).save(force_insert=True)
        act.parameters["outcome"] = outcome
    return decision


def transit_answer_countersign(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """A second person signs the proposal: it becomes the answer, with its letter; a consent may be used as long as the
    agreement says."""
    proposed = Decision.objects.filter(case_id=case_id, state=DecisionState.PROPOSED).values_list("outcome", flat=True)
    name = _COUNTERSIGN.get(Outcome(proposed.first() or Outcome.ACCEPTED), "countersign_transit_consent")
    with applying(actor=actor, case_id=case_id, name=name, version=version) as act:
        decision = proposal_of(case_id)
        assert decision is not None
        _sign(decision, actor)
        consent = TransitConsent.objects.filter(decision=decision).select_related("entry_point").first()
        if consent is not None:
            consent.own_side = ""
            consent.save(force_update=True, update_fields=["own_side"])
            act.parameters |= {"crossing_point": consent.entry_point.name, "at": consent.enters_at.isoformat()}
        act.case.outcome, act.case.basis = decision.outcome, decision.basis
        act.case.decided_at = decision.countersigned_at
        act.parameters |= {"outcome": decision.outcome, "codes": decision.reason_codes}
    document_request(
        actor=actor,
        context=transit_reply_request(act.case, decision, consent, actor),
        subject=act.case.subject,
        audience=access.audience_both(act.case),
        case_reference=act.case.reference or "",
    )
    return act.case


def transit_answer_send_back(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """The countersigner disagrees: the proposal is kept as sent back, and another one can be made."""
    with applying(actor=actor, case_id=case_id, name="send_back_transit_answer", version=version, reason=reason) as act:
        _proposal_lapses(case_id)
    return act.case


def transit_revocation_propose(
    *, actor: Actor, case_id: UUID, version: int | None, code: str, note: str = ""
) -> Decision:
    """One person of the transit country finds that the consent has to be taken back, and says why. The other side does
    not see it, and the consent stands until another person signs."""
    if code not in RevocationGround.values:
        raise Invalid({"code": [_("Choose a ground")]})
    with applying(actor=actor, case_id=case_id, name="propose_transit_revocation", version=version) as act:
        decision = Decision(
            case=act.case,
            own_side=Side.RECEIVING,
            outcome=Outcome.REFUSED,
            reason_codes=[code],
            reasons=note.strip(),
            proposed_by=actor.user_id,
            proposed_by_name=actor.name,
            proposed_at=clock.now(),
        )
        decision.save(force_insert=True)
        act.parameters["code"] = code
    return decision


def transit_revoke(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """A second person signs: the consent is taken back. What was scheduled does not take place; a person who has
    entered is to be taken back."""
    with applying(actor=actor, case_id=case_id, name="revoke_transit", version=version) as act:
        decision = proposal_of(case_id)
        assert decision is not None
        _sign(decision, actor)
        code = decision.reason_codes[0]
        act.parameters["code"] = code
        transit = _transit(act, is_needed=False)
        if transit is not None:
            is_here = transit.status in IN_TRANSIT
            if not is_here:
                _end(transit, TransitStatus.NOT_ENTERED, TransitEnd.REVOKED)
            elif transit.status == TransitStatus.ENTERED:
                _end(transit, TransitStatus.ABORTED, TransitEnd.REVOKED)
            act.parameters["is_here"] = is_here
    document_request(
        actor=actor,
        context=transit_revocation_request(act.case, code, decision.reasons, actor),
        subject=act.case.subject,
        audience=access.audience_both(act.case),
        case_reference=act.case.reference or "",
    )
    return act.case


def transit_revocation_send_back(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """The countersigner disagrees: the consent stands."""
    name = "send_back_transit_revocation"
    with applying(actor=actor, case_id=case_id, name=name, version=version, reason=reason) as act:
        _proposal_lapses(case_id)
    return act.case


def _sign(decision: Decision, actor: Actor) -> None:
    """The proposal becomes what both sides read."""
    decision.state, decision.own_side = DecisionState.COUNTERSIGNED, ""
    decision.countersigned_by, decision.countersigned_by_name = actor.user_id, actor.name
    decision.countersigned_at = clock.now()
    decision.save(force_update=True)


def _proposal_lapses(case_id: UUID) -> None:
    """A proposal in hand is kept in the history, and counts for nothing."""
    decision = proposal_of(case_id)
    if decision is not None:
        decision.state = DecisionState.SENT_BACK
        decision.save(force_update=True, update_fields=["state"])


def transit_expire(case: Case, row: CaseClock) -> None:
    """The time for using the consent has passed and the person has not entered: called by the sweep under the lock of
    the case, in the name of RCMS."""
    with applying(actor=system_actor(case), case_id=case.id, name="expire_transit") as act:
        transit = _transit(act, is_needed=False)
        if transit is not None and transit.status == TransitStatus.SCHEDULED:
            _end(transit, TransitStatus.NOT_ENTERED, TransitEnd.EXPIRED)
        _proposal_lapses(case.id)
        act.parameters |= {"clock": row.kind, "at": row.due_at.isoformat(), "zone": row.due["time_zone"]}


# --- carrying it out --------------------------------------------------------------------------------------------------


def transit_schedule(*, actor: Actor, case_id: UUID, version: int | None, values: Mapping[str, Any]) -> Transit:
    """Fix when, where and with whom the person enters and leaves; possible again as long as the person has not entered.

    The entry point is that of the consent. Raises Invalid for times that do not fit, and for a stay longer than an
    agreement that was read allows.
    """
    with applying(actor=actor, case_id=case_id, name="schedule_transit", version=version) as act:
        case = act.case
        errors = time_errors(values["enters_at"], values["leaves_at"])
        consent = consent_of(case)
        exit_point = points_of(case).filter(code=values["exit_point"]).first()
        if exit_point is None:
            errors["exit_point"] = [_("Choose a crossing point of the transit country")]
        use = CaseClock.objects.live().filter(case=case, kind=ClockKind.TRANSIT_USE).first()
        if use is not None and values["enters_at"] >= use.due_at and due_of(use).is_verified:
            errors["enters_at"] = [_("The consent may not be used any more by then")]
        if not errors and stay_is_too_long(rules_of(case), values["enters_at"], values["leaves_at"]):
            errors["leaves_at"] = [_("The stay is longer than the agreement allows")]
        if errors or consent is None or exit_point is None:
            raise Invalid(errors)
        transit = _transit(act, is_needed=False) or Transit(case=case)
        is_new = transit._state.adding
        for name in ("enters_at", "leaves_at", "entry_carrier", "exit_carrier", "escorts", "escort_names"):
            setattr(transit, name, values[name])
        transit.entry_point, transit.exit_point = consent.entry_point, exit_point
        transit.status, transit.scheduled_at = TransitStatus.SCHEDULED, clock.now()
        transit.end_code = transit.end_note = ""
        transit.ended_at = None
        transit.save(force_insert=is_new, force_update=not is_new)
        act.parameters |= {
            "crossing_point": consent.entry_point.name,
            "at": transit.enters_at.isoformat(),
            "is_change": not is_new,
        }
    return transit


def consent_of(case: Case) -> TransitConsent | None:
    """The consent that both sides read, if there is one."""
    consents = TransitConsent.objects.filter(case=case, decision__state=DecisionState.COUNTERSIGNED)
    return consents.select_related("entry_point").first()


def transit_entry_record(*, actor: Actor, case_id: UUID, version: int | None, at: datetime) -> Transit:
    """The border post records the entry: what the consent allows is done with it."""
    return _record(actor, case_id, version, "record_transit_entry", TransitStatus.ENTERED, at)


def transit_entry_record_late(*, actor: Actor, case_id: UUID, version: int | None, at: datetime) -> Transit:
    """The entry took place before the consent ended and is written down only now: the consent was used in time, and
    stands. Raises Invalid (at)."""
    with applying(actor=actor, case_id=case_id, name="record_transit_entry_late", version=version) as act:
        transit = _transit(act)
        use = CaseClock.objects.filter(case=act.case, kind=ClockKind.TRANSIT_USE).order_by("due_at").last()
        assert transit is not None and use is not None
        if at >= use.due_at:
            raise Invalid({"at": [_("The consent had ended by then")]})
        if at < transit.scheduled_at.replace(second=0, microsecond=0):
            raise Invalid({"at": [_("The transit was scheduled later than that")]})
        use.state, use.ended_at = ClockState.MET, at
        use.save(force_update=True, update_fields=["state", "ended_at"])
        transit.entered_at, transit.status = at, TransitStatus.ENTERED
        transit.end_code, transit.ended_at = "", None
        transit.save(force_update=True)
        act.parameters |= {"crossing_point": transit.entry_point.name, "at": at.isoformat()}
    return transit


def transit_exit_record(*, actor: Actor, case_id: UUID, version: int | None, at: datetime) -> Transit:
    """The border post records the departure: the transit is carried out, and the case is completed."""
    return _record(actor, case_id, version, "record_transit_exit", TransitStatus.LEFT, at)


def _record(
    actor: Actor, case_id: UUID, version: int | None, name: str, status: TransitStatus, at: datetime
) -> Transit:
    if at > clock.now():
        raise Invalid({"at": [_("What is recorded cannot lie in the future")]})
    with applying(actor=actor, case_id=case_id, name=name, version=version) as act:
        transit = _transit(act)
        assert transit is not None
        if status is TransitStatus.ENTERED:
            transit.entered_at = act.happened_at = at
            point = transit.entry_point
        else:
            if transit.entered_at is not None and at <= transit.entered_at:
                raise Invalid({"at": [_("The departure must lie after the arrival")]})
            transit.left_at = transit.ended_at = act.case.completed_at = at
            point = transit.exit_point
        transit.status = status
        transit.save(force_update=True)
        act.parameters |= {"crossing_point": point.name, "at": at.isoformat()}
    return transit


def transit_end(*, actor: Actor, case_id: UUID, version: int | None, name: str, code: str, note: str = "") -> Transit:
    """The person did not enter (`record_transit_no_entry`, `cancel_transit`: it can be scheduled anew), or did not go
    on (`abort_transit`, `break_off_transit`: the requesting country takes the person back)."""
    if code not in TransitEnd.values:
        raise Invalid({"code": [_("Choose what happened")]})
    with applying(actor=actor, case_id=case_id, name=name, version=version) as act:
        transit = _transit(act)
        assert transit is not None
        transit.end_note = note.strip()
        _end(transit, TransitStatus(act.row.target), TransitEnd(code))
        act.parameters["code"] = code
    return transit


def take_back_agree(
    *, actor: Actor, case_id: UUID, version: int | None, at: datetime, point: str, documents: str = ""
) -> Transit:
    """The requesting country says when and where it takes the person back, and with which documents; again, if the day
    changes."""
    if at <= clock.now():
        raise Invalid({"at": [_("The day must lie in the future")]})
    with applying(actor=actor, case_id=case_id, name="agree_transit_take_back", version=version) as act:
        transit = _transit(act)
        found = points_of(act.case).filter(code=point).first()
        if transit is None or found is None:
            raise Invalid({"point": [_("Choose a crossing point of the transit country")]})
        transit.status, transit.take_back_at, transit.take_back_point = TransitStatus.TAKE_BACK_AGREED, at, found
        transit.take_back_documents = documents.strip()
        transit.save(force_update=True)
        act.parameters |= {"crossing_point": found.name, "at": at.isoformat()}
    return transit


def take_back_record(*, actor: Actor, case_id: UUID, version: int | None, at: datetime, documents: str = "") -> Transit:
    """The person is back in the requesting country, with these documents: nothing is left of the transit."""
    if at > clock.now():
        raise Invalid({"at": [_("What is recorded cannot lie in the future")]})
    with applying(actor=actor, case_id=case_id, name="record_transit_take_back", version=version) as act:
        transit = _transit(act)
        assert transit is not None
        if transit.entered_at is not None and at <= transit.entered_at:
            raise Invalid({"at": [_("The day must lie after the entry")]})
        transit.taken_back_at, transit.status = at, TransitStatus.TAKEN_BACK
        transit.take_back_documents = documents.strip() or transit.take_back_documents
        transit.save(force_update=True)
        act.parameters["at"] = at.isoformat()
    return transit


def _transit(act: Act, *, is_needed: bool = True) -> Transit | None:
    """The transit of the case, locked with it."""
    rows = Transit.objects.select_for_update(of=("self",)).filter(case=act.case)
    found = rows.select_related("entry_point", "exit_point").first()
    if found is None and is_needed:
        raise ActRefused("wrong_status", _("The case is at a stage where this cannot be done."))
    return found


def _end(transit: Transit, status: TransitStatus, code: TransitEnd) -> None:
    transit.status, transit.end_code, transit.ended_at = status, code, clock.now()
    transit.save(force_update=True)
