"""A country's reminders before an act, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language

from cases.choices import ChecklistPurpose
from cases.models import Checklist

# Which list stands beside which act of the workflow table.
PURPOSE_OF_ACT: Final[Mapping[str, ChecklistPurpose]] = {
    "release": ChecklistPurpose.REVIEW,
    "resubmit": ChecklistPurpose.REVIEW,
    "acknowledge": ChecklistPurpose.RECEIPT,
    "propose_decision": ChecklistPurpose.DECISION,
    "plan_transfer": ChecklistPurpose.TRANSFER,
    "notify_transfer": ChecklistPurpose.TRANSFER,
}


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One reminder: its lasting code, and its words with the language that they are in."""

    code: str
    text: str
    language: str


def checklist_row(country: str, purpose: str) -> Checklist | None:
    """The active version of a list, or None where the country has none. One statement."""
    return Checklist.objects.filter(country=country, purpose=purpose, is_active=True).first()


def checklist_rows(country: str) -> dict[str, Checklist]:
    """The active lists of a country by purpose. One statement."""
    return {row.purpose: row for row in Checklist.objects.filter(country=country, is_active=True)}


def checklist_for(country: str, purpose: str) -> list[ChecklistItem]:
    """The active list of the reader's own country in the active language; else in English, else in any language that an
    item has. Empty where there is none. One statement."""
    row = checklist_row(country, purpose)
    return [_item(entry) for entry in row.items] if row else []


def checklist_for_act(country: str, act: str) -> list[ChecklistItem]:
    """The list that belongs to an act of the workflow table; empty (and no statement) for acts without one."""
    purpose = PURPOSE_OF_ACT.get(act)
    return checklist_for(country, purpose) if purpose else []


def _item(entry: Mapping[str, object]) -> ChecklistItem:
    texts = entry["texts"]
    assert isinstance(texts, dict) and texts
    wanted = (get_language() or "en").split("-")[0]
    language = next((tag for tag in texts if tag.split("-")[0] == wanted), "en" if "en" in texts else min(texts))
    return ChecklistItem(str(entry["code"]), str(texts[language]), language)
