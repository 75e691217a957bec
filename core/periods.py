"""Spans of days on the calendar of the reader: pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

BEGINNING: Final = date(2000, 1, 1)
"""Before anything that the system can hold."""


class Span(models.TextChoices):
    """Spans that can be named without dates; `custom` is the one between two dates."""

    LAST_7_DAYS = "d7", _("Last 7 days")
    LAST_WEEK = "week", _("Last week, Monday to Sunday")
    LAST_30_DAYS = "d30", _("Last 30 days")
    LAST_90_DAYS = "d90", _("Last 90 days")
    LAST_12_MONTHS = "m12", _("Last 12 months")
    THIS_YEAR = "year", _("This year")
    LAST_YEAR = "last_year", _("Last year")
    ALL = "all", _("Any time")
    CUSTOM = "custom", _("Between two dates")


@dataclass(frozen=True, slots=True)
class Period:
    """The days `first` to `last`, both included, in `zone`."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def begins_at(self) -> datetime:
        """The first instant."""
        return datetime.combine(self.first, time(), self.zone)

    @property
    def ends_at(self) -> datetime:
        """The first instant after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone)

    def months(self) -> list[date]:
        """The first days of the calendar months that the span touches."""
        found, month = [], self.first.replace(day=1)
        while month <= self.last:
            found.append(month)
            month = (month + timedelta(days=32)).replace(day=1)
        return found


def period_of(span: str, today: date, zone: ZoneInfo, first: date | None = None, last: date | None = None) -> Period:
    """The days that a span means on `today`. first and last are for `custom`; one that is missing is open to today (or
    to one year before `last`)."""
    yesterday_of_year = today.replace(month=1, day=1) - timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    spans = {
        Span.LAST_7_DAYS: (today - timedelta(days=6), today),
        Span.LAST_WEEK: (monday - timedelta(days=7), monday - timedelta(days=1)),
        Span.LAST_30_DAYS: (today - timedelta(days=29), today),
        Span.LAST_90_DAYS: (today - timedelta(days=89), today),
        Span.LAST_12_MONTHS: (_year_before(today) + timedelta(days=1), today),
        Span.THIS_YEAR: (today.replace(month=1, day=1), today),
        Span.LAST_YEAR: (yesterday_of_year.replace(month=1, day=1), yesterday_of_year),
        Span.ALL: (BEGINNING, today),
    }
    if span in spans:
        begin, end = spans[Span(span)]
        return Period(begin, end, zone)
    end = last or today
    return Period(first or _year_before(end), end, zone)


def _year_before(day: date) -> date:
    """The same day a year earlier; 29 February becomes 28 February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
