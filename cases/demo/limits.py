"""Time limits of planned cases: they pass when they pass, also where the plan does nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cases.choices import BY_SILENCE, ClockState
from cases.models import Case, CaseClock
from cases.services import silence
from cases.workflow.system import system_scope
from core import clock
from core.scope import use_scope

# A sweep looks every minute.
_SEEN: Final = timedelta(seconds=30)


def limits_pass(keys: Sequence[UUID], until: datetime, country: str) -> None:
    """Mark what has passed before `until`, each at its own time: an acceptance by silence starts further limits."""
    with use_scope(system_scope(country)):
        while row := _next(keys, until - _SEEN):
            with clock.travel(row.due_at + _SEEN):
                silence.clocks_pass([row.id])


def is_silent(key: UUID) -> bool:
    """Whether the time limit of the reply passed in silence and the case went on without one."""
    return Case.objects.filter(id=key, basis__in=BY_SILENCE).exists()


def _next(keys: Sequence[UUID], until: datetime) -> CaseClock | None:
    running = CaseClock.objects.filter(case__in=keys, state=ClockState.RUNNING, due_at__lte=until)
    return running.order_by("due_at", "id").first()
