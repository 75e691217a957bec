"""Forms of the acts about interviews and of the check of the legal status."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices_interviews import InterviewFormat, InterviewResult, PostponementCode, StatusResult
from cases.forms.acts import ActForm, MomentForm, TimeOfDayField
from cases.services.talking import Upload
from core.forms import DatePartsField, PlainTextField, today

_FORMATS = [choice for choice in InterviewFormat.choices if choice[0] != InterviewFormat.MISSION]


def _in_a_year() -> date:
    return today() + timedelta(days=366)


class RequestInterviewForm(ActForm):
    """In which language, and why."""

    language = PlainTextField(label=_("Language of the interview"), max_length=100, required=False)
    reason = PlainTextField(
        label=_("What is to be cleared up"),
        help_text=_("The other side reads this."),
        multiline=True,
        max_length=1000,
        required=False,
    )


class ScheduleInterviewForm(MomentForm):
    """When, where and how the person is heard."""

    moment = ("interview_date", "interview_time")
    service_names = {"starts_at": "interview_date"}

    format = forms.ChoiceField(label=_("Form of the interview"), choices=_FORMATS, widget=forms.RadioSelect)
    interview_date = DatePartsField(label=_("Day"), latest=_in_a_year)
    interview_time = TimeOfDayField(label=_("Time"))
    place = PlainTextField(
        label=_("Place"),
        help_text=_("Where the person is to be brought, or how the connection is made."),
        max_length=200,
        required=False,
    )
    language = PlainTextField(label=_("Language of the interview"), max_length=100, required=False)
    needs_interpreter = forms.BooleanField(label=_("An interpreter is needed"), required=False)

    def values(self) -> dict[str, Any]:
        """The values that the service takes."""
        found = {name: self.cleaned_data[name] for name in self.fields if name not in self.moment}
        return {**found, "starts_at": self.cleaned_data["at"]}


class PostponeInterviewForm(ActForm):
    """Why, for the own side only. That a visit is cancelled is not chosen here: cancelling it says so."""

    code = forms.ChoiceField(
        label=_("Reason, for your side only"),
        choices=[choice for choice in PostponementCode.choices if choice[0] != PostponementCode.VISIT_CANCELLED],
        widget=forms.RadioSelect,
    )
    note = PlainTextField(label=_("Remark, for your side only"), multiline=True, max_length=1000, required=False)


class RecordInterviewForm(ActForm):
    """On which day the person was heard, by whom, and what was said."""

    held_on = DatePartsField(label=_("Day of the interview"), latest=today)
    is_other_day = forms.BooleanField(label=_("It was held on another day than was set"), required=False)
    participants = PlainTextField(
        label=_("Who took part, for your side only"),
        help_text=_("Names and functions, with the interpreter."),
        max_length=500,
        required=False,
    )
    minutes = PlainTextField(
        label=_("Minutes, for your side only"),
        multiline=True,
        max_length=8000,
        required=False,
    )
    upload = forms.FileField(label=_("Minutes as a file"), required=False)

    def file(self) -> Upload | None:
        """The file that came with the form."""
        found = self.cleaned_data.get("upload")
        return Upload(found, found.name) if found else None


class InterviewResultForm(ActForm):
    """What both sides read of the interview."""

    result = forms.ChoiceField(label=_("Result"), choices=InterviewResult.choices, widget=forms.RadioSelect)
    note = PlainTextField(
        label=_("Remark"), help_text=_("The other side reads this."), multiline=True, max_length=500, required=False
    )


class StatusCheckForm(ActForm):
    """The legal status as it stands today; nobody on the other side learns of it."""

    service_names: ClassVar[dict[str, str]] = {}

    checked_on = DatePartsField(label=_("Checked on"), latest=today)
    result = forms.ChoiceField(label=_("Result"), choices=StatusResult.choices, widget=forms.RadioSelect)
    note = PlainTextField(label=_("Remark"), max_length=500, required=False)
