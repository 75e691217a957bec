"""Edits of agreements and calendars that two administrators agreed on. What stood before is kept."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Max

from core.ids import uuid7
from countries.models import AgreedValue, PublicHoliday, Rule, RuleVersion, WorkingCalendar
from countries.selectors.agreed import pair_of

# What a rule is about: never changed by an edit. Another cell is another rule.
RULE_CELL: Final = ("kind", "track", "requesting_country", "receiving_country", "condition", "valid_from")
# What it says.
RULE_VALUES: Final = (
    *("value", "unit", "normal_value", "direction", "of_total", "start_event", "acting_side", "working_days_of"),
    *("counting_convention", "first_day_counts", "counting_citation", "counting_certainty"),
    *("effect_of_silence", "silence_citation", "silence_certainty", "inconclusive_answers"),
    *("extension_basis", "suspension_causes", "fallback_document", "receipt_proof"),
    *("citation", "source", "certainty", "unit_certainty", "wording", "valid_to"),
)


def rule_plain(rule: Rule) -> dict[str, Any]:
    """Every column that people edit, as JSON values."""
    row: dict[str, Any] = {}
    for name in (*RULE_CELL, *RULE_VALUES):
        value = getattr(rule, f"{name}_id" if name.endswith("_country") else name)
        if name.endswith("_country"):
            value = value or ""
        elif isinstance(value, datetime.date):
            value = value.isoformat()
        elif isinstance(value, list):
            value = list(value)
        row[name] = value
    return row


def rule_write(
    *,
    agreement: str,
    rule_id: UUID | None,
    values: Mapping[str, Any],
    requested_by: str,
    confirmed_by: str,
    reason: str,
    at: datetime.datetime,
    instead_of: Rule | None = None,
) -> Rule:
    """Change a rule, or with `rule_id` None make a new one. `values`: the columns by their names; instead_of: the more
    general rule in whose place the new one stands.

    The version before is kept with the two countries that agreed; the first version of a new rule held nothing.
    """
    if rule_id is None:
        cell = {f"{name}_id" if name.endswith("_country") else name: values[name] or None for name in RULE_CELL}
        cell["condition"] = values["condition"]
        rule = Rule(agreement_id=agreement, **cell)
        before = rule_plain(instead_of) if instead_of else {}
    else:
        rule = Rule.objects.select_for_update().get(pk=rule_id, agreement=agreement)
        before = rule_plain(rule)
    for name in RULE_VALUES:
        setattr(rule, name, values[name])
    version = rule.version
    rule.version += 1
    rule.save(force_insert=rule_id is None)
    RuleVersion.objects.create(
        rule=rule,
        version=version,
        values=before,
        replaced_at=at,
        requested_by_id=requested_by,
        confirmed_by_id=confirmed_by,
        reason=reason[:500],
    )
    return rule


def agreed_write(
    *,
    agreement: str,
    pair: tuple[str, str],
    part: str,
    key: str,
    values: Mapping[str, Any],
    requested_by: str,
    confirmed_by: str,
    reason: str,
    at: datetime.datetime,
) -> AgreedValue:
    """Keep what two countries agreed on in place of a row of the reference files; the version before stays."""
    first, second = pair_of(*pair)
    cell = {"agreement_id": agreement, "first_id": first, "second_id": second, "part": part, "key": key}
    last = AgreedValue.objects.filter(**cell).aggregate(last=Max("version"))["last"] or 0
    row = AgreedValue(
        **cell,
        version=last + 1,
        values=dict(values),
        agreed_at=at,
        requested_by_id=requested_by,
        confirmed_by_id=confirmed_by,
        reason=reason[:500],
    )
    row.save(force_insert=True)
    return row


def calendar_write(
    *,
    country: str,
    weekend_days: Sequence[int],
    covers_from: datetime.date,
    covers_to: datetime.date,
    removed: Collection[datetime.date],
    days: Sequence[tuple[datetime.date, str, bool]],
    source: str,
) -> WorkingCalendar:
    """Change a country's calendar: days to remove, then days to add or put right as (day, name, is estimated). The
    version grows, and the reference files correct it no more."""
    calendar = WorkingCalendar.objects.select_for_update().get(country=country)
    calendar.holidays.filter(date__in=[*removed, *(day for day, _name, _estimated in days)]).delete()
    PublicHoliday.objects.bulk_create(
        PublicHoliday(calendar=calendar, date=day, name=name, is_estimated=is_estimated, source=source)
        for day, name, is_estimated in days
    )
    calendar.weekend_days = sorted(weekend_days)
    calendar.covers_from, calendar.covers_to = covers_from, covers_to
    calendar.version += 1
    calendar.is_edited = True
    calendar.edition = uuid7()
    calendar.save(force_update=True)
    return calendar
