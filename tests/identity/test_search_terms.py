"""One line of text and what it may mean."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.identity.search_numbers import birth_patterns, number_patterns, whole_reference
from cases.identity.search_terms import Asked, Directory, office_words, read_text
from core.references import reference

TODAY = date(2026, 6, 1)
MONTHS = {"march": 3, "mar": 3, "may": 5, "mars": 3}
OFFICE = UUID(int=7)
DIRECTORY = Directory(
    {"serbia": "SRB", "srb": "SRB", "rs": "SRB", "georgia": "GEO", "bosnia and herzegovina": "BIH"},
    ((OFFICE, office_words("Repatriation and Departure Service")),),
)
RIGHT = reference("NL", "RS", 2026, 123)


def meanings(text: str) -> tuple[Asked, ...]:
    return read_text(text, DIRECTORY, MONTHS, TODAY).meanings


def first(text: str) -> Asked:
    return meanings(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        *("14.3.1991", "14/03/1991", "14-3-1991", "14 3 1991", "1991-03-14", "1991.3.14", "14 March 1991"),
        *("14. mar 1991", "March 14, 1991", "03/14/1991", "14.3.91", "١٤.٣.١٩٩١"),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    asked = first(text)
    assert asked.births[0].pattern == "1991-03-14" and not asked.numbers and not asked.names


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("1991", "1991%"), ("1991-03", "1991-03%"), ("3/1991", "1991-03%"), ("March 1991", "1991-03%")],
)
def test_a_part_of_a_date_is_enough(text: str, pattern: str) -> None:
    assert first(text).births[0].pattern == pattern


def test_day_and_month_may_be_exchanged_and_a_record_may_know_less() -> None:
    found = {row.pattern: row.weight for row in birth_patterns("1991-03-04")}
    assert found["1991-03-04"] == 1.0
    assert found["1991-04-03"] < 1.0 and found["1991"] < 1.0 and found["1991-01-01"] < 1.0


@pytest.mark.parametrize("text", ["31.2.1991", "14.3.2091", "1850"])
def test_what_is_no_day_of_birth_is_not_read_as_one(text: str) -> None:
    assert not any(asked.births for asked in meanings(text))


def test_eight_digits_are_a_number_or_a_day() -> None:
    number, day = meanings("14031991")
    assert number.numbers and not number.births
    assert day.births[0].pattern == "1991-03-14" and not day.numbers


@pytest.mark.parametrize("text", [RIGHT, RIGHT.replace("-", ""), RIGHT.lower(), RIGHT.replace("-", " ")])
def test_a_whole_reference_is_read_with_dashes_or_without(text: str) -> None:
    reading = read_text(text, DIRECTORY, MONTHS, TODAY)
    assert reading.reference == RIGHT
    assert reading.meanings[0].numbers[0].pattern == RIGHT.replace("-", "")


def test_with_a_wrong_check_character_the_rest_is_searched() -> None:
    wrong = RIGHT[:-1] + ("A" if RIGHT[-1] != "A" else "B")
    reading = read_text(wrong, DIRECTORY, MONTHS, TODAY)
    assert reading.reference == whole_reference(wrong) == wrong
    assert f"{RIGHT.replace('-', '')[:-1]}_" in {row.pattern for row in reading.meanings[0].numbers}


@pytest.mark.parametrize("text", ["123", "000123", "2026-123", "NL-RS-2026-123"])
def test_a_part_of_a_reference_is_enough(text: str) -> None:
    patterns = [row.pattern for row in number_patterns(text) if row.kind == "reference"]
    assert any(pattern.endswith("000123_") and len(pattern) == 15 for pattern in patterns)


def test_digits_in_groups_and_a_series_before_them_are_one_number() -> None:
    assert first("AB 123 456").numbers[0].pattern == "AB123456"
    assert first("V-2026/17").numbers[0].pattern == "V202617"


def test_names_dates_and_numbers_stand_together() -> None:
    asked = first("Petrović, Miloš 1991")
    assert [word.word for word in asked.names] == ["petrovic", "milos"]
    assert asked.births[0].pattern == "1991%"
    assert asked.kinds == {"name", "birth"}


def test_a_country_is_a_name_or_a_place() -> None:
    as_name, as_place = meanings("Georgia")
    assert as_name.names and as_name.countries is None
    assert as_place.countries == {"GEO"} and not as_place.names
    assert any(asked.countries == {"SRB"} and len(asked.names) == 1 for asked in meanings("petrovic Serbia"))
    assert any(asked.countries == {"BIH"} for asked in meanings("Bosnia and Herzegovina"))
    assert any(asked.countries == {"SRB"} for asked in meanings("RS"))
    assert all(asked.countries is None for asked in meanings("rs"))


def test_an_office_is_found_by_words_of_its_name() -> None:
    assert any(asked.authorities == {OFFICE} for asked in meanings("repatriation departure"))
    assert DIRECTORY.authorities_called("de") == frozenset()


@pytest.mark.parametrize("text", ["", "   ", "!!", "—", "%", "_"])
def test_nothing_to_search_for(text: str) -> None:
    assert meanings(text) == ()


def test_fields_and_the_line_hold_together() -> None:
    asked = first("Petrović") & Asked(births=birth_patterns("1991"), authorities=frozenset())
    assert asked.names and asked.births and asked.authorities == frozenset()


@given(st.text(max_size=300))
def test_any_text_is_read_without_harm(text: str) -> None:
    for asked in meanings(text):
        assert asked
        for row in (*asked.births, *asked.numbers):
            assert len(row.pattern) <= 210 and 0 < row.weight <= 1
