"""Charts as numbers: where the parts stand, what they say in words, what is drawn of nothing."""

import re

import pytest
from django.urls import reverse

from supervision.charts import Row, count_bars, line_chart, share_bars
from tests.cases.work_pages import browser, page
from tests.supervision.conftest import Office

KINDS = {"in_time": "In time", "late": "Late"}


def test_shares_fill_the_bar_and_say_what_they_are() -> None:
    [bar] = share_bars([Row("Serbia", {"in_time": 3, "late": 1}), Row("Nothing", {"in_time": 0})], KINDS)
    assert (bar.number, bar.summary) == ("4", "Serbia: In time: 75 %, Late: 25 %")
    first, second = bar.segments
    assert (first.x, second.x, second.width) == ("0.00%", "75.00%", "25.00%")
    assert (first.text, second.text, first.words) == ("75 %", "25 %", "In time: 75 %")
    assert float(first.width[:-1]) < 75, "a gap lies between two parts"


def test_a_part_too_small_for_its_number_says_it_in_words_alone() -> None:
    [bar] = share_bars([Row("Serbia", {"in_time": 99, "late": 1})], KINDS)
    assert (bar.segments[1].text, bar.segments[1].words) == ("", "Late: 1 %")


def test_counts_are_as_long_as_they_are_many() -> None:
    long, short = count_bars([Row("A", {"in_time": 8}), Row("B", {"in_time": 2, "late": 2})], KINDS)
    assert long.segments[0].width == "100.00%"
    assert short.segments[1].x == "25.00%" and short.segments[1].width == "24.60%"
    assert short.summary == "B: In time: 2, Late: 2"


def test_of_nothing_no_bar_is_drawn() -> None:
    assert share_bars([], KINDS) == count_bars([], KINDS) == count_bars([Row("A", {"late": 0})], KINDS) == []


def test_lines_stand_on_their_scale() -> None:
    chart = line_chart(["Jan", "Feb", "Mar"], [("came", "Delivered", [0, 8, 4])])
    [series] = chart.series
    assert [point.y for point in series.points] == [chart.base, 14, 102]
    assert [point.x for point in series.points] == ["6.00%", "51.50%", "97.00%"]
    assert [point.words for point in series.points] == ["Jan, Delivered: 0", "Feb, Delivered: 8", "Mar, Delivered: 4"]
    assert len(series.strokes) == 2 and chart.guides == [(chart.base, 0), (102, 4), (14, 8)]
    assert [label for _x, label in chart.labels] == ["Jan", "Feb", "Mar"]


def test_lines_over_nothing_and_over_many_months() -> None:
    empty = line_chart([], [("came", "Delivered", [])])
    assert empty.series[0].points == [] and [value for _y, value in empty.guides] == [0, 2, 4]
    flat = line_chart(["Jan"], [("came", "Delivered", [0])])
    assert flat.series[0].points[0].y == flat.base and flat.series[0].strokes == []
    months = [str(number) for number in range(25)]
    assert [label for _x, label in line_chart(months, []).labels] == ["0", "3", "6", "9", "12", "15", "18", "21", "24"]


def test_a_scale_ends_at_a_number_that_halves() -> None:
    for most, top in ((0, 4), (4, 4), (5, 8), (9, 20), (21, 40), (41, 80), (81, 200), (2001, 4000)):
        guides = line_chart(["Jan"], [("came", "Delivered", [most])]).guides
        assert [value for _y, value in guides] == [0, top // 2, top], most


PICTURE = re.compile(r'<svg [^>]*role="img" aria-labelledby="([^"]+)"')


@pytest.mark.commits
def test_every_chart_of_the_page_is_named_and_no_bar_is_drawn_of_nothing(office: Office) -> None:
    text = page(browser(office.people.supervisor), reverse("supervision:overview"))
    pictures = PICTURE.findall(text)
    assert len(pictures) >= 3 and any("-desc" in names for names in pictures)
    for names in pictures:
        for name in names.split():
            assert re.search(rf'<(title|desc) id="{name}">[^<]*\w[^<]*</', text), name
    of_nothing = page(browser(office.stranger), reverse("supervision:overview"))
    assert PICTURE.findall(of_nothing) == ["flow-chart-title flow-chart-desc"], "months at nought, and no bar"
