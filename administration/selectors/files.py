"""What an agreement file from outside would change between two countries, as edits and line by line."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from administration import payloads
from administration.selectors.rule_words import column_words, difference_lines, item_lines
from core.errors import Invalid
from countries.models import Agreement
from countries.services.agreement_differences import ItemDifference, file_differences, file_read
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
    lines = []
    for item in found.rules:
        kind = f"{column_words('kind', item.columns['kind'])} ({column_words('track', item.columns['track'])})"
        before = rule_plain(item.rule) if item.rule else {}
        lines += [(f"{kind}: {what}", old, new) for what, old, new in difference_lines(before, item.columns)]
    for edit in items:
        lines += item_lines(edit)
    left = [
        _("Not in the file, and stays as it is: %(what)s")
        % {"what": f"{column_words('kind', rule.kind)} ({column_words('track', rule.track)})"}
        for rule in found.missing
    ]
    left += [
        _("Different in the file, but not changed by a file: %(what)s") % {"what": part} for part in found.elsewhere
    ]
    return FileEdits(rules, items, lines, left)


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
