"""Housekeeping of the API; runs in the system worker."""

from api.models import IdempotencyKey
from api.services.idempotency import KEPT_FOR
from core.outbox import sweep, wall_now


@sweep("api.clear_answers")
def clear_answers() -> None:
    """Delete keys of requests older than a day (machine time)."""
    IdempotencyKey.objects.filter(created_at__lt=wall_now() - KEPT_FOR).delete()
