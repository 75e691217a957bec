"""The verifier's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import VerificationAnswer
from core.forms import PageForm, PlainTextField


class AnswerForm(PageForm):
    """What the register says. Remarks are needed unless identity is confirmed."""

    answer = forms.ChoiceField(
        label=_("Result of the check"), choices=VerificationAnswer.choices, widget=forms.RadioSelect
    )
    remarks = PlainTextField(
        label=_("Remarks"),
        help_text=_("Needed unless identity is confirmed. The requesting country does not see them."),
        multiline=True,
        max_length=2000,
        required=False,
    )
    is_certain = forms.BooleanField(label=_("I have checked this answer; it cannot be changed afterwards"))

    def clean(self) -> dict[str, Any]:
        """Anything but a plain yes says what was looked up and what was found."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        is_plain_yes = values.get("answer", "") in {"", VerificationAnswer.CONFIRMED}
        if not is_plain_yes and not values.get("remarks") and "remarks" not in self.errors:
            self.add_error("remarks", _("Say what was looked up and what was found"))
        return values
