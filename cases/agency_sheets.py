"""Which data each kind of agency gets with a question of identity: read from `data/agency_sheets.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

# Fields of which a register can say whether they agree.
FINDING_FIELDS: Final = (
    *("family_name", "given_names", "maiden_name", "birth_date", "birth_place", "sex"),
    *("father_name", "mother_name", "last_address"),
)


@dataclass(frozen=True, slots=True)
class SheetRule:
    """fields of the person; whether numbers of documents and the photograph go with them."""

    fields: tuple[str, ...]
    documents: bool
    photograph: bool


@cache
def _rules() -> dict[str, SheetRule]:
    text = (Path(__file__).parent / "data" / "agency_sheets.toml").read_text(encoding="utf-8")
    return {
        kind: SheetRule(tuple(row["fields"]), row["documents"], row["photograph"])
        for kind, row in tomllib.loads(text)["sheets"].items()
    }


def sheet_rule(kind: str) -> SheetRule:
    """What an agency of this kind gets; raises KeyError for a kind that is not asked."""
    return _rules()[kind]


def asked_kinds() -> tuple[str, ...]:
    """The kinds of agencies that can be asked."""
    return tuple(_rules())
