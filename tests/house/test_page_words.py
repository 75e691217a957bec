"""The filters of the pages: dates in words, days left, urgency, names."""

import datetime

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import UndefinedError

from core import clock
from core.jinja import bdi, date_short, date_words, days_left, due_words, file_size, local_time, partial_date, urgency

TBILISI = "Asia/Tbilisi"  # four hours ahead of UTC all year
END_OF_23_NOVEMBER = datetime.datetime(2026, 11, 23, 20, tzinfo=datetime.UTC)  # 24:00 in Tbilisi


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def at(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=datetime.UTC)


def test_a_limit_that_ends_at_midnight_ends_with_the_day_before() -> None:
    assert due_words(END_OF_23_NOVEMBER, TBILISI) == "Monday 23 November 2026, 24:00"
    assert due_words(END_OF_23_NOVEMBER, "UTC") == "Monday 23 November 2026, 20:00"


@pytest.mark.parametrize(
    ("now", "words", "kind"),
    [
        (at(10, 8), "13 days left", ""),
        (at(21, 10), "2 days left", "soon"),
        (at(22, 19, 59), "1 day left", "soon"),
        (at(22, 20), "due today", "soon"),
        (at(23, 19, 59), "due today", "soon"),
        (at(23, 20), "1 day over", "late"),
        (at(25, 10), "2 days over", "late"),
    ],
)
def test_days_left_are_counted_on_the_wall_clock_of_the_state_that_must_act(
    now: datetime.datetime, words: str, kind: str
) -> None:
    with clock.travel(now):
        assert days_left(END_OF_23_NOVEMBER, TBILISI) == words
        assert urgency(END_OF_23_NOVEMBER, TBILISI) == kind


def test_no_limit_is_not_urgent() -> None:
    assert urgency(None) == ""
    assert days_left(None) == "no time limit"


def test_dates() -> None:
    with clock.travel(at(21, 10)):
        assert date_words(datetime.date(2026, 11, 23)) == "Monday 23 November 2026"
        assert date_short(datetime.date(2026, 11, 3)) == "3 Nov"
        assert date_short(datetime.date(2027, 1, 29)) == "29 Jan 2027"
        assert local_time(at(20, 22, 30), TBILISI) == "21 Nov, 02:30"


@pytest.mark.parametrize(
    ("value", "words", "short"),
    [
        ("1990", "1990", "1990"),
        ("1990-03", "March 1990", "Mar 1990"),
        ("1990-09-12", "12 September 1990", "12 Sep 1990"),
        ("", "—", "—"),
    ],
)
def test_partial_dates(value: str, words: str, short: str) -> None:
    assert partial_date(value) == words
    assert partial_date(value, short=True) == short


def test_names_are_escaped_and_kept_apart() -> None:
    assert bdi("<b>", "ka") == '<bdi class="native" lang="ka">&lt;b&gt;</bdi>'
    assert bdi(None) == ""


def test_file_sizes() -> None:
    assert [file_size(count) for count in (1, 340_000, 3_400_000)] == ["1 kB", "340 kB", "3.4 MB"]


@pytest.mark.parametrize("source", ["{{ nobody }}", "{% if nobody %}{% endif %}", "{{ day.nothing }}"])
def test_what_the_view_did_not_give_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        engines["jinja2"].env.from_string(source).render(day=datetime.date(2026, 1, 1))


def test_keys_of_plain_dictionaries_may_be_missing() -> None:
    assert engines["jinja2"].env.from_string("[{{ entry.hint.text }}]").render(entry={}) == "[]"


def test_everything_is_escaped() -> None:
    assert engines["jinja2"].env.from_string("{{ name }}").render(name="<script>") == "&lt;script&gt;"
