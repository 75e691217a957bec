"""Arithmetic of time limits: pure, without Django, without a database, without a look at the clock."""

from countries.clocks.arithmetic import NoLimitError, due, either, extended, fixed, resumed
from countries.clocks.counting import end_of_day
from countries.clocks.types import CalendarSnapshot, DueDate, Holiday, ResolvedRule, Step

__all__ = [
    "CalendarSnapshot",
    "DueDate",
    "Holiday",
    "NoLimitError",
    "ResolvedRule",
    "Step",
    "due",
    "either",
    "end_of_day",
    "extended",
    "fixed",
    "resumed",
]
