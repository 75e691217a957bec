"""Drawing a requested paper and recording it: the work behind the task `documents.render`."""

import io
import logging
from collections.abc import Callable
from uuid import UUID

from core import clock
from core.errors import NotVisible
from core.independent import run_independently
from core.models import JobProgress
from core.progress import progress_move
from core.scope import current_scope, use_scope
from documents import merging, rendering
from documents.letters import registry, serial
from documents.letters.case_file import CaseFile
from documents.letters.contexts import LetterContext
from documents.models import GeneratedDocument, StoredFile
from documents.names import safe_name
from documents.querysets import naming
from documents.vault import StoredObject, vault

log = logging.getLogger(__name__)


class ContextChanged(Exception):
    """The stored contents are not those that were frozen: nothing is drawn from them."""


def document_issue(document_id: UUID) -> None:
    """Draw the paper and store it; does nothing when it was drawn already or erased.

    Under the scope of whoever asked for it.

    When the drawing fails, the paper says so at once (on a connection of its own, because this transaction is rolled
    back) and the error goes on to the outbox, which repeats the work and at last lays it out as dead.
    """
    document = GeneratedDocument.objects.select_related("progress").filter(id=document_id).first()
    if document is None:
        raise NotVisible(f"generateddocument:{document_id}")
    if document.state == GeneratedDocument.State.DONE or not document.context:
        return
    try:
        stored, pages = _draw(document)
    except Exception:
        run_independently(_failure_of(document))
        raise
    _record(document, stored, pages)


def _draw(document: GeneratedDocument) -> tuple[StoredObject, int]:
    """The PDF in the vault, and how many pages it has."""
    if serial.digest(document.context) != document.context_sha256:
        raise ContextChanged(str(document.id))
    context = registry.paper_class(document.template).from_json(document.context)
    if isinstance(context, CaseFile):
        pdf = merging.case_file_draw(
            context, language=document.language, photograph=_photograph(context), moved=_mover_of(document)
        )
    else:
        pdf = rendering.render(context, language=document.language, photograph=_photograph(context))
    return vault().put(io.BytesIO(pdf.data)), pdf.pages


def _mover_of(document: GeneratedDocument) -> Callable[[int], None]:
    """Shows people how far the drawing is, on a connection of its own: this transaction is not committed before the
    paper is whole."""
    scope = current_scope()
    assert scope is not None
    progress_id = document.progress_id

    def move(done: int) -> None:
        def write() -> None:
            with use_scope(scope):
                if progress_id is not None:
                    progress_move(progress_id, state=JobProgress.State.RUNNING, done=done)

        run_independently(write)

    return move


def _photograph(context: LetterContext) -> rendering.Picture | None:
    """The bytes of the photograph that the contents name, compared with the hash that they name."""
    for photograph in context.photographs:
        # Erased since the contents were frozen: its bytes may wait to be destroyed.
        if naming([photograph.storage_id]).filter(destroyed_at__isnull=False).exists():
            return None
        data = vault().read_checked(photograph.storage_id, photograph.sha256)
        return rendering.Picture(data, photograph.media_type)
    return None


def _record(document: GeneratedDocument, stored: StoredObject, pages: int) -> None:
    now = clock.now()
    held = GeneratedDocument.objects.select_for_update(no_key=True).filter(id=document.id).exclude(context={})
    if not held.values_list("id"):
        # Erased while it was drawn.
        vault().destroy(stored.storage_id)
        return
    file = StoredFile(
        kind=StoredFile.Kind.GENERATED,
        subject=document.subject,
        case_reference=document.case_reference,
        named_cases=document.named_cases,
        storage_id=stored.storage_id,
        sha256=stored.sha256,
        size=stored.size,
        media_type="application/pdf",
        original_name=safe_name(f"{document.case_reference} {document.title} {document.version}".strip(), "pdf"),
        pages=pages,
        uploaded_by_name=document.requested_by_name,
        uploaded_by_id=document.requested_by_id,
        created_at=now,
        **document.audience.fields(),
    )
    file.save(force_insert=True)
    GeneratedDocument.objects.filter(id=document.id).update(
        state=GeneratedDocument.State.DONE, file=file, issued_at=now
    )
    if document.progress_id is not None:
        total = document.progress.total if document.progress is not None else 1
        progress_move(document.progress_id, state=JobProgress.State.DONE, done=total)


def _failure_of(document: GeneratedDocument) -> Callable[[], None]:
    """The writing of a failed attempt, to be run on another connection under the same scope."""
    scope = current_scope()
    assert scope is not None

    def write() -> None:
        with use_scope(scope):
            GeneratedDocument.objects.filter(id=document.id).update(state=GeneratedDocument.State.FAILED)
            if document.progress_id is not None:
                progress_move(document.progress_id, state=JobProgress.State.FAILED)

    return write
