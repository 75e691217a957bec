"""Forms of forced-return monitoring."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices_monitoring import MonitoringIncident, MonitoringPhase
from cases.forms.acts import ActForm, MomentForm, TimeOfDayField
from core.forms import DatePartsField, PlainTextField

_IN_FUTURE = _("What was seen cannot lie in the future")


class AssignMonitorForm(ActForm):
    """Which body monitors the transfer. bodies: (id, name)."""

    body = forms.ChoiceField(label=_("Monitoring body"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]


class MonitorReplyForm(ActForm):
    """What a supervisor says to the report."""

    text = PlainTextField(label=_("Reply"), multiline=True, max_length=8000)


class ObservationForm(MomentForm):
    """What the monitor saw, when and in which phase."""

    moment = ("seen_date", "seen_time")
    bound = "latest"
    service_names = {"at": "seen_time"}

    phase = forms.ChoiceField(label=_("Phase"), choices=MonitoringPhase.choices, widget=forms.RadioSelect)
    seen_date = DatePartsField(label=_("Day"), error_messages={"in_future": _IN_FUTURE, "too_late": _IN_FUTURE})
    seen_time = TimeOfDayField(label=_("Time"))
    incidents = forms.MultipleChoiceField(
        label=_("What it concerns"),
        choices=MonitoringIncident.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = PlainTextField(
        label=_("Observation"),
        help_text=_("What you saw, not whom: name nobody."),
        multiline=True,
        max_length=4000,
    )


class ReportForm(ActForm):
    """The final report."""

    text = PlainTextField(label=_("Report"), multiline=True, max_length=20000)
    recommendations = PlainTextField(label=_("Recommendations"), multiline=True, max_length=8000, required=False)
