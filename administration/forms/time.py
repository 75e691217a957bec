"""Forms of values of agreements, suspensions, agreement files and working calendars."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from administration.forms.changes import DecisionForm, ReasonForm
from administration.payloads import CalendarDay
from core.forms import DatePartsField, PlainTextField
from countries.models import PublicHoliday, WorkingCalendar

SPARE_DAYS: Final = 4
_WEEKDAYS = [
    *(("1", _("Monday")), ("2", _("Tuesday")), ("3", _("Wednesday")), ("4", _("Thursday"))),
    *(("5", _("Friday")), ("6", _("Saturday")), ("7", _("Sunday"))),
]


class AgreementFileForm(ReasonForm):
    """An agreement as a file; file_text: what was read of it, kept while the differences are looked at."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("As “Download as a file” on the page of the agreement gives it (TOML)."),
    )
    file_text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False, max_length=300_000)

    field_order: tuple[str, ...] = ("file", "file_text", "reason")

    def __init__(self, *args: Any, is_preview: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not is_preview


class NewAgreementForm(AgreementFileForm):
    """An agreement that is not here yet, and the other country."""

    partner = forms.ChoiceField(label=_("Agreed with"))

    field_order = ("partner", "file", "file_text", "reason")

    def __init__(self, *args: Any, partners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = partners  # type: ignore[attr-defined]


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
            self.fields[f"date_{number}"] = DatePartsField(
                label=_("Day"), required=False, initial=row.date if row else None
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
        self.keys = keys
        self.fields["clocks"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    def recompute(self) -> list[str]:
        """As `change_approve` takes it: keys. All are those that were listed, not what else a change would touch."""
        which = self.cleaned_data["which"]
        if which == "all":
            return self.keys
        return self.cleaned_data["clocks"] if which == "chosen" else []


class RecomputeForm(ReasonForm):
    """Which running time limits shall be computed anew."""

    clocks = forms.MultipleChoiceField(label=_("Time limits"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clocks"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
