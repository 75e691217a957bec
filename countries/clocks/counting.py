"""One count: from a day to the last day of a period, under one convention. No choice is made here."""

from __future__ import annotations

import calendar as months
import datetime
from dataclasses import dataclass, field

from countries.clocks import codes
from countries.clocks.types import CalendarSnapshot, Holiday

DAY = datetime.timedelta(days=1)
SMALLEST = datetime.timedelta(microseconds=1)


@dataclass
class Consulted:
    """The calendar, and what the count learnt from it: which days were looked at and which were skipped."""

    calendar: CalendarSnapshot
    days: set[datetime.date] = field(default_factory=set)
    skipped: dict[datetime.date, Holiday] = field(default_factory=dict)

    def is_working_day(self, day: datetime.date) -> bool:
        self.days.add(day)
        if self.calendar.is_working_day(day):
            return True
        # A holiday at the weekend changes nothing and would only lengthen the explanation.
        if not self.calendar.is_weekend(day):
            self.skipped[day] = self.calendar.holidays[day]
        return False

    def next_working_day(self, day: datetime.date) -> datetime.date:
        """This day, or the first working day after it."""
        while not self.is_working_day(day):
            day += DAY
        return day


def end_of_day(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    """Midnight at the end of the day in the zone, as UTC. A midnight that the clocks jump over is the jump itself."""
    return datetime.datetime.combine(day + DAY, datetime.time(), tzinfo=zone).astimezone(datetime.UTC)


def plus_months(day: datetime.date, count: int) -> tuple[datetime.date, bool]:
    """The same day of the month `count` months on, and whether that month is too short for it (then its last day)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    length = months.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, length)), day.day > length


def last_day(day: datetime.date, value: int, unit: str, first_day_counts: bool, consulted: Consulted) -> datetime.date:
    """The last day of a period that runs forward from the day of the event.

    Months and years end on the day of the same number, or on the last day of a shorter month; when the first day
    counts, on the day before that.
    """
    if value == 0:
        return day
    if unit == codes.CALENDAR_DAY:
        return day + DAY * (value - 1 if first_day_counts else value)
    if unit == codes.WORKING_DAY:
        current = day if first_day_counts else day + DAY
        while True:
            current = consulted.next_working_day(current)
            value -= 1
            if value == 0:
                return current
            current += DAY
    end, was_clipped = plus_months(day, value * (12 if unit == codes.YEAR else 1))
    return end - DAY if first_day_counts and not was_clipped else end


def day_before_period(
    day: datetime.date, value: int, unit: str, first_day_counts: bool, consulted: Consulted
) -> datetime.date:
    """The last day that leaves the whole period free before the event ("at least three working days before").

    When the day of the event counts, it is the last day of the period; otherwise the period ends the day before it.
    """
    if value == 0:
        return day
    if unit == codes.CALENDAR_DAY:
        return day - DAY * (value if first_day_counts else value + 1)
    if unit == codes.WORKING_DAY:
        current = day if first_day_counts else day - DAY
        while True:
            if consulted.is_working_day(current):
                value -= 1
            current -= DAY
            if value == 0:
                return current
    begin, _ = plus_months(day, -value * (12 if unit == codes.YEAR else 1))
    return begin if first_day_counts else begin - DAY


def lost_days(stopped_on: datetime.date, goes_on: datetime.date, unit: str, consulted: Consulted) -> int:
    """How many days of the period's own kind lie from the first day to the day before the second one."""
    days = (goes_on - stopped_on).days
    if unit != codes.WORKING_DAY:
        return days
    return sum(consulted.is_working_day(stopped_on + DAY * number) for number in range(days))


def later_by(day: datetime.date, lost: int, unit: str, consulted: Consulted) -> datetime.date:
    """The day that lies so many days of the period's own kind after another."""
    if unit == codes.WORKING_DAY:
        return last_day(day, lost, unit, False, consulted)
    return day + DAY * lost


def after_convention(
    last: datetime.date,
    day: datetime.date,
    value: int,
    unit: str,
    convention: str,
    first_day_counts: bool,
    consulted: Consulted,
) -> datetime.date:
    """Where the convention puts the end of a period whose last day was counted."""
    if convention == codes.ROLL_TO_WORKING_DAY:
        return consulted.next_working_day(last)
    if convention == codes.NEXT_WORKING_DAY_AFTER_END:
        return consulted.next_working_day(last + DAY)
    if convention == codes.REGULATION_1182_71:
        # Article 3(4): a last day that is a public holiday, Sunday or Saturday moves to the next working day.
        last = consulted.next_working_day(last)
        # Article 3(5): a period of two days or more includes at least two working days. The day of the event is one of
        # them where the agreement makes it the first day of the period.
        if value >= 2 or unit in (codes.MONTH, codes.YEAR):
            last = _with_two_working_days(day if first_day_counts else day + DAY, last, consulted)
    return last


def _with_two_working_days(first: datetime.date, last: datetime.date, consulted: Consulted) -> datetime.date:
    found = 0
    current = first - DAY
    while found < 2:
        current += DAY
        found += consulted.calendar.is_working_day(current)
    while last < current:
        last = consulted.next_working_day(last + DAY)
    return last


def end_in_hours(
    start: datetime.datetime, value: int, convention: str, zone: datetime.tzinfo, consulted: Consulted
) -> datetime.datetime:
    """The end of a period in hours, as UTC. Hours are elapsed hours: a change of the clocks does not lengthen them."""
    if convention == codes.REGULATION_1182_71:
        # Article 3(1): the hour of the event is not counted; Article 3(4): hours do not move to a working day.
        local = start.astimezone(zone)
        into_hour = datetime.timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        # In UTC: hours added to a local time would be hours of its clock.
        return start.astimezone(datetime.UTC) - into_hour + datetime.timedelta(hours=value + 1)
    end = (start.astimezone(datetime.UTC)) + datetime.timedelta(hours=value)
    day = (end - SMALLEST).astimezone(zone).date()
    if convention == codes.ROLL_TO_WORKING_DAY and (moved := consulted.next_working_day(day)) != day:
        return end_of_day(moved, zone)
    if convention == codes.NEXT_WORKING_DAY_AFTER_END:
        return end_of_day(consulted.next_working_day(day + DAY), zone)
    return end
