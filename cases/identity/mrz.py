"""Machine readable zones of travel documents (ICAO Doc 9303 Parts 3 to 8): reading and checking; the door to writing.

Nothing is repaired silently: `parse` reports what it finds as `problems`, and `mrz_repair` offers corrections for an
officer to accept.
"""

from __future__ import annotations

import re

from cases.identity.dates import PartialDate
from cases.identity.mrz_layout import ALPHABET, DIGITS, FILLER, LAYOUTS, LETTERS, Layout, MrzKind, check_digit, kind_of
from cases.identity.mrz_model import BIRTH_DATE_FORM, EXPIRY_FORM, Check, Mrz, MrzError, date_pairs
from cases.identity.mrz_names import split_name
from cases.identity.mrz_write import generate, travel_document_mrz
from cases.identity.problems import Problem

__all__ = [
    "Check",
    "Mrz",
    "MrzError",
    "MrzKind",
    "check_digit",
    "generate",
    "parse",
    "read_lines",
    "travel_document_mrz",
]

_LETTER_FIELDS = ("document_code", "issuer", "nationality", "name")


def read_lines(text: str) -> tuple[str, ...]:
    """The lines of a zone as typed, pasted or read by a machine: upper case, spaces out, « as two fillers.

    One unbroken run of 72, 88 or 90 characters is cut into its lines. Raises MrzError: mrz.line_count,
    mrz.line_length, mrz.forbidden_character.
    """
    cleaned = (re.sub(r"[^\S\n]", "", line).replace("«", "<<").upper() for line in text.splitlines())
    lines = [line for line in cleaned if line]
    if len(lines) == 1 and len(lines[0]) in {72, 88, 90}:
        length = {72: 36, 88: 44, 90: 30}[len(lines[0])]
        lines = [lines[0][start : start + length] for start in range(0, len(lines[0]), length)]
    if len(lines) not in {2, 3}:
        raise MrzError("mrz.line_count", found=str(len(lines)))
    wanted = {30} if len(lines) == 3 else {len(lines[0])} if len(lines[0]) in {36, 44} else {36, 44}
    for number, line in enumerate(lines, start=1):
        if len(line) not in wanted:
            raise MrzError("mrz.line_length", line=str(number), found=str(len(line)))
        for position, character in enumerate(line, start=1):
            if character not in ALPHABET:
                raise MrzError("mrz.forbidden_character", line=str(number), position=str(position), found=character)
    return tuple(lines)


def parse(text: str) -> Mrz:
    """Read a machine readable zone of any of the five formats and check it.

    Raises MrzError only when the text has not the shape of a zone (see `read_lines`). All else is in `problems`, with
    codes mrz.document_code, mrz.letter_expected, mrz.digit_expected, mrz.sex, mrz.date, mrz.number_empty,
    mrz.name_missing, mrz.check_digit.
    """
    lines = read_lines(text)
    kind = kind_of(lines)
    assert kind is not None
    layout = LAYOUTS[kind]
    raw = {name: span.read(lines) for name, span in layout.fields.items()}
    number, optional, checks = _read_checks(layout, lines, raw)
    surname, given_names = split_name(raw["name"])
    problems = [*_character_problems(layout, lines), *_value_problems(layout, raw, number)]
    problems += [
        Problem("mrz.check_digit", check.field, (("expected", check.expected), ("found", check.found)))
        for check in checks
        if not check.ok
    ]
    return Mrz(
        kind=kind,
        lines=lines,
        document_code=raw["document_code"].rstrip(FILLER),
        issuer=raw["issuer"].rstrip(FILLER),
        surname=surname,
        given_names=given_names,
        number=number.rstrip(FILLER),
        nationality=raw["nationality"].rstrip(FILLER),
        birth_date_text=raw["birth_date"],
        sex="X" if raw["sex"] == FILLER else raw["sex"],
        expiry=raw["expiry"],
        optional=optional.strip(FILLER),
        optional_second=raw.get("optional_second", "").strip(FILLER),
        checks=tuple(checks),
        problems=tuple(problems),
    )


def _read_checks(layout: Layout, lines: tuple[str, ...], raw: dict[str, str]) -> tuple[str, str, list[Check]]:
    """Document number and optional data with an overflow put right, and all check digits."""
    number, optional = raw["number"], raw["optional"]
    checks: list[Check] = []
    for name, span in layout.checks.items():
        data, found = raw[name], span.read(lines)
        if name == "number" and layout.number_overflow and found == FILLER and FILLER not in number:
            # The number runs on: its further characters, then its check digit, then a filler.
            overflow, _, rest = optional.partition(FILLER)
            if overflow:
                number = data = number + overflow[:-1]
                found, optional = overflow[-1], rest
        expected = check_digit(data)
        # The check digit over unused optional data of a passport may be 0 or a filler (Part 4 section 4.2.2).
        is_ok = found == expected or (name == "optional" and found == FILLER and not data.strip(FILLER))
        checks.append(Check(name, expected, found, is_ok))
    if layout.composite_check is not None:
        expected = check_digit("".join(span.read(lines) for span in layout.composite))
        found = layout.composite_check.read(lines)
        checks.append(Check("composite", expected, found, found == expected))
    return number, optional, checks


def _character_problems(layout: Layout, lines: tuple[str, ...]) -> list[Problem]:
    problems: list[Problem] = []

    def report(code: str, field: str, line: int, position: int) -> None:
        found = lines[line - 1][position - 1]
        where = (("line", str(line)), ("position", str(position)), ("found", found))
        problems.append(Problem(code, field, where))

    for field in _LETTER_FIELDS:
        span = layout.fields[field]
        for position in range(span.first, span.last + 1):
            if lines[span.line - 1][position - 1] not in LETTERS + FILLER:
                report("mrz.letter_expected", field, span.line, position)
    for field in ("birth_date", "expiry"):
        span = layout.fields[field]
        allowed = DIGITS + (FILLER if field == "birth_date" else "")
        for position in range(span.first, span.last + 1):
            if lines[span.line - 1][position - 1] not in allowed:
                report("mrz.digit_expected", field, span.line, position)
    check_spans = dict(layout.checks)
    if layout.composite_check is not None:
        check_spans["composite"] = layout.composite_check
    for field, span in check_spans.items():
        may_be_filler = (field == "number" and layout.number_overflow) or field == "optional"
        allowed = DIGITS + (FILLER if may_be_filler else "")
        if span.read(lines) not in allowed:
            report("mrz.digit_expected", field, span.line, span.first)
    return problems


def _value_problems(layout: Layout, raw: dict[str, str], number: str) -> list[Problem]:
    problems: list[Problem] = []
    code = raw["document_code"]
    if code[0] not in layout.first_letters:
        problems.append(Problem("mrz.document_code", "document_code", (("found", code.rstrip(FILLER)),)))
    if raw["sex"] not in "MF<":
        problems.append(Problem("mrz.sex", "sex", (("found", raw["sex"]),)))
    if not number.strip(FILLER):
        problems.append(Problem("mrz.number_empty", "number"))
    if not raw["name"].strip(FILLER) or raw["name"].startswith(FILLER):
        problems.append(Problem("mrz.name_missing", "name"))
    for field in ("birth_date", "expiry"):
        text = raw[field]
        form = BIRTH_DATE_FORM if field == "birth_date" else EXPIRY_FORM
        if not form.fullmatch(text) or not _is_possible(text):
            problems.append(Problem("mrz.date", field, (("found", text),)))
    return problems


def _is_possible(text: str) -> bool:
    """True when month and day exist in some century (a year of two digits may be a leap year)."""
    year, month, day = (int(pair) if pair.isdigit() else None for pair in date_pairs(text))
    try:
        PartialDate(2000 + (year or 0), month, day)
    except ValueError:
        return False
    return True
