"""Arithmetic of time limits: pure, without Django, without a database, without a look at the clock."""

from countries.clocks.arithmetic import NoLimitError, due, extended
from countries.clocks.types import CalendarSnapshot, DueDate, Holiday, ResolvedRule, Step

__all__ = ["CalendarSnapshot", "DueDate", "Holiday", "NoLimitError", "ResolvedRule", "Step", "due", "extended"]
