"""The facts that guards judge by, in a fixed small number of queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cases.choices import (
    BY_SILENCE,
    UNDER_EXAMINATION,
    Basis,
    ClockKind,
    ClockState,
    DecisionState,
    DisputeKind,
    DisputeState,
    Status,
    TransferStatus,
    TravelDocumentStatus,
    VerificationStatus,
)
from cases.clocks import due_of, is_extended, rules_of
from cases.completeness import missing_of
from cases.models import (
    Case,
    CaseClock,
    CasePrivate,
    Decision,
    Dispute,
    Evidence,
    Person,
    Transfer,
    TravelDocument,
    VerificationTask,
)
from cases.silence_rules import silence_due
from cases.workflow.types import Situation, Subject, Transition
from core import clock
from countries.choices import RuleKind
from countries.clocks import ResolvedRule

LIVE_TRANSFER = (
    TransferStatus.PLANNED,
    TransferStatus.NOTIFIED,
    TransferStatus.CONFIRMED,
    TransferStatus.COUNTER_PROPOSED,
)
_WITH_AGENCIES = (Status.RECEIVED, Status.IN_VERIFICATION)
_ANSWERED = (Status.ACCEPTED, Status.REFUSED, Status.INCONCLUSIVE, Status.COMPLETED)
_BEING_WRITTEN = (Status.DRAFT, Status.IN_REVIEW, Status.RETURNED_INCOMPLETE)


def live_transfer(case: Case, *, with_ended: bool = False) -> Transfer | None:
    """The transfer in hand: the one not yet ended; with `with_ended` the latest one, handed over or failed as well."""
    transfers = Transfer.objects.filter(case=case).select_related("crossing_point")
    if not with_ended:
        transfers = transfers.filter(status__in=LIVE_TRANSFER)
    return transfers.order_by("planned_at", "id").last()


def status_moved(row: Transition, case: Case, transfer: Transfer | None, situation: Situation) -> str:
    """The status of what the act moves: the case, its live transfer ("" when there is none), or what the situation
    says of time limits. A request for information is named by who answers or cancels it; without one in hand, one can
    only be made.
    """
    if row.of is Subject.CASE:
        return case.status
    if row.of is Subject.TRANSFER:
        return transfer.status if transfer else ""
    if row.of is Subject.INFORMATION:
        return ""
    if row.of is Subject.DISPUTE:
        return situation.dispute
    if row.of is Subject.EXTENSION:
        return situation.extension
    if row.of is Subject.SUSPENSION:
        return situation.transfer_limit
    return VerificationStatus.ASKED


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows of a case that its situation follows from; those that its status does not ask about may be missing.
    clocks: asked for where the nearest one has passed, if none.
    """

    person: Person | None = None
    private: CasePrivate | None = None
    has_evidence: bool = False
    tasks: Sequence[VerificationTask] = ()
    decisions: Sequence[Decision] = ()
    documents: Sequence[TravelDocument] = ()
    disputes: Sequence[Dispute] = ()
    clocks: Sequence[CaseClock] | None = None


def _rows_of(case: Case) -> CaseRows:
    """Only what the case's status can need is asked for."""
    if case.status in _BEING_WRITTEN:
        return CaseRows(
            person=Person.objects.filter(case=case).first(),
            private=CasePrivate.objects.filter(case=case).first(),
            has_evidence=Evidence.objects.filter(case=case).exists(),
        )
    if case.status in _WITH_AGENCIES:
        return CaseRows(tasks=list(VerificationTask.objects.filter(case=case)))
    if case.status == Status.DECISION_PROPOSED:
        return CaseRows(decisions=list(Decision.objects.filter(case=case)))
    if case.status in _ANSWERED:
        is_accepted = case.status == Status.ACCEPTED
        documents = list(TravelDocument.objects.filter(case=case)) if is_accepted else []
        disputes = disputes_of(case)
        decisions = list(Decision.objects.filter(case=case)) if any(_waits(row) for row in disputes) else []
        return CaseRows(documents=documents, decisions=decisions, disputes=disputes)
    return CaseRows()


def disputes_of(case: Case) -> list[Dispute]:
    """The objections in hand and before, oldest first; nothing is asked where there is nothing to object to."""
    return list(Dispute.objects.filter(case=case)) if case.basis in (*BY_SILENCE, Basis.PAPER) else []


def _waits(dispute: Dispute) -> bool:
    return dispute.state == DisputeState.RAISED


def _leads_to(dispute: Dispute, decisions: Sequence[Decision]) -> str:
    """What the case becomes when an objection is upheld, as guards name it."""
    if dispute.kind == DisputeKind.REPLY_IN_TIME:
        return f"reply:{dispute.outcome}"
    is_paper = dispute.kind == DisputeKind.PAPER
    kind, state = ("paper", DecisionState.COUNTERSIGNED) if is_paper else ("delivery", DecisionState.DEEMED)
    held = [row for row in decisions if row.state == state and row.status_before]
    return f"{kind}:{held[-1].status_before}" if held else ""


def situation_for(row: Transition, case: Case, transfer: Transfer | None) -> Situation:
    """The facts by which one act is judged: of time limits only where it is about one."""
    situation = situation_of(case, transfer)
    is_about_limits = row.of in (Subject.EXTENSION, Subject.SUSPENSION) or row.name == "use_other_document"
    return with_limits(case, situation) if is_about_limits else situation


def with_limits(
    case: Case,
    situation: Situation,
    *,
    clocks: Sequence[CaseClock] | None = None,
    rules: Mapping[str, ResolvedRule] | None = None,
) -> Situation:
    """The situation with what it says of time limits. clocks and rules: what the caller holds, asked for if none."""
    if case.status not in (*UNDER_EXAMINATION, Status.ACCEPTED):
        return situation
    if clocks is None:
        clocks = list(CaseClock.objects.filter(case=case).with_working())
    if rules is None:
        rules = rules_of(case)
    now = clock.now()
    live = {row.kind: row for row in clocks if row.is_live}
    reply, transfer = live.get(ClockKind.REPLY), live.get(ClockKind.TRANSFER)
    extension, suspended = rules.get(RuleKind.REPLY_EXTENSION), rules.get(RuleKind.TRANSFER)
    asked = [found for row in _since_its_start(reply, clocks) for found in row.asked]
    return replace(
        situation,
        extension_is_foreseen=extension is not None and extension.has_limit,
        suspension_is_foreseen=bool(suspended and suspended.suspension_causes),
        reply_limit_runs=bool(reply and reply.state == ClockState.RUNNING and reply.due_at > now),
        extension=max(asked, key=lambda found: found["asked_at"])["state"] if asked else "",
        transfer_limit=_limit_stands(transfer, now),
        fallback_document=fallback_of(live.values(), now),
    )


def _since_its_start(reply: CaseClock | None, clocks: Sequence[CaseClock]) -> Iterator[CaseClock]:
    """The time limit of the reply and what it extends; what was asked for before another delivery is of no account."""
    rows = {row.id: row for row in clocks}
    while reply is not None:
        yield reply
        reply = rows.get(reply.follows_id) if reply.follows_id and is_extended(reply) else None


def fallback_row(clocks: Iterable[CaseClock], now: datetime) -> CaseClock | None:
    """The limit for a travel document that has passed and whose rule names a document to use instead; nothing follows
    from a limit that nobody has read."""
    for row in clocks:
        is_asked_for = row.kind in (ClockKind.TRAVEL_DOCUMENT, ClockKind.TRAVEL_DOCUMENT_RENEWAL)
        is_over = row.is_live and row.state != ClockState.PAUSED and row.due_at <= now
        if is_asked_for and is_over and row.due["rule"]["fallback_document"] and due_of(row).is_verified:
            return row
    return None


def fallback_of(clocks: Iterable[CaseClock], now: datetime) -> str:
    """Which document may be used because the one asked for did not come in time, or ""."""
    row = fallback_row(clocks, now)
    return str(row.due["rule"]["fallback_document"]) if row else ""


def _limit_stands(row: CaseClock | None, now: datetime) -> str:
    if row is None:
        return ""
    if row.state == ClockState.PAUSED:
        return "paused"
    return "running" if row.state == ClockState.RUNNING and row.due_at > now else "passed"


def situation_of(case: Case, transfer: Transfer | None, rows: CaseRows | None = None) -> Situation:
    """The facts by which the acts of a case are judged. rows: what the caller holds of the case, asked for if none."""
    rows = rows or _rows_of(case)
    status = case.status
    missing: tuple[str, ...] = ()
    is_basis_recorded = has_travel_document = has_expired_document = False
    tasks: list[str] = []
    proposal: Decision | None = None
    dispute: Dispute | None = None
    if status in _BEING_WRITTEN:
        private = rows.private
        missing = missing_of(case, rows.person, has_evidence=rows.has_evidence)
        is_basis_recorded = bool(private and private.is_decision_final and private.legal_status_checked_on)
    elif status in _WITH_AGENCIES:
        tasks = [task.status for task in rows.tasks]
    elif status == Status.DECISION_PROPOSED:
        proposal = next((row for row in rows.decisions if row.state == DecisionState.PROPOSED), None)
    elif status == Status.ACCEPTED:
        today = (clock.now() - timedelta(days=1)).date()  # valid to the end of the day, wherever that day ends last
        has_travel_document = any(
            row.status == TravelDocumentStatus.ISSUED and row.valid_until >= today for row in rows.documents
        )
        has_expired_document = not has_travel_document and any(
            row.status == TravelDocumentStatus.ISSUED for row in rows.documents
        )
    if status in _ANSWERED:
        dispute = next(filter(_waits, rows.disputes), None)
    return Situation(
        missing=missing,
        is_basis_recorded=is_basis_recorded,
        tasks=len(tasks),
        tasks_open=tasks.count(VerificationStatus.ASKED),
        proposal_outcome=proposal.outcome if proposal else "",
        proposal_by=proposal.proposed_by if proposal else None,
        has_travel_document=has_travel_document,
        has_expired_document=has_expired_document,
        transfer_status=transfer.status if transfer else "",
        dispute=dispute.state if dispute else "",
        dispute_leads_to=_leads_to(dispute, rows.decisions) if dispute else "",
        interview_awaited=case.is_interview_requested and case.interviewed_at is None,
        silence_due=silence_due(case, rows.clocks),
    )
