"""Pictures of the pages of stored files, for looking at them in the page.

A picture has its viewing copy, made at intake. Pages of a PDF are drawn by the worker when somebody asks for them, in
the sandbox, and kept in the vault: the page asked for and those that are likely to be looked at next.
"""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from core import outbox
from core.errors import NotVisible
from core.outbox import wall_now
from documents import intake
from documents.models import PagePreview, StoredFile
from documents.vault import FileDamaged, vault

PREVIEW_TASK = "documents.preview"
SIDE: Final = 2000  # pixels: A4 at some 170 dots per inch, enough to read small print when enlarged
AHEAD: Final = 2
# A picture asked for that long ago and not there: whoever asked may not read the file any more; it is asked for anew.
STALE: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page of a file for the screen. state: ready | making | failed; width and height in pixels, 0 until ready."""

    number: int
    state: str
    width: int = 0
    height: int = 0


def can_be_shown(file: StoredFile) -> bool:
    """Whether the file is a picture or a PDF, page by page."""
    if file.is_destroyed:
        return False
    return file.media_type == "application/pdf" or bool(file.is_picture and file.viewing_storage_id)


def page_show(file: StoredFile, number: int) -> PageShown:
    """The state of a page (counted from 1, at most `file.pages`) that somebody wants to see; asks for it and for the
    next ones when they were never drawn. One statement where nothing is asked for, and a few for each page that is.

    The file must have been read under the scope in force; it raises ValueError for a page that the file does not have.
    """
    if not 1 <= number <= file.pages:
        raise ValueError(f"a file of {file.pages} pages has no page {number}")
    if file.is_picture:
        return PageShown(number, "ready", file.width, file.height)
    wanted = range(number, min(number + AHEAD, file.pages) + 1)
    rows = {row.page: row for row in PagePreview.objects.filter(file=file, page__in=wanted)}
    before = wall_now() - STALE
    for page in wanted:
        row = rows.get(page)
        if row is None or (row.state == PagePreview.State.ASKED and row.asked_at < before):
            _ask(file, page, row)
    shown = rows.get(number)
    if shown is None or shown.state == PagePreview.State.ASKED:
        return PageShown(number, "making")
    if shown.state == PagePreview.State.FAILED:
        return PageShown(number, "failed")
    return PageShown(number, "ready", shown.width, shown.height)


def _ask(file: StoredFile, page: int, row: PagePreview | None) -> None:
    now = wall_now()
    if row is None:
        row = PagePreview(file=file, page=page, asked_at=now, **file.audience.fields())
        # Two people may turn to the same page at once: one row is enough for both.
        PagePreview.objects.bulk_create([row], ignore_conflicts=True)
    else:
        PagePreview.objects.filter(id=row.id, state=PagePreview.State.ASKED).update(asked_at=now)
    outbox.post(
        task=PREVIEW_TASK,
        key=f"preview:{file.id}:{page}:{now:%Y%m%d%H%M}",
        arguments={"file_id": str(file.id), "page": page},
        queue="heavy",
    )


def preview_draw(file_id: UUID, page: int) -> None:
    """Draw a page that was asked for; does nothing when it is there already. A page that cannot be drawn has failed."""
    # The eraser waits for the drawing, or it for the eraser: no picture is made of what was erased.
    file = StoredFile.objects.select_for_update(no_key=True).filter(id=file_id, destroyed_at=None).first()
    row = PagePreview.objects.select_for_update(of=("self",)).filter(file_id=file_id, page=page).first()
    if file is None or row is None:
        raise NotVisible(f"storedfile:{file_id}")
    if row.state != PagePreview.State.ASKED:
        return
    picture: intake.PagePicture | None = None
    try:
        with vault().open_checked(file.storage_id, file.sha256) as content:
            picture = intake.page_pictures(content, first=page - 1, count=1, side=SIDE)[0]
    except (FileDamaged, intake.UploadRefused, IndexError):
        picture = None
    rows = PagePreview.objects.filter(id=row.id)
    if picture is None:
        rows.update(state=PagePreview.State.FAILED)
        return
    stored = vault().put(io.BytesIO(picture.data))
    rows.update(
        state=PagePreview.State.DONE,
        storage_id=stored.storage_id,
        sha256=stored.sha256,
        width=picture.width,
        height=picture.height,
    )
