"""The form of each act: what the person who does it has to say. The case's version travels beside it, in the page."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.choices import (
    IncompleteReason,
    InconclusiveReason,
    Outcome,
    RefusalReason,
    TransferMeans,
    WithdrawalReason,
)
from cases.choices_tracks import refusal_reasons
from cases.services.notes import NOTE_LENGTH
from cases.services.talking import day_in
from core import clock
from core.forms import DatePartsField, NumberField, PageForm, PlainTextField, today

IN_FUTURE = _("The handover cannot lie in the future")
_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})")


class TimeOfDayField(forms.CharField):
    """A time on the wall clock, "14:30" (also 14.30 and 1430); cleans to `datetime.time`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(max_length=5, **options)

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for what is no time of day."""
        text = super().clean(value)
        match = _TIME.fullmatch(text) if text else None
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            raise ValidationError(_("Write the time with hours and minutes, for example 14:30"), code="time")
        return time(int(match[1]), int(match[2]))


def _tomorrow() -> date:
    return today() + timedelta(days=1)


def _in_two_years() -> date:
    return today() + timedelta(days=731)


class ActForm(PageForm):
    """What all acts share. service_names: fields of a service's complaint -> fields of this form."""

    service_names: ClassVar[Mapping[str, str]] = {}


class ConfirmForm(ActForm):
    """Nothing to say: the button is the act."""


class ReasonForm(ActForm):
    """Grounds in words, required."""

    reason = PlainTextField(label=_("Reason"), multiline=True, max_length=2000)


class OptionalReasonForm(ActForm):
    """Grounds in words, if there is anything to say."""

    reason = PlainTextField(label=_("Remark"), multiline=True, max_length=2000, required=False)


class ReturnIncompleteForm(ActForm):
    """What is missing, by code; and in words."""

    codes = forms.MultipleChoiceField(
        label=_("What is missing"), choices=IncompleteReason.choices, widget=forms.CheckboxSelectMultiple
    )
    reason = PlainTextField(
        label=_("In words"),
        help_text=_("What exactly would make the application complete."),
        multiline=True,
        max_length=2000,
        required=False,
    )


class WithdrawForm(ActForm):
    """Why, for the own side only."""

    code = forms.ChoiceField(
        label=_("Reason, for your side only"), choices=WithdrawalReason.choices, widget=forms.RadioSelect
    )
    note = PlainTextField(label=_("Remark, for your side only"), multiline=True, max_length=1000, required=False)
    is_closed = forms.BooleanField(label=_("Close the file as well"), required=False)


class StartVerificationForm(ActForm):
    """Which agencies, what question, until when."""

    agencies = forms.MultipleChoiceField(label=_("Agencies"), widget=forms.CheckboxSelectMultiple)
    question = PlainTextField(
        label=_("Question"),
        help_text=_("For example: is this person known to you as a national, and under which number?"),
        multiline=True,
        max_length=1000,
        required=False,
    )
    due_on = DatePartsField(label=_("Answer by"), required=False, earliest=today, latest=_in_two_years)

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agencies"].choices = agencies  # type: ignore[attr-defined]
        self.fields["agencies"].error_messages["required"] = _("Choose at least one agency")


class ProposeDecisionForm(ActForm):
    """The outcome with its coded reasons; a refusal needs reasons in words."""

    service_names = {"reason_codes": "outcome"}

    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect)
    refusal_codes = forms.MultipleChoiceField(
        label=_("Why the application is refused"),
        choices=RefusalReason.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    inconclusive_codes = forms.MultipleChoiceField(
        label=_("What would help"),
        choices=InconclusiveReason.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reasons = PlainTextField(
        label=_("Reasons in words"),
        help_text=_("The other side reads this in the reply. A refusal must give its reasons."),
        multiline=True,
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, track: str = "", **options: Any) -> None:
        """track: of the case; each is refused for reasons of its own."""
        super().__init__(*args, **options)
        self.fields["refusal_codes"].choices = refusal_reasons(track)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Each outcome asks for its own reasons."""
        values = super().clean() or {}
        outcome = values.get("outcome")
        if outcome == Outcome.REFUSED:
            if not values.get("refusal_codes"):
                self.add_error("refusal_codes", _("Choose at least one reason"))
            if not values.get("reasons"):
                self.add_error(
                    "reasons", _("Give the reasons in words: a refusal is given in writing with its reasons")
                )
        if outcome == Outcome.INCONCLUSIVE and not values.get("inconclusive_codes"):
            self.add_error("inconclusive_codes", _("Choose at least one thing that would help"))
        return values

    def reason_codes(self) -> list[str]:
        """The codes that belong to the chosen outcome."""
        name = {Outcome.REFUSED: "refusal_codes", Outcome.INCONCLUSIVE: "inconclusive_codes"}.get(
            self.cleaned_data["outcome"]
        )
        return list(self.cleaned_data[name]) if name else []


class LateReasonForm(ActForm):
    """Why notice comes late; needed only then."""

    reason = PlainTextField(
        label=_("Reason, if the notice period is not kept"), multiline=True, max_length=2000, required=False
    )


class MomentForm(ActForm):
    """A form with a date and a time of day that make one instant on the wall clock of `zone`.

    bound: on which end today in that place limits the day, `earliest` or `latest`.
    """

    moment: ClassVar[tuple[str, str]] = ("arrival_date", "arrival_time")
    bound: ClassVar[str] = "earliest"
    service_names = {"arrives_at": "arrival_date"}

    def __init__(self, *args: Any, zone: str = "UTC", **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = ZoneInfo(zone)
        # The day is one of that place: the reader's own calendar may be a day before or behind.
        setattr(self.fields[self.moment[0]], self.bound, day_in(zone))

    def clean(self) -> dict[str, Any]:
        """Adds `at`, the instant in UTC; a time that the clocks skip in spring does not exist."""
        values = super().clean() or {}
        day, hour = (values.get(name) for name in self.moment)
        if day is not None and hour is not None:
            local = datetime.combine(day, hour, self.zone)
            at = local.astimezone(UTC)
            if at.astimezone(self.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
                self.add_error(self.moment[1], _("The clocks skip this time on that day"))
            else:
                values["at"] = at
        return values


class PlanTransferForm(MomentForm):
    """Where, when and how the person arrives."""

    crossing_point = forms.ChoiceField(label=_("Crossing point"))
    arrival_date = DatePartsField(label=_("Day of arrival"), latest=_in_two_years)
    arrival_time = TimeOfDayField(label=_("Time of arrival"))
    means = forms.ChoiceField(label=_("Means"), choices=TransferMeans.choices, widget=forms.RadioSelect)
    carrier_number = PlainTextField(label=_("Flight or vehicle number"), max_length=40, required=False)
    departure_place = PlainTextField(label=_("Place of departure"), max_length=150, required=False)
    escorts = NumberField(
        label=_("Number of escorts"),
        min_value=0,
        max_value=99,
        initial=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    escort_names = PlainTextField(
        label=_("Names and functions of the escorts"),
        help_text=_("Separate them with commas."),
        max_length=500,
        required=False,
    )
    special_help = PlainTextField(
        label=_("Special help or care on the way"),
        help_text=_("The other side reads this in the notice of transfer."),
        max_length=500,
        required=False,
    )
    note = PlainTextField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, points: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["crossing_point"].choices = [("", _("Choose one")), *points]  # type: ignore[attr-defined]

    def plan(self) -> dict[str, Any]:
        """The values that the service takes."""
        values = {name: self.cleaned_data[name] for name in self.fields if name not in self.moment}
        return {**values, "arrives_at": self.cleaned_data["at"]}


class ConfirmTransferForm(ActForm):
    """Yes to time and place, with a remark."""

    note = PlainTextField(label=_("Remark to the other side"), max_length=500, required=False)


class CounterProposeForm(MomentForm):
    """When the receiving side can take the person instead."""

    arrival_date = DatePartsField(label=_("Day that would suit"), latest=_in_two_years)
    arrival_time = TimeOfDayField(label=_("Time that would suit"))
    reason = PlainTextField(label=_("Why the other date does not suit"), multiline=True, max_length=500)


class HandoverForm(MomentForm):
    """The record of the handover: when, between whom, with what."""

    moment = ("handover_date", "handover_time")
    bound = "latest"
    service_names = {"at": "handover_time"}

    handover_date = DatePartsField(
        label=_("Day of the handover"), error_messages={"in_future": IN_FUTURE, "too_late": IN_FUTURE}
    )
    handover_time = TimeOfDayField(label=_("Time of the handover"))
    handed_over_by = PlainTextField(label=_("Handed over by (name and function)"), max_length=200)
    received_by = PlainTextField(label=_("Received by (name and function)"), max_length=200)
    papers = PlainTextField(
        label=_("Documents and belongings handed over"),
        help_text=_("Separate them with commas."),
        max_length=500,
        required=False,
    )
    remarks = PlainTextField(label=_("Remarks"), multiline=True, max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        """A handover that has not happened cannot be recorded."""
        values = super().clean()
        if values.get("at") and values["at"] > clock.now():
            self.add_error("handover_time", IN_FUTURE)
        return values

    def record(self) -> dict[str, Any]:
        """The values that the service takes."""
        values = {name: self.cleaned_data[name] for name in self.fields if name not in self.moment}
        return {**values, "at": self.cleaned_data["at"]}


class NoteForm(PageForm):
    """A note among colleagues of one side."""

    text = PlainTextField(
        label=_("New note"),
        multiline=True,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
