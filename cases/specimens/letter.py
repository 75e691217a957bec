"""A letter on paper as a scan, with SPECIMEN across."""

from __future__ import annotations

import io
from collections.abc import Sequence
from textwrap import wrap

from PIL import Image, ImageDraw

from cases.specimens.lettering import draw_text

_SIZE, _WIDTH = (827, 1169), 56
_INK, _STAMP, _PAPER = (34, 38, 46), (196, 202, 210), (250, 249, 245)


def letter_jpeg(lines: Sequence[str]) -> bytes:
    """A sheet with these lines below one another, 827 by 1169 pixels JPEG; the same lines give the same bytes."""
    page = Image.new("RGB", _SIZE, _PAPER)
    draw = ImageDraw.Draw(page)
    for number in range(3):
        draw_text(draw, (150, 420 + 190 * number), "SPECIMEN", 96, _STAMP)
    written = [part for line in lines for part in wrap(line, _WIDTH) or [""]]
    for number, line in enumerate(written):
        draw_text(draw, (90, 110 + 44 * number), line, 22, _INK)
    output = io.BytesIO()
    page.save(output, "JPEG", quality=80)
    return output.getvalue()
