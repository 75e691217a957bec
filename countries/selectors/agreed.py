"""What of an agreement holds between two countries: the rows of the reference files, and in their place what the
administrators of the two agreed on. Rules are not among it: see `countries.selectors.rules`. Never a write."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Greatest, Least

from countries.choices import AgreedPart
from countries.models import (
    AgreedValue,
    Agreement,
    AgreementForm,
    AgreementSuspension,
    AttachmentRequirement,
    EvidenceItem,
)
from countries.models.agreement import VERIFIED

MODELS: Final[Mapping[str, type[models.Model]]] = {
    AgreedPart.HEAD: Agreement,
    AgreedPart.FORM: AgreementForm,
    AgreedPart.EVIDENCE: EvidenceItem,
    AgreedPart.ATTACHMENT: AttachmentRequirement,
    AgreedPart.SUSPENSION: AgreementSuspension,
}
# What a row is about: never changed. Another key is another row.
ITEM_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    AgreedPart.HEAD: (),
    AgreedPart.FORM: ("kind",),
    AgreedPart.EVIDENCE: ("purpose", "kind", "issued_from"),
    AgreedPart.ATTACHMENT: ("receiving_country", "kind"),
    AgreedPart.SUSPENSION: ("from_date",),
}
# What it says.
ITEM_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    AgreedPart.HEAD: ("citation", "in_force_from", "in_force_to", "legal_note", "certainty"),
    AgreedPart.FORM: ("annex", "languages", "one_per_person", "citation", "source", "certainty", "note"),
    AgreedPart.EVIDENCE: (
        *("worth", "issued_before", "expired_at_most_months", "citation", "source", "certainty", "note"),
    ),
    AgreedPart.ATTACHMENT: ("languages", "source", "certainty", "note"),
    AgreedPart.SUSPENSION: ("to_date", "citation", "source", "certainty", "note"),
}
# Beside its values: that the two hold it not to be so (a document that the read list does not have).
REMOVED: Final = "is_removed"
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class HeldItem:
    """One row as it holds between two countries. version: 0 as the reference files have it, else that of what the two
    agreed on; values: as `AgreedValue` keeps them; row: the model with its values, not to be saved."""

    part: str
    key: str
    version: int
    values: dict[str, Any]
    row: Any

    @property
    def is_verified(self) -> bool:
        """Whether somebody read it."""
        return self.values["certainty"] in VERIFIED

    @property
    def is_removed(self) -> bool:
        """Whether the two hold that there is no such row."""
        return bool(self.values.get(REMOVED))


def column_of(part: str, name: str) -> models.Field[Any, Any]:
    """The column of a part, with its type and its closed list."""
    column = MODELS[part]._meta.get_field(name)
    assert isinstance(column, models.Field)
    return column


def pair_of(one: str, other: str) -> tuple[str, str]:
    """Two countries in the order in which what they agreed on is kept."""
    return (one, other) if one < other else (other, one)


def item_key(part: str, values: Mapping[str, Any]) -> str:
    """What a row is about, as text: its columns in their order."""
    said = (values.get(name) for name in ITEM_KEYS[part])
    return ":".join(item.isoformat() if isinstance(item, datetime.date) else str(item or "") for item in said)


def item_plain(part: str, row: Any) -> dict[str, Any]:
    """What a row says, as JSON values."""
    return {name: _plain(getattr(row, name)) for name in ITEM_VALUES[part]}


def item_row(part: str, agreement: str, key: str, values: Mapping[str, Any]) -> Any:
    """A row of its own with a key and values, as if the reference files had it. Not to be saved."""
    row = MODELS[part](**({"agreement_id": agreement} if part != AgreedPart.HEAD else {"code": agreement}))
    said = dict(zip(ITEM_KEYS[part], key.split(":"), strict=True)) if ITEM_KEYS[part] else {}
    for name, text in said.items():
        column = f"{name}_id" if name.endswith("_country") else name
        setattr(row, column, _read(row, name, text or None))
    return _with(row, part, values)


def overlaid(part: str, agreement: str, rows: Iterable[Row], agreed: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """The rows with what was agreed on in their place, by key; what is new comes last, what was removed goes."""
    held: dict[str, Row] = {item_key(part, key_columns(part, row)): row for row in rows}
    for key, values in agreed.items():
        if values.get(REMOVED):
            held.pop(key, None)
        else:
            held[key] = item_row(part, agreement, key, values)
    return list(held.values())


def agreed_between(
    one: str, other: str, part: str, agreements: Collection[str]
) -> dict[str, dict[str, dict[str, Any]]]:
    """What the two agreed on of this part: agreement → key → values. One query."""
    first, second = pair_of(one, other)
    rows = AgreedValue.objects.filter(first=first, second=second, part=part, agreement__in=agreements)
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows.order_by("version"):
        found.setdefault(row.agreement_id, {})[row.key] = row.values
    return found


def head_apply(agreement: Agreement, values: Mapping[str, Any]) -> Agreement:
    """The agreement with the head that two countries agreed on. Not to be saved."""
    return _with(agreement, AgreedPart.HEAD, values)


def agreed_head(agreement: str, one: str, other: str) -> Subquery:
    """For a query with these three columns: the head that the two countries agreed on, for `head_apply`, or nothing."""
    pair = {"first": Least(OuterRef(one), OuterRef(other)), "second": Greatest(OuterRef(one), OuterRef(other))}
    rows = AgreedValue.objects.filter(agreement=OuterRef(agreement), part=AgreedPart.HEAD, **pair)
    return Subquery(rows.order_by("-version").values("values")[:1])


def held_items(agreement: Agreement, one: str, other: str) -> dict[tuple[str, str], HeldItem]:
    """Every row of an agreement as it holds between the two, by (part, key). Five queries."""
    evidence = list(EvidenceItem.objects.filter(Q(agreement=agreement) | Q(agreement__isnull=True)))
    own = [row for row in evidence if row.agreement_id]
    asked: dict[str, AttachmentRequirement] = {}
    for row in AttachmentRequirement.objects.filter(receiving_country__in=(one, other)):
        key = item_key(AgreedPart.ATTACHMENT, key_columns(AgreedPart.ATTACHMENT, row))
        if row.agreement_id == agreement.code or (row.agreement_id is None and key not in asked):
            asked[key] = row
    suspensions = AgreementSuspension.objects.filter(agreement=agreement)
    base: dict[str, list[Any]] = {
        AgreedPart.HEAD: [agreement],
        AgreedPart.FORM: list(AgreementForm.objects.filter(agreement=agreement)),
        # A protocol adds to the list of its agreement: the typical one stands in the place of the latter.
        AgreedPart.EVIDENCE: own or ([] if agreement.parent_id else evidence),
        AgreedPart.ATTACHMENT: list(asked.values()),
        AgreedPart.SUSPENSION: list(suspensions.filter(Q(country__isnull=True) | Q(country__in=(one, other)))),
    }
    found = {
        (part, key): HeldItem(part, key, 0, item_plain(part, row), row)
        for part, rows in base.items()
        for row in rows
        for key in [item_key(part, key_columns(part, row))]
    }
    first, second = pair_of(one, other)
    for agreed in AgreedValue.objects.filter(agreement=agreement, first=first, second=second).order_by("version"):
        row = item_row(agreed.part, agreement.code, agreed.key, agreed.values)
        found[agreed.part, agreed.key] = HeldItem(agreed.part, agreed.key, agreed.version, agreed.values, row)
    return found


def key_columns(part: str, row: Any) -> dict[str, Any]:
    """The columns of a row's key with their values."""
    return {name: getattr(row, f"{name}_id" if name.endswith("_country") else name) for name in ITEM_KEYS[part]}


def _with(row: Any, part: str, values: Mapping[str, Any]) -> Any:
    for name in ITEM_VALUES[part]:
        setattr(row, name, _read(row, name, values[name]))
    return row


def _read(row: Any, name: str, value: Any) -> Any:
    is_day = isinstance(row._meta.get_field(name), models.DateField)
    return datetime.date.fromisoformat(value) if is_day and value else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else list(value) if isinstance(value, list) else value
