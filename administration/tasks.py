"""Work of this app in the background."""

from uuid import UUID

from administration.services import housekeeping, recomputations
from core.outbox import sweep, task


@task(recomputations.RECOMPUTE_TASK)
def recompute(recomputation: str, by_own_rule: bool = False) -> None:
    """Compute one running time limit anew."""
    recomputations.recomputation_carry_out(recomputation_id=UUID(recomputation), by_own_rule=by_own_rule)


@task(housekeeping.SETTLE_TASK)
def people_settle(country: str) -> None:
    """Put right what follows from memberships that ended and accounts that nobody uses; runs for the country."""
    housekeeping.people_settle(country)


@sweep("administration.sweep_people")
def sweep_people() -> None:
    """Promise that for each country."""
    housekeeping.people_sweep()
