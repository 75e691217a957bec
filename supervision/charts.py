"""Where the parts of a chart stand: pure arithmetic. `templates/components/charts.html` draws what comes out.

Horizontal places are percentages of the chart's width, so that text keeps its size on a telephone and on paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cases.wording import Words

GAP: Final = 0.4
"""Between two segments, in per cent of the width."""
LABELLED: Final = 18.0
"""From which width a segment has room for its number inside."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar. kind: how it is filled; text: what stands inside, if there is room."""

    kind: str
    x: str
    width: str
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its label before it and its number behind; summary: the same in words."""

    label: str
    number: str
    segments: Sequence[Segment]
    summary: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What a bar is made of: its label and a number by kind of segment."""

    label: str
    numbers: Mapping[str, int]
    url: str = ""


def share_bars(rows: Sequence[Row], kinds: Mapping[str, Words]) -> list[Bar]:
    """Bars of equal length, cut by shares; rows that count nothing are left out."""
    return [_bar(row, kinds, sum(row.numbers.values()), is_share=True) for row in rows if sum(row.numbers.values())]


def count_bars(rows: Sequence[Row], kinds: Mapping[str, Words]) -> list[Bar]:
    """Bars as long as their numbers, the longest filling the width."""
    longest = max((sum(row.numbers.values()) for row in rows), default=0)
    return [_bar(row, kinds, longest, is_share=False) for row in rows if sum(row.numbers.values())]


def _bar(row: Row, kinds: Mapping[str, Words], whole: int, *, is_share: bool) -> Bar:
    total = sum(row.numbers.values())
    segments, said, begin = [], [], 0.0
    for kind, words in kinds.items():
        number = row.numbers.get(kind, 0)
        if not number:
            continue
        width = 100 * number / whole
        text = f"{round(100 * number / total)} %" if is_share else str(number)
        told = f"{words}: {text}" if is_share else f"{words}: {number}"
        is_last = begin + width >= 99.99
        shown = max(width - (0 if is_last else GAP), 0.3)
        segments.append(Segment(kind, _percent(begin), _percent(shown), text if width >= LABELLED else "", told))
        said.append(told)
        begin += width
    return Bar(row.label, str(total), segments, f"{row.label}: {', '.join(said)}", row.url)


def _percent(value: float) -> str:
    return f"{value:.2f}%"


# --- lines ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a line. x in per cent, y in pixels; words: what it says."""

    x: str
    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight piece between two values."""

    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True, slots=True)
class Series:
    """One line: kind tells how it is drawn (colour, dashes, form of its marks)."""

    kind: str
    label: str
    points: Sequence[Point]
    strokes: Sequence[Stroke]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over a row of columns. guides: (y, value) of the horizontal lines; labels: (x, text) below."""

    height: int
    base: int
    guides: Sequence[tuple[int, int]]
    labels: Sequence[tuple[str, str]]
    series: Sequence[Series]


_TOP, _BASE, _HEIGHT = 14, 190, 216
_LEFT, _RIGHT = 6.0, 97.0
_MOST_LABELS: Final = 12


def line_chart(columns: Sequence[str], lines: Sequence[tuple[str, Words, Sequence[int]]]) -> LineChart:
    """Lines over columns. lines: (kind, label, one number per column)."""
    top = _round_up(max((number for _kind, _label, numbers in lines for number in numbers), default=0))
    step = (_RIGHT - _LEFT) / max(len(columns) - 1, 1)

    def x(index: int) -> str:
        return _percent(_LEFT + step * index)

    def y(number: int) -> int:
        return round(_BASE - (_BASE - _TOP) * number / top)

    series = []
    for kind, label, numbers in lines:
        points = [
            Point(x(index), y(number), f"{columns[index]}, {label}: {number}") for index, number in enumerate(numbers)
        ]
        strokes = [Stroke(one.x, one.y, other.x, other.y) for one, other in pairwise(points)]
        series.append(Series(kind, str(label), points, strokes))
    every = -(-len(columns) // _MOST_LABELS) or 1
    labels = [(x(index), text) for index, text in enumerate(columns) if index % every == 0]
    return LineChart(_HEIGHT, _BASE, [(y(value), value) for value in _guides(top)], labels, series)


def _round_up(number: int) -> int:
    """The next number at which a scale can end: 4, 8, 20, 40, 80, 200 …; each divides by four."""
    step = 4
    while number > step:
        step = {"4": step * 2, "8": step * 5 // 2, "2": step * 2}[str(step)[0]]
    return step


def _guides(top: int) -> list[int]:
    return [0, top // 2, top]
