"""Work of this app in the background."""

from uuid import UUID

from administration.services import recomputations
from core.outbox import task


@task(recomputations.RECOMPUTE_TASK)
def recompute(recomputation: str, by_own_rule: bool = False) -> None:
    """Compute one running time limit anew."""
    recomputations.recomputation_carry_out(recomputation_id=UUID(recomputation), by_own_rule=by_own_rule)
