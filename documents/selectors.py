"""Reading files and papers for a person. A row that the scope does not show does not exist: NotVisible, hence 404."""

from typing import BinaryIO
from uuid import UUID

from core.errors import NotVisible
from documents.models import GeneratedDocument, PagePreview, StoredFile
from documents.querysets import files_of, papers_of
from documents.vault import vault

__all__ = [
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
    """One file under the scope in force; raises NotVisible. A withdrawn file stays readable for whoever could read it:
    the record shows what was once sent."""
    file = StoredFile.objects.filter(id=file_id).first()
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


def file_open(file: StoredFile) -> BinaryIO:
    """The original's bytes, compared with their hash; raises FileDamaged."""
    return vault().open_checked(file.storage_id, file.sha256)


def file_open_viewing(file: StoredFile) -> BinaryIO | None:
    """The viewing copy's bytes, compared with their hash, or None without one; raises FileDamaged."""
    if not file.viewing_storage_id:
        return None
    return vault().open_checked(file.viewing_storage_id, file.viewing_sha256)


def page_open(file: StoredFile, number: int) -> tuple[BinaryIO, str] | None:
    """The picture of a page (counted from 1) and its media type, or None while there is none; raises FileDamaged."""
    if file.is_picture:
        content = file_open_viewing(file) if number == 1 else None
        return (content, file.viewing_media_type) if content is not None else None
    preview = PagePreview.objects.filter(file=file, page=number, state=PagePreview.State.DONE).first()
    if preview is None or preview.storage_id is None:
        return None
    return vault().open_checked(preview.storage_id, preview.sha256), "image/jpeg"
