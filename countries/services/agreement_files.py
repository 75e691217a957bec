"""An agreement as a file like those of countries/data: written from the rows, read back, compared with them."""

from __future__ import annotations

import datetime
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from core.plain_text import unseen_in
from countries.choices import AgreedPart, Track
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
    HeldItem,
    held_items,
    item_key,
    item_plain,
    key_columns,
    pair_of,
)
from countries.services import files
from countries.services.editing import RULE_CELL, RULE_VALUES, rule_plain
from countries.services.reference_agreements import HEADER, READMITS, check_agreement_keys, rule_entries

LARGEST: Final = 300_000  # bytes; the largest agreement of countries/data has some tens of thousands
RULES_AT_MOST: Final = 400
# The tables of a file that are no rules, and the rows that they are.
_TABLES: Final[Mapping[str, type[models.Model]]] = {
    AgreedPart.SUSPENSION: AgreementSuspension,
    AgreedPart.FORM: AgreementForm,
    AgreedPart.EVIDENCE: EvidenceItem,
    AgreedPart.ATTACHMENT: AttachmentRequirement,
}


# --- writing ----------------------------------------------------------------------------------------------------------


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
    for part in _TABLES:
        for said in own_rows(agreement, part):
            lines += ["", f"[[{part}]]", *_pairs(said, keep={"one_per_person"})]
    for said in agreed_rows(agreement):
        lines += ["", "[[agreed]]", *_pairs(said, keep={"one_per_person"})]
    return "\n".join(lines) + "\n"


def own_rows(agreement: Agreement, part: str) -> list[dict[str, Any]]:
    """The rows of a part that are the agreement's own, as a file says them."""
    found = []
    for row in _TABLES[part]._default_manager.filter(agreement=agreement):
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
        said |= dict(zip(ITEM_KEYS[row.part], row.key.split(":"), strict=False))
        found.append(said | _days(row.part, row.values) | ({REMOVED: True} if row.values.get(REMOVED) else {}))
    return found


def _days(part: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a part with their days as days."""
    is_day = {name: isinstance(MODELS[part]._meta.get_field(name), models.DateField) for name in ITEM_VALUES[part]}
    return {
        name: datetime.date.fromisoformat(values[name]) if is_day[name] and values[name] else values[name]
        for name in ITEM_VALUES[part]
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


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """A rule of a file that the rows do not have so. rule: the row, None for a new one; columns: all of it as the file
    says it, as JSON values."""

    rule: Rule | None
    columns: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """A row of a file that is no rule, and does not stand so. values: as `AgreedValue` keeps them; held: what holds
    between the two countries until now."""

    part: str
    key: str
    values: dict[str, Any]
    held: HeldItem | None


@dataclass(frozen=True, slots=True)
class FileDifferences:
    """What a file says otherwise than the rows. missing: rules that the file does not have, which stay; elsewhere:
    parts that are not changed by a file, with what differs."""

    rules: list[RuleDifference]
    items: list[ItemDifference]
    missing: list[Rule]
    elsewhere: list[str]


def file_read(name: str, data: bytes) -> dict[str, Any]:
    """The contents of a file from outside; raises `DataFileError` with what is wrong in it."""
    if len(data) > LARGEST:
        raise files.DataFileError(f"{name}: larger than {LARGEST} bytes")
    try:
        content = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise files.DataFileError(f"{name}: not UTF-8 at byte {error.start}") from error
    # Besides its own error the parser lets through those of numbers and of nesting without an end.
    except (ValueError, RecursionError) as error:
        raise files.DataFileError(f"{name}: {str(error)[:200]}") from error
    check_agreement_keys(name, content)
    for text in _texts(content):
        if unseen_in(text):
            raise files.DataFileError(f"{name}: invisible characters in {text[:60]!a}")
    if len(content.get("rule", [])) > RULES_AT_MOST:
        raise files.DataFileError(f"{name}: more than {RULES_AT_MOST} rules")
    return content


def _texts(content: Any) -> Iterator[str]:
    """Every text of the file: the second person is to read what will be written."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for item in content.values() if isinstance(content, dict) else content:
            yield from _texts(item)


def file_differences(
    name: str, agreement: Agreement, pair: tuple[str, str], content: Mapping[str, Any]
) -> FileDifferences:
    """Compare a file that `file_read` gave with the rows of its agreement, for two countries that it binds. Raises
    `DataFileError`, also where it says something else about a third country."""
    if content["code"] != agreement.code:
        raise files.DataFileError(f"{name}: this is {str(content['code'])[:60]}, not {agreement.code}")
    held = {_cell(rule_plain(rule)): rule for rule in Rule.objects.filter(agreement=agreement)}
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for number, entry in enumerate(content.get("rule", []), 1):
        for columns in _columns(f"{name}, rule {number}", entry):
            if _cell(columns) in found:
                raise files.DataFileError(f"{name}, rule {number}: the same rule stands twice in the file")
            found[_cell(columns)] = columns
    rules = [
        RuleDifference(held.get(cell), columns)
        for cell, columns in found.items()
        if cell not in held or rule_plain(held[cell]) != columns
    ]
    return FileDifferences(
        rules=rules,
        items=_items(name, agreement, pair, content),
        missing=[rule for cell, rule in held.items() if cell not in found],
        elsewhere=_elsewhere(agreement, content),
    )


def _cell(columns: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(columns[column] for column in RULE_CELL)


def _columns(where: str, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules of an entry as `rule_plain` gives them; the types are looked at before anything is compared."""
    for key, value in entry.items():
        _require_type(where, key, value)
    if "kind" not in entry or "certainty" not in entry or "start_event" not in entry:
        raise files.DataFileError(f"{where}: kind, start_event and certainty are needed")
    try:
        cells = rule_entries(entry)
    except ValueError as error:
        raise files.DataFileError(f"{where}: {str(error)[:100]}") from error
    rows = []
    for cell, values in cells:
        plain = {column: values[column] for column in RULE_VALUES}
        plain |= {"kind": str(cell["kind"]), "track": str(cell["track"]), "condition": cell["condition"]}
        plain |= {column: cell[f"{column}_id"] or "" for column in ("requesting_country", "receiving_country")}
        plain |= {"valid_from": _iso(cell["valid_from"]), "valid_to": _iso(values["valid_to"])}
        # Members of the closed lists as their codes, lists as lists of their own.
        rows.append({key: _code(value) for key, value in plain.items()})
    return rows


def _require_type(where: str, key: str, value: Any) -> None:
    texts = key not in {"value", "normal_value", "of_total", "first_day_counts", "inconclusive_answers"}
    if key in ("valid_from", "valid_to"):
        is_right = type(value) is datetime.date
    elif key in ("tracks", "suspension_causes"):
        is_right = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if key == "tracks":
            is_right = is_right and set(value) <= set(Track.values)
    elif key in ("value", "normal_value"):
        is_right = type(value) is int
    else:
        is_right = isinstance(value, str) if texts else isinstance(value, bool)
    if not is_right:
        raise files.DataFileError(f"{where}: {key} cannot be {str(value)[:60]!r}")


def _code(value: Any) -> Any:
    if isinstance(value, list):
        return [str(item) for item in value]
    return str(value) if isinstance(value, str) else value


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _items(name: str, agreement: Agreement, pair: tuple[str, str], content: Mapping[str, Any]) -> list[ItemDifference]:
    held = held_items(agreement, *pair)
    changed: dict[tuple[str, str], dict[str, Any]] = {}
    head = _said(f"{name}, head", AgreedPart.HEAD, {key: content[key] for key in HEADER if key in content})
    if head != item_plain(AgreedPart.HEAD, agreement):
        changed[AgreedPart.HEAD, ""] = head
    for part in _TABLES:
        own = {_row_key(part, row): item_values_plain(part, row) for row in own_rows(agreement, part)}
        for where, entry, key in _entries(name, part, content.get(part, [])):
            said = _said(where, part, entry)
            if own.get((entry.get("country") or "", key)) != said:
                _require_of_pair(where, entry, pair)
                changed[part, key] = said
    agreed = {_agreed_key(row): row for row in agreed_rows(agreement)}
    for number, entry in enumerate(content.get("agreed", []), 1):
        where = f"{name}, agreed {number}"
        part, between = entry.get("part"), entry.get("between")
        if part not in AgreedPart.values or not isinstance(between, list) or len(between) != 2:
            raise files.DataFileError(f"{where}: between two countries, and a part, are needed")
        ((_where, _entry, key),) = _entries(where, part, [entry])
        said = _said(where, part, entry) | ({REMOVED: True} if entry.get(REMOVED) is True else {})
        stands = agreed.get((tuple(map(str, between)), part, key))
        if stands is None or said != item_values_plain(part, stands) | ({REMOVED: True} if stands.get(REMOVED) else {}):
            if tuple(between) != pair_of(*pair):
                raise files.DataFileError(f"{where}: other countries agreed on this")
            changed[part, key] = said
    return [ItemDifference(part, key, values, held.get((part, key))) for (part, key), values in changed.items()]


def _entries(name: str, part: str, entries: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """(where, entry, key) of the entries of a table; each key once, of the right types."""
    seen: set[tuple[str, str]] = set()
    for number, entry in enumerate(entries, 1):
        where = f"{name}, {part} {number}"
        for column in ITEM_KEYS[part]:
            _require_item_type(where, part, column, entry.get(column))
        key = item_key(part, entry)
        if (str(entry.get("country", "")), key) in seen:
            raise files.DataFileError(f"{where}: the same row stands twice in the file")
        seen.add((str(entry.get("country", "")), key))
        yield where, entry, key


def _said(where: str, part: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says of every column of its part, with defaults, as JSON values."""
    if "certainty" not in entry:
        raise files.DataFileError(f"{where}: certainty is needed")
    for name in ITEM_VALUES[part]:
        if name in entry:
            _require_item_type(where, part, name, entry[name])
    return item_values_plain(part, entry)


def item_values_plain(part: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a part as JSON values, with defaults for what an entry leaves out."""
    empty = {name: MODELS[part]._meta.get_field(name).get_default() for name in ITEM_VALUES[part]}  # type: ignore[union-attr]
    said = {**empty, **{name: entry[name] for name in ITEM_VALUES[part] if name in entry}}
    return {name: _iso(value) if isinstance(value, datetime.date) else value for name, value in said.items()}


def _require_item_type(where: str, part: str, name: str, value: Any) -> None:
    column = MODELS[part]._meta.get_field(name)
    if isinstance(column, models.DateField):
        is_right = type(value) is datetime.date or (value in (None, "") and column.null)
    elif name == "languages":
        is_right = isinstance(value, list) and all(isinstance(item, str) for item in value)
    elif isinstance(column, models.BooleanField):
        is_right = isinstance(value, bool)
    elif isinstance(column, models.IntegerField):
        is_right = type(value) is int
    else:
        is_right = isinstance(value, str)
    if not is_right:
        raise files.DataFileError(f"{where}: {name} cannot be {str(value)[:60]!r}")


def _require_of_pair(where: str, entry: Mapping[str, Any], pair: tuple[str, str]) -> None:
    for name in ("country", "receiving_country"):
        if entry.get(name) and entry[name] not in pair:
            raise files.DataFileError(f"{where}: this is about a third country, {str(entry[name])[:10]}")


def _row_key(part: str, row: Mapping[str, Any]) -> tuple[str, str]:
    return (row.get("country") or "", item_key(part, row))


def _agreed_key(row: Mapping[str, Any]) -> tuple[tuple[str, ...], str, str]:
    return (tuple(row["between"]), row["part"], item_key(row["part"], row))


def _elsewhere(agreement: Agreement, content: Mapping[str, Any]) -> list[str]:
    """The names of other parts of which the file says something else: they are not changed by a file."""
    own = tomllib.loads(agreement_toml(agreement))
    names = ("parent", "title", "short_title", "kind", "party_a", "party_b")
    return [key for key in names if _sorted(own.get(key)) != _sorted(content.get(key))]


def _sorted(value: Any) -> Any:
    """Comparable whatever the order, and without what is empty anyhow."""
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in value.items() if item not in ("", [], None)}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=repr) or None
    return value or None
