"""Which colleagues have a case open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from accounts.actor import Actor
from cases.models import Case, Presence
from cases.policies import reaches_own_side, side_of
from cases.workflow.table import BY_NAME
from core.outbox import wall_now

PRESENT_FOR: Final = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague with the case open; act: what he or she is about to do, empty for reading."""

    name: str
    act: str


def colleagues_present(actor: Actor, case: Case) -> Sequence[Present] | None:
    """Colleagues of the actor's side who have the case open now, by name. One statement; row security keeps the other
    side's people out of it. None for delegates, who have no colleagues on the case."""
    side = side_of(actor, case)
    if side is None or not reaches_own_side(actor, "view_case", case):
        return None
    rows = (
        Presence.objects.filter(case=case, own_side=side, seen_at__gte=wall_now() - PRESENT_FOR)
        .exclude(user_id=actor.user_id)
        .order_by("user_name", "user_id")
        .values_list("user_name", "act")
    )
    return [Present(name, str(BY_NAME[act].label) if act in BY_NAME else "") for name, act in rows[:10]]
