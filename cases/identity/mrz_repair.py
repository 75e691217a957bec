"""Corrections for a misread machine readable zone, offered to an officer and never applied by themselves.

Two kinds of knowledge: some positions hold only digits or only letters, so that an O in a date is a 0; elsewhere a
wrong check digit tells that one of the usual confusions (O/0, I/1, B/8 ...) happened in its field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from cases.identity.mrz import Mrz, parse
from cases.identity.mrz_layout import DIGITS, FILLER, LAYOUTS, Layout

MAXIMUM_REPAIRS = 8

_AS_DIGIT = {
    "O": "0",
    "Q": "0",
    "D": "0",
    "I": "1",
    "L": "1",
    "Z": "2",
    "A": "4",
    "S": "5",
    "G": "6",
    "T": "7",
    "B": "8",
}
_AS_LETTER = {"0": "O", "1": "I", "2": "Z", "4": "A", "5": "S", "6": "G", "7": "T", "8": "B"}
_CONFUSED = ("0ODQ", "1IL", "2Z", "4A", "5S", "6G", "7T", "8B", "UV", "MN", "KX", "C<", "K<", "L<", "E<")


@dataclass(frozen=True, slots=True)
class Change:
    """One character to replace; line and position counted from 1."""

    line: int
    position: int
    field: str
    found: str
    proposed: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A proposal: the changes, the lines they give, and whether everything then holds (characters, dates, checks)."""

    changes: tuple[Change, ...]
    lines: tuple[str, ...]
    is_valid: bool


def suggest_repairs(zone: Mrz) -> tuple[Repair, ...]:
    """Proposals for a zone with problems, those with the fewest changes first; none for a zone that is valid.

    Where several single corrections satisfy all check digits, all are offered (at most eight): a check digit cannot
    tell them apart, the officer with the document can. When nothing satisfies all checks, the corrections that follow
    from the position alone are offered with `is_valid` False.
    """
    if zone.is_valid:
        return ()
    layout = LAYOUTS[zone.kind]
    forced = _forced_changes(layout, zone.lines)
    base = _apply(zone.lines, forced)
    reading = parse("\n".join(base))
    if reading.is_valid:
        return (Repair(forced, base, True),)
    single = list(_confusions(layout, reading))
    repairs: list[Repair] = []
    for size in (1, 2):
        for changes in combinations(single, size):
            if len({(change.line, change.position) for change in changes}) < size:
                continue
            lines = _apply(base, changes)
            if parse("\n".join(lines)).is_valid:
                repairs.append(Repair(forced + changes, lines, True))
        if repairs:
            return tuple(repairs[:MAXIMUM_REPAIRS])
    return (Repair(forced, base, False),) if forced else ()


def _apply(lines: tuple[str, ...], changes: tuple[Change, ...]) -> tuple[str, ...]:
    cells = [list(line) for line in lines]
    for change in changes:
        cells[change.line - 1][change.position - 1] = change.proposed
    return tuple("".join(line) for line in cells)


def _forced_changes(layout: Layout, lines: tuple[str, ...]) -> tuple[Change, ...]:
    """What the position alone decides: letters in codes and names, digits in dates and check digits."""
    changes: list[Change] = []
    for field in ("document_code", "issuer", "name", "nationality", "birth_date", "expiry"):
        span = layout.fields[field]
        table = _AS_DIGIT if field in {"birth_date", "expiry"} else _AS_LETTER
        for position in range(span.first, span.last + 1):
            found = lines[span.line - 1][position - 1]
            if found in table:
                changes.append(Change(span.line, position, field, found, table[found]))
    for field, check_span in [*layout.checks.items(), ("composite", layout.composite_check)]:
        if check_span is not None and check_span.read(lines) in _AS_DIGIT:
            found = check_span.read(lines)
            changes.append(Change(check_span.line, check_span.first, field, found, _AS_DIGIT[found]))
    return tuple(changes)


def _confusions(layout: Layout, zone: Mrz) -> Iterator[Change]:
    """Every usual confusion in a field whose check digit fails; in all checked fields when only the composite does."""
    failing = {check.field for check in zone.checks if not check.ok}
    fields = (failing - {"composite"}) or {"number", "optional", "optional_second", "birth_date", "expiry"}
    if failing & {"number"} and layout.number_overflow:
        fields = fields | {layout.number_overflow}
    for field in sorted(fields & set(layout.fields)):
        span = layout.fields[field]
        is_numeric = field in {"birth_date", "expiry"}
        for position in range(span.first, span.last + 1):
            found = zone.lines[span.line - 1][position - 1]
            for proposed in _alternatives(found):
                if not is_numeric or proposed in DIGITS + FILLER:
                    yield Change(span.line, position, field, found, proposed)
    for field in sorted(failing):
        check_span = layout.checks.get(field) or layout.composite_check
        check = next(check for check in zone.checks if check.field == field)
        if check_span is not None and check_span.read(zone.lines) == check.found:
            yield Change(check_span.line, check_span.first, field, check.found, check.expected)


def _alternatives(character: str) -> Iterator[str]:
    seen = {character}
    for group in _CONFUSED:
        if character in group:
            for other in group:
                if other not in seen:
                    seen.add(other)
                    yield other
