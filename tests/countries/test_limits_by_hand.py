"""Time limits of the agreements against the table in limits_by_hand.txt, whose dates were worked out without this code."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from countries.selectors.calendars import due_date_for, time_zone_for_rule
from countries.selectors.rules import resolve_rule

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parent / "limits_by_hand.txt"


def lines():
    found = []
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        cells, _, why = line.partition("#")
        if cells.strip() and not cells.startswith("["):
            found.append(pytest.param(*cells.split(), why.strip(), id=f"line {number}"))
    return found


@pytest.mark.parametrize(("requesting", "receiving", "track", "kind", "start", "earliest", "due", "why"), lines())
def test_the_limit_ends_when_it_was_worked_out_to_end(requesting, receiving, track, kind, start, earliest, due, why):
    day = dt.date.fromisoformat(start)
    pair = {"requesting": requesting, "receiving": receiving}
    rule = resolve_rule(kind, track=track, on_date=day, **pair)
    assert rule is not None and rule.certainty in ("T", "S"), "the table has limits that were read"
    zone = ZoneInfo(time_zone_for_rule(rule, **pair))
    found = due_date_for(rule, dt.datetime.combine(day, dt.time(12), tzinfo=zone), **pair)
    assert (str(found.earliest_last_day), str(found.last_day)) == (earliest, due), why


def test_every_line_says_why_and_every_limit_has_its_starts():
    starts = {}
    for parameter in lines():
        *cell, start, _, _, why = parameter.values
        assert why
        starts.setdefault(tuple(cell), []).append(start)
    assert all(len(set(found)) == len(found) for found in starts.values()), "a start twice"
