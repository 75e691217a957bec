"""What an agreement file from outside would change, as edits and line by line."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from administration import payloads
from administration.selectors.rule_words import column_words, difference_lines
from core.errors import Invalid
from countries.models import Agreement
from countries.services.agreement_files import file_differences, file_read
from countries.services.editing import rule_plain
from countries.services.files import DataFileError
from documents.letters.serial import ContextBroken, from_plain


@dataclass(frozen=True, slots=True)
class FileEdits:
    """The edits; lines: (what, before, after); left: sentences about what a file does not change."""

    rules: tuple[payloads.RuleEdit, ...]
    suspensions: tuple[payloads.SuspensionEdit, ...]
    lines: list[tuple[str, str, str]]
    left: list[str]


def edits_of_file(agreement: Agreement, name: str, data: bytes) -> FileEdits:
    """Read and compare a file; raises Invalid on `file` with what is wrong in it."""
    try:
        found = file_differences(name[:60], agreement, file_read(name[:60], data))
        rules = tuple(_edit(item.rule, item.columns) for item in found.rules)
    except (DataFileError, ContextBroken) as error:
        raise Invalid({"file": [str(error)]}) from error
    suspensions = tuple(payloads.SuspensionEdit(**entry) for entry in found.suspensions)
    if not rules and not suspensions:
        raise Invalid({"file": [_("The file says what stands here already: nothing would change")]})
    lines = []
    for item in found.rules:
        kind = f"{column_words('kind', item.columns['kind'])} ({column_words('track', item.columns['track'])})"
        before = rule_plain(item.rule) if item.rule else {}
        lines += [(f"{kind}: {what}", old, new) for what, old, new in difference_lines(before, item.columns)]
    for entry in suspensions:
        last = entry.to_date.isoformat() if entry.to_date else _("further notice")
        words = _("from %(first)s until %(last)s") % {"first": entry.from_date.isoformat(), "last": last}
        lines.append((_("Not applied (%(who)s)") % {"who": entry.country or _("all countries")}, "—", words))
    left = [
        _("Not in the file, and stays as it is: %(what)s")
        % {"what": f"{column_words('kind', rule.kind)} ({column_words('track', rule.track)})"}
        for rule in found.missing
    ]
    left += [
        _("Different in the file, but not changed by a file: %(what)s") % {"what": part} for part in found.elsewhere
    ]
    return FileEdits(rules, suspensions, lines, left)


def _edit(rule: Any, columns: dict[str, Any]) -> payloads.RuleEdit:
    head = {"rule": str(rule.id) if rule else "", "based_on": rule.version if rule else 0}
    return from_plain(payloads.RuleEdit, {**columns, **head})
