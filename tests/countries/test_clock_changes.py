"""What changes a period: an extension after obstacles, a time in which it stood still; and agreement over many inputs."""

import datetime as dt
import json
import random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from countries.clocks import CalendarSnapshot, DueDate, Holiday, codes, due, extended, resumed
from tests.countries.test_clock_properties import (
    ZONES,
    calendars,
    conventions,
    instants,
    naive_last_day,
    naive_move,
    rule,
    units,
    values,
    works,
)

BELGRADE = ZoneInfo("Europe/Belgrade")
ORDINARY = CalendarSnapshot("TST", "TST-7")


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=BELGRADE)


def after_obstacles(value=60):
    return rule(value, "calendar_day", start_event=codes.OBSTACLE_END)


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        # One year from 10 March 2026 is 10 March 2027. Obstacles that ended on 1 February 2027 give 60 days: 2 April.
        ("2027-02-01T10:00", "2027-04-02"),
        # After obstacles that ended on 1 April 2026 sixty days are over on 31 May: the year itself stays.
        ("2026-04-01T10:00", "2027-03-10"),
        # The obstacles may outlast the year: 60 days from 20 March 2027 end on 19 May.
        ("2027-03-20T10:00", "2027-05-19"),
        # Leap year: 60 days from 1 February 2028 end on 1 April.
        ("2028-02-01T10:00", "2028-04-01"),
    ],
)
def test_an_extension_runs_from_the_end_of_the_obstacles(ended, expected):
    first = due(rule(1, "year"), at("2026-03-10T10:00"), ORDINARY, BELGRADE)
    result = extended(first, after_obstacles(), ORDINARY, BELGRADE, obstacle_end=at(ended))
    assert str(result.last_day) == expected
    assert [step.code for step in result.steps].count("extended") == 1


def test_the_working_of_an_extension_agrees_with_itself_where_two_readings_end_together():
    # Ten days from 13 November 2026 end on 23 November, or on 22 by the stricter count. Six days more are Sunday 29 or
    # Saturday 28: both move to Monday 30 under the Regulation.
    ten = rule(10, "calendar_day", counting_convention=codes.UNVERIFIED, first_day_counts=None)
    first = due(ten, at("2026-11-13T09:47"), ORDINARY, BELGRADE)
    six = rule(6, "calendar_day", counting_convention=codes.UNVERIFIED, first_day_counts=None)
    result = extended(first, six, ORDINARY, BELGRADE)
    steps = {step.code: step for step in result.steps}
    assert str(steps["extended"].date) == "2026-11-23"
    assert (steps["moved"].parameters["from"], str(steps["moved"].date)) == ("2026-11-29", "2026-11-30")


def test_the_end_of_the_obstacles_must_be_known_and_lie_in_the_period_or_after_it():
    first = due(rule(1, "year"), at("2026-03-10T10:00"), ORDINARY, BELGRADE)
    with pytest.raises(ValueError, match="when they ended"):
        extended(first, after_obstacles(), ORDINARY, BELGRADE)
    with pytest.raises(ValueError, match="before the period began"):
        extended(first, after_obstacles(), ORDINARY, BELGRADE, obstacle_end=at("2026-03-09T10:00"))
    with pytest.raises(ValueError, match="more than the agreement allows"):
        extended(first, after_obstacles(), ORDINARY, BELGRADE, granted=61, obstacle_end=at("2027-02-01T10:00"))


@settings(max_examples=400, deadline=None)
@given(
    instants,
    instants,
    values,
    units | st.just("hour"),
    conventions | st.just("unverified"),
    st.booleans(),
    calendars(),
    st.sampled_from(ZONES),
)
def test_a_later_start_never_ends_earlier_and_nothing_ends_before_it_began(
    one, other, value, unit, convention, first_counts, calendar, zone
):
    if unit == "year":
        value = value % 5 + 1
    first_counts = None if convention == "unverified" else first_counts
    made = rule(value, unit, counting_convention=convention, first_day_counts=first_counts)
    earlier, later = (due(made, start, calendar, zone) for start in sorted((one, other)))
    assert earlier.at <= later.at
    assert earlier.earliest_at <= later.earliest_at
    for found in (earlier, later):
        assert found.start < found.earliest_at <= found.at


@settings(max_examples=300, deadline=None)
@given(instants, st.integers(2, 40), st.integers(0, 30), st.integers(0, 60), st.booleans(), calendars())
def test_days_that_stood_still_are_added_and_no_others(start, value, stopped_after, stood, is_working, calendar):
    unit = "working_day" if is_working else "calendar_day"
    zone = BELGRADE
    first = due(rule(value, unit), start, calendar, zone)
    paused = start + dt.timedelta(days=stopped_after)
    if paused >= first.at:
        return
    goes_on = paused + dt.timedelta(days=stood)
    result = resumed(first, paused, goes_on, calendar)
    begin, end = paused.astimezone(zone).date(), goes_on.astimezone(zone).date()
    gap = [begin + dt.timedelta(days=number) for number in range((end - begin).days)]
    lost = [day for day in gap if not is_working or works(calendar, day)]
    expected = naive_last_day(first.last_day, len(lost), unit, False, calendar) if lost else first.last_day
    assert result.last_day == expected
    assert result.at >= first.at
    # A day that is paused and resumed on itself costs nothing.
    assert resumed(first, paused, paused, calendar).last_day == first.last_day


@settings(max_examples=400, deadline=None)
@given(
    instants,
    values,
    units,
    conventions | st.just("unverified"),
    st.integers(0, 30),
    st.integers(0, 60),
    calendars(),
    st.sampled_from(ZONES),
)
def test_under_every_convention_a_pause_moves_the_day_counted_and_then_the_convention_moves_it(
    start, value, unit, convention, stopped_after, stood, calendar, zone
):
    if unit == "year":
        value = value % 5 + 1
    unverified = convention == "unverified"
    made = rule(value, unit, counting_convention=convention, first_day_counts=None if unverified else False)
    first = due(made, start, calendar, zone)
    paused = start + dt.timedelta(days=stopped_after)
    if paused >= first.at:
        return
    goes_on = paused + dt.timedelta(days=stood)
    result = resumed(first, paused, goes_on, calendar)
    day, stopped, again = (moment.astimezone(ZoneInfo(zone)).date() for moment in (start, paused, goes_on))
    gap = [stopped + dt.timedelta(days=number) for number in range((again - stopped).days)]
    lost = [pause for pause in gap if unit != "working_day" or works(calendar, pause)]
    ends = []
    ways = [("plain", False), ("plain", True), ("regulation_1182_71", False)] if unverified else [(convention, False)]
    for way, first_counts in ways:
        last = naive_last_day(day, value, unit, first_counts, calendar)
        end = naive_move(last, day, value, unit, way, first_counts, calendar)
        if stopped <= end:  # otherwise it had passed by this way of counting before it stopped
            step = "working_day" if unit == "working_day" else "calendar_day"
            last = naive_last_day(last, len(lost), step, False, calendar) if lost else last
            end = naive_move(last, day, value, unit, way, first_counts, calendar)
        ends.append(end)
    assert (result.earliest_last_day, result.last_day) == (min(ends), max(ends))


@settings(max_examples=400, deadline=None)
# 25 days, 60 in all; a reply that was none stood from the first day to the fiftieth.
@example(dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC), 25, 60, 1, 49, ("calendar_day", "calendar_day"), "plain", ORDINARY)
@given(
    instants,
    st.integers(2, 40),
    st.integers(1, 90),
    st.integers(0, 30),
    st.integers(0, 60),
    st.tuples(units, units),
    conventions,
    calendars(),
)
def test_a_total_does_not_hold_the_days_that_stood_still(
    start, value, in_all, stopped_after, stood, of, convention, calendar
):
    unit, unit_of_total = of
    if "year" in of:
        value, in_all = value % 3 + 1, in_all % 5 + 1
    first = due(rule(value, unit, counting_convention=convention), start, calendar, BELGRADE)
    paused = start + dt.timedelta(days=stopped_after)
    if paused >= first.at:
        return
    goes_on = paused + dt.timedelta(days=stood)
    later = resumed(first, paused, goes_on, calendar)
    day, stopped, again = (moment.astimezone(BELGRADE).date() for moment in (start, paused, goes_on))
    last = naive_last_day(day, in_all, unit_of_total, False, calendar)
    if stopped <= naive_move(last, day, in_all, unit_of_total, convention, False, calendar):
        gap = [stopped + dt.timedelta(days=number) for number in range((again - stopped).days)]
        is_working = unit_of_total == "working_day"
        lost = [pause for pause in gap if not is_working or works(calendar, pause)]
        step = "working_day" if is_working else "calendar_day"
        last = naive_last_day(last, len(lost), step, False, calendar) if lost else last
    expected = naive_move(last, day, in_all, unit_of_total, convention, False, calendar)
    total = rule(in_all, unit_of_total, counting_convention=convention, of_total=True)
    if expected < later.last_day:
        with pytest.raises(ValueError, match="cannot end before"):
            extended(later, total, calendar, BELGRADE)
    else:
        assert extended(later, total, calendar, BELGRADE).last_day == expected


def test_hours_in_all_do_not_hold_the_hours_that_stood_still():
    start = at("2026-03-02T10:00")
    first = due(rule(24, "hour"), start, ORDINARY, BELGRADE)
    paused, goes_on = start + dt.timedelta(hours=1), start + dt.timedelta(hours=4)
    later = DueDate.from_json(json.loads(json.dumps(resumed(first, paused, goes_on, ORDINARY).to_json())))
    result = extended(later, rule(48, "hour", of_total=True), ORDINARY, BELGRADE)
    assert result.at == start + dt.timedelta(hours=48 + 3)


@settings(max_examples=200, deadline=None)
@example(dt.datetime(2026, 10, 24, 20, tzinfo=dt.UTC), 48, 0, 500, "Europe/Belgrade")  # summer time ends in the pause
@given(instants, st.integers(1, 200), st.integers(0, 100), st.integers(0, 500), st.sampled_from(ZONES))
def test_hours_that_stood_still_are_added_as_hours(start, value, stopped_after, stood, zone):
    first = due(rule(value, "hour"), start, ORDINARY, zone)
    paused = start + dt.timedelta(hours=stopped_after)
    if paused >= first.at:
        return
    goes_on = paused + dt.timedelta(minutes=stood)
    result = resumed(first, paused, goes_on, ORDINARY)
    assert result.at - first.at == dt.timedelta(minutes=stood)
    # Also where the pause was read on a clock that was changed meanwhile.
    here = ZoneInfo(zone)
    assert resumed(first, paused.astimezone(here), goes_on.astimezone(here), ORDINARY).at == result.at


def test_a_hundred_thousand_counts_of_working_days_agree_with_the_naive_walk():
    """One seeded loop over many short counts with random weekends and holidays, under every convention."""
    chance = random.Random(20261122)  # noqa: S311 - inputs of a test
    first_day = dt.date(2025, 1, 1)
    ways = ("plain", "roll_to_working_day", "regulation_1182_71", "next_working_day_after_end")
    made = {
        (value, first, way): rule(value, "working_day", first_day_counts=first, counting_convention=way)
        for value in range(1, 13)
        for first in (False, True)
        for way in ways
    }
    weekends = (frozenset({6, 7}), frozenset({5, 6}), frozenset({7}))
    compared = 0
    for _ in range(200):
        days = {first_day + dt.timedelta(days=chance.randrange(1461)) for _ in range(60)}
        calendar = CalendarSnapshot("TST", "TST-1", chance.choice(weekends), {day: Holiday("Feast") for day in days})
        for _ in range(500):
            day = first_day + dt.timedelta(days=chance.randrange(1400))
            key = value, first, way = chance.randrange(1, 13), chance.random() < 0.5, chance.choice(ways)
            start = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
            expected = naive_last_day(day, value, "working_day", first, calendar)
            expected = naive_move(expected, day, value, "working_day", way, first, calendar)
            assert due(made[key], start, calendar, "UTC").last_day == expected, (day, key)
            compared += 1
    assert compared == 100_000
