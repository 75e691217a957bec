"""Forms of the acts on a transfer that was announced: change, departure, handover with its items, refusal, abort."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import TransferFailure
from cases.choices_operations import AbortPlace, BorderRefusal, HandoverItemKind
from cases.forms.acts import ActForm, HandoverForm, MomentForm, PlanTransferForm, TimeOfDayField
from cases.services.notes import NOTE_LENGTH
from core import clock
from core.forms import DatePartsField, NumberField, PlainTextField

ITEM_ROWS: Final = 6
_ITEM: Final = ("kind", "description", "count", "is_received")
DEPARTED_IN_FUTURE = _("The departure cannot lie in the future")
# What happened on the day; a refusal at the border has an act and reasons of its own.
FAILURES: Final = [
    (code, label) for code, label in TransferFailure.choices if code != TransferFailure.REFUSED_AT_BORDER.value
]


class FamilyTransferForm(PlanTransferForm):
    """What holds for everybody of a family; what one person needs stands in that person's own plan."""

    special_help = None  # type: ignore[assignment]
    note = None  # type: ignore[assignment]


class ChangeTransferForm(PlanTransferForm):
    """Another plan for an announced transfer, and why it comes late where it does."""

    reason = PlainTextField(
        label=_("Reason, if the notice period is not kept"),
        help_text=_("The other side reads this."),
        multiline=True,
        max_length=2000,
        required=False,
    )

    def plan(self) -> dict[str, Any]:
        """The plan alone."""
        values = super().plan()
        del values["reason"]
        return values


class DepartForm(MomentForm):
    """When the person left."""

    moment = ("departure_date", "departure_time")
    bound = "latest"
    service_names = {"departed_at": "departure_time"}

    departure_date = DatePartsField(
        label=_("Day of departure"), error_messages={"in_future": DEPARTED_IN_FUTURE, "too_late": DEPARTED_IN_FUTURE}
    )
    departure_time = TimeOfDayField(label=_("Time of departure"))

    def clean(self) -> dict[str, Any]:
        """Nobody departs tomorrow."""
        values = super().clean()
        if values.get("at") and values["at"] > clock.now():
            self.add_error("departure_time", DEPARTED_IN_FUTURE)
        return values


class TransferEndForm(ActForm):
    """What happened to a transfer that did not take place, in words that both sides read."""

    code = forms.ChoiceField(label=_("What happened"), choices=FAILURES, widget=forms.RadioSelect)
    note = PlainTextField(
        label=_("Remark"), help_text=_("Both sides read this."), multiline=True, max_length=500, required=False
    )


class AbortTransferForm(TransferEndForm):
    """What happened, and where the transfer was broken off."""

    abort_place = forms.ChoiceField(
        label=_("Where it was broken off"), choices=AbortPlace.choices, widget=forms.RadioSelect
    )

    field_order = ["abort_place", "code", "note"]


class RefuseEntryForm(ActForm):
    """Why the border post does not let the person in; in writing."""

    code = forms.ChoiceField(
        label=_("Why the person is refused"), choices=BorderRefusal.choices, widget=forms.RadioSelect
    )
    note = PlainTextField(
        label=_("Reasons in words"), help_text=_("Both sides read this."), multiline=True, max_length=NOTE_LENGTH
    )


class HandoverRecordForm(HandoverForm):
    """The record of the handover with what is handed over, a row each. A row without description is left out."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["papers"].label = _("Anything else handed over")
        kinds = [("", _("Choose one")), *HandoverItemKind.choices]
        for number in range(1, ITEM_ROWS + 1):
            made: tuple[forms.Field, ...] = (
                forms.ChoiceField(label=_("What"), choices=kinds, required=False),
                PlainTextField(label=_("Description or number"), max_length=200, required=False),
                NumberField(
                    label=_("Pieces"),
                    min_value=1,
                    max_value=99,
                    required=False,
                    widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                ),
                forms.BooleanField(label=_("Received"), required=False, initial=True),
            )
            for name, field in zip(_ITEM, made, strict=True):
                self.fields[f"item{number}_{name}"] = field

    def item_rows(self) -> list[list[Any]]:
        """The bound fields, row by row, for the page."""
        return [[self[f"item{number}_{name}"] for name in _ITEM] for number in range(1, ITEM_ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        """Of a row that is begun kind and description are needed."""
        values = super().clean()
        for number in range(1, ITEM_ROWS + 1):
            kind, description = values.get(f"item{number}_kind"), values.get(f"item{number}_description")
            if kind and not description:
                self.add_error(f"item{number}_description", _("Say which, or what it is"))
            if description and not kind:
                self.add_error(f"item{number}_kind", _("Choose what it is"))
        return values

    def record(self) -> dict[str, Any]:
        """The values of the record itself."""
        return {name: value for name, value in super().record().items() if not name.startswith("item")}

    def items_given(self) -> list[dict[str, Any]]:
        """The rows that are filled in, as the service takes them."""
        rows = [
            {name: self.cleaned_data.get(f"item{number}_{name}") for name in _ITEM}
            for number in range(1, ITEM_ROWS + 1)
        ]
        return [{**row, "count": row["count"] or 1} for row in rows if row["description"]]
