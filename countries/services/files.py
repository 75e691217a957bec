"""Reading the files of countries/data. They are written for lawyers and officials: CSV tables and TOML."""

from __future__ import annotations

import csv
import datetime
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"
HOLIDAY_COLUMNS = ("date", "name", "is_estimated")
CALENDAR_COLUMNS = ("country", "weekend_days", "covers_from", "covers_to", "source")


class DataFileError(ValueError):
    """A file of countries/data is not as it must be; the message names the file and what is wrong."""


@dataclass(frozen=True)
class MemberSet:
    name: str
    countries: tuple[str, ...]
    from_dates: dict[str, datetime.date]


def table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV table, keyed by its header; every cell is text without spaces around it."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise DataFileError(f"{name}, line {reader.line_num}: not as many cells as the header has")
            rows.append({key: value.strip() for key, value in row.items()})
    return rows


def flag(cell: str) -> bool:
    """yes or empty; anything else is an error."""
    if cell not in ("yes", ""):
        raise DataFileError(f"expected yes or nothing, found {cell}")
    return cell == "yes"


def member_sets() -> dict[str, MemberSet]:
    """The named sets of countries that sign together."""
    return {
        key: MemberSet(entry["name"], tuple(entry["countries"]), dict(entry.get("from", {})))
        for key, entry in _toml("member_sets.toml").items()
    }


def agreement_files() -> list[tuple[str, dict[str, Any]]]:
    """(file name, contents) of every agreement, agreements before the protocols that carry them out."""
    found = [(path.name, _toml(f"agreements/{path.name}")) for path in sorted((DATA / "agreements").glob("*.toml"))]
    return sorted(found, key=lambda item: (bool(item[1].get("parent")), item[0]))


def bound_countries() -> set[str]:
    """Every country that is a member of a side of some agreement."""
    sets = member_sets()
    bound: set[str] = set()
    for _, content in agreement_files():
        for party in (content["party_a"], content["party_b"]):
            members = party["members"]
            bound.update(sets[members].countries if isinstance(members, str) else members)
    return bound


def evidence_lists() -> dict[str, Any]:
    """The evidence lists by agreement code; the key `typical` belongs to no agreement."""
    return _toml("evidence.toml")


def attachment_lists() -> list[dict[str, Any]]:
    """What receiving countries ask to be attached to an application, one entry per country and kind."""
    return list(_toml("attachments.toml").get("attachment", []))


def _toml(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"{name}: {error}") from error
