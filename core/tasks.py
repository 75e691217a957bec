"""Housekeeping of the outbox; runs in the system worker."""

from core import outbox


@outbox.sweep("core.purge_outbox")
def purge_outbox() -> None:
    """Rows of work done long ago go."""
    outbox.purge()
