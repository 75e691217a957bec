"""Celery entry points: drawing papers (heavy queue), sweeping the vault (system queue, login rcms_sweep)."""

import logging
from uuid import UUID

from core.outbox import sweep, task
from documents import issuing, previews, sweeping
from documents.previews import PREVIEW_TASK
from documents.services import RENDER_TASK

log = logging.getLogger(__name__)


@task(RENDER_TASK)
def render(document_id: str) -> None:
    """Draw one requested paper; repeating it changes nothing."""
    issuing.document_issue(UUID(document_id))


@task(PREVIEW_TASK)
def preview(file_id: str, page: int) -> None:
    """Draw one page of a stored PDF for the screen; repeating it changes nothing."""
    previews.preview_draw(UUID(file_id), page)


@sweep("documents.sweep_orphans")
def sweep_orphans() -> None:
    """Set files without a row aside after a day and delete them two weeks later.

    Only rcms_sweep sees every row; any other would take visible for existing and sweep what is not its own.
    """
    swept = sweeping.sweep()
    log.info("vault swept: %s set aside, %s deleted", swept.set_aside, swept.deleted)
