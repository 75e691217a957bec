"""Drawing text with Pillow's built-in font, which has plain Latin letters only: accents are drawn as strokes.

System fonts differ from machine to machine; specimens must not.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from PIL import ImageDraw, ImageFont

from cases.identity.romanisation import RomanisationError, mrz_letters

Colour = tuple[int, int, int]

# Letters that are a base letter with a bar through it.
_BARRED = {"Đ": "D", "đ": "d", "Ð": "D", "Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Ħ": "H", "ħ": "h"}
_ABOVE = {
    "\u0300": "grave", "\u0301": "acute", "\u0302": "circumflex", "\u0303": "tilde", "\u0304": "macron",
    "\u0306": "breve", "\u0307": "dot", "\u0308": "diaeresis", "\u030a": "ring", "\u030b": "double", "\u030c": "caron",
}  # fmt: skip
_BELOW = {"\u0327": "cedilla", "\u0326": "cedilla", "\u0328": "ogonek"}


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's built-in scalable font."""
    loaded = ImageFont.load_default(size)
    assert isinstance(loaded, ImageFont.FreeTypeFont)
    return loaded


def draw_text(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, fill: Colour) -> float:
    """Draw `text` with its top left corner at `at`; returns the width in pixels."""
    x, y = at
    for base, marks in _clusters(text):
        letter = _BARRED.get(base, base)
        draw.text((x, y), letter, font=font(size), fill=fill)
        box = draw.textbbox((x, y), letter, font=font(size))
        line = max(1, round(size / 14))
        if base in _BARRED:
            middle = (box[1] + box[3]) / 2
            left, right = (
                (box[0] - size * 0.08, box[0] + size * 0.26) if base in "ĐÐŁłĦħ" else (box[0] + size * 0.2, box[2] + 2)
            )
            draw.line((left, middle, right, middle), fill=fill, width=line)
        for mark in marks:
            _draw_mark(draw, mark, box, size, fill, line)
        x += draw.textlength(letter, font=font(size))
    return x - at[0]


def text_width(draw: ImageDraw.ImageDraw, text: str, size: int) -> float:
    """Width in pixels that `draw_text` will need."""
    letters = "".join(_BARRED.get(base, base) for base, _ in _clusters(text))
    return draw.textlength(letters, font=font(size))


def _clusters(text: str) -> list[tuple[str, list[str]]]:
    """Base letters with their marks; letters of other scripts as Doc 9303 letters, or a blank box."""
    clusters: list[tuple[str, list[str]]] = []
    for character in unicodedata.normalize("NFD", text):
        if character in _ABOVE or character in _BELOW:
            if clusters:
                clusters[-1][1].append(character)
        elif character.isascii() or character in _BARRED:
            clusters.append((character, []))
        else:
            clusters += [(plain, []) for plain in _plain(character)]
    return clusters


def _plain(character: str) -> str:
    try:
        return mrz_letters(character) if character.isupper() else mrz_letters(character).lower()
    except RomanisationError:
        return "?"


def _draw_mark(
    draw: ImageDraw.ImageDraw,
    mark: str,
    box: tuple[float, float, float, float],
    size: int,
    fill: Colour,
    line: int,
) -> None:
    centre, top, bottom, unit = (box[0] + box[2]) / 2, box[1], box[3], size * 0.13
    low, high = top - size * 0.07, top - size * 0.22
    shapes: dict[str, list[tuple[float, float, float, float]]] = {
        "grave": [(centre - unit, high, centre + unit / 2, low)],
        "acute": [(centre + unit, high, centre - unit / 2, low)],
        "double": [(centre, high, centre - unit, low), (centre + 1.5 * unit, high, centre + unit / 2, low)],
        "circumflex": [(centre - 1.3 * unit, low, centre, high), (centre, high, centre + 1.3 * unit, low)],
        "caron": [(centre - 1.3 * unit, high, centre, low), (centre, low, centre + 1.3 * unit, high)],
        "macron": [(centre - 1.3 * unit, low, centre + 1.3 * unit, low)],
        "tilde": [(centre - 1.4 * unit, low, centre, high), (centre, high, centre + 1.4 * unit, low)],
    }
    kind = _ABOVE.get(mark) or _BELOW[mark]
    for segment in shapes.get(kind, []):
        draw.line(segment, fill=fill, width=line)
    dot = max(1.0, size * 0.05)
    if kind in {"dot", "diaeresis"}:
        for offset in (0.0,) if kind == "dot" else (-unit, unit):
            draw.ellipse((centre + offset - dot, low - 2 * dot, centre + offset + dot, low), fill=fill)
    elif kind == "ring":
        draw.ellipse((centre - unit, high - unit / 2, centre + unit, low), outline=fill, width=line)
    elif kind == "breve":
        draw.arc((centre - 1.3 * unit, high - unit, centre + 1.3 * unit, low), 20, 160, fill=fill, width=line)
    elif kind == "cedilla":
        draw.line((centre, bottom, centre, bottom + unit / 2), fill=fill, width=line)
        draw.arc((centre - unit, bottom, centre + unit, bottom + 1.6 * unit), 270, 90, fill=fill, width=line)
    elif kind == "ogonek":
        draw.arc((centre, bottom - unit / 2, centre + 2 * unit, bottom + 1.4 * unit), 60, 210, fill=fill, width=line)
