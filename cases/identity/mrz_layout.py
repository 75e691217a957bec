"""Where each datum stands in the machine readable zones of ICAO Doc 9303, and how check digits are computed.

Sources (8th edition, 2021): Part 3 section 4 (common), Part 4 section 4.2 (TD3), Part 5 section 4.2 (TD1), Part 6
section 4.2 (TD2), Part 7 sections 4 and 5 (visas MRV-A and MRV-B).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

FILLER = "<"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
ALPHABET = DIGITS + LETTERS + FILLER

_VALUES = {character: value for value, character in enumerate(DIGITS + LETTERS)} | {FILLER: 0}
_WEIGHTS = (7, 3, 1)


class MrzKind(StrEnum):
    """The five formats. TD1 three lines of 30; TD2 and MRV-B two of 36; TD3 and MRV-A two of 44."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRV_A = "MRV-A"
    MRV_B = "MRV-B"


@dataclass(frozen=True, slots=True)
class Span:
    """Character positions of one field: line, first and last position, all counted from 1 as Doc 9303 does."""

    line: int
    first: int
    last: int

    @property
    def width(self) -> int:
        return self.last - self.first + 1

    def read(self, lines: Sequence[str]) -> str:
        return lines[self.line - 1][self.first - 1 : self.last]


@dataclass(frozen=True, slots=True)
class Layout:
    """One format: its fields, their check digits and the spans under the composite check digit."""

    kind: MrzKind
    line_count: int
    line_length: int
    first_letters: str
    fields: Mapping[str, Span]
    checks: Mapping[str, Span]
    composite: tuple[Span, ...] = ()
    composite_check: Span | None = None
    # TD1 and TD2 only: a document number of more than nine characters runs on at the start of this field.
    number_overflow: str = ""


def character_value(character: str) -> int:
    """0 to 9 for digits, 10 to 35 for A to Z, 0 for the filler (Doc 9303 Part 3 section 4.9)."""
    return _VALUES[character]


def check_digit(data: str) -> str:
    """The check digit of `data`: weights 7, 3, 1 repeated, sum modulo 10. Raises KeyError for a foreign character."""
    return str(sum(character_value(c) * _WEIGHTS[i % 3] for i, c in enumerate(data)) % 10)


def _td3_like(kind: MrzKind, length: int, first_letters: str, **more: object) -> Layout:
    """The two-line formats share all positions up to the optional data."""
    is_visa = kind in {MrzKind.MRV_A, MrzKind.MRV_B}
    optional_last = length if is_visa else length - 2 if kind is MrzKind.TD3 else length - 1
    fields = {
        "document_code": Span(1, 1, 2),
        "issuer": Span(1, 3, 5),
        "name": Span(1, 6, length),
        "number": Span(2, 1, 9),
        "nationality": Span(2, 11, 13),
        "birth_date": Span(2, 14, 19),
        "sex": Span(2, 21, 21),
        "expiry": Span(2, 22, 27),
        "optional": Span(2, 29, optional_last),
    }
    checks = {"number": Span(2, 10, 10), "birth_date": Span(2, 20, 20), "expiry": Span(2, 28, 28)}
    if kind is MrzKind.TD3:
        checks["optional"] = Span(2, 43, 43)
    return Layout(kind, 2, length, first_letters, fields, checks, **more)  # type: ignore[arg-type]


_TD1 = Layout(
    MrzKind.TD1,
    3,
    30,
    "ACI",
    fields={
        "document_code": Span(1, 1, 2),
        "issuer": Span(1, 3, 5),
        "number": Span(1, 6, 14),
        "optional": Span(1, 16, 30),
        "birth_date": Span(2, 1, 6),
        "sex": Span(2, 8, 8),
        "expiry": Span(2, 9, 14),
        "nationality": Span(2, 16, 18),
        "optional_second": Span(2, 19, 29),
        "name": Span(3, 1, 30),
    },
    checks={"number": Span(1, 15, 15), "birth_date": Span(2, 7, 7), "expiry": Span(2, 15, 15)},
    composite=(Span(1, 6, 30), Span(2, 1, 7), Span(2, 9, 15), Span(2, 19, 29)),
    composite_check=Span(2, 30, 30),
    number_overflow="optional",
)

LAYOUTS: dict[MrzKind, Layout] = {
    MrzKind.TD1: _TD1,
    MrzKind.TD2: _td3_like(
        MrzKind.TD2,
        36,
        "ACI",
        composite=(Span(2, 1, 10), Span(2, 14, 20), Span(2, 22, 35)),
        composite_check=Span(2, 36, 36),
        number_overflow="optional",
    ),
    MrzKind.TD3: _td3_like(
        MrzKind.TD3,
        44,
        "P",
        composite=(Span(2, 1, 10), Span(2, 14, 20), Span(2, 22, 43)),
        composite_check=Span(2, 44, 44),
    ),
    MrzKind.MRV_A: _td3_like(MrzKind.MRV_A, 44, "V"),
    MrzKind.MRV_B: _td3_like(MrzKind.MRV_B, 36, "V"),
}


def kind_of(lines: Sequence[str]) -> MrzKind | None:
    """The format these lines have by their number, length and (visas) first letter; None when none fits."""
    lengths = {len(line) for line in lines}
    is_visa = bool(lines) and lines[0][:1] == "V"
    if len(lines) == 3 and lengths == {30}:
        return MrzKind.TD1
    if len(lines) == 2 and lengths == {36}:
        return MrzKind.MRV_B if is_visa else MrzKind.TD2
    if len(lines) == 2 and lengths == {44}:
        return MrzKind.MRV_A if is_visa else MrzKind.TD3
    return None
