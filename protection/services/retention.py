"""Runs of erasure by two persons, and holds that keep a case from them."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.groups import group_name
from accounts.policies import require_act
from audit.services import AboutCase, event_record, own_audience
from cases.access import audience_both, audience_receiving, audience_requesting
from cases.choices import Side
from cases.models import Case
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from countries.models import Authority
from notifications.services import notice_send
from protection.choices import RunState
from protection.models import LegalHold, RetentionItem, RetentionRun
from protection.schedules import notice_days
from protection.selectors.retention import Due, case_protected, due_seen, other_country, retention_due

DECIDERS = ("supervisor", "data_protection_officer")


def item_audience(case: Case, country: str, own_side: str) -> Audience:
    """Who reads what was erased of a case: both sides what both had, one side what was its own."""
    if not own_side:
        return audience_both(case)
    return audience_requesting(case) if own_side == Side.REQUESTING else audience_receiving(case)


def officers_of(countries: Collection[str]) -> Audience:
    """Whoever answers for data protection at the national desks of these countries."""
    desks = Authority.objects.filter(country__in=countries, is_national_desk=True).values_list("code", flat=True)
    names = [group_name(code, role) for code in desks for role in DECIDERS]
    return Audience(groups=tuple(Group.objects.filter(name__in=names).order_by("id").values_list("id", flat=True)))


def run_request(*, actor: Actor, reason: str, seen: str = "") -> RetentionRun:
    """Ask for the erasure of what is due and not kept back; another person decides. seen: `due_seen` of what was shown.

    What both sides share goes no earlier than `notice_days` from now: the other side is told, and may place a hold.
    Raises ActRefused, StaleVersion, Invalid.
    """
    require_act(actor, "protect_data")
    if not reason.strip():
        raise Invalid({"reason": [_("Say why: the second person needs to know")]})
    due = [one for one in retention_due(actor) if not one.kept_back]
    if not due:
        raise Invalid({"reason": [_("Nothing is due that may be erased now")]})
    if seen and seen != due_seen(due):
        raise StaleVersion("stale", _("What is due has changed since you opened the page. Look at it again."))
    now = clock.now()
    partners = sorted({other_country(one.case, actor.country) for one in due if one.is_shared})
    run = RetentionRun(
        country_id=actor.country,
        reason=reason.strip(),
        requested_at=now,
        requested_by=actor.user_id,
        requested_by_name=actor.name,
        requested_office_id=actor.authority_id,
        not_before=now + timedelta(days=notice_days()) if partners else now,
        **own_audience(actor).fields(),
    )
    run.save(force_insert=True)
    RetentionItem.objects.bulk_create([_item(run, actor.country, one) for one in due])
    _record(actor, run, "retention.requested", {"cases": len({one.case.id for one in due}), "parts": len(due)})
    _tell(officers_of([actor.country]), run, "retention.requested")
    for country in partners:
        _tell(officers_of([country]), run, "retention.announced")
    return run


def _item(run: RetentionRun, country: str, one: Due) -> RetentionItem:
    return RetentionItem(
        run=run,
        case=one.case,
        case_reference=one.case.reference or "",
        country=country,
        own_side=one.own_side,
        part=one.part,
        rule=one.schedule.code,
        citation=one.schedule.citation,
        certainty=one.schedule.certainty,
        due_on=one.due_on,
        not_before=run.not_before,
        **item_audience(one.case, country, one.own_side).fields(),
    )


def run_approve(*, actor: Actor, run_id: UUID, note: str = "") -> RetentionRun:
    """Approve a run: the eraser carries it out from `not_before` on. Raises NotVisible, ActRefused, StaleVersion."""
    run = _undecided(actor, run_id)
    if run.requested_by == actor.user_id:
        raise ActRefused("second_person", _("You asked for this erasure: another person must decide it."))
    return _decide(actor, run, RunState.APPROVED, note)


def run_reject(*, actor: Actor, run_id: UUID, note: str) -> RetentionRun:
    """Reject a run. Raises as `run_approve`, and Invalid without a reason."""
    run = _undecided(actor, run_id)
    if run.requested_by == actor.user_id:
        raise ActRefused("second_person", _("You asked for this erasure: withdraw it instead."))
    if not note.strip():
        raise Invalid({"note": [_("Say why you reject it")]})
    return _decide(actor, run, RunState.REJECTED, note)


def run_withdraw(*, actor: Actor, run_id: UUID) -> RetentionRun:
    """Take one's own request back. Raises NotVisible, ActRefused, StaleVersion."""
    run = _undecided(actor, run_id)
    if run.requested_by != actor.user_id:
        raise ActRefused("not_requester", _("Only the person who asked for it can withdraw it."))
    return _decide(actor, run, RunState.WITHDRAWN, "")


def _undecided(actor: Actor, run_id: UUID) -> RetentionRun:
    require_act(actor, "protect_data")
    run = RetentionRun.objects.select_for_update().filter(id=run_id, country=actor.country).first()
    if run is None:
        raise NotVisible(f"retentionrun:{run_id}")
    if run.state != RunState.WAITING:
        raise StaleVersion("decided", _("This erasure was decided or withdrawn in the meantime."))
    return run


def _decide(actor: Actor, run: RetentionRun, state: RunState, note: str) -> RetentionRun:
    run.state = state
    run.decided_at = clock.now()
    run.decided_by = actor.user_id
    run.decided_by_name = actor.name
    run.decision_note = note.strip()[:500]
    run.save(update_fields=["state", "decided_at", "decided_by", "decided_by_name", "decision_note"])
    _record(actor, run, f"retention.{state.value}", {}, reason=run.decision_note)
    if state is not RunState.WITHDRAWN:
        _tell(officers_of([run.country_id]), run, f"retention.{state.value}")
    return run


def _record(
    actor: Actor, run: RetentionRun, action: str, parameters: dict[str, int], reason: str | None = None
) -> None:
    event_record(
        actor=actor,
        action=action,
        subject=run.subject,
        audience=own_audience(actor),
        parameters=parameters,
        reason=run.reason if reason is None else reason,
    )


def _tell(audience: Audience, run: RetentionRun, action: str) -> None:
    if audience != Audience():
        notice_send(action=action, subject=run.subject, case_reference="", audience=audience)


def hold_place(*, actor: Actor, case_id: UUID, reason: str, review_on: date | None = None) -> LegalHold:
    """Keep a case from being erased, whoever asks for it. review_on: from when its placer may lift it alone.

    Raises NotVisible, ActRefused (not granted, erased, held already), Invalid.
    """
    require_act(actor, "protect_data")
    case = case_protected(actor, case_id)
    if case.erased_at is not None:
        raise ActRefused("erased", _("This case was erased.")).about(case.subject, case.reference)
    errors = {}
    if not reason.strip():
        errors["reason"] = [_("Say why the case must be kept")]
    if review_on is not None and review_on <= clock.now().astimezone(actor.zone).date():
        errors["review_on"] = [_("Give a day after today, or none")]
    if errors:
        raise Invalid(errors)
    audience = own_audience(actor)
    hold = LegalHold(
        case=case,
        case_reference=case.reference or "",
        country_id=actor.country,
        reason=reason.strip(),
        review_on=review_on,
        placed_at=clock.now(),
        placed_by=actor.user_id,
        placed_by_name=actor.name,
        **audience.fields(),
    )
    try:
        with transaction.atomic():
            hold.save(force_insert=True)
    except IntegrityError:
        held = ActRefused("held", _("Your country has placed a hold on this case already."))
        raise held.about(case.subject, case.reference) from None
    _record_hold(actor, hold, "hold.placed", hold.reason)
    return hold


def hold_lift(*, actor: Actor, hold_id: UUID, reason: str) -> LegalHold:
    """Let the case be erased again when its time comes. Raises NotVisible, ActRefused (own hold before its review),
    StaleVersion, Invalid."""
    require_act(actor, "protect_data")
    hold = LegalHold.objects.select_for_update().filter(id=hold_id, country=actor.country).first()
    if hold is None:
        raise NotVisible(f"legalhold:{hold_id}")
    if hold.lifted_at is not None:
        raise StaleVersion("lifted", _("This hold was lifted in the meantime."))
    # The database compares days of UTC.
    if hold.placed_by == actor.user_id and (hold.review_on is None or hold.review_on > clock.now().date()):
        raise ActRefused("second_person", _("You placed this hold: another person lifts it, or you after its review."))
    if not reason.strip():
        raise Invalid({"reason": [_("Say why the case need not be kept any longer")]})
    hold.lifted_at = clock.now()
    hold.lifted_by = actor.user_id
    hold.lifted_by_name = actor.name
    hold.lift_reason = reason.strip()
    hold.save(update_fields=["lifted_at", "lifted_by", "lifted_by_name", "lift_reason"])
    _record_hold(actor, hold, "hold.lifted", hold.lift_reason)
    return hold


def _record_hold(actor: Actor, hold: LegalHold, action: str, reason: str) -> None:
    event_record(
        actor=actor,
        action=action,
        subject=f"legalhold:{hold.id}",
        about=AboutCase(hold.case_id, hold.case_reference),
        audience=own_audience(actor),
        reason=reason,
    )


__all__ = ["hold_lift", "hold_place", "item_audience", "run_approve", "run_reject", "run_request", "run_withdraw"]
