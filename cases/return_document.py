"""The European travel document for return, Regulation (EU) 2016/1953, as data: who is bound by it and what it contains.

Each fact has its citation and certainty (`countries/data/return_document.toml`); what was not read is told as
unverified wherever it is shown.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from countries.models.agreement import VERIFIED


@dataclass(frozen=True, slots=True)
class ReturnDocumentFacts:
    """title and citation of the Regulation; bound: country -> certainty; fields: code -> (citation, certainty)."""

    title: str
    citation: str
    bound: dict[str, str]
    fields: dict[str, tuple[str, str]]


@cache
def facts() -> ReturnDocumentFacts:
    """What the data say."""
    path = settings.BASE_DIR / "countries" / "data" / "return_document.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return ReturnDocumentFacts(
        title=found["title"],
        citation=found["citation"],
        bound={code: group["certainty"] for group in found["bound"] for code in group["countries"]},
        fields={field["code"]: (field["citation"], field["certainty"]) for field in found["field"]},
    )


def is_bound(country: str) -> bool:
    """Whether a country issues this document."""
    return country in facts().bound


def is_bound_verified(country: str) -> bool:
    """Whether it was read that the Regulation binds the country."""
    return facts().bound.get(country, "") in VERIFIED


def unverified_fields() -> tuple[str, ...]:
    """Citations of what the sheet follows without having been compared with the published text."""
    return tuple(citation for citation, certainty in facts().fields.values() if certainty not in VERIFIED)
