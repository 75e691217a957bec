"""What a group operation cost as a whole: divided among its passengers, as a share on the case of each."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.models import CostItem, Operation
from cases.selectors.operation_costs import settled_cases
from cases.services.costs import audience_own, refuse_wrong_amount, settling, stated, stored
from cases.services.talking import Upload
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible
from core.ids import uuid7

_CENT = Decimal("0.01")


def shares_of(amount: Decimal, number: int) -> list[Decimal]:
    """The amount in `number` parts that add up to it and differ by a cent at most, the larger ones first."""
    share, rest = divmod(int(amount / _CENT), number)
    return [(share + (place < rest)) * _CENT for place in range(number)]


def operation_cost_record(
    *, actor: Actor, operation: Operation, values: dict[str, Any], upload: Upload | None = None
) -> list[CostItem]:
    """An amount that the actor's side spent on the operation: each passenger's case for which the actor settles costs
    gets a share. Raises ActRefused (nobody_aboard), Invalid (kind, amount, currency, spent_on, bearer, upload)."""
    aboard = settled_cases(actor, operation)
    if not aboard:
        words = _("Nobody is aboard for whose case your office settles costs.")
        raise ActRefused("nobody_aboard", words).about(operation.subject, operation.name)
    refuse_wrong_amount(actor, values)
    if values["amount"] < len(aboard) * _CENT:
        raise Invalid({"amount": [_("The amount is too small to be divided among the passengers")]})
    # In the order of their keys, as every act on several cases locks them.
    locked = [settling(actor=actor, case_id=case.id) for case in aboard]
    own = Audience()
    for case, side in locked:
        own |= audience_own(case, side)
    file = stored(actor, operation.subject, upload, own) if upload else None
    fields, together = stated(actor, values), uuid7()
    items = []
    for (case, side), share in zip(locked, shares_of(values["amount"], len(locked)), strict=True):
        item = CostItem(case=case, own_side=side, operation=operation, file=file, shared_as=together, **fields)
        item.whole, item.amount = values["amount"], share
        item.save(force_insert=True)
        event_write(actor, case, "costs.recorded", Readers(side.value), {"kind": item.kind})
        items.append(item)
    return items


def operation_cost_remove(*, actor: Actor, operation: Operation, shared_as: UUID) -> None:
    """Take out an amount with all its shares. Raises NotVisible, ActRefused (not_granted, cost_claimed)."""
    shares = CostItem.objects.filter(operation=operation, shared_as=shared_as)
    locked = dict(
        settling(actor=actor, case_id=key) for key in shares.order_by("case_id").values_list("case_id", flat=True)
    )
    if not locked:
        raise NotVisible(f"costitem:{shared_as}")
    items = list(shares.select_for_update(of=("self",)))
    if any(item.claim_id for item in items):
        words = _("A share of this was claimed from the other side already.")
        raise ActRefused("cost_claimed", words).about(operation.subject, operation.name)
    if sum(item.amount for item in items) != items[0].whole:
        words = _("Shares of it lie on cases of another office: somebody who settles all of them takes it out.")
        raise ActRefused("not_granted", words).about(operation.subject, operation.name)
    for case, side in locked.items():
        event_write(actor, case, "costs.removed", Readers(side.value), {"kind": items[0].kind})
    shares.delete()
