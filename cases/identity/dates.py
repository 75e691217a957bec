"""Dates of persons and documents: partly known dates of birth, and checks whether dates can be true together."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils import dateformat

from cases.identity.problems import Problem

MAXIMUM_AGE_YEARS = 120

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class DateFormError(ValueError):
    """The text is not a date, with the finding to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the month, or the day, may be unknown. Text forms: YYYY, YYYY-MM, YYYY-MM-DD.

    Not ordered: whether 1990 lies before 1990-05 cannot be said. Use `earliest` and `latest`, or
    `is_certainly_before`. Raises ValueError for an impossible date and for a day without a month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs a month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one of the three text forms. Raises DateFormError (code date.form)."""
        match = _FORM.fullmatch(text.strip())
        try:
            if match is None:
                raise ValueError(text)
            year, month, day = (None if part is None else int(part) for part in match.groups())
            assert year is not None
            return cls(year, month, day)
        except ValueError as error:
            raise DateFormError(Problem("date.form", parameters=(("found", text.strip()[:40]),))) from error

    @classmethod
    def of(cls, value: date) -> Self:
        """A fully known date."""
        return cls(value.year, value.month, value.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def is_complete(self) -> bool:
        return self.day is not None

    @property
    def earliest(self) -> date:
        """The first day the date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day the date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def display(self) -> str:
        """The date for a reader in the active language: 12 July 1942, July 1942 or 1942."""
        pattern = "j F Y" if self.day else "F Y" if self.month else "Y"
        return str(dateformat.format(self.earliest, pattern))

    def mrz(self) -> str:
        """Six characters YYMMDD with `<` for unknown parts (Doc 9303 Part 3 section 4.8)."""
        month = "<<" if self.month is None else f"{self.month:02d}"
        day = "<<" if self.day is None else f"{self.day:02d}"
        return f"{self.year % 100:02d}{month}{day}"

    def is_certainly_before(self, other: PartialDate | date) -> bool:
        first = other.earliest if isinstance(other, PartialDate) else other
        return self.latest < first

    def may_be(self, other: PartialDate | date) -> bool:
        """True when both can mean the same day."""
        first, last = (other.earliest, other.latest) if isinstance(other, PartialDate) else (other, other)
        return self.earliest <= last and first <= self.latest


def years_before(day: date, years: int) -> date:
    """The same calendar day `years` earlier; 29 February falls on 28 February where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def date_problems(
    *,
    today: date,
    birth: PartialDate | None = None,
    issued: date | None = None,
    expires: date | None = None,
) -> tuple[Problem, ...]:
    """What cannot be true about these dates together. Partly known dates are reported only when no reading can be true.

    Codes: birth.future, birth.too_long_ago (field birth_date); document.issued_before_birth,
    document.issued_in_future (field issued_on); document.expires_before_issue, document.expires_before_birth (field
    expires_on). An expired document is no problem here: expired documents are evidence.
    """
    problems: list[Problem] = []
    if birth is not None:
        if birth.earliest > today:
            problems.append(Problem("birth.future", "birth_date"))
        if birth.latest < years_before(today, MAXIMUM_AGE_YEARS):
            problems.append(Problem("birth.too_long_ago", "birth_date", (("years", str(MAXIMUM_AGE_YEARS)),)))
        if issued is not None and issued < birth.earliest:
            problems.append(Problem("document.issued_before_birth", "issued_on"))
        if expires is not None and expires < birth.earliest:
            problems.append(Problem("document.expires_before_birth", "expires_on"))
    if issued is not None:
        if issued > today:
            problems.append(Problem("document.issued_in_future", "issued_on"))
        if expires is not None and expires < issued:
            problems.append(Problem("document.expires_before_issue", "expires_on"))
    return tuple(problems)
