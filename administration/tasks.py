"""Work of this app in the background."""

from uuid import UUID

from accounts.services.providers import TELL_TASK
from administration.services import housekeeping, providers, recomputations
from core.outbox import sweep, task


@task(recomputations.RECOMPUTE_TASK)
def recompute(recomputation: str, by_own_rule: bool = False) -> None:
    """Compute one running time limit anew."""
    recomputations.recomputation_carry_out(recomputation_id=UUID(recomputation), by_own_rule=by_own_rule)


@task(housekeeping.SETTLE_TASK)
def people_settle(country: str) -> None:
    """Put right what follows from memberships that ended and accounts that nobody uses; runs for the country."""
    housekeeping.people_settle(country)


@task(TELL_TASK)
def claimed_roles_tell(user: str, authority: str) -> None:
    """Tell administrators of roles that came or went by a provider; runs for the country."""
    providers.claimed_roles_tell(user_id=UUID(user), authority_id=UUID(authority))


@sweep("administration.sweep_people")
def sweep_people() -> None:
    """Promise that for each country."""
    housekeeping.people_sweep()
