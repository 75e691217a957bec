"""Forms of acts about time limits: more time to reply, an obstacle to the transfer, what came on paper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import InconclusiveReason, PaperChannel, PauseCode, RefusalReason
from cases.choices_tracks import refusal_reasons
from cases.forms.acts import ActForm, MomentForm, TimeOfDayField
from cases.services.suspension import REVIEW_WITHIN
from cases.services.talking import Upload
from core.forms import DatePartsField, NumberField, PlainTextField, today
from countries.choices import SuspensionCause


class _ValueForm(ActForm):
    """How much longer, up to `cap`."""

    value = NumberField(
        label=_("How long"), min_value=1, max_value=999, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )

    def __init__(self, *args: Any, cap: int | None = None, value_label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if value_label:
            self.fields["value"].label = value_label
        if cap is not None:
            self.fields["value"] = NumberField(
                label=self.fields["value"].label,
                min_value=1,
                max_value=cap,
                initial=cap,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )
            self.order_fields(["value"])


class RequestExtensionForm(_ValueForm):
    """How much more time, and why."""

    reasons = PlainTextField(
        label=_("Reasons"), help_text=_("The other side reads this."), multiline=True, max_length=2000
    )


class GrantExtensionForm(_ValueForm):
    """What was asked for, or less."""

    answer = PlainTextField(label=_("Remark to the other side"), multiline=True, max_length=2000, required=False)


class RefuseExtensionForm(ActForm):
    """Why not."""

    reason = PlainTextField(
        label=_("Reason"), help_text=_("The other side reads this."), multiline=True, max_length=2000
    )


def _review_field() -> DatePartsField:
    return DatePartsField(
        label=_("Look again on, for your side only"),
        help_text=_("Your office is reminded on this day, within a year, whether the obstacle lasts."),
        earliest=today,
        latest=lambda: today() + REVIEW_WITHIN,
    )


class ReviewPauseForm(ActForm):
    """When to look again whether the obstacle lasts."""

    review_on = _review_field()


class PauseLimitForm(ActForm):
    """Two reasons, both for the own side: one in the words of the agreement, and the real one; when to look again."""

    cause = forms.ChoiceField(
        label=_("Obstacle, as the agreement names it"),
        help_text=_("The other side reads only that the agreement names the obstacle, with the article."),
        choices=SuspensionCause.choices,
        widget=forms.RadioSelect,
    )
    code = forms.ChoiceField(label=_("Reason, for your side only"), choices=PauseCode.choices, widget=forms.RadioSelect)
    review_on = _review_field()
    note = PlainTextField(label=_("Remark, for your side only"), multiline=True, max_length=1000, required=False)

    def __init__(self, *args: Any, causes: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if causes:
            choices = [(code, label) for code, label in SuspensionCause.choices if code in causes]
            self.fields["cause"].choices = choices  # type: ignore[attr-defined]
            if len(choices) == 1:
                self.fields["cause"].initial = choices[0][0]


class PaperForm(MomentForm):
    """What came on paper: how, when, and a scan of it."""

    moment = ("dated_date", "dated_time")
    bound = "latest"
    service_names = {"dated_at": "dated_date"}

    channel = forms.ChoiceField(label=_("How it came"), choices=PaperChannel.choices, widget=forms.RadioSelect)
    dated_date = DatePartsField(label=_("Day on which it came"), latest=today)
    dated_time = TimeOfDayField(
        label=_("Time of day"), help_text=_("As printed on the fax or e-mail, or when the post was handed over.")
    )
    scan = forms.FileField(
        label=_("Scan"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB. Both sides see it."),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
        # An empty file is refused by the intake, in the same words as everywhere.
        allow_empty_file=True,
    )
    note = PlainTextField(label=_("Remark"), help_text=_("Both sides read this."), max_length=500, required=False)

    def upload(self) -> Upload:
        """The scan as services take it."""
        file = self.cleaned_data["scan"]
        return Upload(file, file.name or "")

    def record(self) -> dict[str, Any]:
        """The values that the services take."""
        values = self.cleaned_data
        return {
            "channel": values["channel"],
            "dated_at": values["at"],
            "scan": self.upload(),
            "note": values["note"],
        }


class PaperAcknowledgementForm(PaperForm):
    """An acknowledgement on paper. The box is asked for only where the reply would be overdue by the paper's date."""

    knows_it_is_over = forms.BooleanField(label=_("The date is right, and the time limit has passed"), required=False)

    def record(self) -> dict[str, Any]:
        """The values that the services take."""
        return {**super().record(), "knows_it_is_over": self.cleaned_data["knows_it_is_over"]}


class PaperReplyForm(PaperForm):
    """A reply on paper, with its reasons in words."""

    service_names = {**PaperForm.service_names, "reason_codes": "codes"}

    reasons = PlainTextField(
        label=_("Reasons in words"),
        help_text=_("As the reply gives them."),
        multiline=True,
        max_length=2000,
        required=False,
    )

    field_order = ["channel", "dated_date", "dated_time", "scan", "codes", "reasons", "note"]

    def record(self) -> dict[str, Any]:
        """The values that the services take."""
        codes = self.cleaned_data.get("codes", [])
        return {**super().record(), "reason_codes": codes, "reasons": self.cleaned_data["reasons"]}


class PaperRefusalForm(PaperReplyForm):
    """A refusal on paper: the reasons that it gives, by code and in words."""

    codes = forms.MultipleChoiceField(
        label=_("Why the application is refused"), choices=RefusalReason.choices, widget=forms.CheckboxSelectMultiple
    )
    reasons = PlainTextField(
        label=_("Reasons in words"), help_text=_("As the reply gives them."), multiline=True, max_length=2000
    )

    def __init__(self, *args: Any, track: str = "", **options: Any) -> None:
        """track: of the case; each is refused for reasons of its own."""
        super().__init__(*args, **options)
        self.fields["codes"].choices = refusal_reasons(track)  # type: ignore[attr-defined]


class PaperInconclusiveForm(PaperReplyForm):
    """An inconclusive reply on paper: what would help."""

    codes = forms.MultipleChoiceField(
        label=_("What would help"), choices=InconclusiveReason.choices, widget=forms.CheckboxSelectMultiple
    )
