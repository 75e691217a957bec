"""Drawn specimens: the right shape, the same every time, and marked as what they are."""

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from PIL import Image, ImageChops

from cases.identity.dates import PartialDate
from cases.identity.mrz import MrzError, parse
from cases.specimens.passport import PAGE_SIZE, PassportFields, observations_jpeg, passport_jpeg, scan_pdf
from cases.specimens.portrait import portrait_jpeg

FIELDS = PassportFields(
    country_name="Republic of Utopia",
    issuer="UTO",
    nationality="UTO",
    nationality_name="Utopian",
    surname="Џамоња-Šećerović",
    given_names="Đorđe Žarko",
    number="X12345678",
    birth_date=PartialDate(1987, 5),
    sex="M",
    place_of_birth="Niš",
    issued_on=date(2019, 3, 4),
    expires_on=date(2029, 3, 4),
    authority="Capital",
    portrait_seed=12,
    personal_number="ABC123",
    language="sr",
)


def picture(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    assert image.format == "JPEG"
    return image


@pytest.mark.parametrize(("sex", "age"), [("M", 0), ("F", 9), ("X", 30), ("M", 64), ("F", 120), ("M", -1)])
def test_portrait_has_its_size_and_is_the_same_every_time(sex, age):
    first = portrait_jpeg(7, sex, age)
    assert picture(first).size == (413, 531)
    assert first == portrait_jpeg(7, sex, age)


def test_different_seeds_draw_different_people():
    assert len({portrait_jpeg(seed, "F", 30) for seed in range(12)}) == 12


def test_passport_page():
    data = passport_jpeg(FIELDS)
    assert picture(data).size == PAGE_SIZE
    assert data == passport_jpeg(FIELDS)
    zone = parse("\n".join(FIELDS.mrz_lines()))
    assert zone.is_valid
    assert (zone.surname, zone.given_names) == ("DZAMONJA SECEROVIC", "DORDE ZARKO")
    assert zone.birth_date(date(2026, 1, 1)) == PartialDate(1987, 5)


def test_the_zone_is_drawn_and_depends_on_the_fields():
    zone = (0, 545, 1000, 700)
    one = picture(passport_jpeg(FIELDS)).crop(zone)
    other = picture(passport_jpeg(replace(FIELDS, number="X12345679"))).crop(zone)
    assert one.convert("L").getextrema()[0] < 70, "dark letters on light ground"
    assert ImageChops.difference(one, other).getbbox() is not None


def test_the_word_specimen_lies_across_the_page():
    red = sum(
        1
        for r, g, b in picture(passport_jpeg(FIELDS)).resize((250, 176)).get_flattened_data()
        if r > 190 and r - g > 30 and r - b > 20
    )
    assert red > 1500


def test_names_without_a_table_are_refused_as_the_zone_cannot_be_written():
    with pytest.raises(MrzError):
        passport_jpeg(replace(FIELDS, surname="শেখ"))


def test_long_entries_stay_in_their_fields():
    long = replace(FIELDS, surname="Wolfeschlegelsteinhausenbergerdorff " * 4, place_of_birth="M" * 200)
    edge = (975, 100, 990, 330)
    difference = ImageChops.difference(
        picture(passport_jpeg(long)).crop(edge), picture(passport_jpeg(FIELDS)).crop(edge)
    )
    assert max(high for _, high in difference.getextrema()) < 40


def test_pdf_of_two_pages():
    pages = [passport_jpeg(FIELDS), observations_jpeg(FIELDS)]
    data = scan_pdf(pages)
    assert data.startswith(b"%PDF-")
    assert data == scan_pdf(pages)
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 2
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (480, 338)
    document.close()
    with pytest.raises(ValueError, match="one page"):
        scan_pdf([])
