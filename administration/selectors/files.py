"""What an agreement file from outside would change between two countries, as edits and line by line."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from administration import payloads
from administration.selectors.rule_words import (
    HEAD_LABELS,
    READMITS_LABELS,
    cell_words,
    column_words,
    difference_lines,
    item_facts,
    item_lines,
    item_name,
)
from core.errors import Invalid
from core.jinja import date_long
from countries.models import Agreement, Country
from countries.selectors.places import country_name
from countries.services.agreement_differences import LARGEST, ItemDifference, agreement_new, file_differences, file_read
from countries.services.agreement_files import item_values_plain
from countries.services.editing import rule_plain
from countries.services.files import DataFileError
from documents.letters.serial import ContextBroken, from_plain


@dataclass(frozen=True, slots=True)
class FileEdits:
    """The edits; lines: (what, before, after); left: sentences about what a file does not change."""

    rules: tuple[payloads.RuleEdit, ...]
    items: tuple[payloads.ItemEdit, ...]
    lines: list[tuple[str, str, str]]
    left: list[str]


def edits_of_file(agreement: Agreement, pair: tuple[str, str], name: str, data: bytes) -> FileEdits:
    """Read and compare a file with what holds between the two; raises Invalid on `file` with what is wrong in it."""
    try:
        found = file_differences(name[:60], agreement, pair, file_read(name[:60], data))
        rules = tuple(_edit(item.rule, item.columns) for item in found.rules)
        items = tuple(_item(item) for item in found.items)
    except (DataFileError, ContextBroken) as error:
        raise Invalid({"file": [str(error)]}) from error
    if not rules and not items:
        raise Invalid({"file": [_("The file says what stands here already: nothing would change")]})
    names = _country_names(pair)
    lines = []
    for item in found.rules:
        value = cell_words(item.columns, names)
        before = rule_plain(item.rule) if item.rule else {}
        lines += [(f"{value}: {what}", old, new) for what, old, new in difference_lines(before, item.columns)]
    for edit in items:
        lines += item_lines(edit)
    left = [
        _("Not in the file, and stays as it is: %(what)s") % {"what": cell_words(rule_plain(rule), names)}
        for rule in found.missing
    ]
    left += [
        _("Different in the file, but not changed by a file: %(what)s") % {"what": part} for part in found.elsewhere
    ]
    return FileEdits(rules, items, lines, left)


def new_agreement_lines(text: str) -> tuple[str, list[tuple[str, str, str]]]:
    """(its name, [(what, nothing, value)]) of an agreement that a file brings. Raises ContextBroken."""
    try:
        found = agreement_new("agreement", file_read("agreement", text.encode()))
    except DataFileError as error:
        raise ContextBroken(str(error)) from error
    content = found.content
    lines = [(_("Code"), "—", str(content["code"]))]
    for party in (content["party_a"], content["party_b"]):
        name = str(party.get("name", ""))
        lines += [(f"{name}: {what}", "—", words) for what, words in _party_facts(party)]
    head = {name: content.get(name) for name in ("title", "kind", "parent")}
    lines += [(str(HEAD_LABELS[name]), "—", str(value)) for name, value in head.items() if value]
    said = item_values_plain("head", content)
    lines += [(label, "—", words) for label, words in item_facts("head", said)]
    names = _country_names(
        columns[f"{side}_country"] for columns in found.rules for side in ("requesting", "receiving")
    )
    for columns in found.rules:
        value = cell_words(columns, names)
        lines += [(f"{value}: {what}", old, new) for what, old, new in difference_lines({}, columns)]
    for part, key, values in found.items:
        name = item_name(part, key)
        lines += [(f"{name}: {what}", "—", words) for what, words in item_facts(part, values)]
    return str(content.get("short_title", "")), lines


def name_and_lines(text: str) -> tuple[str, list[tuple[str, str, str]] | None]:
    """The name and lines of a new agreement; none where the file is none, which the check then says."""
    try:
        return new_agreement_lines(text)
    except ContextBroken:
        return "", None


def _party_facts(party: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Who is bound on one side, and whom it takes back. The file may still be wrong: the check says so."""
    members = party.get("members", "")
    codes = [str(code) for code in members] if isinstance(members, list) else [str(members)]
    names = _country_names(codes)
    later = party.get("third_country_nationals_from")
    facts = [(_("Who is bound"), ", ".join(names.get(code, code) for code in codes))]
    for name, label in READMITS_LABELS.items():
        value = party.get(name, True)
        facts.append((str(label), column_words(name, value) if isinstance(value, bool) else str(value)))
    if later is not None:
        shown = date_long(later) if type(later) is dt.date else str(later)
        facts.append((_("Third-country nationals from"), shown))
    return facts


def _country_names(codes: Iterable[str]) -> dict[str, str]:
    return {row.code: country_name(row) for row in Country.objects.filter(code__in=set(codes))}


def text_of_file(data: bytes) -> str:
    """The text of a file that was sent; raises Invalid on `file`."""
    if len(data) > LARGEST:
        raise Invalid({"file": [_("The file is larger than %(count)d bytes") % {"count": LARGEST}]})
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Invalid({"file": [_("The file is no text in UTF-8")]}) from error


def _edit(rule: Any, columns: dict[str, Any]) -> payloads.RuleEdit:
    head = {"rule": str(rule.id) if rule else "", "based_on": rule.version if rule else 0}
    return from_plain(payloads.RuleEdit, {**columns, **head})


def _item(found: ItemDifference) -> payloads.ItemEdit:
    return payloads.ItemEdit(
        part=found.part,
        key=found.key,
        based_on=found.held.version if found.held else 0,
        before=payloads.item_values(found.held.values) if found.held else None,
        after=payloads.item_values(found.values),
    )
