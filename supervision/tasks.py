"""Work of this app in the background."""

from core.outbox import sweep, task
from supervision.services import watching


@task(watching.WATCH_TASK)
def watch(country: str) -> None:
    """Look for unusual access in the days that have ended; runs for the country."""
    watching.watch(country)


@sweep("supervision.sweep_accesses")
def sweep_accesses() -> None:
    """Promise that for each country."""
    watching.watch_sweep()
