"""The facts that guards judge by, in a fixed small number of queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

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
    Track,
    TransferStatus,
    VerificationStatus,
)
from cases.clocks import due_of, is_extended, rules_of
from cases.completeness import missing_of
from cases.completeness_tracks import EntryFacts
from cases.models import (
    Apprehension,
    Case,
    CaseClock,
    CasePrivate,
    Decision,
    Dispute,
    Evidence,
    Person,
    StatusCheck,
    Transfer,
    Transit,
    TravelDocument,
    VerificationTask,
)
from cases.procedure_rules import extension_rule, hindrances, is_accelerated, suspension_rule
from cases.selectors.cost_facts import cost_facts
from cases.selectors.entry import entry_facts_of, submission_stands
from cases.selectors.exits import ExitRows, exit_facts
from cases.selectors.interviews import with_interview
from cases.selectors.monitoring_facts import monitoring_facts
from cases.selectors.safeguards import Safeguards, safeguards_of
from cases.selectors.status_checks import is_negative, status_check_of, status_check_stands
from cases.selectors.travel_documents import DocumentStanding, document_standing, is_usable_at
from cases.silence_rules import silence_due
from cases.transit_rules import outcome_proposed
from cases.workflow.types import Situation, Subject, Transition
from core import clock
from countries.clocks import ResolvedRule

LIVE_TRANSFER = (
    TransferStatus.PLANNED,
    TransferStatus.NOTIFIED,
    TransferStatus.CONFIRMED,
    TransferStatus.COUNTER_PROPOSED,
    TransferStatus.CHANGED,
    TransferStatus.DEPARTED,
)
_WITH_AGENCIES = (Status.RECEIVED, Status.IN_VERIFICATION)
_ANSWERED = (Status.ACCEPTED, Status.REFUSED, Status.INCONCLUSIVE, Status.COMPLETED)
_FALLBACK_ACTS = ("use_other_document", "issue_return_document")
_CONSENTED = (Status.ACCEPTED, Status.REVOKED, Status.EXPIRED)
BEING_WRITTEN = (Status.DRAFT, Status.IN_REVIEW, Status.RETURNED_INCOMPLETE)


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
    if row.of is Subject.TRAVEL_DOCUMENT:
        return situation.document_held if row.by_system else situation.document
    if row.of is Subject.DISPUTE:
        return situation.dispute
    if row.of is Subject.INTERVIEW:
        return situation.interview
    if row.of is Subject.STATUS_CHECK:
        return ""
    if row.of is Subject.PROCEDURE:
        return case.procedure
    if row.of is Subject.RECEPTION:
        return situation.safeguards.reception
    if row.of is Subject.CONSENT:
        return situation.safeguards.consent
    if row.of is Subject.RECORD:
        return ""
    if row.of is Subject.EXTENSION:
        return situation.extension
    if row.of is Subject.SUSPENSION:
        return situation.transfer_limit
    if row.of is Subject.ERROR_CLAIM:
        return situation.error_claim
    if row.of is Subject.CASE_SUSPENSION:
        return "suspended" if situation.is_suspended else ""
    if row.of is Subject.TRANSIT:
        return situation.transit_status
    if row.of is Subject.MONITORING:
        return situation.monitoring
    if row.of is Subject.COST_CLAIM:
        return situation.cost_claim
    return VerificationStatus.ASKED


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows of a case that its situation follows from; those that its status does not ask about may be missing.
    clocks: asked for where the nearest one has passed, if none. entry: on the tracks that tell of it. may_be_checked,
    may_be_monitored: False where the caller knows that there is no check of the legal status, and no monitoring.
    """

    person: Person | None = None
    private: CasePrivate | None = None
    has_evidence: bool = False
    tasks: Sequence[VerificationTask] = ()
    decisions: Sequence[Decision] = ()
    documents: Sequence[TravelDocument] = ()
    disputes: Sequence[Dispute] = ()
    clocks: Sequence[CaseClock] | None = None
    safeguards: Safeguards | None = None
    exits: ExitRows | None = None
    entry: EntryFacts | None = None
    check: StatusCheck | None = None
    may_be_checked: bool = True
    may_be_monitored: bool = True


def _rows_of(case: Case) -> CaseRows:
    """Only what the case's status can need is asked for."""
    if case.status in BEING_WRITTEN:
        return CaseRows(
            person=Person.objects.filter(case=case).first(),
            private=CasePrivate.objects.filter(case=case).first(),
            has_evidence=Evidence.objects.filter(case=case).exists(),
            entry=entry_facts_of(case),
        )
    if case.status in _WITH_AGENCIES:
        return CaseRows(tasks=list(VerificationTask.objects.filter(case=case)))
    if _may_be_proposed(case):
        return CaseRows(decisions=list(Decision.objects.filter(case=case)))
    if case.status in _ANSWERED:
        is_accepted = case.status == Status.ACCEPTED
        documents = list(TravelDocument.objects.filter(case=case)) if is_accepted else []
        disputes = disputes_of(case)
        decisions = list(Decision.objects.filter(case=case)) if any(_waits(row) for row in disputes) else []
        return CaseRows(documents=documents, decisions=decisions, disputes=disputes)
    return CaseRows()


def _may_be_proposed(case: Case) -> bool:
    """Whether an answer can wait for its countersignature; of a transit also the revocation of a consent."""
    return case.status == Status.DECISION_PROPOSED or (case.status == Status.ACCEPTED and case.track == Track.TRANSIT)


def transit_of(case: Case) -> Transit | None:
    """How the transit is carried out, if the case is one; nothing is scheduled before the consent."""
    if case.track != Track.TRANSIT or case.status not in _CONSENTED:
        return None
    return Transit.objects.filter(case=case).select_related("entry_point", "exit_point", "take_back_point").first()


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
    if row.of is Subject.INTERVIEW:
        situation = with_interview(case, situation)
    is_about_limits = row.of in (Subject.EXTENSION, Subject.SUSPENSION, Subject.PROCEDURE) or row.name in _FALLBACK_ACTS
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
    extension, suspended = extension_rule(case, rules), suspension_rule(case, rules)
    asked = [found for row in _since_its_start(reply, clocks) for found in row.asked]
    return replace(
        situation,
        extension_is_foreseen=extension is not None and extension.has_limit,
        suspension_is_foreseen=bool(suspended and suspended.suspension_causes),
        reply_limit_runs=bool(reply and reply.state == ClockState.RUNNING and reply.due_at > now),
        reply_limit_passed=bool(reply and reply.state != ClockState.PAUSED and reply.due_at <= now),
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


def _hindrances(case: Case) -> tuple[str, ...]:
    """Of an application that asks for the accelerated procedure and is not with the other side."""
    if not is_accelerated(case) or case.status not in BEING_WRITTEN:
        return ()
    return hindrances(case, rules_of(case), Apprehension.objects.filter(case=case).first())


def _had_document(documents: Sequence[TravelDocument], transfer: Transfer | None) -> bool:
    """Whether there was a document to travel on at any time since the person was expected at the border."""
    since = (transfer.departed_at or transfer.confirmed_at) if transfer is not None else None
    return since is not None and any(is_usable_at(row, since) for row in documents)


def _status_check(case: Case, transfer: Transfer | None, rows: CaseRows) -> str:
    """What the newest check of the legal status says against a transfer: "negative"; before a departure also that there
    is none, or that it is too old for today. One statement where the case is accepted and the caller holds no check."""
    if case.status != Status.ACCEPTED or case.track == Track.TRANSIT:
        return ""
    check = rows.check or (status_check_of(case) if rows.may_be_checked else None)
    if transfer is None or transfer.status != TransferStatus.CONFIRMED:
        return "negative" if is_negative(check) else ""
    today = clock.now().astimezone(ZoneInfo(case.requesting_country.time_zone)).date()
    stands = status_check_stands(case, check, today)
    return {"": "none", "fresh": ""}.get(stands, stands)


def is_restricted(case: Case) -> bool:
    """Whether the side in whose scope this is asked has restricted the use of the data: delegates of the side are bound
    by it and do not read why. One statement, unless the case was loaded with it."""
    known: bool | None = getattr(case, "is_restricted", None)
    if known is not None:
        return known
    with connection.cursor() as cursor:
        cursor.execute("select processing_is_restricted(%s)", [case.id])
        return bool(cursor.fetchone()[0])


def situation_of(case: Case, transfer: Transfer | None, rows: CaseRows | None = None) -> Situation:
    """The facts by which the acts of a case are judged. rows: what the caller holds of the case, asked for if none."""
    rows = rows or _rows_of(case)
    status = case.status
    missing: tuple[str, ...] = ()
    is_basis_recorded = False
    tasks: list[str] = []
    proposal: Decision | None = None
    dispute: Dispute | None = None
    documents: DocumentStanding | None = None
    if status in BEING_WRITTEN:
        private = rows.private
        missing = missing_of(case, rows.person, has_evidence=rows.has_evidence, entry=rows.entry)
        is_basis_recorded = bool(private and private.is_decision_final and private.legal_status_checked_on)
    elif status in _WITH_AGENCIES:
        tasks = [task.status for task in rows.tasks]
    elif _may_be_proposed(case):
        proposal = next((row for row in rows.decisions if row.state == DecisionState.PROPOSED), None)
    elif status == Status.ACCEPTED:
        documents = document_standing(case, rows.documents, transfer)
    if status in _ANSWERED:
        dispute = next(filter(_waits, rows.disputes), None)
    transit = transit_of(case)
    known = rows.safeguards or safeguards_of(case)
    return Situation(
        missing=(*missing, *known.missing),
        is_basis_recorded=is_basis_recorded,
        tasks=len(tasks),
        tasks_open=tasks.count(VerificationStatus.ASKED),
        proposal_outcome=outcome_proposed(proposal),
        proposal_by=proposal.proposed_by if proposal else None,
        has_travel_document=documents is not None and documents.is_valid,
        had_travel_document=documents is not None and _had_document(rows.documents, transfer),
        document=documents.status if documents else "",
        document_held=documents.held if documents else "",
        document_of=documents.side if documents else "",
        document_ends_early=documents is not None and documents.ends_early,
        transfer_status=transfer.status if transfer else "",
        status_check=_status_check(case, transfer, rows),
        dispute=dispute.state if dispute else "",
        dispute_leads_to=_leads_to(dispute, rows.decisions) if dispute else "",
        silence_due=silence_due(case, rows.clocks),
        safeguards=known.facts,
        procedure_hindrances=_hindrances(case),
        **exit_facts(case, rows.exits, rows.clocks),
        transit_status=transit.status if transit else "",
        transit_end=transit.end_code if transit else "",
        exception_stands=rows.entry is not None and rows.entry.exception_stands,
        submission=submission_stands(case, rows.clocks),
        **(monitoring_facts(case, transfer) if rows.may_be_monitored else {}),
        **cost_facts(case),
        is_restricted=is_restricted(case),
    )
