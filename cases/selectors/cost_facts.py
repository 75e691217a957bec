"""How a claim of costs stands, as guards judge it."""

from typing import TypedDict

from cases.choices import Status
from cases.choices_costs import LIVE_COST_CLAIM
from cases.models import Case, CostClaim

_OVER = (Status.COMPLETED, Status.TAKEN_BACK, Status.REVOKED, Status.EXPIRED, Status.CLOSED)


class CostFacts(TypedDict, total=False):
    """Fields of a `Situation`; empty where nothing is claimed."""

    cost_claim: str
    cost_claim_by: str
    never_sent: bool


def cost_facts(case: Case) -> CostFacts:
    """One query, and none while the case goes on."""
    if case.status not in _OVER:
        return {}
    if not case.shared:
        return {"never_sent": True}
    claim = CostClaim.objects.filter(case=case, status__in=LIVE_COST_CLAIM).first()
    return {"cost_claim": claim.status, "cost_claim_by": claim.claimed_side} if claim else {}
