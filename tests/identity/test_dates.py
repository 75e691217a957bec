"""Partly known dates, and dates that cannot be true together."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.identity.dates import DateFormError, PartialDate, date_problems, years_before

TODAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "mrz", "shown"),
    [
        ("1942-07-12", date(1942, 7, 12), date(1942, 7, 12), "420712", "12 July 1942"),
        ("2000-02", date(2000, 2, 1), date(2000, 2, 29), "0002<<", "February 2000"),
        ("1985", date(1985, 1, 1), date(1985, 12, 31), "85<<<<", "1985"),
    ],
)
def test_partial_date(text, earliest, latest, mrz, shown):
    value = PartialDate.parse(f" {text} ")
    assert str(value) == text
    assert (value.earliest, value.latest) == (earliest, latest)
    assert value.mrz() == mrz
    assert value.display() == shown
    assert value.is_complete is (len(text) == 10)


@pytest.mark.parametrize(
    "text",
    ["", "85", "1985-13", "1985-2", "1985-02-30", "1985--01", "01.02.1985", "0000", "١٩٨٥", "1985-01-01x", "x" * 99],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(DateFormError) as caught:
        PartialDate.parse(text)
    assert caught.value.problem.code == "date.form"
    assert str(caught.value.problem)


def test_a_day_needs_a_month():
    with pytest.raises(ValueError, match="month"):
        PartialDate(1985, None, 3)


def test_comparison_says_only_what_is_certain():
    assert PartialDate(1989).is_certainly_before(PartialDate(1990, 5))
    assert not PartialDate(1990).is_certainly_before(PartialDate(1990, 5))
    assert PartialDate(1990).is_certainly_before(date(1991, 1, 1))
    assert PartialDate(1990).may_be(PartialDate(1990, 5))
    assert PartialDate(1990).may_be(date(1990, 12, 31))
    assert not PartialDate(1990, 6).may_be(PartialDate(1990, 5, 1))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_day_lies_within_its_shortened_form(day, length):
    value = PartialDate.parse(day.isoformat()[:length])
    assert value.earliest <= day <= value.latest
    assert value.may_be(day)
    assert PartialDate.parse(str(value)) == value


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"birth": PartialDate(2026, 10, 1)}, []),
        ({"birth": PartialDate(2026, 10, 2)}, ["birth.future"]),
        ({"birth": PartialDate(2026, 10)}, []),
        ({"birth": PartialDate(2026, 11)}, ["birth.future"]),
        ({"birth": PartialDate(2027)}, ["birth.future"]),
        ({"birth": PartialDate(1906, 10, 1)}, []),
        ({"birth": PartialDate(1906, 9, 30)}, ["birth.too_long_ago"]),
        ({"birth": PartialDate(1906)}, []),
        ({"birth": PartialDate(1905)}, ["birth.too_long_ago"]),
        ({"birth": PartialDate(1990, 5, 2), "issued": date(1990, 5, 1)}, ["document.issued_before_birth"]),
        ({"birth": PartialDate(1990), "issued": date(1990, 5, 1)}, []),
        ({"birth": PartialDate(1991), "issued": date(1990, 5, 1)}, ["document.issued_before_birth"]),
        ({"issued": date(2026, 10, 1)}, []),
        ({"issued": date(2026, 10, 2)}, ["document.issued_in_future"]),
        ({"issued": date(2020, 1, 2), "expires": date(2020, 1, 1)}, ["document.expires_before_issue"]),
        ({"issued": date(2020, 1, 1), "expires": date(2020, 1, 1)}, []),
        ({"birth": PartialDate(1990), "expires": date(1989, 1, 1)}, ["document.expires_before_birth"]),
        ({"expires": date(2001, 1, 1)}, []),
        ({}, []),
    ],
)
def test_date_problems(arguments, expected):
    problems = date_problems(today=TODAY, **arguments)
    assert [problem.code for problem in problems] == expected
    assert all(str(problem) and problem.field for problem in problems)


def test_years_before_a_leap_day():
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)
