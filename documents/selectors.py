"""Reading files and papers for a person. A row that the scope does not show does not exist: NotVisible, hence 404."""

from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import ActRefused, NotVisible
from documents.models import GeneratedDocument, PagePreview, StoredFile
from documents.querysets import VOIDABLE, files_of, papers_of
from documents.vault import vault

__all__ = [
    "PaperVoid",
    "document_get",
    "document_latest",
    "file_get",
    "file_list",
    "file_open",
    "file_open_viewing",
    "page_open",
    "paper_list",
]


def file_get(file_id: UUID) -> StoredFile:
    """One file under the scope in force; raises NotVisible, also for one that was erased. A withdrawn file stays
    readable for whoever could read it: the record shows what was once sent."""
    file = StoredFile.objects.filter(id=file_id, destroyed_at=None).first()
    if file is None:
        raise NotVisible(f"storedfile:{file_id}")
    return file


def document_get(document_id: UUID) -> GeneratedDocument:
    """One paper under the scope in force, with its file; raises NotVisible."""
    document = (
        GeneratedDocument.objects.select_related("file", "progress").defer("context").filter(id=document_id).first()
    )
    if document is None:
        raise NotVisible(f"generateddocument:{document_id}")
    return document


def file_list(subject: str) -> list[StoredFile]:
    """The files about a subject (`case:<uuid>`), oldest first."""
    return list(files_of(subject))


def paper_list(subject: str) -> list[GeneratedDocument]:
    """The papers about a subject, newest first."""
    return list(papers_of(subject))


def document_latest(subject: str, template: str) -> GeneratedDocument | None:
    """The newest version of one paper about a subject, or None."""
    return papers_of(subject).filter(template=template).order_by("-version").first()


class PaperVoid(ActRefused):
    """The paper is not given out any more: a version of it that is marked void took its place."""


def _refuse_void(file: StoredFile) -> None:
    """Raise PaperVoid for the sheet of a document that was revoked or lost."""
    if file.kind != StoredFile.Kind.GENERATED:
        return
    papers = GeneratedDocument.objects.filter(file=file, template__in=VOIDABLE).values_list("id", "subject")
    for key, subject in papers:
        if GeneratedDocument.objects.filter(subject=subject, context__voids=str(key)).exists():
            words = _("This document is not valid any more. Its sheet marked void stands on the page of the case.")
            raise PaperVoid("paper_void", words).about(file.subject, file.case_reference)


def _refuse_destroyed(file: StoredFile) -> None:
    """Raise NotVisible for a file that was erased, by whatever way its row was read."""
    if file.is_destroyed:
        raise NotVisible(f"storedfile:{file.id}")


def file_open(file: StoredFile) -> BinaryIO:
    """The original's bytes, compared with their hash; raises FileDamaged, PaperVoid, NotVisible."""
    _refuse_destroyed(file)
    _refuse_void(file)
    return vault().open_checked(file.storage_id, file.sha256)


def file_open_viewing(file: StoredFile) -> BinaryIO | None:
    """The viewing copy's bytes, compared with their hash, or None without one; raises FileDamaged, NotVisible."""
    _refuse_destroyed(file)
    if not file.viewing_storage_id:
        return None
    return vault().open_checked(file.viewing_storage_id, file.viewing_sha256)


def page_open(file: StoredFile, number: int) -> tuple[BinaryIO, str] | None:
    """The picture of a page (counted from 1) and its media type, or None while there is none; raises FileDamaged,
    PaperVoid, NotVisible."""
    _refuse_destroyed(file)
    _refuse_void(file)
    if file.is_picture:
        content = file_open_viewing(file) if number == 1 else None
        return (content, file.viewing_media_type) if content is not None else None
    preview = PagePreview.objects.filter(file=file, page=number, state=PagePreview.State.DONE).first()
    if preview is None or preview.storage_id is None:
        return None
    return vault().open_checked(preview.storage_id, preview.sha256), "image/jpeg"
