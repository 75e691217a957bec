"""Forms of values of agreements, suspensions, agreement files and working calendars."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from administration.forms.changes import DecisionForm, ReasonForm
from administration.payloads import CalendarDay, RuleEdit, SuspensionEdit
from core.forms import DatePartsField, PlainTextField
from countries import choices
from countries.models import PublicHoliday, WorkingCalendar

SPARE_DAYS: Final = 4
_Choices = list[tuple[str, Any]]
_NOT_SAID = ("", _("Not said"))
_ANSWERS = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]
# What confirming a value with a source is about: not the value itself.
CONFIRMED: Final = (
    *("source", "citation", "wording", "certainty", "unit_certainty"),
    *("counting_convention", "first_day_counts", "counting_citation", "counting_certainty"),
    *("silence_citation", "silence_certainty"),
)
_WEEKDAYS = [
    *(("1", _("Monday")), ("2", _("Tuesday")), ("3", _("Wednesday")), ("4", _("Thursday"))),
    *(("5", _("Friday")), ("6", _("Saturday")), ("7", _("Sunday"))),
]


def _choice(label: Any, of: Any, *, help_text: Any = "", is_optional: bool = False) -> forms.ChoiceField:
    given = [_NOT_SAID, *of.choices] if is_optional else of.choices
    return forms.ChoiceField(label=label, choices=given, required=not is_optional, help_text=help_text)


def _answer(label: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_ANSWERS, required=False, help_text=help_text)


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
    value = forms.IntegerField(
        label=_("Number"), min_value=0, max_value=100_000, required=False, help_text=_("Empty for “without delay”.")
    )
    unit = _choice(_("Unit"), choices.Unit)
    normal_value = forms.IntegerField(
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
    citation = PlainTextField(label=_("Article"), max_length=120, required=False)
    source = PlainTextField(
        label=_("Source"), max_length=300, help_text=_("What was read, and where: others must be able to find it.")
    )
    certainty = _choice(_("How sure the value is"), choices.Certainty)
    unit_certainty = _choice(
        _("How sure the unit is"), choices.Certainty, is_optional=True, help_text=_("Only where it is less sure.")
    )
    wording = PlainTextField(label=_("Words of the text"), multiline=True, required=False, max_length=4000)

    def __init__(
        self, *args: Any, countries: _Choices, only: tuple[str, ...] = (), is_preview: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("requesting_country", "receiving_country"):
            self.fields[name].choices = [("", _("Every one")), *countries]  # type: ignore[attr-defined]
        for name in [name for name in self.fields if only and name not in (*only, "reason")]:
            del self.fields[name]
        self.order_fields([name for name in self.fields if name != "reason"])
        # A look at the cases needs no reason yet.
        self.fields["reason"].required = not is_preview

    def edit(self, before: Mapping[str, Any], *, rule: str, based_on: int) -> RuleEdit:
        """The value as it shall be: what was typed, in place of what stood there. before: columns with their values."""
        values = dict(before)
        for name in self.fields:
            if name == "reason":
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


class SuspensionForm(ReasonForm):
    """A time in which an agreement is not applied."""

    country = forms.ChoiceField(label=_("Which country"), required=False)
    from_date = DatePartsField(label=_("First day"))
    to_date = DatePartsField(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))
    citation = PlainTextField(label=_("Article or decision"), max_length=200, required=False)
    source = PlainTextField(label=_("Source"), max_length=300)
    certainty = _choice(_("How sure it is"), choices.Certainty)
    note = PlainTextField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, countries: _Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("All countries of the agreement")), *countries]  # type: ignore[attr-defined]
        self.order_fields([name for name in self.fields if name != "reason"])

    def edit(self) -> SuspensionEdit:
        """What was typed."""
        return SuspensionEdit(**{name: value for name, value in self.cleaned_data.items() if name != "reason"})


class AgreementFileForm(ReasonForm):
    """An agreement as a file; file_text: what was read of it, kept while the differences are looked at."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("As “Download as a file” on the page of the agreement gives it (TOML)."),
    )
    file_text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False, max_length=300_000)

    field_order = ("file", "file_text", "reason")

    def __init__(self, *args: Any, is_preview: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not is_preview


class CalendarForm(ReasonForm):
    """The working days of one country: weekend, the days that are known, and the public holidays of one year."""

    weekend_days = forms.MultipleChoiceField(
        label=_("Weekend"), choices=_WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    covers_to = DatePartsField(
        label=_("Holidays are known until"), help_text=_("Counts that leave these days are unverified.")
    )
    source = PlainTextField(
        label=_("Source"), max_length=200, help_text=_("For example the act or the official gazette.")
    )

    def __init__(
        self,
        data: Any = None,
        *,
        calendar: WorkingCalendar,
        holidays: list[PublicHoliday],
        is_preview: bool = False,
        **kwargs: Any,
    ) -> None:
        initial = {
            "weekend_days": [str(day) for day in calendar.weekend_days],
            "covers_to": calendar.covers_to,
            "source": "",
        }
        super().__init__(data, initial=initial, **kwargs)
        self.calendar, self.holidays = calendar, holidays
        self.numbers = range(len(holidays) + SPARE_DAYS)
        for number in self.numbers:
            row = holidays[number] if number < len(holidays) else None
            self.fields[f"date_{number}"] = forms.DateField(
                label=_("Day"),
                required=False,
                initial=row.date if row else None,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                input_formats=["%Y-%m-%d"],
            )
            self.fields[f"name_{number}"] = PlainTextField(
                label=_("Holiday"), max_length=160, required=False, initial=row.name if row else ""
            )
            self.fields[f"estimated_{number}"] = forms.BooleanField(
                label=_("Estimated"), required=False, initial=bool(row and row.is_estimated)
            )
        self.order_fields([name for name in self.fields if name != "reason"])
        self.fields["reason"].required = not is_preview

    def rows(self) -> list[dict[str, Any]]:
        """The days as they are drawn: [{number, date, name, estimated}]."""
        return [
            {
                "number": number + 1,
                "date": self[f"date_{number}"],
                "name": self[f"name_{number}"],
                "estimated": self[f"estimated_{number}"],
            }
            for number in self.numbers
        ]

    def clean(self) -> dict[str, Any]:
        """A day with its name, or neither."""
        values: dict[str, Any] = super().clean() or {}
        for number in self.numbers:
            if values.get(f"date_{number}") and not values.get(f"name_{number}"):
                self.add_error(f"name_{number}", _("Give the holiday its name, or empty its day to remove it"))
        return values

    def changed_days(self) -> tuple[tuple[dt.date, ...], tuple[CalendarDay, ...]]:
        """(days that go, days that come or are put right). A day that was emptied or moved goes."""
        typed = {
            day: (self.cleaned_data[f"name_{number}"], self.cleaned_data[f"estimated_{number}"])
            for number in self.numbers
            if (day := self.cleaned_data[f"date_{number}"])
        }
        held = {row.date: (row.name, row.is_estimated) for row in self.holidays}
        removed = tuple(sorted(set(held) - set(typed)))
        days = tuple(
            CalendarDay(date=day, name=name, is_estimated=is_estimated)
            for day, (name, is_estimated) in sorted(typed.items())
            if held.get(day) != (name, is_estimated)
        )
        return removed, days


class TimeDecisionForm(DecisionForm):
    """What the second person says about a change that touches running time limits: which of them are computed anew."""

    which = forms.ChoiceField(
        label=_("Running time limits"),
        choices=[
            ("none", _("Stay as they are")),
            ("all", _("All that are listed are computed anew")),
            ("chosen", _("Those that I choose are computed anew")),
        ],
        initial="none",
        required=False,
        widget=forms.RadioSelect,
    )
    clocks = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clocks"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    def recompute(self) -> list[str] | None:
        """As `change_approve` takes it: keys, or None for all."""
        which = self.cleaned_data["which"]
        if which == "all":
            return None
        return self.cleaned_data["clocks"] if which == "chosen" else []


class RecomputeForm(ReasonForm):
    """Which running time limits shall be computed anew."""

    clocks = forms.MultipleChoiceField(label=_("Time limits"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clocks"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
