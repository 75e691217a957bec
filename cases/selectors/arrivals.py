"""Expected arrivals: confirmed transfers of the cases that are delegated to the actor's border post.

Border officers have no case page and no `visible_to`: they see a case because, and as long as, it is delegated to their
group, and of its transfers only those at their own crossing points.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.actor import Actor
from cases.choices import TransferStatus
from cases.choices_operations import OperationStatus
from cases.models import (
    Case,
    Handover,
    HandoverItem,
    Operation,
    OperationStaff,
    Transfer,
    TransferHealth,
    TravelDocument,
)
from cases.selectors.situation import situation_of
from cases.selectors.travel_documents import SHOWN, is_usable_at
from cases.workflow.engine import Offer, available_for
from core import clock
from core.errors import NotVisible
from countries.selectors.places import country_name
from documents.models import GeneratedDocument
from documents.querysets import papers_of

EXPECTED_SHOWN: Final = 200
ENDED_SHOWN: Final = 50
ENDED_SINCE: Final = timedelta(days=14)
DOCUMENT_SHEETS: Final = ("travel_document", "return_document")
PAPERS: Final = (*DOCUMENT_SHEETS, "transfer_notice", "handover_record")
ACTS: Final = ("record_handover", "refuse_arrival", "refuse_entry")
# The person is expected; and what ended otherwise than with the handover.
COMING: Final = (TransferStatus.CONFIRMED, TransferStatus.DEPARTED)
NOT_ARRIVED: Final = (TransferStatus.FAILED, TransferStatus.ABORTED, TransferStatus.REFUSED_AT_BORDER)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One transfer with the person and the document to travel on. state: "due" (nothing recorded though the day is
    over), "today", "later", "done" or "failed"."""

    transfer: Transfer
    case: Case
    document: TravelDocument | None
    from_country: str
    state: str

    @property
    def person(self) -> Any:
        """The person of the case, photograph joined."""
        return self.case.person

    @property
    def has_valid_document(self) -> bool:
        """Whether the person can be handed over now; what happened while a document was valid can be recorded later."""
        return self.document is not None and is_usable_at(self.document, clock.now())

    @property
    def is_called_off(self) -> bool:
        """Whether the flight was cancelled, and the person's country has not said yet what becomes of the transfer."""
        operation = self.transfer.operation
        return (
            operation is not None and operation.status == OperationStatus.CANCELLED and self.transfer.status in COMING
        )

    @property
    def clock_time(self) -> str:
        """ "14:30" on the reader's wall clock."""
        return f"{timezone.localtime(self.transfer.arrives_at):%H:%M}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list is asked for. day: "today", "tomorrow" or "" for all; point: code of a crossing point; state:
    "expected", "departed", "ended" or "" for all. Words that mean nothing ask for nothing."""

    day: str = ""
    point: str = ""
    state: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether something is left out."""
        return bool(self.day or self.point or self.state)

    def fits(self, arrival: Arrival) -> bool:
        """Whether the arrival is among those asked for; nothing that should have arrived is left out by the day."""
        is_ended = arrival.state in ("done", "failed")
        if self.point and arrival.transfer.crossing_point_id != self.point:
            return False
        if self.state == "ended" and not is_ended:
            return False
        if self.state in ("expected", "departed") and is_ended:
            return False
        if self.state == "departed" and arrival.transfer.status != TransferStatus.DEPARTED:
            return False
        if not self.day or is_ended or arrival.state == "due":
            return True
        on = timezone.localdate(arrival.transfer.arrives_at)
        return on == timezone.localdate(clock.now()) + timedelta(days=1 if self.day == "tomorrow" else 0)


@dataclass(frozen=True, slots=True)
class Flight:
    """Arrivals that come together: on one operation, or each for itself (operation None)."""

    operation: Operation | None
    arrivals: list[Arrival]

    @property
    def persons(self) -> int:
        """How many come, with the children on a parent's form."""
        return sum(arrival.transfer.persons for arrival in self.arrivals)


@dataclass(frozen=True, slots=True)
class Day:
    """The arrivals of one calendar day in the reader's zone."""

    on: date
    state: str
    arrivals: list[Arrival] = field(default_factory=list)

    @property
    def flights(self) -> list[Flight]:
        """The arrivals in their order, those of one group operation together."""
        found: dict[Any, Flight] = {}
        for arrival in self.arrivals:
            operation = arrival.transfer.operation
            key = operation.id if operation else arrival.transfer.id
            found.setdefault(key, Flight(operation, [])).arrivals.append(arrival)
        return list(found.values())


@dataclass(frozen=True, slots=True)
class ArrivalList:
    """What a border post expects, by day, and what ended lately. is_cut: there are more expected than are shown."""

    unrecorded: list[Arrival]
    days: list[Day]
    ended: list[Arrival]
    is_cut: bool


def transfers_of(actor: Actor) -> QuerySet[Transfer]:
    """Transfers at the actor's post of cases delegated to the actor's group; none without the permission."""
    if not actor.holds("view_arrivals"):
        return Transfer.objects.none()
    return Transfer.objects.filter(
        case__delegates__contains=[actor.group_id],
        delegates__contains=[actor.group_id],
        crossing_point__authority=actor.authority_id,
        confirmed_at__isnull=False,
    )


def expected_arrivals(actor: Actor, days: int | None = None) -> list[Arrival]:
    """Confirmed transfers on which nothing is recorded yet, in order of time; with `days` only those until then."""
    transfers = transfers_of(actor).filter(status__in=COMING).order_by("arrives_at", "id")
    if days is not None:
        transfers = transfers.filter(arrives_at__lt=_start_of_day(days + 1))
    return _arrivals(transfers[: EXPECTED_SHOWN + 1])


def arrival_list(actor: Actor, asked: Asked | None = None) -> ArrivalList:
    """Everything that a border post's list shows, of those asked for. Four statements."""
    asked = asked or Asked()
    expected = [arrival for arrival in expected_arrivals(actor) if asked.fits(arrival)]
    ended = transfers_of(actor).filter(
        status__in=(TransferStatus.HANDED_OVER, *NOT_ARRIVED), ended_at__gte=clock.now() - ENDED_SINCE
    )
    shown = expected[:EXPECTED_SHOWN]
    return ArrivalList(
        unrecorded=[arrival for arrival in shown if arrival.state == "due"],
        days=_by_day(arrival for arrival in shown if arrival.state != "due"),
        ended=[found for found in _arrivals(ended.order_by("-ended_at", "-id")[:ENDED_SHOWN]) if asked.fits(found)],
        is_cut=len(expected) > EXPECTED_SHOWN,
    )


@dataclass(frozen=True, slots=True)
class ArrivalDetail:
    """One arrival with its papers, the record of the handover, and the acts that the officer has now."""

    arrival: Arrival
    papers: list[GeneratedDocument]
    handover: Handover | None
    offers: list[Offer]
    items: list[HandoverItem]
    health: TransferHealth | None = None


def arrival_get(actor: Actor, case_id: UUID) -> ArrivalDetail:
    """The latest arrival of a delegated case at the actor's post, or NotVisible."""
    found = _arrivals(transfers_of(actor).filter(case=case_id).order_by("-planned_at", "-id")[:1])
    if not found:
        raise NotVisible(f"case:{case_id}")
    arrival = found[0]
    case, transfer = arrival.case, arrival.transfer
    offers: list[Offer] = []
    # Health is told for the journey: whoever carried it out does not read it afterwards.
    health = None
    if transfer.status in COMING:
        health = TransferHealth.objects.filter(transfer=transfer).first()
        offers = [
            offer
            for offer in available_for(actor, case, situation_of(case, transfer), transfer)
            if offer.row.name in ACTS
        ]
    papers: dict[str, GeneratedDocument] = {}
    for paper in papers_of(case.subject).filter(template__in=PAPERS):
        # Of travel documents the sheet of the one in hand: another one was lost, revoked or has expired.
        if paper.template not in DOCUMENT_SHEETS or (arrival.document and arrival.document.paper_id == paper.id):
            papers.setdefault(paper.template, paper)
    handover = Handover.objects.filter(transfer=transfer).first()
    return ArrivalDetail(
        arrival,
        [papers[name] for name in PAPERS if name in papers],
        handover,
        offers,
        list(HandoverItem.objects.filter(handover=handover)) if handover else [],
        health,
    )


def staff_of(operations: Iterable[Operation]) -> dict[Any, list[OperationStaff]]:
    """Who travels along, by operation. One statement, none without operations."""
    found: dict[Any, list[OperationStaff]] = {operation.id: [] for operation in operations}
    for row in OperationStaff.objects.filter(operation__in=found) if found else ():
        found[row.operation_id].append(row)
    return found


def _arrivals(transfers: QuerySet[Transfer]) -> list[Arrival]:
    """Two statements: the transfers with person and countries, and their travel documents."""
    documents = TravelDocument.objects.filter(status__in=SHOWN).order_by("-issued_at")
    joined = transfers.select_related(
        "crossing_point",
        "operation",
        "case__person__photograph",
        "case__requesting_country",
        "case__receiving_country",
    ).prefetch_related(Prefetch("case__traveldocuments", queryset=documents, to_attr="travel_papers"))
    today = timezone.localdate(clock.now())
    return [_arrival(transfer, today) for transfer in joined]


def _arrival(transfer: Transfer, today: date) -> Arrival:
    case: Any = transfer.case
    on = timezone.localdate(transfer.arrives_at)
    if transfer.status in COMING:
        state = "due" if on < today else "today" if on == today else "later"
    else:
        state = "done" if transfer.status == TransferStatus.HANDED_OVER else "failed"
    papers = case.travel_papers
    return Arrival(transfer, case, papers[0] if papers else None, country_name(case.requesting_country), state)


def _by_day(arrivals: Iterable[Arrival]) -> list[Day]:
    days: dict[date, Day] = {}
    for arrival in arrivals:
        on = timezone.localdate(arrival.transfer.arrives_at)
        days.setdefault(on, Day(on, arrival.state)).arrivals.append(arrival)
    return list(days.values())


def _start_of_day(days: int) -> datetime:
    """Midnight, `days` days from today, in the reader's zone."""
    zone = timezone.get_current_timezone()
    return datetime.combine(timezone.localdate(clock.now()) + timedelta(days=days), time(0), tzinfo=zone)
