"""Questions about files and papers. Who may see a row is decided by row security under the scope in force."""

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from documents.models import GeneratedDocument, PagePreview, StoredFile

# Papers that somebody travels on: a version marked void takes the place of one that is not valid any more.
VOIDABLE: Final = ("travel_document", "return_document")


def files_of(subject: str) -> QuerySet[StoredFile]:
    """The files about a subject that the scope sees and nobody withdrew or erased, oldest first."""
    return StoredFile.objects.filter(subject=subject, is_withdrawn=False, destroyed_at=None).order_by(
        "created_at", "id"
    )


def papers_of(subject: str) -> QuerySet[GeneratedDocument]:
    """The papers about a subject that the scope sees, newest first, with file and progress; without their contents and
    without those that were erased.

    Each carries `is_void`: a version marked void stands in its place, and its file is not given out any more.
    """
    after = GeneratedDocument.objects.annotate(voids=KeyTextTransform("voids", "context")).filter(
        subject=OuterRef("subject"), template=OuterRef("template"), voids=Cast(OuterRef("pk"), TextField())
    )
    return (
        GeneratedDocument.objects.filter(subject=subject)
        .exclude(Q(file__destroyed_at__isnull=False) | Q(file=None, context={}))
        .annotate(is_void=Q(template__in=VOIDABLE) & Exists(after))  # type: ignore[no-redef] # the attribute's default
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
