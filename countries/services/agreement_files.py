"""An agreement as a file like those of countries/data, written from the rows. See `agreement_differences`."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any, Final

from django.db import models

from countries.choices import AgreedPart
from countries.models import (
    AgreedValue,
    Agreement,
    AgreementForm,
    AgreementMember,
    AgreementSuspension,
    AttachmentRequirement,
    EvidenceItem,
    Rule,
)
from countries.selectors.agreed import (
    ITEM_KEYS,
    ITEM_VALUES,
    MODELS,
    REMOVED,
    key_columns,
)
from countries.services import files
from countries.services.editing import rule_plain
from countries.services.reference_agreements import HEADER, READMITS

# The tables of a file that are no rules, and the rows that they are.
TABLES: Final[Mapping[str, type[models.Model]]] = {
    AgreedPart.SUSPENSION: AgreementSuspension,
    AgreedPart.FORM: AgreementForm,
    AgreedPart.EVIDENCE: EvidenceItem,
    AgreedPart.ATTACHMENT: AttachmentRequirement,
}


def agreement_toml(agreement: Agreement) -> str:
    """The agreement as a file that can be loaded and gives the same rows; what is empty is left out."""
    lines = [f'code = "{agreement.code}"']
    if agreement.parent_id:
        lines.append(f'parent = "{agreement.parent_id}"')
    lines += _pairs({name: getattr(agreement, name) for name in HEADER})
    members = list(AgreementMember.objects.filter(agreement=agreement).order_by("country"))
    sets = files.member_sets()
    for party in agreement.parties.all():
        of_side = [member for member in members if member.side == party.side]
        later = {member.third_country_nationals_from for member in of_side}
        flags = {name: False for name in READMITS if not getattr(party, name)}
        lines += [
            "",
            f"[party_{party.side.lower()}]",
            f"name = {_value(party.name)}",
            _members(agreement, of_side, sets),
        ]
        lines += _pairs({"third_country_nationals_from": later.pop() if len(later) == 1 else None, **flags})
    for row in sorted(Rule.objects.filter(agreement=agreement), key=lambda rule: (rule.kind, rule.track, rule.id)):
        columns = rule_plain(row) | {"valid_from": row.valid_from, "valid_to": row.valid_to}
        # A default is written too where the loader would take another one for this kind.
        lines += ["", "[[rule]]", *_pairs(columns, keep={"of_total", "acting_side", "working_days_of"})]
    for part in TABLES:
        for said in own_rows(agreement, part):
            lines += ["", f"[[{part}]]", *_pairs(said, keep={"one_per_person"})]
    for said in agreed_rows(agreement):
        lines += ["", "[[agreed]]", *_pairs(said, keep={"one_per_person"})]
    return "\n".join(lines) + "\n"


def own_rows(agreement: Agreement, part: str) -> list[dict[str, Any]]:
    """The rows of a part that are the agreement's own, as a file says them."""
    found = []
    for row in TABLES[part]._default_manager.filter(agreement=agreement):
        said = {"country": row.country_id} if part == AgreedPart.SUSPENSION else {}  # type: ignore[attr-defined]
        said |= key_columns(part, row)
        found.append(said | {name: getattr(row, name) for name in ITEM_VALUES[part]})
    return found


def agreed_rows(agreement: Agreement) -> list[dict[str, Any]]:
    """What pairs of countries agreed on in place of rows of the agreement, as a file says it."""
    newest: dict[tuple[str, ...], AgreedValue] = {}
    for row in AgreedValue.objects.filter(agreement=agreement).order_by("version"):
        newest[row.first_id, row.second_id, row.part, row.key] = row
    found = []
    for _cell, row in sorted(newest.items()):
        said: dict[str, Any] = {"between": [row.first_id, row.second_id], "part": row.part}
        key = dict(zip(ITEM_KEYS[row.part], row.key.split(":"), strict=False))
        said |= _days(row.part, key) | _days(row.part, {name: row.values[name] for name in ITEM_VALUES[row.part]})
        found.append(said | ({REMOVED: True} if row.values.get(REMOVED) else {}))
    return found


def _days(part: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a part with their days as days."""
    is_day = {name: isinstance(MODELS[part]._meta.get_field(name), models.DateField) for name in values}
    return {
        name: datetime.date.fromisoformat(value) if is_day[name] and value else value for name, value in values.items()
    }


def _members(agreement: Agreement, members: list[AgreementMember], sets: Mapping[str, files.MemberSet]) -> str:
    """A named set where it has these countries from these dates, else the countries."""
    held = {member.country_id: member.from_date for member in members}
    for key, named in sets.items():
        dates = {
            country: max(filter(None, (agreement.in_force_from, named.from_dates.get(country))), default=None)
            for country in named.countries
        }
        if dates == held:
            return f'members = "{key}"'
    return f"members = {_value(sorted(held))}"


def _pairs(values: Mapping[str, Any], keep: set[str] | frozenset[str] = frozenset()) -> list[str]:
    return [
        f"{name} = {_value(value)}"
        for name, value in values.items()
        if value is not None and (name in keep or value not in ("", []))
    ]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    # A JSON string is a basic string of TOML, apart from the delete character, which JSON leaves as it is.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def item_values_plain(part: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a part as JSON values, with defaults for what an entry leaves out."""
    empty = {name: MODELS[part]._meta.get_field(name).get_default() for name in ITEM_VALUES[part]}  # type: ignore[union-attr]
    said = {**empty, **{name: entry[name] for name in ITEM_VALUES[part] if name in entry}}
    return {name: iso(value) if isinstance(value, datetime.date) else value for name, value in said.items()}


def iso(day: datetime.date | None) -> str | None:
    """A day as text; none where there is none."""
    return day.isoformat() if day else None
