"""Forms of what an agreement says: its values, and its other rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from administration.forms.changes import ReasonForm
from administration.payloads import ItemValues, RuleEdit, item_values
from administration.selectors.rule_words import ITEM_LABELS
from core.forms import DatePartsField, NumberField, PlainTextField
from countries import choices
from countries.choices import AgreedPart, Certainty
from countries.selectors.agreed import ITEM_KEYS, ITEM_VALUES, REMOVED, column_of

_Choices = list[tuple[str, Any]]
_NOT_SAID = ("", _("Not said"))
_ANSWERS = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]
# What confirming a value with a source is about: not the value itself.
CONFIRMED: Final = (
    *("source", "citation", "wording", "certainty", "unit_certainty"),
    *("counting_convention", "first_day_counts", "counting_citation", "counting_certainty"),
    *("silence_citation", "silence_certainty"),
)


def _choice(label: Any, of: Any, *, help_text: Any = "", is_optional: bool = False) -> forms.ChoiceField:
    given = [_NOT_SAID, *of.choices] if is_optional else of.choices
    return forms.ChoiceField(label=label, choices=given, required=not is_optional, help_text=help_text)


def _answer(label: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_ANSWERS, required=False, help_text=help_text)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together. is_folded: seldom needed; is_open: folded, but something stands in it."""

    heading: Any
    fields: list[BoundField]
    is_folded: bool
    is_open: bool


_SAYS_NOTHING: Final[tuple[Any, ...]] = (None, "", False, [], (), ["", "", ""], "after", "not_applicable")
# (heading, fields, whether they are seldom needed)
_GROUPS: Final = (
    (
        _("What it is a value of, and for whom"),
        *(("kind", "track", "requesting_country", "receiving_country", "condition"), False),
    ),
    (_("Value"), ("value", "unit", "start_event", "acting_side", "valid_from", "valid_to"), False),
    (_("Where it stands"), ("citation", "source", "certainty", "unit_certainty", "wording", "says_new_value"), False),
    (
        _("Way of counting"),
        ("working_days_of", "counting_convention", "first_day_counts", "counting_citation", "counting_certainty"),
        False,
    ),
    (_("Silence"), ("effect_of_silence", "silence_citation", "silence_certainty", "inconclusive_answers"), True),
    (_("Extension and standing still"), ("extension_basis", "of_total", "suspension_causes"), True),
    (_("Seldom said"), ("normal_value", "direction", "fallback_document", "receipt_proof"), True),
)


class RuleForm(ReasonForm):
    """All columns of one value; those of its cell only for a new value."""

    kind = _choice(_("What it is a value of"), choices.RuleKind)
    track = _choice(_("For whom"), choices.Track)
    requesting_country = forms.ChoiceField(label=_("Requesting country"), required=False)
    receiving_country = forms.ChoiceField(label=_("Receiving country"), required=False)
    condition = _choice(
        _("Only"), choices.RuleCondition, is_optional=True, help_text=_("Leave it open for a value that always holds.")
    )
    valid_from = DatePartsField(label=_("Holds from"), required=False)
    valid_to = DatePartsField(label=_("Holds until"), required=False)
    value = NumberField(
        label=_("Number"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("Empty where the text gives no number."),
    )
    unit = _choice(_("Unit"), choices.Unit)
    normal_value = NumberField(
        label=_("Normal number"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("Where the text says “normally n, at the latest m”: n. It warns, without legal effect."),
    )
    direction = _choice(_("Counted"), choices.Direction)
    of_total = forms.BooleanField(
        label=_("An extension is a new total from the first start"),
        required=False,
        help_text=_("Otherwise it is added to the end."),
    )
    start_event = _choice(_("Starts with"), choices.StartEvent)
    acting_side = _choice(
        _("Who must act"), choices.StateSide, help_text=_("Legal days and public holidays are those of this country.")
    )
    working_days_of = _choice(_("Working days"), choices.WorkingDaysOf)
    counting_convention = _choice(_("Way of counting"), choices.CountingConvention)
    first_day_counts = _answer(_("Is the day of the event counted?"))
    counting_citation = PlainTextField(label=_("Text that states the way of counting"), max_length=200, required=False)
    counting_certainty = _choice(_("How sure the way of counting is"), choices.Certainty, is_optional=True)
    effect_of_silence = _choice(_("Silence"), choices.EffectOfSilence)
    silence_citation = PlainTextField(label=_("Text that states it"), max_length=120, required=False)
    silence_certainty = _choice(
        _("How sure the effect of silence is"),
        choices.Certainty,
        is_optional=True,
        help_text=_("RCMS lets silence take effect by itself only where value, unit and this are read."),
    )
    inconclusive_answers = _answer(_("Does “inconclusive” keep the time limit for the reply?"))
    extension_basis = _choice(_("What gives the extension"), choices.ExtensionBasis, is_optional=True)
    suspension_causes = forms.MultipleChoiceField(
        label=_("It stands still during"),
        choices=choices.SuspensionCause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fallback_document = _choice(
        _("Document to travel on when it has passed"), choices.FallbackDocument, is_optional=True
    )
    receipt_proof = _choice(_("What proves the receipt"), choices.ReceiptProof, is_optional=True)
    citation = PlainTextField(label=_("Article"), max_length=120, required=False)
    source = PlainTextField(
        label=_("Source"), max_length=300, help_text=_("What was read, and where: others must be able to find it.")
    )
    certainty = _choice(_("How sure the value is"), choices.Certainty)
    unit_certainty = _choice(
        _("How sure the unit is"), choices.Certainty, is_optional=True, help_text=_("Only where it is less sure.")
    )
    wording = PlainTextField(label=_("Words of the text"), multiline=True, required=False, max_length=4000)
    # Asked where the value changes and nothing of what proves it does.
    says_new_value = forms.BooleanField(
        label=_("The article and the source that stand here say the new value"), required=False
    )

    def __init__(
        self, *args: Any, countries: _Choices, only: tuple[str, ...] = (), is_preview: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("requesting_country", "receiving_country"):
            self.fields[name].choices = [("", _("Every one")), *countries]  # type: ignore[attr-defined]
        for name in [name for name in self.fields if only and name not in (*only, "reason", "says_new_value")]:
            del self.fields[name]
        self.order_fields([name for name in self.fields if name != "reason"])
        # A look at the cases needs no reason yet.
        self.fields["reason"].required = not is_preview

    def groups(self) -> list[Group]:
        """The fields as they are drawn; a group that is seldom needed is folded as long as it says nothing."""
        found = []
        for heading, names, is_seldom in _GROUPS:
            fields = [self[name] for name in names if name in self.fields]
            # The box is shown once it is needed.
            fields = [one for one in fields if one.name != "says_new_value" or one.errors or one.value()]
            is_open = any(field.errors or field.value() not in _SAYS_NOTHING for field in fields)
            if fields:
                found.append(Group(heading, fields, is_seldom, is_open))
        return found

    def edit(self, before: Mapping[str, Any], *, rule: str, based_on: int) -> RuleEdit:
        """The value as it shall be: what was typed, in place of what stood there. before: columns with their values."""
        values = dict(before)
        for name in self.fields:
            if name in ("reason", "says_new_value"):
                continue
            typed = self.cleaned_data[name]
            if name in ("first_day_counts", "inconclusive_answers"):
                typed = {"yes": True, "no": False}.get(typed)
            values[name] = tuple(typed) if isinstance(typed, list) else typed
        values["suspension_causes"] = tuple(values.get("suspension_causes", ()))
        return RuleEdit(rule=rule, based_on=based_on, **values)


def rule_initial(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a value as the form shows them."""
    words = {True: "yes", False: "no", None: ""}
    known = {name: words[columns[name]] for name in ("first_day_counts", "inconclusive_answers")}
    return {**columns, **known}


class ItemForm(ReasonForm):
    """One row of an agreement that is no rule: its columns, those of its key only for a new row."""

    def __init__(
        self,
        *args: Any,
        part: str,
        countries: _Choices,
        is_new: bool,
        is_confirmation: bool = False,
        is_preview: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        names = ITEM_VALUES[part]
        if is_confirmation:
            names = tuple(name for name in names if name in CONFIRMED or part == AgreedPart.HEAD)
        for name in (*(ITEM_KEYS[part] if is_new else ()), *names):
            self.fields[name] = _item_field(part, name, countries)
        if not is_new and not is_confirmation and part != AgreedPart.HEAD:
            self.fields[REMOVED] = forms.BooleanField(
                label=_("There is no such row: the text that was read does not have it"), required=False
            )
        self.order_fields([name for name in self.fields if name != "reason"])
        self.fields["reason"].required = not is_preview

    def key_values(self) -> dict[str, Any]:
        """What was typed of the key of a new row."""
        return {name: self.cleaned_data[name] for name in ITEM_KEYS[self.part]}

    def after(self, before: Mapping[str, Any]) -> ItemValues:
        """The row as it shall be: what was typed, in place of what stood there. before: JSON values by column."""
        empty = {name: column_of(self.part, name).get_default() for name in ITEM_VALUES[self.part]}
        values = {**empty, **before}
        for name in ITEM_VALUES[self.part]:
            if name in self.fields:
                values[name] = _plain(name, self.cleaned_data[name])
        return item_values({**values, REMOVED: self.cleaned_data.get(REMOVED, False)})


def item_initial(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row as the form shows them."""
    words = {True: "yes", False: "no", None: ""}
    shown = {name: words[value] if name == "one_per_person" else value for name, value in values.items()}
    return {**shown, "languages": ", ".join(values.get("languages", ()))}


def _item_field(part: str, name: str, countries: _Choices) -> forms.Field:
    column = column_of(part, name)
    label: Any = ITEM_LABELS[name]
    if isinstance(column, models.ForeignKey):
        return forms.ChoiceField(label=label, choices=countries)
    if isinstance(column, models.DateField):
        return DatePartsField(label=label, required=not column.null)
    if name == "languages":
        help_text = _("Codes with commas between them, such as en, sr-Latn. Empty: not known.")
        return PlainTextField(label=label, max_length=120, required=False, help_text=help_text)
    if isinstance(column, models.BooleanField):
        return _answer(label)
    if isinstance(column, models.IntegerField):
        return NumberField(label=label, min_value=0, max_value=1200, required=False)
    if column.choices:
        return forms.ChoiceField(label=label, choices=column.choices)
    if isinstance(column, models.TextField):
        return PlainTextField(label=label, multiline=True, required=False, max_length=4000)
    # A row of its own needs a source, the head has it in its publication.
    is_needed = name == "source" or (part == AgreedPart.HEAD and name == "citation")
    return PlainTextField(label=label, max_length=column.max_length or 300, required=is_needed)


def _plain(name: str, typed: Any) -> Any:
    """What was typed as a JSON value."""
    if name == "languages":
        return [tag.strip() for tag in typed.split(",") if tag.strip()]
    if name == "one_per_person":
        return {"yes": True, "no": False}.get(typed)
    return typed.isoformat() if hasattr(typed, "isoformat") else typed


class ConfirmRowsForm(ReasonForm):
    """Rows that stand in one text that was read: its name for all of them, each keeps its article and what it says."""

    rows = forms.MultipleChoiceField(
        label=_("Rows"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("A row was changed or confirmed meanwhile: look at it and choose again")},
    )
    source = PlainTextField(
        label=_("Source"), max_length=300, help_text=_("What was read, and where: others must be able to find it.")
    )
    certainty = forms.ChoiceField(
        label=_("How sure they are"), choices=[(code, code.label) for code in (Certainty.TEXT, Certainty.SECONDARY)]
    )

    field_order = ("rows", "source", "certainty", "reason")

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
