"""The facts that guards judge by, in a fixed small number of queries."""

from datetime import timedelta

from cases.choices import DecisionState, Status, TransferStatus, TravelDocumentStatus, VerificationStatus
from cases.completeness import missing_of
from cases.models import (
    Case,
    CasePrivate,
    Decision,
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


def situation_of(case: Case, transfer: Transfer | None) -> Situation:
    """Only what the case's status can need is asked for."""
    status = case.status
    missing: tuple[str, ...] = ()
    is_basis_recorded = False
    tasks: list[str] = []
    proposal: Decision | None = None
    has_travel_document = False
    if status in _BEING_WRITTEN:
        missing = missing_of(case, Person.objects.filter(case=case).first())
        private = CasePrivate.objects.filter(case=case).first()
        is_basis_recorded = bool(private and private.is_decision_final and private.legal_status_checked_on)
    elif status in {Status.RECEIVED, Status.IN_VERIFICATION}:
        tasks = list(VerificationTask.objects.filter(case=case).values_list("status", flat=True))
    elif status == Status.DECISION_PROPOSED:
        proposal = Decision.objects.filter(case=case, state=DecisionState.PROPOSED).first()
    elif status == Status.ACCEPTED:
        today = (clock.now() - timedelta(days=1)).date()  # valid to the end of the day, wherever that day ends last
        has_travel_document = TravelDocument.objects.filter(
            case=case, status=TravelDocumentStatus.ISSUED, valid_until__gte=today
        ).exists()
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
