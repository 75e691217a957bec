"""What a seeded value must be, in one row: used by every module that compares the agreements with what was read."""

import datetime as dt

from countries.selectors.rules import resolve_rule

TODAY = dt.date(2026, 11, 21)
CD, WD = "calendar_day", "working_day"


def check(row, **how):
    """Compare the rule that holds with the row; returns the rule. `how` goes to `resolve_rule` (day, conditions).

    row: requesting, receiving, track, kind, value, unit, start, silence, certainty, layer
    """
    requesting, receiving, track, kind, value, unit, start, silence, certainty, layer = row
    pair = {"requesting": requesting, "receiving": receiving, "track": track, "on_date": TODAY}
    rule = resolve_rule(kind, **pair | how)
    assert rule is not None, row
    assert (rule.value, rule.unit, rule.start_event) == (value, unit, start)
    assert rule.effect_of_silence == (silence or "not_applicable")
    assert (rule.certainty, rule.layer) == (certainty, layer)
    assert rule.has_limit == (value is not None and unit not in ("person", "kilometre"))
    return rule


def rows(text):
    """The rows of a table as text, one cell after the other; "-" is None, "foreign" both tracks of non-nationals."""
    found = []
    for line in text.splitlines():
        cells = [None if cell == "-" else int(cell) if cell.isdigit() else cell for cell in line.split()]
        if cells:
            tracks = ("third_country_national", "stateless") if cells[2] == "foreign" else (cells[2],)
            found += [(*cells[:2], track, *cells[3:]) for track in tracks]
    return found


def tables(text):
    """Sections of rows: (agreement, condition or None, day) to its rows, under a heading [agreement condition day]."""
    found = {}
    for section in text.split("[")[1:]:
        heading, _, lines = section.partition("]")
        agreement, condition, day = (*heading.split(), "-", "-")[:3]
        key = (agreement, None if condition == "-" else condition, TODAY if day == "-" else dt.date.fromisoformat(day))
        found[key] = rows(lines)
    return found


def name(row):
    return "-".join(str(cell) for cell in row[:4])
