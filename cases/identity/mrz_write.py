"""Writing machine readable zones (ICAO Doc 9303 Parts 3 to 8)."""

from __future__ import annotations

import re
from datetime import date

from cases.identity.dates import PartialDate
from cases.identity.mrz_layout import ALPHABET, FILLER, LAYOUTS, Layout, MrzKind, check_digit
from cases.identity.mrz_model import MrzError
from cases.identity.mrz_names import fit_name
from cases.identity.romanisation import RomanisationError, mrz_letters

_COUNTRY = re.compile(r"[A-Z]{1,3}", re.ASCII)


def generate(
    kind: MrzKind,
    *,
    document_code: str,
    issuer: str,
    surname: str,
    given_names: str,
    number: str,
    nationality: str,
    birth_date: PartialDate | None,
    sex: str,
    expiry: date,
    optional: str = "",
    optional_second: str = "",
    language: str | None = None,
) -> tuple[str, ...]:
    """The lines of a machine readable zone.

    `issuer` and `nationality` are Doc 9303 codes (Part 3 section 5: D for Germany, RKS for Kosovo). `sex` is M, F or
    X; `birth_date` None means wholly unknown. Names may be in any script `mrz_letters` covers; `language` selects the
    national table. Numbers of more than nine characters run on into the optional data of TD1 and TD2 (Part 5 and Part
    6, note j). Raises MrzError: mrz.document_code, mrz.country_code, mrz.sex, mrz.number_empty, mrz.number_too_long,
    mrz.optional_too_long, mrz.name_missing, mrz.not_writable.
    """
    layout = LAYOUTS[kind]
    if not re.fullmatch(f"[{layout.first_letters}][A-Z]?", document_code):
        raise MrzError("mrz.document_code", "document_code", found=document_code)
    for field, code in (("issuer", issuer), ("nationality", nationality)):
        if not _COUNTRY.fullmatch(code):
            raise MrzError("mrz.country_code", field, found=code)
    if sex not in {"M", "F", "X"}:
        raise MrzError("mrz.sex", "sex", found=sex)
    values = {
        "document_code": document_code,
        "issuer": issuer,
        "nationality": nationality,
        "name": _name_field(surname, given_names, layout.fields["name"].width, language),
        "birth_date": FILLER * 6 if birth_date is None else birth_date.mrz(),
        "sex": FILLER if sex == "X" else sex,
        "expiry": f"{expiry:%y%m%d}",
        "optional": _plain(optional, "optional"),
        "optional_second": _plain(optional_second, "optional_second"),
    }
    checks: dict[str, str] = {}
    values["number"], values["optional"], checks["number"] = _number_fields(layout, number, values["optional"])
    cells = [[FILLER] * layout.line_length for _ in range(layout.line_count)]
    for name, value in values.items():
        span = layout.fields.get(name)
        if len(value) > (span.width if span else 0):
            limit = str(span.width if span else 0)
            raise MrzError("mrz.optional_too_long", name, found=str(len(value)), limit=limit)
        if span is not None:
            cells[span.line - 1][span.first - 1 : span.last] = value.ljust(span.width, FILLER)
    lines = ["".join(line) for line in cells]
    for name, span in layout.checks.items():
        digit = checks.get(name) or check_digit(layout.fields[name].read(lines))
        lines[span.line - 1] = _replaced(lines[span.line - 1], span.first, digit)
    if layout.composite_check is not None:
        span = layout.composite_check
        digit = check_digit("".join(part.read(lines) for part in layout.composite))
        lines[span.line - 1] = _replaced(lines[span.line - 1], span.first, digit)
    return tuple(lines)


def travel_document_mrz(
    *,
    issuer: str,
    surname: str,
    given_names: str,
    number: str,
    nationality: str,
    birth_date: PartialDate | None,
    sex: str,
    valid_until: date,
    optional: str = "",
    language: str | None = None,
) -> tuple[str, str]:
    """The two lines of 44 characters for a single-sheet emergency travel document, document code PU.

    Source: Doc 9303 Part 8 (8th edition), section 4.1.5: on a single sheet the zone is optional; if there is one it
    follows Doc 9303 and, with a secondary letter, has the code PU (from 1 January 2026; obligatory from 2028). Part 8
    does not name the size. TD3 is chosen because a code that begins with P exists only there (Part 4; TD2 codes begin
    with A, C or I, Part 6): an inference, not text. The European travel document for return (Regulation (EU)
    2016/1953) and the 1994 form carry no zone that we know of; whether a given State prints one is its own decision.
    """
    first, second = generate(
        MrzKind.TD3,
        document_code="PU",
        issuer=issuer,
        surname=surname,
        given_names=given_names,
        number=number,
        nationality=nationality,
        birth_date=birth_date,
        sex=sex,
        expiry=valid_until,
        optional=optional,
        language=language,
    )
    return first, second


def _replaced(line: str, position: int, character: str) -> str:
    return line[: position - 1] + character + line[position:]


def _name_field(surname: str, given_names: str, width: int, language: str | None) -> str:
    try:
        primary, secondary = mrz_letters(surname, language), mrz_letters(given_names, language)
    except RomanisationError as error:
        raise MrzError("mrz.not_writable", "name", found=error.characters) from error
    if not primary and not secondary:
        raise MrzError("mrz.name_missing", "name")
    return fit_name(primary, secondary, width)


def _plain(value: str, field: str) -> str:
    """Numbers and optional data: upper case, spaces and punctuation as fillers (Part 4 section 4.2.2)."""
    plain = re.sub(r"[\s./\-]", FILLER, value.strip().upper())
    foreign = "".join(c for c in plain if c not in ALPHABET)
    if foreign:
        raise MrzError("mrz.not_writable", field, found=foreign)
    return plain


def _number_fields(layout: Layout, number: str, optional: str) -> tuple[str, str, str]:
    """Number field, optional field and check character, with a long number run on into the optional data."""
    written = _plain(number, "number")
    if not written.strip(FILLER):
        raise MrzError("mrz.number_empty", "number")
    width = layout.fields["number"].width
    if len(written) <= width:
        return written, optional, check_digit(written.ljust(width, FILLER))
    # Check digit and closing filler take two places of the field the number runs into.
    room = layout.fields[layout.number_overflow].width - 2 if layout.number_overflow else 0
    if len(written) > width + room or FILLER in written:
        limit = str(width if FILLER in written else width + room)
        raise MrzError("mrz.number_too_long", "number", found=str(len(written)), limit=limit)
    overflow = written[width:] + check_digit(written) + FILLER
    return written[:width], overflow + optional, FILLER
