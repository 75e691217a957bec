"""What a change would do to running time limits, and doing it where the second person decided so."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.actor import Actor
from accounts.selectors.absences import day_of
from administration import payloads
from administration.choices import ChangeState, RecomputationState
from administration.models import ChangeRequest, Recomputation
from administration.policies import administers_country, refuse_unless_national
from administration.selectors.touched import Narrowing, TouchedClock, touched_clocks
from administration.services import doings_time
from administration.services.doings_agreements import agreement_apply, agreement_check
from administration.services.doings_new_agreement import add_check
from administration.services.setting import Setting
from administration.services.trail import administrator_groups, trail
from cases.services.recomputation import clock_recompute
from cases.workflow.system import system_scope
from core import clock, outbox
from core.audience import Audience
from core.errors import Invalid, NotVisible, StaleVersion
from countries.models import Agreement
from countries.selectors.recomputing import is_touched
from documents.letters.serial import ContextBroken

RECOMPUTE_TASK: Final = "administration.recompute"
TimePayload = payloads.EditAgreement | payloads.AddAgreement | payloads.EditCalendar | payloads.RecomputeClocks


def narrowing_of(actor: Actor, payload: TimePayload, country: str) -> Narrowing:
    """Where the time limits are that a change may touch. country: in whose name it is asked for."""
    if isinstance(payload, payloads.EditCalendar):
        return Narrowing(calendar=payload.calendar)
    if isinstance(payload, payloads.RecomputeClocks):
        return Narrowing(only_behind=True)
    assert isinstance(payload, payloads.EditAgreement)
    agreement = Agreement.objects.filter(code=payload.agreement).first()
    if agreement is None:
        raise NotVisible(f"agreement:{payload.agreement}"[:100])
    # Cases name the agreement; its protocol's values are values for them. Two countries agree for themselves alone.
    other = payload.partner if actor.country == country else country
    return Narrowing(agreement=agreement.parent_id or agreement.code, partner=other)


def change_preview(*, actor: Actor, payload: TimePayload, country: str = "") -> list[TouchedClock]:
    """The running time limits of the actor's country that the change would touch: it is made, looked at, and taken
    back. country: in whose name it is asked for, if another one's. Raises as asking for the change does."""
    refuse_unless_national(actor)
    setting = Setting(country or actor.country, day_of(actor, clock.now()))
    if isinstance(payload, payloads.AddAgreement):
        # No case can run under what is not there yet.
        add_check(setting, payload)
        return []
    with transaction.atomic():
        mark = transaction.savepoint()
        try:
            if isinstance(payload, payloads.EditAgreement):
                agreement_check(setting, payload)
                agreement_apply(payload, setting.country, actor.country, "")
            elif isinstance(payload, payloads.EditCalendar):
                doings_time.calendar_check(setting, payload)
                return _moved_by(actor, payload)
            return touched_clocks(actor, narrowing_of(actor, payload, setting.country))
        finally:
            transaction.savepoint_rollback(mark)


def _moved_by(actor: Actor, payload: payloads.EditCalendar) -> list[TouchedClock]:
    """What this change of a calendar does, without what an earlier edition did and was left as it was."""
    narrowing = Narrowing(calendar=payload.calendar)
    without = {row.clock: row.then for row in touched_clocks(actor, narrowing)}
    doings_time.calendar_apply(payload)
    return [row for row in touched_clocks(actor, narrowing) if is_touched(without.get(row.clock, row.now), row.then)]


def change_touches(*, actor: Actor, change: ChangeRequest) -> list[TouchedClock]:
    """What a change that waits would touch of the actor's country; nothing for other kinds, for administrators of a
    single office, and for a change that is no longer possible."""
    if change.state != ChangeState.WAITING or not administers_country(actor):
        return []
    try:
        payload = payloads.payload_of(change.kind, change.payload)
        if not isinstance(payload, payloads.EditAgreement | payloads.EditCalendar | payloads.RecomputeClocks):
            return []
        if isinstance(payload, payloads.RecomputeClocks):
            rows = touched_clocks(actor, narrowing_of(actor, payload, change.country_id))
            return [row for row in rows if str(row.clock) in set(payload.clocks)]
        return change_preview(actor=actor, payload=payload, country=change.country_id)
    except (Invalid, NotVisible, StaleVersion, ContextBroken):
        return []


def recomputations_promise(
    *, actor: Actor, change: ChangeRequest, payload: payloads.Payload, chosen: Collection[str] | None
) -> list[Recomputation]:
    """Promise a task for each running time limit that the change touched and the second person chose (None: all).

    Only those of the actor's own country: other countries' administrators decide about theirs. One row and one task
    for each, so that every case is treated once, whatever dies in between.
    """
    if isinstance(payload, payloads.RecomputeClocks):
        chosen = payload.clocks
    elif not isinstance(payload, payloads.EditAgreement | payloads.EditCalendar):
        return []
    if chosen is not None and not chosen:
        return []
    narrowing = narrowing_of(actor, payload, change.country_id)
    touched = [row for row in touched_clocks(actor, narrowing) if chosen is None or str(row.clock) in set(chosen)]
    groups = tuple(dict.fromkeys((actor.group_id, *administrator_groups(actor.country))))
    rows = [
        Recomputation(
            change=change,
            clock_id=item.clock,
            clock_kind=item.kind,
            case_reference=item.reference,
            time_zone=item.then.time_zone,
            due_before=item.now.at,
            due_after=item.then.at,
            **Audience(countries=(item.receiving,), groups=groups).fields(),
        )
        for item in touched
    ]
    Recomputation.objects.bulk_create(rows)
    for row, item in zip(rows, touched, strict=True):
        outbox.post(
            task=RECOMPUTE_TASK,
            key=f"{RECOMPUTE_TASK}:{row.id}",
            arguments={"recomputation": str(row.id), "by_own_rule": isinstance(payload, payloads.EditCalendar)},
            queue="heavy",
            scope=system_scope(item.receiving),
        )
    if rows:
        trail(
            actor=actor,
            action="clocks.recompute",
            subject=f"changerequest:{change.id}",
            parameters={"count": len(rows)},
        )
    return rows


def recomputation_carry_out(*, recomputation_id: UUID, by_own_rule: bool = False) -> None:
    """The work of one promise, for the receiving country of the case, which does not read the change itself. Done twice
    it does nothing more. by_own_rule: a calendar was changed, and only the days are counted anew."""
    row = Recomputation.objects.select_for_update().filter(id=recomputation_id).first()
    if row is None or row.state != RecomputationState.WAITING:
        return
    made = clock_recompute(clock_id=row.clock_id, by_own_rule=by_own_rule)
    row.state = RecomputationState.DONE if made else RecomputationState.LEFT
    if made:
        row.due_after = made.due_at
    row.done_at = clock.now()
    row.save(force_update=True, update_fields=["state", "due_after", "done_at"])
