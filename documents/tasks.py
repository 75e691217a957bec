"""Celery entry points: drawing papers (heavy queue), sweeping the vault (system queue, login rcms_system)."""

import logging
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core.outbox import task
from documents import issuing, previews
from documents.previews import PREVIEW_TASK
from documents.services import RENDER_TASK
from documents.sweeping import sweep

log = logging.getLogger(__name__)


@task(RENDER_TASK)
def render(document_id: str) -> None:
    """Draw one requested paper; repeating it changes nothing."""
    issuing.document_issue(UUID(document_id))


@task(PREVIEW_TASK)
def preview(file_id: str, page: int) -> None:
    """Draw one page of a stored PDF for the screen; repeating it changes nothing."""
    previews.preview_draw(UUID(file_id), page)


@shared_task(name="documents.sweep_orphans", ignore_result=True)
def sweep_orphans() -> None:
    """Set files without a row aside after a day and delete them two weeks later.

    Only the system login sees every row; any other would take visible for existing and sweep what is not its own.
    """
    if settings.RCMS_LOGIN != "system":
        raise ImproperlyConfigured("documents.sweep_orphans runs with the system login")
    swept = sweep()
    log.info("vault swept: %s set aside, %s deleted", swept.set_aside, swept.deleted)
