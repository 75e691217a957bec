"""Time limits that have passed: marked by a sweep, and where silence is acceptance, the case is accepted by it.

The sweep runs as rcms_sweep, which sees no case: it learns ids of passed time limits by country and promises the
work in batches. The work is done for the country whose authority kept silent. A time limit is marked once, under the
lock of its case, because only a running one is marked: two sweeps, a sweep that comes a day late and a worker that
was killed in the middle all lead to the same.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from cases import access
from cases.choices import (
    OPEN_STATUSES,
    UNDER_EXAMINATION,
    ClockKind,
    ClockState,
    DecisionState,
    DisputeState,
    Outcome,
    Status,
    Track,
    TransferStatus,
)
from cases.clocks import (
    WINDOWS,
    clock_write,
    clocks_end,
    clocks_met_by,
    due_of,
    first_limit,
    next_due,
    renewal_clock_start,
)
from cases.models import Case, CaseClock, ClockPause, Decision, Dispute, Transfer
from cases.services.deadlines import passed_tell
from cases.services.extension import extensions_lapse
from cases.services.transit import transit_expire
from cases.services.travel_document import documents_revoke, travel_document_expire
from cases.silence_record import silence_record_request
from cases.silence_rules import basis_by_silence, silence_is_read, silence_rule
from cases.workflow.engine import Act, applying, event_write
from cases.workflow.silence_acts import AFTER_ACCEPTANCE, AFTER_REPLY
from cases.workflow.system import system_actor, system_scope
from cases.workflow.types import Readers
from core import clock, outbox
from core.ids import uuid7
from core.kept import keeping
from core.scope import SYSTEM_ID, Scope, use_scope
from countries.choices import StartEvent
from countries.clocks import DueDate, codes
from countries.selectors.calendars import due_date_for, resumption_for
from documents.services import document_request
from notifications.services import notice_send

log = logging.getLogger(__name__)

PASSED_TASK: Final = "cases.clocks_passed"
# A batch is one transaction, and holds the locks of its cases until its end.
BATCH: Final = 25
AT_A_TIME: Final = 5000


# --- the sweep (rcms_sweep) ------------------------------------------------------------------------------------------


def clocks_sweep() -> int:
    """Promise the work for every running time limit that has passed and is not promised yet; gives how many."""
    promised = 0
    while True:
        with use_scope(Scope(user_id=SYSTEM_ID)):
            rows = _passed()
            by_country: dict[str, list[UUID]] = {}
            for clock_id, country in rows:
                by_country.setdefault(country, []).append(clock_id)
            for country, ids in by_country.items():
                for batch in (ids[first : first + BATCH] for first in range(0, len(ids), BATCH)):
                    _promise(batch, country)
        promised += len(rows)
        if len(rows) < AT_A_TIME:
            return promised


def _passed() -> list[tuple[UUID, str]]:
    """Empty while another sweep looks: what that one promises would be promised twice."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtext(%s))", [PASSED_TASK])
        if not cursor.fetchone()[0]:
            return []
        cursor.execute("select clock, country from clocks_passed(%s, %s)", [clock.now(), AT_A_TIME])
        return cursor.fetchall()


def _promise(ids: Sequence[UUID], country: str) -> None:
    outbox.post(
        task=PASSED_TASK,
        key=f"passed:{uuid7()}",
        arguments={"clocks": [str(key) for key in ids]},
        queue="heavy",
        scope=system_scope(country),
    )


# --- the work (for the country that kept silent) ----------------------------------------------------------------------


def clocks_pass(ids: Sequence[UUID]) -> None:
    """Mark these time limits as missed or ended, and accept by silence where the rule says so. What fails alone is
    promised again alone: one broken case holds up no other.
    """
    rows = CaseClock.objects.filter(id__in=ids, state=ClockState.RUNNING, due_at__lte=clock.now())
    # In the order of keys: of two batches that meet, one waits for the other.
    with keeping():
        for clock_id, case_id in rows.order_by("case_id", "id").values_list("id", "case_id"):
            try:
                with transaction.atomic():
                    clock_pass(clock_id, case_id)
            except Exception:
                if len(ids) == 1:
                    raise
                log.exception("time limit %s could not be marked", clock_id)
                _promise([clock_id], system_country(case_id))


def system_country(case_id: UUID) -> str:
    """The country for which RCMS works on a case."""
    return Case.objects.values_list("receiving_country_id", flat=True).get(id=case_id)


def clock_pass(clock_id: UUID, case_id: UUID) -> None:
    """Mark one time limit, under the lock of its case; nothing where it was met, extended or marked meanwhile."""
    case = Case.objects.select_for_update(of=("self",)).get(id=case_id)
    row = CaseClock.objects.filter(id=clock_id, state=ClockState.RUNNING, due_at__lte=clock.now()).first()
    if row is None:
        return
    due = due_of(row)
    extensions_lapse(row)
    # A consent to transit names an entry point and a time: silence says neither, whatever else the rule makes of it.
    is_readmission = case.track != Track.TRANSIT
    is_reply = row.kind == ClockKind.REPLY and case.status in UNDER_EXAMINATION and is_readmission
    if is_reply and (basis := basis_by_silence(row, due)):
        _deem_accepted(case, row, due, basis)
        return
    if row.kind in WINDOWS:
        _window_close(case, row, due)
        return
    row.state = ClockState.MISSED
    row.save(force_update=True, update_fields=["state"])
    event_write(system_actor(case), case, "clock.missed", Readers.BOTH, _told(row, due) | _meaning(row, due))


def _window_close(case: Case, row: CaseClock, due: DueDate) -> None:
    """A right lapsed by itself: it is over, nobody missed anything, and nothing is waited for any more."""
    row.state, row.ended_at = ClockState.EXPIRED, row.due_at
    row.save(force_update=True, update_fields=["state", "ended_at"])
    # A limit that nobody has read takes no consent away: it is told that it ended, and the border decides.
    if row.kind == ClockKind.TRANSIT_USE and case.status == Status.ACCEPTED and due.is_verified:
        transit_expire(case, row)
        return
    if row.kind == ClockKind.TRAVEL_DOCUMENT_VALIDITY and case.status == Status.ACCEPTED:
        travel_document_expire(case)
        renewal_clock_start(case)
    case.next_due_at, case.next_due_kind, _zone = next_due(case)
    case.save(force_update=True, update_fields=["next_due_at", "next_due_kind"])
    event_write(system_actor(case), case, "clock.ended", Readers.BOTH, _told(row, due))
    if row.kind == ClockKind.TRAVEL_DOCUMENT_VALIDITY and case.status in OPEN_STATUSES:
        # Whoever plans the journey has to ask for a new document.
        notice_send(
            action="clock.ended",
            subject=case.subject,
            case_reference=case.reference or "",
            audience=access.audience_requesting(case),
            parameters=_told(row, due),
            is_by_system=True,
        )


def _meaning(row: CaseClock, due: DueDate) -> dict[str, str]:
    """What the silence means where it decides nothing by itself, but counts as something, and was read so."""
    rule = silence_rule(row, due)
    counts = rule.effect_of_silence in (codes.SILENCE_RECOGNISED, codes.SILENCE_CONSENT)
    return {"silence": rule.effect_of_silence} if counts and silence_is_read(row, due) else {}


def _told(row: CaseClock, due: DueDate) -> dict[str, str]:
    return {"clock": row.kind, "at": row.due_at.isoformat(), "zone": due.time_zone}


def _deem_accepted(case: Case, row: CaseClock, due: DueDate, basis: str) -> None:
    """The acceptance holds from the end of the time limit, and what it starts runs from there, however late RCMS is."""
    actor = system_actor(case)
    with applying(actor=actor, case_id=case.id, name="deem_accepted") as act:
        case = act.case
        Decision.objects.filter(case=case, state=DecisionState.PROPOSED).update(state=DecisionState.LAPSED)
        # That a decision was proposed is the receiving side's own; both sides read this row.
        was_proposed = case.status == Status.DECISION_PROPOSED
        Decision(
            case=case,
            outcome=Outcome.ACCEPTED,
            basis=basis,
            state=DecisionState.DEEMED,
            proposed_at=clock.now(),
            countersigned_at=row.due_at,
            status_before=Status.IN_VERIFICATION if was_proposed else case.status,
        ).save(force_insert=True)
        row.state, row.ended_at = ClockState.MISSED, row.due_at
        row.save(force_update=True, update_fields=["state", "ended_at"])
        case.outcome, case.basis, case.decided_at = Outcome.ACCEPTED, basis, row.due_at
        act.parameters |= _told(row, due) | {"basis": basis}
    document_request(
        actor=actor,
        context=silence_record_request(case, row, due, silence_rule(row, due)),
        subject=case.subject,
        audience=access.audience_both(case),
        case_reference=case.reference or "",
    )
    row.case = case
    passed_tell(row)


# --- undoing ----------------------------------------------------------------------------------------------------------


def silence_undo_by_reply(act: Act, *, replied_at: datetime, outcome: str) -> None:
    """A reply was given in time after all: the limit was met then, and the reply counts instead of the silence.

    The caller writes the reply as a decision and sets outcome, basis and date of the case. What an acceptance starts
    runs from the reply; after another answer nothing of it is left. A reply that does not answer the limit (an
    inconclusive one, unless the rule says that it does) let it run on: it passed and is still waited for.
    """
    row = _undo(act)
    is_met = ClockKind.REPLY in clocks_met_by(outcome, act.case, [ClockKind.REPLY])
    row.state, row.ended_at = (ClockState.MET, replied_at) if is_met else (ClockState.MISSED, None)
    row.save(force_update=True, update_fields=["state", "ended_at"])
    if not _interview_after_reply(act.case).exists():
        clocks_end(act.case, [ClockKind.INTERVIEW], ClockState.MET, at=replied_at)
    if outcome != Outcome.ACCEPTED:
        preparations_end(act)
        return
    started = CaseClock.objects.live().filter(case=act.case, kind__in=AFTER_REPLY)
    for live in started.exclude(due__rule__start_event=StartEvent.INTERVIEW):
        _restart(act.case, live, live, replied_at)


def silence_undo_by_delivery(act: Act, *, delivered_at: datetime) -> None:
    """The application was delivered then and not before: the time limit of the reply runs anew from there."""
    row, case = _undo(act), act.case
    preparations_end(act)
    case.outcome = case.basis = ""
    case.decided_at = None
    case.delivered_at = delivered_at
    if case.received_at is not None:
        case.received_at = max(case.received_at, delivered_at)
    _restart(case, first_limit(row), row, delivered_at)
    for interview in CaseClock.objects.live().filter(case=case, kind=ClockKind.INTERVIEW):
        _restart(case, interview, interview, delivered_at)


def _undo(act: Act) -> CaseClock:
    """The deemed acceptance is undone; gives the time limit of the reply that had passed."""
    Decision.objects.filter(case=act.case, state=DecisionState.DEEMED).update(state=DecisionState.UNDONE)
    # An objection that still waits has got what it asked for by another way.
    waiting = Dispute.objects.filter(case=act.case, state=DisputeState.RAISED)
    waiting.update(state=DisputeState.UPHELD, decided_at=clock.now())
    return reply_limit(act.case)


def _interview_after_reply(case: Case) -> QuerySet[CaseClock]:
    """The live limit of an interview that counts from the reply."""
    of_interview = {"kind": ClockKind.INTERVIEW, "due__rule__start_event": StartEvent.REPLY}
    return CaseClock.objects.live().filter(case=case, **of_interview)


def reply_limit(case: Case) -> CaseClock:
    """The last time limit of the reply, which nothing followed."""
    return CaseClock.objects.get(case=case, kind=ClockKind.REPLY, followed_by=None)


def _restart(case: Case, model: CaseClock, row: CaseClock, start: datetime) -> None:
    """A time limit under the rule of `model` from another start, in the place of `row`: as it would be had it begun
    there at once, so what stood still stands still.
    """
    rule = due_of(model).rule
    between = {"requesting": case.requesting_country_id, "receiving": case.receiving_country_id}
    due = due_date_for(rule, start, **between)
    open_pause: ClockPause | None = None
    # Of the rows that followed each other from the same start; what stood still before belongs to another start.
    for pause in ClockPause.objects.filter(
        case=case, clock__kind=row.kind, clock__started_at=row.started_at, paused_at__gte=start
    ).order_by("paused_at", "id"):
        if pause.resumed_at is None:
            open_pause = pause
        elif pause.paused_at < due.at:
            due = resumption_for(due, pause.paused_at, pause.resumed_at, citation=rule.citation, **between)
    new = clock_write(case, row.kind, due, follows=row)
    if open_pause is None:
        return
    if open_pause.paused_at < due.at:
        open_pause.clock, new.state = new, ClockState.PAUSED
        new.save(force_update=True, update_fields=["state"])
    else:
        # From this start the limit had passed before: nothing was left that could stand still.
        open_pause.resumed_at = clock.now()
    open_pause.save(force_update=True, update_fields=["clock", "resumed_at"])


def preparations_end(act: Act) -> None:
    """Without an acceptance there is no travel document and no transfer, and nobody has missed any limit of them."""
    case = act.case
    owed = CaseClock.objects.live().filter(case=case, kind__in=AFTER_ACCEPTANCE)
    ClockPause.objects.filter(clock__in=owed, resumed_at=None).update(resumed_at=clock.now())
    for rows in (owed, _interview_after_reply(case)):
        rows.update(state=ClockState.CANCELLED, ended_at=clock.now())
    documents_revoke(act)
    if act.transfer is not None:
        Transfer.objects.filter(id=act.transfer.id).update(status=TransferStatus.REPLACED, ended_at=clock.now())
