"""What an agreement file from outside says otherwise than the rows, for two countries that the agreement binds."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from core.plain_text import unseen_in
from countries.choices import AgreedPart, Track
from countries.models import (
    Agreement,
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
    pair_of,
)
from countries.services import files
from countries.services.agreement_files import (
    TABLES,
    agreed_rows,
    agreement_toml,
    iso,
    item_values_plain,
    own_rows,
)
from countries.services.editing import RULE_CELL, RULE_VALUES, rule_plain
from countries.services.reference_agreements import HEADER, check_agreement_keys, rule_entries

LARGEST: Final = 300_000  # bytes; the largest agreement of countries/data has some tens of thousands
ROWS_AT_MOST: Final = 400
# The files have no dotted words, and texts of some sentences; the parser takes long for a word of many parts.
DOTS_AT_MOST: Final = 100  # in a line
DEEPEST: Final = 8


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
    if any(line.count(b".") > DOTS_AT_MOST for line in data.split(b"\n")):
        raise files.DataFileError(f"{name}: more than {DOTS_AT_MOST} dots in a line")
    try:
        content = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise files.DataFileError(f"{name}: not UTF-8 at byte {error.start}") from error
    # Besides its own error the parser lets through those of numbers and of nesting without an end.
    except (ValueError, RecursionError) as error:
        raise files.DataFileError(f"{name}: {str(error)[:200]}") from error
    check_agreement_keys(name, content)
    for text in _texts(name, content):
        if unseen_in(text):
            raise files.DataFileError(f"{name}: invisible characters in {text[:60]!a}")
    if sum(len(content.get(part, [])) for part in ("rule", "agreed", *TABLES)) > ROWS_AT_MOST:
        raise files.DataFileError(f"{name}: more than {ROWS_AT_MOST} rows")
    return content


def _texts(name: str, content: Any, depth: int = 0) -> Iterator[str]:
    """Every text of the file: the second person is to read what will be written. Raises `DataFileError` for one in
    which tables stand in tables without an end."""
    if depth > DEEPEST:
        raise files.DataFileError(f"{name}: nested too deeply")
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for item in content.values() if isinstance(content, dict) else content:
            yield from _texts(name, item, depth + 1)


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """What a file says of an agreement that is not here yet. rules: columns as `rule_plain` gives them; items: (part,
    key, values) of its other rows, as `AgreedValue` keeps them."""

    content: dict[str, Any]
    rules: list[dict[str, Any]]
    items: list[tuple[str, str, dict[str, Any]]]


def agreement_new(name: str, content: dict[str, Any]) -> NewAgreement:
    """The parts of a file that `file_read` gave, its parties apart, each of the right types. Raises `DataFileError`."""
    for key in ("code", "parent"):
        if not isinstance(content.get(key, ""), str):
            raise files.DataFileError(f"{name}: {key} cannot be {str(content[key])[:60]!r}")
    for key in HEADER:
        if key in content:
            _require_item_type(f"{name}, head", AgreedPart.HEAD, key, content[key])
    rules: dict[tuple[Any, ...], dict[str, Any]] = {}
    for number, entry in enumerate(content.get("rule", []), 1):
        for columns in _columns(f"{name}, rule {number}", entry):
            if _cell(columns) in rules:
                raise files.DataFileError(f"{name}, rule {number}: the same rule stands twice in the file")
            rules[_cell(columns)] = columns
    if content.get("agreed"):
        raise files.DataFileError(f"{name}, agreed: only an agreement that binds others has this")
    items = [
        (part, key, _said(where, part, entry))
        for part in TABLES
        for where, entry, key in _entries(name, part, content.get(part, []))
        if _require_no_country(where, entry)
    ]
    return NewAgreement(content, list(rules.values()), items)


def _require_no_country(where: str, entry: Mapping[str, Any]) -> bool:
    if entry.get("country"):
        raise files.DataFileError(f"{where}: an agreement of two countries is suspended for both")
    return True


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
        if (cell not in held or rule_plain(held[cell]) != columns) and not _is_agreed(held, pair, columns)
    ]
    return FileDifferences(
        rules=rules,
        items=_items(name, agreement, pair, content),
        missing=[rule for cell, rule in held.items() if cell not in found],
        elsewhere=_elsewhere(agreement, content),
    )


def _is_agreed(held: Mapping[tuple[Any, ...], Rule], pair: tuple[str, str], columns: Mapping[str, Any]) -> bool:
    """Whether a value for all stands between the two, in both directions, as the file says it."""
    found = []
    for cell in (pair, pair[::-1]):
        theirs = {**columns, "requesting_country": cell[0], "receiving_country": cell[1]}
        found.append(_cell(theirs) in held and rule_plain(held[_cell(theirs)]) == theirs)
    return all(found)


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
        plain |= {"valid_from": iso(cell["valid_from"]), "valid_to": iso(values["valid_to"])}
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


def _items(name: str, agreement: Agreement, pair: tuple[str, str], content: Mapping[str, Any]) -> list[ItemDifference]:
    held = held_items(agreement, *pair)
    changed: dict[tuple[str, str], dict[str, Any]] = {}
    head = _said(f"{name}, head", AgreedPart.HEAD, {key: content[key] for key in HEADER if key in content})
    if head != item_plain(AgreedPart.HEAD, agreement):
        changed[AgreedPart.HEAD, ""] = head
    for part in TABLES:
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
    found = [ItemDifference(part, key, values, held.get((part, key))) for (part, key), values in changed.items()]
    # What the two have agreed on already, they need not again.
    return [item for item in found if item.held is None or item.held.values != item.values]


def _entries(name: str, part: str, entries: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """(where, entry, key) of the entries of a table; each key once, of the right types."""
    seen: set[tuple[str, str]] = set()
    for number, entry in enumerate(entries, 1):
        where = f"{name}, {part} {number}"
        for column in ITEM_KEYS[part]:
            _require_item_type(where, part, column, entry.get(column))
        if not isinstance(entry.get("country", ""), str):
            raise files.DataFileError(f"{where}: country cannot be {str(entry['country'])[:60]!r}")
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


def _require_item_type(where: str, part: str, name: str, value: Any) -> None:
    column = MODELS[part]._meta.get_field(name)
    if isinstance(column, models.DateField):
        is_right = type(value) is datetime.date or (value is None and column.null)
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
