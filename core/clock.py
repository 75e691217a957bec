"""The only time of law.

Services, tasks and SQL parameters take their time from `now()`, never from the machine or from SQL's `now()`. For
demonstrations and tests it can be moved (`travel`, or the offset row that the scope statement reads); production
refuses a movable clock. Technical time (leases, back-off, sessions) is the machine's and does not come from here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from django.conf import settings

_fixed: ContextVar[datetime | None] = ContextVar("clock_fixed", default=None)
_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta())


def now() -> datetime:
    """The present instant, aware, in UTC."""
    fixed = _fixed.get()
    return fixed if fixed is not None else datetime.now(UTC) + _offset.get()


def unmoved() -> tuple[datetime, bool]:
    """The present instant without the offset, for a statement that reads the offset itself; and whether `travel` has
    fixed it, so that no offset moves it."""
    fixed = _fixed.get()
    return (fixed, True) if fixed is not None else (datetime.now(UTC), False)


def set_offset(offset: timedelta) -> None:
    """Move this context's clock by the offset that the database states (see `core.scope`)."""
    if offset and not settings.CLOCK_MAY_MOVE:
        raise RuntimeError("The clock may not be moved here.")
    _offset.set(offset)


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Within the block, `now()` is `to` (aware). Refused where the clock may not move."""
    if not settings.CLOCK_MAY_MOVE:
        raise RuntimeError("The clock may not be moved here.")
    if to.tzinfo is None:
        raise ValueError("travel() needs an aware datetime")
    token = _fixed.set(to.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
