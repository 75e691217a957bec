"""The arithmetic against a second implementation that counts day by day and was written without looking at the first."""

import datetime as dt
from calendar import monthrange
from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from countries.clocks import CalendarSnapshot, DueDate, Holiday, ResolvedRule, codes, due

ZONES = ("Europe/Belgrade", "Asia/Tbilisi", "Asia/Karachi", "Asia/Dhaka", "America/Santiago", "Africa/Cairo", "UTC")

dates = st.dates(dt.date(2025, 1, 1), dt.date(2029, 12, 31))
instants = st.builds(lambda day, time: dt.datetime.combine(day, time, tzinfo=dt.UTC), dates, st.times())
weekends = st.sampled_from([frozenset({6, 7}), frozenset({5, 6}), frozenset({7}), frozenset({4, 5})])


@st.composite
def calendars(draw):
    days = draw(st.sets(dates, max_size=60))
    # A run of holidays, as at the Russian new year, is where rules of two working days bite.
    begin = draw(dates)
    days |= {begin + dt.timedelta(days=offset) for offset in range(draw(st.integers(0, 12)))}
    return CalendarSnapshot("TST", "TST-1", draw(weekends), {day: Holiday("Feast") for day in days})


def rule(value, unit, **more):
    base = ResolvedRule(
        kind="reply",
        track="any",
        value=value,
        unit=unit,
        start_event="delivery",
        agreement_code="test",
        agreement_title="Test",
        certainty="T",
        counting_convention=codes.PLAIN,
        first_day_counts=False,
    )
    return replace(base, **more)


def works(calendar, day):
    return day.isoweekday() not in calendar.weekend_days and day not in calendar.holidays


def naive_last_day(first, value, unit, first_counts, calendar):
    """Walk from the day of the event, one day at a time, until enough days have been counted."""
    if unit in ("month", "year"):
        months = value if unit == "month" else value * 12
        year, month = first.year, first.month
        for _ in range(months):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        length = monthrange(year, month)[1]
        if first.day > length:
            return dt.date(year, month, length)
        same = dt.date(year, month, first.day)
        return same - dt.timedelta(days=1) if first_counts else same
    counted = 0
    day = first - dt.timedelta(days=1)
    while counted < value:
        day += dt.timedelta(days=1)
        if day == first and not first_counts:
            continue
        if unit == "calendar_day" or works(calendar, day):
            counted += 1
    return day


def naive_move(last, first, value, unit, convention, first_counts, calendar):
    """Where the convention puts the end; the working days of the period are those from its first day."""
    if convention in ("roll_to_working_day", "regulation_1182_71"):
        while not works(calendar, last):
            last += dt.timedelta(days=1)
    if convention == "next_working_day_after_end":
        last += dt.timedelta(days=1)
        while not works(calendar, last):
            last += dt.timedelta(days=1)
    if convention == "regulation_1182_71" and (value >= 2 or unit in ("month", "year")):

        def working_days_inside():
            span = range(0 if first_counts else 1, (last - first).days + 1)
            return sum(works(calendar, first + dt.timedelta(days=offset)) for offset in span)

        while working_days_inside() < 2:
            last += dt.timedelta(days=1)
    return last


units = st.sampled_from(["calendar_day", "working_day", "month", "year"])
conventions = st.sampled_from(["plain", "roll_to_working_day", "regulation_1182_71", "next_working_day_after_end"])
values = st.integers(1, 40)


@settings(max_examples=400, deadline=None)
@given(instants, values, units, conventions, st.booleans(), calendars(), st.sampled_from(ZONES))
def test_every_convention_equals_the_naive_count(start, value, unit, convention, first_counts, calendar, zone):
    if unit == "year":
        value = value % 5 + 1
    result = due(
        rule(value, unit, counting_convention=convention, first_day_counts=first_counts), start, calendar, zone
    )
    first = start.astimezone(ZoneInfo(zone)).date()
    expected = naive_last_day(first, value, unit, first_counts, calendar)
    expected = naive_move(expected, first, value, unit, convention, first_counts, calendar)
    assert result.last_day == expected
    # The limit is the boundary of two legal days: one moment earlier it is still the last day.
    assert result.at.astimezone(ZoneInfo(zone)).date() == expected + dt.timedelta(days=1)
    assert (result.at - dt.timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date() == expected
    assert result.at.utcoffset() == dt.timedelta(0)
    assert result.earliest_at == result.latest_at == result.at


@settings(max_examples=200, deadline=None)
@given(instants, values, units, calendars(), st.sampled_from(ZONES))
def test_unverified_counting_spans_every_possible_way(start, value, unit, calendar, zone):
    if unit == "year":
        value = value % 5 + 1
    result = due(rule(value, unit, counting_convention=codes.UNVERIFIED, first_day_counts=None), start, calendar, zone)
    ways = [
        due(rule(value, unit, counting_convention=convention, first_day_counts=first), start, calendar, zone).at
        for convention, first in (("plain", False), ("plain", True), ("regulation_1182_71", False))
    ]
    assert (result.earliest_at, result.latest_at, result.at) == (min(ways), max(ways), max(ways))
    assert result.counting_is_verified == (min(ways) == max(ways))


@settings(max_examples=200, deadline=None)
@given(instants, st.integers(1, 200), st.sampled_from(ZONES))
def test_plain_hours_are_elapsed_hours(start, value, zone):
    result = due(rule(value, "hour"), start, CalendarSnapshot("TST", "TST-1"), zone)
    assert result.at - start == dt.timedelta(hours=value)


@settings(max_examples=200, deadline=None)
@given(instants, st.integers(1, 200), st.sampled_from(ZONES))
def test_by_the_regulation_the_hour_of_the_event_is_not_counted(start, value, zone):
    result = due(
        rule(value, "hour", counting_convention=codes.REGULATION_1182_71), start, CalendarSnapshot("TST", "TST-1"), zone
    )
    # Hours are walked in UTC, one at a time, from the first full hour of the local clock.
    hour = start
    while hour.astimezone(ZoneInfo(zone)).timetuple()[4:6] != (0, 0) or hour.microsecond:
        hour = hour.replace(microsecond=0, second=0) + dt.timedelta(minutes=1)
    # An event on the hour belongs to the hour that begins with it.
    begun = hour + dt.timedelta(hours=1) if hour == start else hour
    assert result.at == begun + dt.timedelta(hours=value)


@settings(max_examples=300, deadline=None)
@example(
    dt.datetime(2026, 10, 24, 10, tzinfo=dt.UTC),
    24,
    "hour",
    "regulation_1182_71",
    CalendarSnapshot("TST", "TST-1"),
    "Europe/Belgrade",
    "Europe/Belgrade",
)
@given(
    instants,
    st.integers(1, 60),
    st.sampled_from(["hour", "calendar_day", "working_day", "month"]),
    st.sampled_from(["plain", "roll_to_working_day", "regulation_1182_71", "unverified"]),
    calendars(),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
)
def test_the_clock_on_which_the_start_was_read_changes_nothing(start, value, unit, convention, calendar, zone, read_in):
    first_counts = None if convention == codes.UNVERIFIED else False
    made = rule(value, unit, counting_convention=convention, first_day_counts=first_counts)
    one, other = (due(made, instant, calendar, zone) for instant in (start, start.astimezone(ZoneInfo(read_in))))
    assert (one.earliest_at, one.at, one.start) == (other.earliest_at, other.at, other.start)


@settings(max_examples=200, deadline=None)
@given(instants, values, st.sampled_from(["calendar_day", "working_day"]), st.booleans(), calendars())
def test_a_notice_leaves_the_whole_period_free(start, value, unit, first_counts, calendar):
    result = due(
        rule(value, unit, direction=codes.BEFORE, first_day_counts=first_counts), start, calendar, "Europe/Belgrade"
    )
    event = start.astimezone(ZoneInfo("Europe/Belgrade")).date()
    free = [result.last_day + dt.timedelta(days=offset) for offset in range(1, (event - result.last_day).days + 1)]
    if not first_counts:
        free.remove(event)
    counted = [day for day in free if unit == "calendar_day" or works(calendar, day)]
    assert len(counted) == value
    # The latest possible notice: the first free day is itself one of the days counted.
    assert counted[0] == free[0]


@settings(max_examples=100, deadline=None)
@given(instants, values, units, calendars(), st.sampled_from(ZONES))
def test_a_stored_due_date_comes_back_equal(start, value, unit, calendar, zone):
    import json

    result = due(
        rule(value % 12 + 1, unit, counting_convention=codes.UNVERIFIED, normal_value=1),
        start,
        calendar,
        zone,
    )
    assert DueDate.from_json(json.loads(json.dumps(result.to_json()))) == result
