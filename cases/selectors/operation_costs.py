"""What a group operation cost the reader's side: as a whole, and for single passengers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.actor import Actor
from cases.choices_operations import SEATED
from cases.models import Case, CostItem, Operation, OperationPassenger
from cases.policies import reaches_own_side
from cases.selectors.costs import Total, costs_own, totals_of


@dataclass(slots=True)
class SharedAmount:
    """An amount of the whole operation. shares: on how many cases that the reader settles for or oversees; visible:
    what these add up to; is_claimed: some of it."""

    first: CostItem
    shares: int
    visible: Decimal
    is_claimed: bool

    @property
    def is_whole(self) -> bool:
        """Whether the reader sees all of its shares."""
        return self.visible == self.first.whole


@dataclass(frozen=True, slots=True)
class OperationCosts:
    """The page. persons: among how many passengers the next amount is divided; totals: of what the reader sees."""

    amounts: Sequence[SharedAmount]
    items: Sequence[CostItem]
    totals: Sequence[Total]
    persons: int

    @property
    def can_record(self) -> bool:
        """Whether there is anybody among whom an amount could be divided."""
        return self.persons > 0


def settled_cases(actor: Actor, operation: Operation) -> list[Case]:
    """Cases of those aboard for which the actor settles the costs of the own side, in the order of their keys."""
    aboard = OperationPassenger.objects.filter(operation=operation, status__in=SEATED).values("case_id")
    rows = Case.objects.visible_to(actor).filter(id__in=aboard).order_by("id")
    return [case for case in rows if reaches_own_side(actor, "settle_costs", case)]


def operation_items(actor: Actor, operation: Operation) -> list[CostItem]:
    """Every amount and share of the actor's side on cases of the operation, by day."""
    return list(costs_own(actor).filter(operation=operation).select_related("case").order_by("spent_on", "id"))


def operation_costs(actor: Actor, operation: Operation) -> OperationCosts:
    """The page of one operation. A fixed number of statements."""
    rows = operation_items(actor, operation)
    whole: dict[object, SharedAmount] = {}
    for item in rows:
        if item.shared_as is None:
            continue
        found = whole.setdefault(item.shared_as, SharedAmount(item, 0, Decimal(0), False))
        found.shares += 1
        found.visible += item.amount
        found.is_claimed = found.is_claimed or item.claim_id is not None
    return OperationCosts(
        amounts=list(whole.values()),
        items=[item for item in rows if item.shared_as is None],
        totals=totals_of((item.kind, item.currency, item.amount) for item in rows),
        persons=len(settled_cases(actor, operation)),
    )
