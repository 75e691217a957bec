"""The case file as one PDF: its own pages, and behind them the pages of every file, numbered through.

What strangers uploaded comes in as pictures that the sandbox drew: nothing of a foreign PDF (scripts, forms, links,
broken objects) gets into ours. Papers that we drew ourselves are laid into empty frames as they are, so that their text
stays text. A file that cannot be opened gets a page that says so.
"""

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

from documents import intake, rendering
from documents.letters.case_file import AttachedFile, CaseFile
from documents.rendering import PHOTOGRAPH, Drawn, Picture
from documents.vault import FileDamaged, vault

log = logging.getLogger(__name__)

MOST_PAGES: Final = 400
"""Pages of files in one case file: more would be no paper that people read, and would not be drawn in time."""
SIDE: Final = 1700  # pixels of a page's longest side: some 150 dots to the inch of A4
BATCH: Final = 10  # pages drawn by one child of the sandbox, which has a limit of processor time
PROOF: Final = "rcms-log-proof.jsonl"
"""The proof of the log, as an attachment: `rcms_verify.py CASE-FILE.pdf` finds it."""
_POINTS: Final = 72 / 25.4  # of a millimetre
# The frame of a page of a file on A4: left, bottom, width and height in millimetres; as in letters/case_file.css.
FRAME: Final = (17.0, 21.0, 176.0, 246.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page behind the sections. kind: "picture" (`address` names it), "frame" (a page of ours is laid into it),
    "missing" (the file cannot be opened), "left_out" (there were too many); page counts within its file."""

    kind: str
    page: int
    address: str = ""


def case_file_draw(
    context: CaseFile, *, language: str, photograph: Picture | None, moved: Callable[[int], None]
) -> Drawn:
    """Draw the case file. moved: told how many of its files are ready, one by one.

    Raises rendering.RenderingFailed; what is wrong with a file of the case is no failure.
    """
    pictures: dict[str, Picture] = {PHOTOGRAPH: photograph} if photograph else {}
    laid: list[PageObject] = []
    files: list[tuple[AttachedFile, list[Sheet]]] = []
    room = MOST_PAGES
    for number, file in enumerate(context.files):
        sheets = _sheets(file, number, room, pictures, laid)
        room -= len(sheets)
        files.append((file, sheets))
        moved(number + 1)
    markup = rendering.render_html(context, language=language, files=files)
    attached = {PROOF: context.proof.export} if context.proof else {}
    drawn = rendering.draw(markup, context=context, pictures=pictures, variant=None, attached=attached)
    kinds = [sheet.kind for _file, sheets in files for sheet in sheets]
    return Drawn(_with_papers(drawn, kinds, laid), drawn.pages) if laid else drawn


def _sheets(
    file: AttachedFile, number: int, room: int, pictures: dict[str, Picture], laid: list[PageObject]
) -> list[Sheet]:
    """The pages of one file; adds their pictures, or the pages to be laid in."""
    if file.pages > room:
        return [Sheet("left_out", 1)]
    try:
        data = vault().read_checked(file.storage_id, file.sha256)
        if file.kind == "paper":
            pages = list(PdfReader(io.BytesIO(data)).pages)
            laid += pages
            return [Sheet("frame", page) for page in range(1, len(pages) + 1)]
        if file.kind == "picture":
            found: list[Picture | None] = [Picture(data, file.media_type)]
        else:
            found = _drawn_pages(data, file.pages)
    except (FileDamaged, intake.UploadRefused, PyPdfError, ValueError) as error:
        log.warning("a file of a case file was left out: %s", type(error).__name__)
        return [Sheet("missing", 1)]
    sheets = []
    for page, picture in enumerate(found, start=1):
        if picture is None:
            sheets.append(Sheet("missing", page))
            continue
        address = f"vault:file-{number}-{page}"
        pictures[address] = picture
        sheets.append(Sheet("picture", page, address))
    return sheets


def _drawn_pages(data: bytes, pages: int) -> list[Picture | None]:
    found: list[Picture | None] = []
    for first in range(0, pages, BATCH):
        for picture in intake.page_pictures(io.BytesIO(data), first=first, count=min(BATCH, pages - first), side=SIDE):
            found.append(Picture(picture.data, "image/jpeg") if picture else None)
    if not found:
        raise intake.UploadRefused("broken_pdf")
    return found


def _with_papers(drawn: Drawn, kinds: list[str], laid: list[PageObject]) -> bytes:
    """Lay our own papers' pages into their frames, which stand at the end, one page to a sheet."""
    writer = PdfWriter(clone_from=io.BytesIO(drawn.data))
    first = drawn.pages - len(kinds)
    waiting = iter(laid)
    for offset, kind in enumerate(kinds):
        if kind == "frame":
            page = next(waiting)
            writer.pages[first + offset].merge_transformed_page(page, _into_frame(page), over=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _into_frame(page: PageObject) -> Transformation:
    """Scale a page to the frame and centre it there."""
    left, bottom, width, height = (length * _POINTS for length in FRAME)
    box = page.mediabox
    scale = min(width / float(box.width), height / float(box.height))
    x = left + (width - float(box.width) * scale) / 2 - float(box.left) * scale
    y = bottom + (height - float(box.height) * scale) / 2 - float(box.bottom) * scale
    return Transformation().scale(scale).translate(x, y)
