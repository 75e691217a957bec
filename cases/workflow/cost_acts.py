"""Acts about claims of costs between the sides: rows of the workflow table (`cases.workflow.table`).

What a side spent it records for itself (`cases.services.costs`); a claim is made once the case is over.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.choices import ClockKind, Status
from cases.choices_costs import CostClaimStatus
from cases.workflow import cost_guards
from cases.workflow.types import Clocks, Readers, Reason, Subject, Transition

_C = CostClaimStatus
_OVER = frozenset({Status.COMPLETED, Status.TAKEN_BACK, Status.REVOKED, Status.EXPIRED, Status.CLOSED})
_COSTS = (ClockKind.COSTS,)


def _of(*statuses: str) -> frozenset[str]:
    return frozenset(statuses)


COST_ACTS: Final = (
    Transition(
        name="send_cost_claim",
        label=_("Claim costs"),
        of=Subject.COST_CLAIM,
        cases=_OVER,
        sources=_of(""),
        target=_C.SENT,
        side=None,
        permission="settle_costs",
        guards=(cost_guards.known_there,),
        clocks=Clocks(starts=_COSTS),
        letter="cost_claim",
        event="costs.claimed",
        notifies=Readers.OTHER,
        rank=88,
    ),
    Transition(
        name="accept_cost_claim",
        label=_("Accept the claim of costs"),
        of=Subject.COST_CLAIM,
        cases=_OVER,
        sources=_of(_C.SENT, _C.DISPUTED),
        target=_C.ACCEPTED,
        side=None,
        permission="settle_costs",
        guards=(cost_guards.claimed_by_other_side,),
        reason=Reason.OPTIONAL,
        event="costs.accepted",
        notifies=Readers.OTHER,
        rank=30,
    ),
    Transition(
        name="dispute_cost_claim",
        label=_("Dispute the claim of costs"),
        of=Subject.COST_CLAIM,
        cases=_OVER,
        sources=_of(_C.SENT),
        target=_C.DISPUTED,
        side=None,
        permission="settle_costs",
        guards=(cost_guards.claimed_by_other_side,),
        reason=Reason.REQUIRED,
        event="costs.disputed",
        notifies=Readers.OTHER,
        rank=31,
    ),
    Transition(
        name="record_cost_payment",
        label=_("Record that the costs were paid"),
        of=Subject.COST_CLAIM,
        cases=_OVER,
        sources=_of(_C.SENT, _C.ACCEPTED, _C.DISPUTED),
        target=_C.PAID,
        side=None,
        permission="settle_costs",
        guards=(cost_guards.claimed_by_own_side,),
        clocks=Clocks(meets=_COSTS),
        event="costs.paid",
        notifies=Readers.OTHER,
        rank=32,
    ),
    Transition(
        name="withdraw_cost_claim",
        label=_("Withdraw the claim of costs"),
        of=Subject.COST_CLAIM,
        cases=_OVER,
        sources=_of(_C.SENT, _C.ACCEPTED, _C.DISPUTED),
        target=_C.WITHDRAWN,
        side=None,
        permission="settle_costs",
        guards=(cost_guards.claimed_by_own_side,),
        reason=Reason.REQUIRED,
        clocks=Clocks(abandons=_COSTS),
        event="costs.withdrawn",
        notifies=Readers.OTHER,
        rank=89,
    ),
)
