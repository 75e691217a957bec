"""Housekeeping of the API; runs in the system worker."""

from celery import shared_task

from api.models import IdempotencyKey
from api.services.idempotency import KEPT_FOR
from core.outbox import wall_now


@shared_task(name="api.clear_answers", ignore_result=True)
def clear_answers() -> None:
    """Delete kept answers older than a day (machine time)."""
    IdempotencyKey.objects.filter(created_at__lt=wall_now() - KEPT_FOR).delete()
