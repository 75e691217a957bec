"""Dates of birth and numbers as people type them into a search, as patterns over stored keys. Pure.

A pattern is that of SQL's `like`, with a weight from 0 to 1: how sure a hit is to be what was meant. Stored dates of
birth are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, stored numbers letters and digits alone (`search_keys.code_key`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cases.identity.search_keys import code_key

EARLIEST_YEAR: Final = 1900


@dataclass(frozen=True, slots=True)
class Pattern:
    """pattern: for `like`; weight: see above; kind: of the key ("birth", "document", "file_number", "reference")."""

    kind: str
    pattern: str
    weight: float


# --- dates of birth ---------------------------------------------------------------------------------------------------

_EDGE, _END = r"(?<!\S)", r"(?=[\s,;]|$)"
_NUMERIC: Final = re.compile(
    rf"{_EDGE}(?:(?P<y1>\d{{4}})[-./](?P<m1>\d{{1,2}})(?:[-./](?P<d1>\d{{1,2}}))?"
    r"|(?P<d2>\d{1,2})[-./ ](?P<m2>\d{1,2})[-./ ](?P<y2>\d{4}|\d{2})"
    rf"|(?P<m3>\d{{1,2}})[-./](?P<y3>\d{{4}})|(?P<y4>(?:19|20)\d\d)){_END}"
)
_LETTERS: Final = r"[^\W\d_]{3,}"
_WORDED: Final = re.compile(
    rf"{_EDGE}(?:(?P<d1>\d{{1,2}})\.?\s+(?P<m1>{_LETTERS})\.?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<m2>{_LETTERS})\.?\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>\d{{4}})|(?P<m3>{_LETTERS})\.?,?\s+(?P<y3>\d{{4}})){_END}"
)
_COMPACT: Final = re.compile(r"^(?:(\d{4})(\d\d)(\d\d)|(\d\d)(\d\d)(\d{4}))$")


def find_dates(text: str, months: Mapping[str, int], today: date) -> tuple[list[tuple[Pattern, ...]], str]:
    """The dates of birth in a text, each as patterns, and the text without them.

    months: names of months, whole or cut to three letters, in lower case. What is no day of the calendar, or lies in
    the future, is left in the text.
    """
    found: list[tuple[Pattern, ...]] = []

    def take(match: re.Match[str]) -> str:
        parts = {name[0]: value for name, value in match.groupdict().items() if value}
        month = parts.get("m", "")
        number = int(month) if month.isdecimal() else months.get(month.casefold()[:3], 0) if month else None
        if month and not month.isdecimal() and not any(name.startswith(month.casefold()) for name in months):
            return match[0]
        patterns = _births(parts["y"], number, int(parts["d"]) if "d" in parts else None, today)
        if not patterns:
            return match[0]
        found.append(patterns)
        return " "

    rest = _NUMERIC.sub(take, _WORDED.sub(take, text))
    return found, rest


def compact_date(token: str, today: date) -> tuple[Pattern, ...]:
    """Eight digits read as 19910314 or 14031991; empty when they are no day."""
    match = _COMPACT.match(token)
    if not match:
        return ()
    found: list[Pattern] = []
    for year, month, day in ((token[:4], token[4:6], token[6:]), (token[4:], token[2:4], token[:2])):
        found += _births(year, int(month), int(day), today)
    return tuple(found)


def birth_patterns(partial: str) -> tuple[Pattern, ...]:
    """Patterns for a date of birth known in part, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    A day matches the same day, day and month exchanged, the part that a record knows, and 1 January, which registers
    write for people whose day is not known.
    """
    year, month, day = (*partial.split("-"), "", "")[:3]
    if not month:
        return (Pattern("birth", f"{year}%", 1.0),)
    if not day:
        return (Pattern("birth", f"{year}-{month}%", 1.0), Pattern("birth", year, 0.7))
    found = {f"{year}-{month}-{day}": 1.0, f"{year}-{month}": 0.75, year: 0.7}
    if int(day) <= 12:
        found.setdefault(f"{year}-{day}-{month}", 0.8)
    found.setdefault(f"{year}-01-01", 0.7)
    return tuple(Pattern("birth", pattern, weight) for pattern, weight in found.items())


def _births(year: str, month: int | None, day: int | None, today: date) -> tuple[Pattern, ...]:
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    found: list[Pattern] = []
    for number in years:
        text = _real(number, month, day, today)
        if not text and day is not None and month is not None:
            text = _real(number, day, month, today)  # 03/14/1991: month first
        if text:
            found += birth_patterns(text)
    return tuple(found)


def _real(year: int, month: int | None, day: int | None, today: date) -> str:
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return ""
    if not year >= EARLIEST_YEAR or first > today:
        return ""
    return first.isoformat()[: 4 if month is None else 7 if day is None else 10]


# --- numbers ----------------------------------------------------------------------------------------------------------

# Letters of two countries, year, number, check character; with dashes or without.
_WHOLE: Final = re.compile(r"^([A-Z]{4})(\d{4})(\d{6,})([0-9A-Z])$")
_PART: Final = re.compile(r"^(?:([A-Z]{2})[-–]?([A-Z]{2})[-–]?)?(\d{4})[-–](\d{1,6})$")
_NUMBER_WIDTH: Final = 6
_STEM_WIDTH: Final = 8


def whole_reference(text: str) -> str | None:
    """The reference, with its dashes, that somebody typed whole, with dashes, spaces or nothing between its parts; None
    for all else. Its check character is not looked at."""
    match = _WHOLE.match(code_key(text))
    if match is None:
        return None
    countries, year, number, check = match.groups()
    return f"{countries[:2]}-{countries[2:]}-{year}-{number}-{check}"


def number_patterns(token: str) -> tuple[Pattern, ...]:
    """What a number may be: that of a document, one's own file number, a reference or a part of one."""
    code = code_key(token)
    if not code:
        return ()
    if whole_reference(token) is not None:
        return tuple(_of_references(token, code))
    return (*_of_documents(code), *_of_references(token, code))


def _of_documents(code: str) -> Iterator[Pattern]:
    for kind in ("document", "file_number"):
        yield Pattern(kind, code, 1.0)
        if len(code) >= 4:
            yield Pattern(kind, f"{code}%", 0.85)
            yield Pattern(kind, f"%{code}%", 0.75)


def _of_references(token: str, code: str) -> Iterator[Pattern]:
    if whole_reference(token) is not None:
        yield Pattern("reference", code, 1.0)
        yield Pattern("reference", f"{code[:-1]}_", 0.7)  # the check character alone mistyped
        return
    part = _PART.match(token.strip().upper())
    if part is not None:
        requesting, receiving, year, number = part.groups()
        stem = f"{requesting}{receiving}" if requesting else "____"
        yield Pattern("reference", f"{stem}{year}{number.zfill(_NUMBER_WIDTH)}_", 0.95)
    elif code.isdecimal() and len(code) <= _NUMBER_WIDTH:
        yield Pattern("reference", f"{'_' * _STEM_WIDTH}{code.zfill(_NUMBER_WIDTH)}_", 0.9)
    if len(code) >= 5:
        yield Pattern("reference", f"{code}%", 0.9)
        yield Pattern("reference", f"%{code}%", 0.8)
