"""What a machine readable zone says, its checks, and the error for what is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cases.identity.dates import PartialDate
from cases.identity.mrz_layout import FILLER, LAYOUTS, MrzKind
from cases.identity.problems import Problem

# With fillers for unknown parts (Doc 9303 Part 3 section 4.8); an expiry date is always whole.
BIRTH_DATE_FORM = re.compile(r"\d{6}|\d{4}<<|\d{2}<<<<|<{6}", re.ASCII)
EXPIRY_FORM = re.compile(r"\d{6}", re.ASCII)
# Expiry dates are read between this many years back and ahead; a two-digit year cannot tell more than a century.
_EXPIRY_YEARS_BACK = 49


class MrzError(ValueError):
    """The text is not a machine readable zone, or the data cannot be written as one. Carries the finding."""

    def __init__(self, code: str, field: str = "", **parameters: str) -> None:
        super().__init__(code)
        self.code = code
        self.problem = Problem(code, field, tuple(parameters.items()))


@dataclass(frozen=True, slots=True)
class Check:
    """One check digit: the digit its data ask for and the character found in its place."""

    field: str
    expected: str
    found: str
    ok: bool


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a machine readable zone says. Codes and numbers without fillers; dates as the six characters read."""

    kind: MrzKind
    lines: tuple[str, ...]
    document_code: str
    issuer: str
    surname: str
    given_names: str
    number: str
    nationality: str
    birth_date_text: str
    sex: str
    """M, F or X (unspecified, written `<`); any other character read stays as it is and is reported."""
    expiry: str
    optional: str
    optional_second: str
    """TD1 only: the optional data of the second line."""
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]

    @property
    def is_valid(self) -> bool:
        """True when nothing was found wrong: characters, dates, codes and all check digits."""
        return not self.problems

    @property
    def may_be_truncated(self) -> bool:
        """A name field that ends with a letter must be taken as shortened (Doc 9303 Parts 4 to 7, section 4.2.3)."""
        return not LAYOUTS[self.kind].fields["name"].read(self.lines).endswith(FILLER)

    def birth_date(self, today: date) -> PartialDate | None:
        """The date of birth: the latest century that does not put it after `today`. None when unknown or no date.

        Two digits cannot tell a person of 105 from a child of 5: the officer's own entry stands above this reading.
        """
        if not BIRTH_DATE_FORM.fullmatch(self.birth_date_text) or self.birth_date_text.startswith(FILLER):
            return None
        year, month, day = (int(p) if p.isdigit() else None for p in date_pairs(self.birth_date_text))
        assert year is not None
        for century in range(today.year // 100, today.year // 100 - 2, -1):
            try:
                candidate = PartialDate(century * 100 + year, month, day)
            except ValueError:
                continue
            if candidate.earliest <= today:
                return candidate
        return None

    def expiry_date(self, today: date) -> date | None:
        """The date of expiry, read between 49 years before and 50 years after the year of `today`; None if no date."""
        if not EXPIRY_FORM.fullmatch(self.expiry):
            return None
        year, month, day = (int(pair) for pair in date_pairs(self.expiry))
        first = today.year - _EXPIRY_YEARS_BACK
        try:
            return date(first + (year - first) % 100, month, day)
        except ValueError:
            return None


def date_pairs(text: str) -> tuple[str, str, str]:
    """Year, month and day of six characters YYMMDD."""
    return text[:2], text[2:4], text[4:]
