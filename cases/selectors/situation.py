"""The facts that guards judge by, in a fixed small number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from cases.choices import DecisionState, Status, TransferStatus, TravelDocumentStatus, VerificationStatus
from cases.completeness import missing_of
from cases.models import (
    Case,
    CasePrivate,
    Decision,
    Evidence,
    Person,
    Transfer,
    TravelDocument,
    VerificationTask,
)
from cases.workflow.types import Situation, Subject, Transition
from core import clock

LIVE_TRANSFER = (
    TransferStatus.PLANNED,
    TransferStatus.NOTIFIED,
    TransferStatus.CONFIRMED,
    TransferStatus.COUNTER_PROPOSED,
)
_WITH_AGENCIES = (Status.RECEIVED, Status.IN_VERIFICATION)
_BEING_WRITTEN = (Status.DRAFT, Status.IN_REVIEW, Status.RETURNED_INCOMPLETE)


def live_transfer(case: Case, *, with_ended: bool = False) -> Transfer | None:
    """The transfer in hand: the one not yet ended; with `with_ended` the latest one, handed over or failed as well."""
    transfers = Transfer.objects.filter(case=case).select_related("crossing_point")
    if not with_ended:
        transfers = transfers.filter(status__in=LIVE_TRANSFER)
    return transfers.order_by("planned_at", "id").last()


def status_moved(row: Transition, case: Case, transfer: Transfer | None) -> str:
    """The status of what the act moves: the case, or its live transfer ("" when there is none). A request for
    information is named by who answers or cancels it; without one in hand, one can only be made.
    """
    if row.of is Subject.CASE:
        return case.status
    if row.of is Subject.TRANSFER:
        return transfer.status if transfer else ""
    if row.of is Subject.INFORMATION:
        return ""
    return VerificationStatus.ASKED


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows of a case that its situation follows from; those that its status does not ask about may be missing."""

    person: Person | None = None
    private: CasePrivate | None = None
    has_evidence: bool = False
    tasks: Sequence[VerificationTask] = ()
    decisions: Sequence[Decision] = ()
    documents: Sequence[TravelDocument] = ()


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
    if case.status == Status.ACCEPTED:
        return CaseRows(documents=list(TravelDocument.objects.filter(case=case)))
    return CaseRows()


def situation_of(case: Case, transfer: Transfer | None, rows: CaseRows | None = None) -> Situation:
    """The facts by which the acts of a case are judged. rows: what the caller holds of the case, asked for if none."""
    rows = rows or _rows_of(case)
    status = case.status
    missing: tuple[str, ...] = ()
    is_basis_recorded = has_travel_document = False
    tasks: list[str] = []
    proposal: Decision | None = None
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
    return Situation(
        missing=missing,
        is_basis_recorded=is_basis_recorded,
        tasks=len(tasks),
        tasks_open=tasks.count(VerificationStatus.ASKED),
        proposal_outcome=proposal.outcome if proposal else "",
        proposal_by=proposal.proposed_by if proposal else None,
        has_travel_document=has_travel_document,
        transfer_status=transfer.status if transfer else "",
    )
