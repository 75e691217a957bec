"""An agreement as a file like those of countries/data: written from the rows, read back, compared with them."""

from __future__ import annotations

import datetime
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.plain_text import unseen_in
from countries.choices import Track
from countries.models import Agreement, AgreementForm, AgreementMember, AgreementSuspension, Rule
from countries.services import files
from countries.services.editing import RULE_CELL, RULE_VALUES, rule_plain
from countries.services.reference_agreements import HEADER, READMITS, check_agreement_keys, rule_entries

LARGEST: Final = 300_000  # bytes; the largest agreement of countries/data has some tens of thousands
RULES_AT_MOST: Final = 400
_SUSPENSION = ("to_date", "citation", "source", "certainty", "note")
_FORM = ("annex", "languages", "one_per_person", "citation", "source", "certainty", "note")


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
    for suspension in AgreementSuspension.objects.filter(agreement=agreement):
        said = {name: getattr(suspension, name) for name in _SUSPENSION}
        head = {"country": suspension.country_id, "from_date": suspension.from_date}
        lines += ["", "[[suspension]]", *_pairs({**head, **said})]
    for form in AgreementForm.objects.filter(agreement=agreement):
        said = {name: getattr(form, name) for name in _FORM}
        lines += ["", "[[form]]", *_pairs({"kind": form.kind, **said}, keep={"one_per_person"})]
    return "\n".join(lines) + "\n"


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
class FileDifferences:
    """What a file says otherwise than the rows. suspensions: entries of the file that are new or changed; missing:
    rules that the file does not have, which stay; elsewhere: parts that are not changed by a file, with what differs.
    """

    rules: list[RuleDifference]
    suspensions: list[dict[str, Any]]
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


def file_differences(name: str, agreement: Agreement, content: Mapping[str, Any]) -> FileDifferences:
    """Compare a file that `file_read` gave with the rows of its agreement. Raises `DataFileError`."""
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
        suspensions=_suspensions(name, agreement, content),
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


def _suspensions(name: str, agreement: Agreement, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    held = {
        (row.country_id or "", row.from_date): {column: getattr(row, column) for column in _SUSPENSION}
        for row in AgreementSuspension.objects.filter(agreement=agreement)
    }
    found = []
    for number, entry in enumerate(content.get("suspension", []), 1):
        where = f"{name}, suspension {number}"
        days = [entry.get("from_date"), entry.get("to_date")]
        texts = [value for key, value in entry.items() if not key.endswith("_date")]
        if type(days[0]) is not datetime.date or type(days[1]) not in (datetime.date, type(None)):
            raise files.DataFileError(f"{where}: from_date and to_date are dates")
        if not all(isinstance(text, str) for text in texts) or "certainty" not in entry:
            raise files.DataFileError(f"{where}: certainty is needed, and everything but the dates is text")
        said = {"to_date": entry.get("to_date"), **{key: entry.get(key, "") for key in _SUSPENSION[1:]}}
        country = entry.get("country", "")
        if held.get((country, entry["from_date"])) != said:
            found.append({"country": country, "from_date": entry["from_date"], **said})
    return found


def _elsewhere(agreement: Agreement, content: Mapping[str, Any]) -> list[str]:
    """The names of other parts of which the file says something else: they are not changed by a file."""
    own = tomllib.loads(agreement_toml(agreement))
    names = ("parent", *HEADER, "party_a", "party_b", "form")
    return [key for key in names if _sorted(own.get(key)) != _sorted(content.get(key))]


def _sorted(value: Any) -> Any:
    """Comparable whatever the order, and without what is empty anyhow."""
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in value.items() if item not in ("", [], None)}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=repr) or None
    return value or None
