"""Forms of the objection to an acceptance by silence, and to a reply on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import PaperChannel
from cases.forms.acts import ActForm, MomentForm, ProposeDecisionForm, TimeOfDayField
from cases.services.talking import Upload
from core.forms import DatePartsField, PlainTextField, today


class _OptionalTimeField(TimeOfDayField):
    """A time of day that may be left out."""

    def clean(self, value: Any) -> Any:
        """None where nothing was written."""
        return super().clean(value) if str(value or "").strip() else None


class _WithScan(ActForm):
    """A form with one file beside it."""

    def upload(self) -> Upload | None:
        """The file as services take it."""
        file = self.cleaned_data.get("scan")
        return Upload(file, file.name or "") if file else None


def _scan(*, is_required: bool) -> forms.FileField:
    return forms.FileField(
        label=_("Scan"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB. Both sides see it."),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
        required=is_required,
        # An empty file is refused by the intake, in the same words as everywhere.
        allow_empty_file=True,
    )


class DisputeDeliveryForm(MomentForm, _WithScan):
    """When the application really arrived, or that it never did; why; what proves it."""

    moment = ("delivered_date", "delivered_time")
    bound = "latest"
    service_names = {"delivered_at": "delivered_date", "upload": "scan"}

    delivered_date = DatePartsField(
        label=_("Day on which the application arrived"),
        help_text=_("Leave day and time empty if it never arrived."),
        required=False,
        latest=today,
    )
    delivered_time = _OptionalTimeField(label=_("Time of day"), required=False)
    statement = PlainTextField(
        label=_("Statement"), help_text=_("The other side reads this."), multiline=True, max_length=4000
    )
    scan = _scan(is_required=False)

    def clean(self) -> dict[str, Any]:
        """Day and time go together."""
        values = super().clean()
        day, hour = values.get("delivered_date"), values.get("delivered_time")
        if day and not hour and "delivered_time" not in self.errors:
            self.add_error("delivered_time", _("Give the time of day as well"))
        if hour and not day and "delivered_date" not in self.errors:
            self.add_error("delivered_date", _("Give the day as well"))
        return values


class DisputePaperForm(_WithScan):
    """Why the reply on paper is not this side's, or what it really says; what proves it."""

    service_names = {"upload": "scan"}

    statement = PlainTextField(
        label=_("Statement"),
        help_text=_("Say that the reply was not given, or what it really says. The other side reads this."),
        multiline=True,
        max_length=4000,
    )
    scan = _scan(is_required=False)


class DisputeReplyForm(MomentForm, ProposeDecisionForm, _WithScan):
    """The reply that was given in time: how, when, what it said; why it counts; its scan."""

    moment = ("replied_date", "replied_time")
    bound = "latest"
    service_names = {"replied_at": "replied_date", "upload": "scan", "reason_codes": "outcome"}

    channel = forms.ChoiceField(label=_("How it was given"), choices=PaperChannel.choices, widget=forms.RadioSelect)
    replied_date = DatePartsField(label=_("Day of the reply"), latest=today)
    replied_time = TimeOfDayField(label=_("Time of day"))
    statement = PlainTextField(
        label=_("Statement"), help_text=_("The other side reads this."), multiline=True, max_length=4000
    )
    scan = _scan(is_required=True)

    field_order = [
        "channel",
        "replied_date",
        "replied_time",
        "scan",
        "outcome",
        "refusal_codes",
        "inconclusive_codes",
        "reasons",
        "statement",
    ]
