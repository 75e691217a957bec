"""The forms of acts about travel documents, of the register and its filters."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices_documents import (
    ENTERED_REVOCATIONS,
    LossReason,
    NumberStatus,
    SeriesDraw,
    SeriesKind,
    VoidReason,
)
from cases.forms.acts import ActForm
from core.forms import DatePartsField, NumberField, PageForm, PlainTextField, today


def _tomorrow() -> date:
    return today() + timedelta(days=1)


class IssueTravelDocumentForm(ActForm):
    """Number and validity of the travel document."""

    number = PlainTextField(
        label=_("Number"),
        help_text=_("Of the series of your office. Leave it empty to be given the next free one."),
        max_length=20,
        required=False,
    )
    valid_until = DatePartsField(label=_("Valid until"), earliest=_tomorrow)


class ReturnDocumentForm(IssueTravelDocumentForm):
    """What the European travel document for return says beside the person's particulars."""

    place = PlainTextField(label=_("Place of issue"), max_length=100)
    departure = PlainTextField(
        label=_("Departure"),
        help_text=_("Place, date and flight, as far as they are known. The other side reads this."),
        max_length=120,
        required=False,
    )
    arrival = PlainTextField(label=_("Arrival"), max_length=120, required=False)
    remarks = PlainTextField(label=_("Remarks on the document"), multiline=True, max_length=200, required=False)


class OtherDocumentForm(ActForm):
    """The document used in place of one that did not come in time, as it stands on the paper."""

    number = PlainTextField(label=_("Number"), max_length=20)
    issued_on = DatePartsField(label=_("Date of issue"), latest=today)
    valid_until = DatePartsField(label=_("Valid until"), earliest=today)

    def __init__(self, *args: Any, fallback: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fallback = fallback


class PrintForm(ActForm):
    """Why the sheet is printed again, where it was printed before."""

    reason = PlainTextField(
        label=_("Reason, if it was printed before"),
        help_text=_("Both sides read this."),
        multiline=True,
        max_length=500,
        required=False,
    )


class CollectForm(ActForm):
    """Who took the document over, and when."""

    collected_on = DatePartsField(label=_("Collected on"), latest=today)
    collected_by = PlainTextField(
        label=_("Collected by (name and function)"), help_text=_("Both sides read this."), max_length=200
    )


class RevokeForm(ActForm):
    """Why the document is taken back."""

    code = forms.ChoiceField(label=_("Reason"), choices=ENTERED_REVOCATIONS, widget=forms.RadioSelect)
    note = PlainTextField(
        label=_("Remark"), help_text=_("Both sides read this."), multiline=True, max_length=500, required=False
    )


class LossForm(ActForm):
    """What became of the document."""

    code = forms.ChoiceField(label=_("What happened"), choices=LossReason.choices, widget=forms.RadioSelect)
    note = PlainTextField(
        label=_("Remark"), help_text=_("Both sides read this."), multiline=True, max_length=500, required=False
    )


class VoidForm(PageForm):
    """A number that is used for no document."""

    kind = forms.ChoiceField(label=_("Documents"), choices=SeriesKind.choices)
    number = PlainTextField(label=_("Number of the sheet"), max_length=20)
    code = forms.ChoiceField(label=_("What became of the sheet"), choices=VoidReason.choices, widget=forms.RadioSelect)


class SeriesForm(PageForm):
    """A block of numbers for one office."""

    authority = forms.ChoiceField(label=_("Office"))
    kind = forms.ChoiceField(label=_("Documents"), choices=SeriesKind.choices, widget=forms.RadioSelect)
    letters = PlainTextField(
        label=_("Letters before the number"), help_text=_("Four at most, or none."), max_length=4, required=False
    )
    first = NumberField(label=_("First number"), min_value=0, max_value=999_999_999)
    last = NumberField(label=_("Last number"), min_value=0, max_value=999_999_999)
    draws = forms.ChoiceField(
        label=_("How numbers are given"),
        help_text=_("A number that is counted up tells how many documents were issued to others."),
        choices=SeriesDraw.choices,
        widget=forms.RadioSelect,
        initial=SeriesDraw.RANDOM,
    )
    warn_below = NumberField(
        label=_("Warn when fewer numbers are left than"), min_value=0, max_value=999_999_999, required=False
    )

    def __init__(self, *args: Any, offices: list[tuple[str, str]] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["authority"].choices = offices or []  # type: ignore[attr-defined]


class RegisterFilterForm(PageForm):
    """What the register shows: numbers of one status, with validity that ends soon, or that begin like this."""

    status = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *NumberStatus.choices], required=False)
    validity = forms.ChoiceField(
        label=_("Validity"),
        choices=[("", _("All")), ("valid", _("Valid today")), ("ending", _("Ends within a week")), ("over", _("Over"))],
        required=False,
    )
    number = PlainTextField(label=_("Number begins with"), max_length=20, required=False)
