"""Progress of long work: one row that the work moves and pages poll."""

from uuid import UUID

from core.audience import Audience
from core.models import JobProgress
from core.outbox import wall_now


def progress_start(*, kind: str, subject: str, audience: Audience, total: int = 1) -> JobProgress:
    """A new row, queued; `total` is the number of steps that pages show."""
    now = wall_now()
    row = JobProgress(kind=kind, subject=subject, total=total, created_at=now, changed_at=now, **audience.fields())
    row.save(force_insert=True)
    return row


def progress_move(progress_id: UUID, *, state: str, done: int | None = None) -> None:
    """Set the state and, if given, the steps done. A row that the scope does not see stays as it is."""
    values: dict[str, object] = {"state": state, "changed_at": wall_now()}
    if done is not None:
        values["done"] = done
    JobProgress.objects.filter(id=progress_id).update(**values)
