"""Group operations as each reader may know them: row security gives the rows, this module the words and the acts."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Status, TransferStatus
from cases.choices_documents import LIVE_DOCUMENT
from cases.choices_operations import SEATED, OperationStatus
from cases.models import (
    Case,
    Operation,
    OperationAuthority,
    OperationPassenger,
    OperationStaff,
    Transfer,
    TravelDocument,
)
from cases.selectors.families import group_members
from cases.selectors.quotas import Quota, quotas_of
from cases.selectors.situation import LIVE_TRANSFER
from cases.selectors.turns import has_transfer, still_valid_on
from cases.workflow.operation_acts import (
    OPERATION_ACTS,
    OperationAct,
    operation_refusal,
    organises,
    receives,
)
from core.errors import ActRefused, NotVisible

SHOWN: Final = 200
CANDIDATES: Final = 100
OVER: Final = (OperationStatus.CLOSED, OperationStatus.CANCELLED)
_ACTS: Final = ("plan_transfer", "confirm_transfer", "view_audit")


def may_see_operations(actor: Actor) -> bool:
    """Whether the role has anything to do with group operations; which ones, row security says."""
    return any(actor.holds(act) for act in _ACTS)


def require_operations(actor: Actor) -> None:
    """Raises ActRefused for roles that have nothing to do with group operations."""
    if not may_see_operations(actor):
        raise ActRefused("not_granted", _("Your office and role do not include this."))


def operations_listed(actor: Actor, *, over: bool = False) -> list[Operation]:
    """The operations that the actor reads, in order of arrival; over: those that ended, newest first. One statement.

    Each has `aboard`: seats taken, of all authorities.
    """
    rows: QuerySet[Operation] = Operation.objects.select_related(
        "organiser", "organiser_country", "receiving_country", "crossing_point"
    )
    taken = (
        OperationAuthority.objects.filter(operation=OuterRef("pk"))
        .values("operation")
        .annotate(total=Count("id"))
        .values("total")
    )
    rows = rows.annotate(taking_part=Subquery(taken)).prefetch_related("authorities")
    rows = rows.filter(status__in=OVER) if over else rows.exclude(status__in=OVER)
    return list(rows.order_by("-arrives_at" if over else "arrives_at", "id")[:SHOWN])


def taken_of(operation: Operation) -> int:
    """Seats taken, of all authorities."""
    return sum(row.taken for row in operation.authorities.all())


def operation_get(operation_id: UUID) -> Operation:
    """The operation, or NotVisible."""
    rows = Operation.objects.select_related(
        "organiser__country", "organiser_country", "receiving_country", "crossing_point__authority"
    )
    found = rows.filter(id=operation_id).first()
    if found is None:
        raise NotVisible(f"operation:{operation_id}")
    return found


def is_under_way(operation: Operation) -> bool:
    """Whether a transfer with this operation is in hand, also of persons whom the reader is not told of."""
    with connection.cursor() as cursor:
        cursor.execute("select operation_is_under_way(%s)", [operation.id])
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class PassengerLine:
    """A passenger as the reader may know it. case: the reader opens it; wants: what is missing before departure."""

    passenger: OperationPassenger
    opens_case: bool
    wants: str
    is_old_plan: bool

    @property
    def name(self) -> str:
        """Family name, given names."""
        return ", ".join(filter(None, (self.passenger.family_name, self.passenger.given_names)))


@dataclass(slots=True)
class OperationPage:
    """Everything that the page of an operation shows; the passengers are those whom the reader may know of."""

    operation: Operation
    authorities: list[OperationAuthority]
    staff: list[OperationStaff]
    passengers: list[PassengerLine]
    quotas: list[Quota]
    is_organiser: bool
    is_receiving: bool
    acts: list[OperationAct] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """Seats taken, of all authorities."""
        return sum(row.taken for row in self.authorities)

    @property
    def hidden(self) -> int:
        """Persons aboard of whom the reader learns the number alone."""
        return self.taken - sum(line.passenger.persons for line in self.passengers if line.passenger.status in SEATED)

    @property
    def wanting(self) -> int:
        """Persons for whom something is missing."""
        return sum(bool(line.wants) for line in self.passengers)

    def may(self, name: str) -> bool:
        """Whether the act can be done now by the reader."""
        return any(act.name == name for act in self.acts)


def operation_page(actor: Actor, operation: Operation) -> OperationPage:
    """The page of one operation for one reader. A fixed number of statements, whatever the number of passengers."""
    authorities = list(
        OperationAuthority.objects.filter(operation=operation).select_related("authority", "country").order_by("id")
    )
    return OperationPage(
        operation=operation,
        authorities=authorities,
        staff=list(OperationStaff.objects.filter(operation=operation)),
        passengers=_lines(actor, operation),
        quotas=_quotas(actor, operation),
        is_organiser=organises(actor, operation),
        is_receiving=receives(actor, operation),
        acts=[row for row in OPERATION_ACTS if operation_refusal(actor, row, operation, authorities) is None],
    )


def _lines(actor: Actor, operation: Operation) -> list[PassengerLine]:
    rows = list(OperationPassenger.objects.filter(operation=operation).select_related("authority", "country"))
    keys = [row.case_id for row in rows]
    opened = set(Case.objects.visible_to(actor).filter(id__in=keys).values_list("id", flat=True))
    valid = set(
        TravelDocument.objects.filter(
            case__in=opened, status__in=LIVE_DOCUMENT, valid_until__gte=still_valid_on()
        ).values_list("case_id", flat=True)
    )
    plans = {
        row.case_id: row.arrives_at
        for row in Transfer.objects.filter(case__in=opened, operation=operation, status__in=LIVE_TRANSFER)
    }
    lines = []
    for row in rows:
        wants = ""
        if row.status in LIVE_TRANSFER and row.case_id in opened and row.case_id not in valid:
            wants = _("no valid travel document")
        is_old = row.case_id in plans and plans[row.case_id] != operation.arrives_at
        lines.append(PassengerLine(row, row.case_id in opened, wants, is_old))
    return lines


def _quotas(actor: Actor, operation: Operation) -> list[Quota]:
    """The caps of the agreement of the first passenger of the reader's country (or, for the receiving side, of each
    country)."""
    cases = Case.objects.visible_to(actor).filter(
        id__in=OperationPassenger.objects.filter(operation=operation).values("case_id")
    )
    pairs: dict[tuple[str, str], Case] = {}
    for case in cases.only("id", "requesting_country", "receiving_country", "agreement", "track").order_by("id"):
        pairs.setdefault((case.requesting_country_id, case.agreement_id), case)
    return [quota for case in pairs.values() for quota in quotas_of(operation, case)]


_UNDER_WAY: Final = tuple(status for status in LIVE_TRANSFER if status != TransferStatus.COUNTER_PROPOSED)


def travelling_with(actor: Actor, case: Case) -> list[UUID]:
    """The others of the family whose transfer to the same country can be planned now, in the order of their keys."""
    rows = Case.objects.visible_to(actor).filter(
        id__in=[found.id for found in group_members(case) if found.id != case.id],
        receiving_country=case.receiving_country_id,
        requesting_country=case.requesting_country_id,
        status=Status.ACCEPTED,
    )
    return list(rows.exclude(has_transfer(*_UNDER_WAY)).order_by("id").values_list("id", flat=True))


def candidates_for(actor: Actor, operation: Operation, text: str = "") -> list[Case]:
    """Accepted cases with the receiving country that have no transfer under way, those with a valid document first;
    text: part of the reference or of the family name."""
    own = actor.grants.get("plan_transfer")
    if own is None:
        return []
    reached = Q(requesting_country__in=own.countries) | Q(requesting_authority__in=own.authorities)
    rows = (
        Case.objects.visible_to(actor)
        .filter(
            reached,
            ~has_transfer(*_UNDER_WAY),
            requesting_country=actor.country,
            receiving_country=operation.receiving_country_id,
            status=Status.ACCEPTED,
        )
        .exclude(id__in=OperationPassenger.objects.filter(operation=operation, status__in=SEATED).values("case_id"))
        .select_related("person", "requesting_authority")
    )
    if text.strip():
        words = text.strip()
        rows = rows.filter(Q(reference__icontains=words) | Q(person__family_name__icontains=words))
    valid = TravelDocument.objects.filter(
        case=OuterRef("pk"), status__in=LIVE_DOCUMENT, valid_until__gte=still_valid_on()
    )
    rows = rows.annotate(document=Subquery(valid.order_by("-valid_until").values("number")[:1]))
    found: list[Case] = list(rows.order_by("-decided_at", "id")[:CANDIDATES])
    return sorted(found, key=lambda case: not getattr(case, "document", None))
