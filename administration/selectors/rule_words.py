"""What an agreement says in words, column by column, and what an edit changes of it, line by line."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from administration.payloads import ItemEdit, RuleEdit, item_plain, rule_columns
from core.jinja import date_long
from countries import choices
from countries.clocks.codes import VERIFIED_CERTAINTIES
from countries.models import Rule, RuleVersion
from countries.selectors.agreed import ITEM_KEYS, ITEM_VALUES, MODELS, REMOVED
from countries.services.editing import RULE_CELL, RULE_VALUES, rule_plain

LABELS: Final[Mapping[str, str | Promise]] = {
    "kind": gettext_lazy("What it is a value of"),
    "track": gettext_lazy("For whom"),
    "requesting_country": gettext_lazy("Requesting country"),
    "receiving_country": gettext_lazy("Receiving country"),
    "condition": gettext_lazy("Only"),
    "valid_from": gettext_lazy("Holds from"),
    "valid_to": gettext_lazy("Holds until"),
    "value": gettext_lazy("Number"),
    "unit": gettext_lazy("Unit"),
    "normal_value": gettext_lazy("Normal number"),
    "direction": gettext_lazy("Counted"),
    "of_total": gettext_lazy("An extension is a new total from the first start"),
    "start_event": gettext_lazy("Starts with"),
    "acting_side": gettext_lazy("Who must act"),
    "working_days_of": gettext_lazy("Working days"),
    "counting_convention": gettext_lazy("Way of counting"),
    "first_day_counts": gettext_lazy("The day of the event is counted"),
    "counting_citation": gettext_lazy("Text that states the way of counting"),
    "counting_certainty": gettext_lazy("How sure the way of counting is"),
    "effect_of_silence": gettext_lazy("Silence"),
    "silence_citation": gettext_lazy("Text that states the effect of silence"),
    "silence_certainty": gettext_lazy("How sure the effect of silence is"),
    "inconclusive_answers": gettext_lazy("“Inconclusive” keeps the time limit for the reply"),
    "extension_basis": gettext_lazy("What gives the extension"),
    "suspension_causes": gettext_lazy("It stands still during"),
    "fallback_document": gettext_lazy("Document to travel on when it has passed"),
    "receipt_proof": gettext_lazy("What proves the receipt"),
    "citation": gettext_lazy("Article"),
    "source": gettext_lazy("Source"),
    "certainty": gettext_lazy("How sure the value is"),
    "unit_certainty": gettext_lazy("How sure the unit is"),
    "wording": gettext_lazy("Words of the text"),
}
# Of rows that are no rules, where they are not called as above.
ITEM_LABELS: Final[Mapping[str, str | Promise]] = {
    "receiving_country": gettext_lazy("Receiving country"),
    "purpose": gettext_lazy("What it shows"),
    "issued_from": gettext_lazy("Issued from"),
    "issued_before": gettext_lazy("Issued before"),
    "expired_at_most_months": gettext_lazy("Expired for at most so many months"),
    "worth": gettext_lazy("Worth"),
    "annex": gettext_lazy("Annex"),
    "languages": gettext_lazy("Languages"),
    "one_per_person": gettext_lazy("One for each person"),
    "in_force_from": gettext_lazy("In force from"),
    "in_force_to": gettext_lazy("In force until"),
    "legal_note": gettext_lazy("Note on the law"),
    "from_date": gettext_lazy("First day"),
    "to_date": gettext_lazy("Last day"),
    "citation": gettext_lazy("Article or publication"),
    "source": gettext_lazy("Source"),
    "certainty": gettext_lazy("How sure it is"),
    "note": gettext_lazy("Note"),
    "kind": gettext_lazy("What it is"),
    REMOVED: gettext_lazy("There is no such row"),
}
# Of an agreement that is not here yet.
HEAD_LABELS: Final[Mapping[str, str | Promise]] = {
    "title": gettext_lazy("Title"),
    "kind": gettext_lazy("Kind"),
    "parent": gettext_lazy("Carries out"),
}
# Of a party of an agreement: whom it takes back.
READMITS_LABELS: Final[Mapping[str, str | Promise]] = {
    "readmits_own_nationals": gettext_lazy("Takes back its own nationals"),
    "readmits_third_country_nationals": gettext_lazy("Takes back third-country nationals"),
}
_LISTS: Final[Mapping[str, Any]] = {
    "kind": choices.RuleKind,
    "track": choices.Track,
    "condition": choices.RuleCondition,
    "unit": choices.Unit,
    "direction": choices.Direction,
    "start_event": choices.StartEvent,
    "acting_side": choices.StateSide,
    "working_days_of": choices.WorkingDaysOf,
    "counting_convention": choices.CountingConvention,
    "counting_certainty": choices.Certainty,
    "effect_of_silence": choices.EffectOfSilence,
    "silence_certainty": choices.Certainty,
    "extension_basis": choices.ExtensionBasis,
    "suspension_causes": choices.SuspensionCause,
    "fallback_document": choices.FallbackDocument,
    "receipt_proof": choices.ReceiptProof,
    "worth": choices.EvidenceWorth,
    "certainty": choices.Certainty,
    "unit_certainty": choices.Certainty,
}


def column_words(name: str, value: Any) -> str:
    """One column's value in words; what is empty is a dash."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value == "" or value in ([], ()):
        return "—"
    known = dict(_LISTS[name].choices) if name in _LISTS else {}
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(known.get(item, item)) for item in values)


def cell_words(columns: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Which value is meant: "Reply to the application (Own national, Serbia → Austria, from 1 May 2026)". names: of
    countries, by their codes."""
    pair = [columns["requesting_country"], columns["receiving_country"]]
    sides = " → ".join(names.get(code, code) or _("any country") for code in pair)
    said = [column_words("track", columns["track"]), sides if any(pair) else _("both directions")]
    if columns["condition"]:
        said.append(column_words("condition", columns["condition"]))
    if columns["valid_from"]:
        said.append(_("from %(date)s") % {"date": date_long(dt.date.fromisoformat(columns["valid_from"]))})
    return f"{column_words('kind', columns['kind'])} ({', '.join(said)})"


def difference_lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(what, before, after) of every column in which the two differ. before: empty for a new value."""
    lines = []
    for name in (*RULE_CELL, *RULE_VALUES):
        old, new = before.get(name), after.get(name)
        if old != new and (before or column_words(name, new) != "—"):
            lines.append((str(LABELS[name]), column_words(name, old), column_words(name, new)))
    return lines


def keeps_old_proof(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether number or unit would change, but nothing of what proves them: "read in the text" was said of others."""
    changes = any(before.get(name) != after.get(name) for name in ("value", "unit"))
    proof = ("citation", "source", "certainty", "unit_certainty", "wording")
    is_read = after.get("certainty") in VERIFIED_CERTAINTIES
    return bool(before) and changes and is_read and all(before.get(name) == after.get(name) for name in proof)


def edit_plain(edit: Any) -> dict[str, Any]:
    """The columns of a `payloads.RuleEdit` as JSON values, comparable with `rule_plain`."""
    columns = rule_columns(edit)
    days = {name: day.isoformat() if (day := columns[name]) else None for name in ("valid_from", "valid_to")}
    return {**columns, **days}


def edits_kept(
    edits: Iterable[RuleEdit],
    rules: Mapping[tuple[str, int], Mapping[str, Any]],
    names: Mapping[str, str],
) -> tuple[list[tuple[str, str]], list[str]]:
    """What stays of the values that are changed, and which of them would rest on what was read of another number.
    rules: as `rules_before` gives them; names: of countries."""
    kept, warnings = [], []
    for edit in edits:
        before, after = rules.get((edit.rule, edit.based_on), {}), edit_plain(edit)
        what = cell_words(after, names)
        for name in RULE_VALUES:
            words = column_words(name, after.get(name))
            if before and before.get(name) == after.get(name) and words != "—":
                kept.append((f"{what}: {LABELS[name]}", words))
        if keeps_old_proof(before, after):
            said = _("%(what)s: the value changes, but article, source and how sure it is stay as they are.")
            warnings.append(said % {"what": what})
    return kept, warnings


def rules_before(edits: set[tuple[str, int]]) -> dict[tuple[str, int], dict[str, Any]]:
    """What each (rule, version) of some edits held. Two statements, none where there is nothing to look up."""
    keys = {UUID(key) for key, _version in edits if key}
    if not keys:
        return {}
    found = {(str(row.id), row.version): rule_plain(row) for row in Rule.objects.filter(id__in=keys)}
    kept = RuleVersion.objects.filter(rule_id__in=keys)
    return found | {(str(row.rule_id), row.version): row.values for row in kept}


def item_name(part: str, key: str) -> str:
    """Which row of an agreement is meant: "Means of evidence: Passport (Nationality)"."""
    words = []
    for name, text in zip(ITEM_KEYS[part], key.split(":"), strict=False):
        known = dict(MODELS[part]._meta.get_field(name).flatchoices) if text else {}  # type: ignore[union-attr]
        words.append(str(known.get(text, text)))
    label = str(choices.AgreedPart(part).label)
    said = ", ".join(filter(None, words))
    return f"{label}: {said}" if said else label


def item_lines(edit: ItemEdit) -> list[tuple[str, str, str]]:
    """(what, before, after) of every column that an edit of a row changes."""
    before = item_plain(edit.part, edit.before) if edit.before else {}
    after = item_plain(edit.part, edit.after)
    lines = []
    for name in (REMOVED, *ITEM_VALUES[edit.part]):
        old, new = before.get(name), after.get(name)
        if old != new and (before or column_words(name, new) != "—"):
            label = f"{item_name(edit.part, edit.key)}: {ITEM_LABELS[name]}"
            lines.append((label, column_words(name, old), column_words(name, new)))
    return lines


def items_kept(edits: Iterable[ItemEdit]) -> list[tuple[str, str]]:
    """What stays of the rows that are changed: who confirms a row declares all of it to be read."""
    kept = []
    for edit in edits:
        before = item_plain(edit.part, edit.before) if edit.before else {}
        after = item_plain(edit.part, edit.after)
        for name in ITEM_VALUES[edit.part]:
            words = column_words(name, after[name])
            if before and before[name] == after[name] and words != "—":
                kept.append((f"{item_name(edit.part, edit.key)}: {ITEM_LABELS[name]}", words))
    return kept


def item_facts(part: str, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what, value) of every column of a row that says something."""
    names = (REMOVED, *ITEM_VALUES[part])
    said = [(str(ITEM_LABELS[name]), column_words(name, values.get(name))) for name in names]
    return [(label, words) for label, words in said if words != "—"]
