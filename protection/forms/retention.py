"""Forms of erasures and holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DatePartsField, PageForm, PlainTextField
from core.references import normalised

LENGTH = 500


def _words(label: Any, help_text: Any = "", **options: Any) -> PlainTextField:
    return PlainTextField(
        label=label,
        help_text=help_text,
        multiline=True,
        max_length=LENGTH,
        widget=forms.Textarea({"rows": 3}),
        **options,
    )


class RunForm(PageForm):
    """Why what is due is to be erased now. seen: what the page showed, so that nothing else is asked for."""

    reason = _words(
        _("Reason"),
        _("The second person reads it, and the certificate says it. Name no person."),
        error_messages={"required": _("Say why: the second person needs to know")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RunDecisionForm(PageForm):
    """The second person's note."""

    note = _words(_("Note"), _("Needed when you reject."), required=False)


class HoldForm(PageForm):
    """Which case is kept, and why."""

    reference = PlainTextField(label=_("Case"), help_text=_("Its reference."), max_length=40)
    reason = _words(_("Reason"), _("Your own side reads it; the other side learns only that there is a hold."))
    review_on = DatePartsField(
        label=_("To be looked at again on"),
        help_text=_("From this day on whoever placed the hold may lift it. It does not end by itself."),
        required=False,
    )

    def clean_reference(self) -> str:
        """A reference as it was typed or dictated; a wrong check character is told."""
        found = normalised(str(self.cleaned_data["reference"]))
        if found is None:
            raise forms.ValidationError(_("This is no reference: compare it letter by letter"), code="reference")
        return found


class HoldLiftForm(PageForm):
    """Why the case need not be kept any longer."""

    reason = _words(_("Reason"))
