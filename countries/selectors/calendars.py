"""Working calendars as frozen snapshots, and due dates computed with the right one."""

from __future__ import annotations

import datetime
from dataclasses import replace
from threading import Lock
from uuid import UUID

from core.kept import kept
from countries.clocks import CalendarSnapshot, DueDate, Holiday, ResolvedRule, codes, due, either, extended, resumed
from countries.models import Country, WorkingCalendar

_DEFAULT_WEEKEND = frozenset({6, 7})
_cache: dict[str, tuple[UUID, CalendarSnapshot]] = {}
_lock = Lock()


@kept
def calendar_for(country: str) -> CalendarSnapshot:
    """The working calendar of a country (alpha-3 code).

    Kept per process until the edition in the database changes: one small query, two more after a change. A country
    without a calendar has Saturdays and Sundays off and covers no day, so that every count with it is unverified.
    """
    row = WorkingCalendar.objects.filter(country=country).first()
    if row is None:
        return CalendarSnapshot(country, f"{country}-0", _DEFAULT_WEEKEND, {}, datetime.date.max, datetime.date.min)
    version = f"{country}-{row.version}"
    cached = _cache.get(country)
    if cached is not None and cached[0] == row.edition:
        return cached[1]
    snapshot = CalendarSnapshot(
        country=country,
        version=version,
        weekend_days=frozenset(row.weekend_days),
        holidays={item.date: Holiday(item.name, item.is_estimated) for item in row.holidays.all()},
        covers_from=row.covers_from,
        covers_to=row.covers_to,
    )
    with _lock:
        _cache[country] = (row.edition, snapshot)
    return snapshot


def calendar_for_rule(rule: ResolvedRule, *, requesting: str, receiving: str) -> CalendarSnapshot:
    """The calendar that the rule counts with: for working days that of the named country or of both, otherwise that of
    the state that must act, where a rule lets the end move to a working day."""
    side = rule.working_days_of if rule.unit == codes.WORKING_DAY else rule.acting_side
    if side == codes.BOTH:
        return calendar_for(receiving).union(calendar_for(requesting))
    return calendar_for(requesting if side == codes.REQUESTING else receiving)


def time_zone_for_rule(rule: ResolvedRule, *, requesting: str, receiving: str) -> str:
    """The zone in which a legal day of this rule runs: that of the capital of the state that must act."""
    return _time_zone_of(requesting if rule.acting_side == codes.REQUESTING else receiving)


@kept
def _time_zone_of(country: str) -> str:
    return Country.objects.values_list("time_zone", flat=True).get(pk=country)


def due_date_for(rule: ResolvedRule, start: datetime.datetime, *, requesting: str, receiving: str) -> DueDate:
    """The due date with the calendar and the time zone of the countries. Raises as `countries.clocks.due`.

    Where the worth of the evidence was not read, what the rules say that may hold instead is in it too.
    """
    pair = {"requesting": requesting, "receiving": receiving}

    def one(of: ResolvedRule) -> DueDate:
        return due(of, start, calendar_for_rule(of, **pair), time_zone_for_rule(of, **pair))

    if not rule.readings:
        return one(rule)
    others = (replace(other, readings=rule.readings) for other in rule.others if other.has_limit)
    return either([one(found) for found in (replace(rule, others=()), *others)])


def extension_for(
    first: DueDate,
    extension: ResolvedRule,
    *,
    requesting: str,
    receiving: str,
    granted: int | None = None,
    obstacle_end: datetime.datetime | None = None,
) -> DueDate:
    """The due date after an extension, with the calendar and the time zone of the countries."""
    return extended(
        first,
        extension,
        calendar_for_rule(extension, requesting=requesting, receiving=receiving),
        time_zone_for_rule(extension, requesting=requesting, receiving=receiving),
        granted,
        obstacle_end,
    )


def resumption_for(
    first: DueDate,
    paused_at: datetime.datetime,
    resumed_at: datetime.datetime,
    *,
    requesting: str,
    receiving: str,
    citation: str = "",
) -> DueDate:
    """The due date after a time in which the limit stood still, with the calendar of the countries."""
    calendar = calendar_for_rule(first.rule, requesting=requesting, receiving=receiving)
    return resumed(first, paused_at, resumed_at, calendar, citation=citation)
