"""Background work that failed too often, as administrators of its country see it.

Row security shows an administrator the rows whose scope names a country that he or she administers. Of a row only this
is told: the task, the kind of promise, how often and when it was tried, the class of the last error.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.models import OutboxMessage
from core.outbox import nudge, wall_now

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One piece of work. kind: the first word of its key (the rest are ids)."""

    id: UUID
    task: str
    kind: str
    attempts: int
    error: str
    created_at: datetime


def dead_letters(country: str, after: UUID | None = None) -> tuple[list[DeadLetter], UUID | None]:
    """The dead rows of a country (alpha-3), latest first, and where the next page begins. One statement."""
    rows = OutboxMessage.objects.filter(state=OutboxMessage.State.DEAD, scope__country=country)
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(
        rows.order_by("-id").values_list("id", "task", "key", "attempts", "last_error", "created_at")[: PAGE_SIZE + 1]
    )
    letters = [DeadLetter(row[0], row[1], row[2].partition(":")[0], *row[3:]) for row in found[:PAGE_SIZE]]
    return letters, letters[-1].id if len(found) > PAGE_SIZE else None


def dead_letter_task(message_id: UUID, country: str) -> str | None:
    """The task of a dead row of this country, locked; None when there is none (any more)."""
    rows = OutboxMessage.objects.select_for_update().filter(state=OutboxMessage.State.DEAD, scope__country=country)
    return rows.filter(id=message_id).values_list("task", flat=True).first()


def dead_letter_revive(message_id: UUID) -> None:
    """Let a dead row be tried again from the beginning, now."""
    OutboxMessage.objects.filter(id=message_id, state=OutboxMessage.State.DEAD).update(
        state=OutboxMessage.State.PENDING, attempts=0, available_at=wall_now(), leased_until=None
    )
    nudge()


def dead_letter_dismiss(message_id: UUID) -> None:
    """Lay a dead row aside: nobody will do it."""
    OutboxMessage.objects.filter(id=message_id, state=OutboxMessage.State.DEAD).update(
        state=OutboxMessage.State.DISMISSED
    )
