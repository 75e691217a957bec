"""Questions about files and papers. Who may see a row is decided by row security under the scope in force."""

from django.db.models import Q, QuerySet

from documents.models import GeneratedDocument, PagePreview, StoredFile


def files_of(subject: str) -> QuerySet[StoredFile]:
    """The files about a subject that the scope sees and nobody withdrew, oldest first."""
    return StoredFile.objects.filter(subject=subject, is_withdrawn=False).order_by("created_at", "id")


def papers_of(subject: str) -> QuerySet[GeneratedDocument]:
    """The papers about a subject that the scope sees, newest first, with file and progress; without their contents."""
    return (
        GeneratedDocument.objects.filter(subject=subject)
        .select_related("file", "progress")
        .defer("context")
        .order_by("-requested_at", "-id")
    )


def previews_naming(storage_ids: list[str]) -> QuerySet[PagePreview]:
    """The pictures of pages that name any of these stored objects; for the sweep, as `naming`."""
    return PagePreview.objects.filter(storage_id__in=storage_ids)


def naming(storage_ids: list[str]) -> QuerySet[StoredFile]:
    """The rows that name any of these stored objects; for the sweep, which sees every row."""
    return StoredFile.objects.filter(Q(storage_id__in=storage_ids) | Q(viewing_storage_id__in=storage_ids))
