"""Forms of the ways out of a case: readmission in error, suspension, departure, filing again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import PauseCode
from cases.choices_exits import DepartureProof, ErrorGround, ReturnedItem
from cases.forms.acts import ActForm, MomentForm, TimeOfDayField
from cases.forms.limits import ReviewPauseForm
from cases.services.refiling import WORDS_AT_MOST
from cases.services.talking import Upload
from core.forms import DatePartsField, PageForm, PlainTextField, today


def _in_a_year() -> Any:
    return today() + timedelta(days=366)


class ErrorReportForm(ActForm):
    """Which condition was not met, and how that was found out."""

    grounds = forms.MultipleChoiceField(
        label=_("What was not met"), choices=ErrorGround.choices, widget=forms.CheckboxSelectMultiple
    )
    statement = PlainTextField(
        label=_("Statement"),
        help_text=_("What was found out, and how. The other side reads this."),
        multiline=True,
        max_length=4000,
    )


class ErrorClaimForm(ErrorReportForm):
    """The claim, with what proves it."""

    service_names = {"upload": "scan"}

    scan = forms.FileField(
        label=_("Evidence"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB. Both sides see it."),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
        required=False,
        # An empty file is refused by the intake, in the same words as everywhere.
        allow_empty_file=True,
    )

    def upload(self) -> Upload | None:
        """The file as services take it."""
        file = self.cleaned_data.get("scan")
        return Upload(file, file.name or "") if file else None


class TakeBackForm(MomentForm):
    """When and where the person is taken back."""

    moment = ("take_back_date", "take_back_time")
    service_names = {"at": "take_back_date"}

    crossing_point = forms.ChoiceField(label=_("Crossing point"))
    take_back_date = DatePartsField(label=_("Day of taking back"), latest=_in_a_year)
    take_back_time = TimeOfDayField(label=_("Time of day"))
    arrangement = PlainTextField(
        label=_("How"),
        help_text=_("For example means, flight, escorts. The other side reads this."),
        max_length=500,
        required=False,
    )
    costs_note = PlainTextField(label=_("Costs"), max_length=500, required=False)

    def __init__(self, *args: Any, points: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["crossing_point"].choices = [("", _("Choose one")), *points]  # type: ignore[attr-defined]


class ReturnedForm(ActForm):
    """What goes back with the person."""

    items = forms.MultipleChoiceField(
        label=_("What goes back with the person"),
        choices=ReturnedItem.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = PlainTextField(
        label=_("Remark"), help_text=_("The other side reads this."), multiline=True, max_length=500, required=False
    )


class TakenBackForm(MomentForm, ReturnedForm):
    """When the person came back, and with what."""

    moment = ("taken_back_date", "taken_back_time")
    bound = "latest"
    service_names = {"at": "taken_back_date"}

    taken_back_date = DatePartsField(label=_("Day of taking back"))
    taken_back_time = TimeOfDayField(label=_("Time of day"))

    field_order = ["taken_back_date", "taken_back_time", "items", "note"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["items"].label = _("What came back with the person")


class SuspendCaseForm(ReviewPauseForm):
    """Why nothing is done for a time, for the own side only."""

    code = forms.ChoiceField(label=_("Reason, for your side only"), choices=PauseCode.choices, widget=forms.RadioSelect)
    note = PlainTextField(label=_("Remark, for your side only"), multiline=True, max_length=1000, required=False)

    field_order = ["code", "review_on", "note"]


class DepartureForm(ActForm):
    """When the person left, where to, and how that is known: for the own side only."""

    left_on = DatePartsField(label=_("Day of departure"), latest=today)
    destination = PlainTextField(label=_("Destination"), max_length=100, required=False)
    proof = forms.ChoiceField(label=_("How it is known"), choices=DepartureProof.choices, widget=forms.RadioSelect)
    is_assisted = forms.BooleanField(label=_("The person left with assistance"), required=False)
    note = PlainTextField(label=_("Remark, for your side only"), multiline=True, max_length=1000, required=False)


class RefilingForm(PageForm):
    """What the earlier application did not have."""

    what_is_new = PlainTextField(
        label=_("What is new"),
        help_text=_("Which evidence or particulars the earlier application did not have. The other side reads this."),
        multiline=True,
        max_length=WORDS_AT_MOST,
        required=False,
    )

    def __init__(self, *args: Any, needs_new: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["what_is_new"].required = needs_new
