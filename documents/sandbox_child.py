"""The child of `documents.sandbox`: opens one file of unknown intent and writes what it found.

Reads the file from standard input; writes one line of JSON and then the payload (a picture) to standard output.
Imports nothing of the project, so that it starts quickly and holds no settings.
"""

import io
import json
import os
import resource
import sys
from typing import Any, Final

MEMORY_BYTES: Final = 1536 * 1024 * 1024
PROCESSOR_SECONDS: Final = 20
VIEWING_SIDE: Final = 3000  # pixels; enough to read a scanned page of A4 at 250 dots per inch
VIEWING_QUALITY: Final = 88
PAGE_QUALITY: Final = 85


class Refused(Exception):
    """The file is not taken: a code of `documents.intake.MESSAGES` and its numbers."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.code = code
        self.numbers = numbers


def confine() -> None:
    """Limit this process before it reads a byte: memory, processor time, no files written, no core file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def inspect_image(data: bytes, kind: str, pixel_limit: int) -> tuple[dict[str, Any], bytes]:
    """Size and viewing copy of a JPEG or PNG. The header is judged before a pixel is decoded.

    The viewing copy is drawn anew: no EXIF, no position, no comment, no colour profile, orientation applied, longest
    side at most `VIEWING_SIDE` pixels.
    """
    from PIL import Image, ImageOps  # only here: a PDF does not need it

    Image.MAX_IMAGE_PIXELS = None  # our own limit below is stricter and has its own message
    try:
        picture = Image.open(io.BytesIO(data), formats=["JPEG" if kind == "jpeg" else "PNG"])
        width, height = picture.size
        if width * height > pixel_limit:
            raise Refused("too_many_pixels", width=width, height=height)
        # A JPEG may carry further pictures behind the first (MPO of telephones): the first is the photograph.
        if kind == "png" and getattr(picture, "n_frames", 1) > 1:
            raise Refused("moving_picture")
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        width, height = upright.size
        if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
            layer = upright.convert("RGBA")
            clean = Image.new("RGB", layer.size, "white")
            clean.paste(layer, mask=layer.getchannel("A"))
        else:
            shown = upright if upright.mode in {"L", "RGB"} else upright.convert("RGB")
            clean = Image.new(shown.mode, shown.size)
            clean.paste(shown)
        clean.thumbnail((VIEWING_SIDE, VIEWING_SIDE))
        out = io.BytesIO()
        if kind == "jpeg":
            clean.save(out, "JPEG", quality=VIEWING_QUALITY, progressive=True)
        else:
            clean.save(out, "PNG")
    except Refused:
        raise
    except Exception as error:  # every decoder fails in its own way; for us each means a broken picture
        raise Refused("broken_image") from error
    return {"pages": 1, "width": width, "height": height}, out.getvalue()


def inspect_pdf(data: bytes, page_limit: int) -> tuple[dict[str, Any], bytes]:
    """Page count and a picture of the first page. Every page is opened once, so that a broken one is found now.

    A PDF that opens without a password is taken, even if its owner restricted printing; one that asks for a password
    is refused: nobody at the other end could read it.
    """
    import pypdfium2

    document = _opened(pypdfium2, data)
    pages = len(document)
    if pages == 0:
        raise Refused("broken_pdf")
    if pages > page_limit:
        raise Refused("too_many_pages", pages=pages)
    try:
        for number in range(pages):
            page = document[number]
            page.get_size()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Refused("broken_pdf") from error
    return {"pages": pages, "width": 0, "height": 0}, _page_picture(pypdfium2, document, 0, 1000)


def draw_pages(data: bytes, first: int, count: int, side: int) -> tuple[dict[str, Any], bytes]:
    """JPEGs of `count` pages from `first` on (counted from 0), one after the other, longest side `side` pixels.

    `pictures` has [length, width, height] of each; a page that cannot be drawn has length 0 and does not stop the rest.
    """
    import pypdfium2

    document = _opened(pypdfium2, data)
    pictures: list[list[int]] = []
    payload = b""
    for number in range(first, min(first + count, len(document))):
        try:
            picture = _page_image(pypdfium2, document, number, side)
        except Refused:
            pictures.append([0, 0, 0])
            continue
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=PAGE_QUALITY)
        pictures.append([out.tell(), *picture.size])
        payload += out.getvalue()
    return {"pages": len(document), "pictures": pictures}, payload


def _opened(pypdfium2: Any, data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = error.err_code in {pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY}
        raise Refused("encrypted_pdf" if encrypted else "broken_pdf") from error


def _page_image(pypdfium2: Any, document: Any, number: int, side: int) -> Any:
    try:
        page = document[number]
        longest = max(*page.get_size(), 1.0)
        return page.render(scale=side / longest).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, MemoryError, ValueError) as error:
        raise Refused("broken_pdf") from error


def _page_picture(pypdfium2: Any, document: Any, number: int, side: int) -> bytes:
    out = io.BytesIO()
    _page_image(pypdfium2, document, number, side).save(out, "PNG")
    return out.getvalue()


def main(command: str, options: dict[str, Any]) -> int:
    """Do one command and write the answer; a refusal is an answer too."""
    data = sys.stdin.buffer.read(options["byte_limit"] + 1)
    try:
        if command == "pages":
            values, payload = draw_pages(data, options["first"], options["count"], options["side"])
        elif options["kind"] == "pdf":
            values, payload = inspect_pdf(data, options["page_limit"])
        else:
            values, payload = inspect_image(data, options["kind"], options["pixel_limit"])
    except Refused as refused:
        values, payload = {"refused": refused.code, **refused.numbers}, b""
    sys.stdout.buffer.write(json.dumps(values).encode("ascii") + b"\n" + payload)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    confine()
    status = main(sys.argv[1], json.loads(sys.argv[2]))
    # No tidying up of native libraries: a crash at exit would make a good answer look bad.
    os._exit(status)
