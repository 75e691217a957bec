"""Specimen passport scans: a data page, an observations page and PDF files of them. No State's document is imitated."""

from __future__ import annotations

import io
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from cases.identity.dates import PartialDate
from cases.identity.mrz import MrzKind, generate
from cases.identity.romanisation import suggest_latin
from cases.specimens.lettering import draw_text, font, text_width
from cases.specimens.portrait import draw_portrait

PAGE_SIZE = (1000, 704)
"""The data page of 125 by 88 millimetres (Doc 9303 Part 4) at 203 dots per inch."""

Colour = tuple[int, int, int]
_INK: Colour = (28, 30, 40)
_LABEL: Colour = (92, 98, 118)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
# Pillow writes the present moment into a PDF file unless told otherwise: specimens are the same every time.
_PDF_MOMENT = time.gmtime(1_735_689_600)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportFields:
    """What a specimen passport says. Codes are those of Doc 9303 Part 3 section 5 (D, RKS, SRB ...)."""

    country_name: str
    issuer: str
    nationality: str
    nationality_name: str
    surname: str
    given_names: str
    number: str
    birth_date: PartialDate
    sex: str
    place_of_birth: str
    issued_on: date
    expires_on: date
    authority: str
    portrait_seed: int
    document_code: str = "P"
    personal_number: str = ""
    language: str | None = None

    def mrz_lines(self) -> tuple[str, str]:
        """The two lines of the machine readable zone, with right check digits. Raises MrzError."""
        first, second = generate(
            MrzKind.TD3,
            document_code=self.document_code,
            issuer=self.issuer,
            surname=self.surname,
            given_names=self.given_names,
            number=self.number,
            nationality=self.nationality,
            birth_date=self.birth_date,
            sex=self.sex,
            expiry=self.expires_on,
            optional=self.personal_number,
            language=self.language,
        )
        return first, second


def passport_jpeg(fields: PassportFields) -> bytes:
    """The data page as a scan, 1000 by 704 pixels JPEG with SPECIMEN across; the same fields give the same bytes."""
    page = _background(fields.issuer)
    draw = ImageDraw.Draw(page)
    tint = _tint(fields.issuer)
    draw.rectangle((0, 0, PAGE_SIZE[0], 74), fill=tint)
    _fitted(draw, (34, 16), fields.country_name.upper(), 32, (250, 250, 252), 560)
    title = "PASSPORT - SPECIMEN"
    draw_text(draw, (966 - text_width(draw, title, 22), 26), title, 22, (250, 250, 252))
    age = fields.issued_on.year - fields.birth_date.year
    portrait = draw_portrait(fields.portrait_seed, fields.sex, age)
    page.paste(portrait.resize((266, 342), Image.Resampling.LANCZOS), (34, 100))
    draw.rectangle((33, 99, 300, 442), outline=tint, width=2)
    ghost = portrait.convert("L").convert("RGB").resize((92, 118), Image.Resampling.LANCZOS)
    page.paste(Image.blend(page.crop((874, 340, 966, 458)), ghost, 0.35), (874, 340))
    for x, y, label, value, room in _data(fields):
        draw_text(draw, (x, y), label, 13, _LABEL)
        _fitted(draw, (x, y + 17), value, 23, _INK, room)
    _signature(draw, fields.portrait_seed)
    _machine_zone(draw, fields.mrz_lines())
    return _jpeg(_as_scan(_watermark(page), fields.portrait_seed))


def observations_jpeg(fields: PassportFields) -> bytes:
    """The page after the data page, with a few stamps of no State; the same fields give the same bytes."""
    page = _background(fields.issuer)
    draw = ImageDraw.Draw(page)
    tint = _tint(fields.issuer)
    draw_text(draw, (60, 46), "OBSERVATIONS", 24, tint)
    draw_text(draw, (60, 84), f"Passport no. {fields.number}", 18, _LABEL)
    draw_text(draw, (60, 130), "This page is part of a specimen and carries no entries.", 18, _INK)
    random = Random(fields.portrait_seed)  # noqa: S311 - a drawing, no secret
    for place, colour in (("SAMPLE BORDER A", (150, 44, 60)), ("SAMPLE BORDER B", (44, 70, 140))):
        stamp = Image.new("RGBA", (330, 150), (0, 0, 0, 0))
        pen = ImageDraw.Draw(stamp)
        pen.rounded_rectangle((6, 6, 322, 142), radius=18, outline=(*colour, 200), width=4)
        pen.text((32, 26), place, font=font(26), fill=(*colour, 210))
        pen.text((32, 66), _shown(PartialDate.of(fields.issued_on)), font=font(24), fill=(*colour, 210))
        pen.text((32, 102), "NOT VALID", font=font(20), fill=(*colour, 210))
        turned = stamp.rotate(random.uniform(-14, 14), expand=True, resample=Image.Resampling.BICUBIC)
        at = (random.randint(60, 500), 210 if colour[0] > 100 else 430)
        page.paste(turned, at, turned)
    return _jpeg(_as_scan(_watermark(page), fields.portrait_seed + 1))


def scan_pdf(pages: Sequence[bytes]) -> bytes:
    """A PDF of scanned pages, one picture a page at 150 dots per inch. Raises ValueError when there are no pages."""
    if not pages:
        raise ValueError("a scan has at least one page")
    pictures = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]
    output = io.BytesIO()
    pictures[0].save(
        output,
        "PDF",
        save_all=True,
        append_images=pictures[1:],
        resolution=150,
        title="SPECIMEN",
        creationDate=_PDF_MOMENT,
        modDate=_PDF_MOMENT,
    )
    return output.getvalue()


def _data(fields: PassportFields) -> list[tuple[int, int, str, str, int]]:
    """Position, label, value and room in pixels of each entry."""
    surname, given_names = (_latin(name, fields.language) for name in (fields.surname, fields.given_names))
    sex = {"M": "M", "F": "F"}.get(fields.sex, "X")
    return [
        (326, 98, "Type", fields.document_code, 80),
        (430, 98, "Code of issuing State", fields.issuer, 160),
        (660, 98, "Passport no.", fields.number, 306),
        (326, 156, "Surname", surname.upper(), 640),
        (326, 214, "Given names", given_names.upper(), 640),
        (326, 272, "Nationality", fields.nationality_name.upper(), 300),
        (660, 272, "Personal no.", fields.personal_number or "-", 306),
        (326, 330, "Date of birth", _shown(fields.birth_date), 200),
        (540, 330, "Sex", sex, 60),
        (620, 330, "Place of birth", fields.place_of_birth.upper(), 240),
        (326, 388, "Date of issue", _shown(PartialDate.of(fields.issued_on)), 200),
        (620, 388, "Authority", fields.authority.upper(), 240),
        (326, 446, "Date of expiry", _shown(PartialDate.of(fields.expires_on)), 200),
        (620, 446, "Holder's signature", "", 240),
    ]


def _latin(name: str, language: str | None) -> str:
    """The name in the national Latin spelling when it is given in another script."""
    return (suggest_latin(name, language) if language else None) or name


def _shown(value: PartialDate) -> str:
    """Doc 9303 Part 3 section 3.8: two digits of the day, the month in letters, the year; XX for unknown parts."""
    day = "XX" if value.day is None else f"{value.day:02d}"
    month = "XXX" if value.month is None else _MONTHS[value.month - 1]
    return f"{day} {month} {value.year:04d}"


def _tint(issuer: str) -> Colour:
    shades: tuple[Colour, ...] = (
        (44, 66, 112),
        (108, 40, 54),
        (34, 84, 72),
        (84, 64, 112),
        (96, 74, 40),
        (40, 82, 108),
    )
    return shades[sum(map(ord, issuer)) % len(shades)]


def _fitted(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, fill: Colour, room: int) -> None:
    """Text made smaller, and at last cut, so that it stays within its field."""
    while size > 11 and text_width(draw, text, size) > room:
        size -= 1
    while text and text_width(draw, text, size) > room:
        text = text[:-1]
    draw_text(draw, at, text, size, fill)


def _background(issuer: str) -> Image.Image:
    """Pale paper with fine wave lines in the tint of the issuer."""
    page = Image.new("RGB", PAGE_SIZE, (244, 243, 238))
    draw = ImageDraw.Draw(page)
    tint = _tint(issuer)
    pale = tuple(round(244 - (244 - part) * 0.16) for part in tint)
    for row in range(-40, PAGE_SIZE[1] + 40, 11):
        for phase in (0.0, math.pi):
            points = [(x, row + 13 * math.sin(x / 47 + row / 60 + phase)) for x in range(0, PAGE_SIZE[0] + 8, 8)]
            draw.line(points, fill=pale, width=1)
    for radius in range(60, 230, 7):
        ring: list[tuple[float, float]] = []
        for step in range(181):
            angle = step * math.pi / 90
            reach = radius + 16 * math.sin(9 * angle + radius / 20)
            ring.append((640 + reach * math.cos(angle), 300 + reach * 0.8 * math.sin(angle)))
        draw.line(ring, fill=pale, width=1)
    return page


def _signature(draw: ImageDraw.ImageDraw, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a drawing, no secret
    height, speed = random.uniform(9, 16), random.uniform(5, 8)
    points: list[tuple[float, float]] = []
    for step in range(120):
        x = 626 + step * 1.7
        wave = math.sin(step / speed) + 0.6 * math.sin(step / (speed * 0.43) + seed % 7)
        points.append((x, 488 - height * wave * (1 - step / 170)))
    draw.line(points, fill=(40, 48, 110), width=2, joint="curve")


def _machine_zone(draw: ImageDraw.ImageDraw, lines: tuple[str, str]) -> None:
    """Each character in the middle of its own cell: 44 cells of one width, as OCR-B would stand."""
    draw.rectangle((0, 540, PAGE_SIZE[0], PAGE_SIZE[1]), fill=(250, 250, 247))
    pitch, left, size = 21.2, 33.6, 28
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            width = draw.textlength(character, font=font(size))
            x = left + pitch * column + (pitch - width) / 2
            draw.text((x, 572 + row * 56), character, font=font(size), fill=(18, 18, 20))


def _watermark(page: Image.Image) -> Image.Image:
    layer = Image.new("RGBA", (1200, 220), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    pen.text((600, 110), "SPECIMEN", font=font(190), fill=(190, 30, 44, 62), anchor="mm")
    turned = layer.rotate(28, expand=True, resample=Image.Resampling.BICUBIC)
    marked = page.convert("RGBA")
    marked.alpha_composite(
        turned.crop(_centred(turned.size, PAGE_SIZE)),
    )
    return marked.convert("RGB")


def _centred(outer: tuple[int, int], inner: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top = (outer[0] - inner[0]) // 2, (outer[1] - inner[1]) // 2
    return left, top, left + inner[0], top + inner[1]


def _as_scan(page: Image.Image, seed: int) -> Image.Image:
    """A scanner's touch: a slight turn on grey glass and a little softness; the zone stays readable."""
    random = Random(seed)  # noqa: S311 - a drawing, no secret
    turned = page.rotate(random.uniform(-0.35, 0.35), resample=Image.Resampling.BICUBIC, fillcolor=(214, 214, 212))
    return turned.filter(ImageFilter.GaussianBlur(0.4))


def _jpeg(page: Image.Image) -> bytes:
    output = io.BytesIO()
    page.save(output, "JPEG", quality=88, dpi=(203, 203))
    return output.getvalue()
