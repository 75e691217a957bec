"""Work of this app in the background."""

from uuid import UUID

from administration.services import recomputations
from core.outbox import task


@task(recomputations.RECOMPUTE_TASK)
def recompute(recomputation: str) -> None:
    """Compute one running time limit anew."""
    recomputations.recomputation_carry_out(recomputation_id=UUID(recomputation))
