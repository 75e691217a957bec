"""Work of cases that is promised in the outbox."""

from uuid import UUID

from cases.services import bulk, deadlines, search, silence
from core.outbox import sweep, task


@task(bulk.PRINT_TASK)
def bulk_print(run_id: str) -> None:
    """Put the papers of many cases into one PDF; repeating it changes nothing."""
    bulk.bulk_print_do(UUID(run_id))


@task(deadlines.DEADLINE_TASK)
def deadline_passed(key: str, stage: str, row_id: str) -> None:
    """Warn the side that must act; runs for that side."""
    deadlines.deadline_tell(key=key, stage=stage, row_id=UUID(row_id))


@task(silence.PASSED_TASK)
def clocks_passed(clocks: list[str]) -> None:
    """Mark time limits that have passed; runs for the country that kept silent."""
    silence.clocks_pass([UUID(key) for key in clocks])


@sweep("cases.sweep_clocks")
def sweep_clocks() -> None:
    """Look which time limits have passed."""
    silence.clocks_sweep()


@sweep("cases.sweep_deadlines")
def sweep_deadlines() -> None:
    """Look which time limits want a warning."""
    deadlines.deadlines_sweep()


@sweep("cases.forget_searches")
def forget_searches() -> None:
    """Delete what people searched, once it is no longer kept."""
    search.searches_forget()


@sweep("cases.forget_bulk_runs")
def forget_bulk_runs() -> None:
    """Delete what came of acts on many cases, and the papers put together for them, once it is no longer kept."""
    bulk.bulk_runs_forget()
