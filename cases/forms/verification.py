"""The verifier's answer."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.agency_sheets import FINDING_FIELDS
from cases.choices import VerificationAnswer
from cases.choices_interviews import Finding
from cases.models import Person
from core.forms import PageForm, PlainTextField


def _particular(name: str) -> forms.ChoiceField:
    field: Any = Person._meta.get_field(name)
    label = str(field.verbose_name)
    return forms.ChoiceField(
        label=f"{label[:1].upper()}{label[1:]}",
        choices=[("", _("Not looked at")), *Finding.choices],
        required=False,
    )


class _Particulars(PageForm):
    """One answer for each particular that a register can know."""


for _name in FINDING_FIELDS:
    _Particulars.base_fields[f"finding_{_name}"] = _particular(_name)


class AnswerForm(_Particulars):
    """What the register says, in whole and of single particulars of the `sheet`. Remarks are needed unless identity is
    confirmed."""

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
    adverse = PlainTextField(
        label=_("What speaks against the identity"),
        help_text=_("For example: the person with these particulars has died. The requesting country does not see it."),
        multiline=True,
        max_length=2000,
        required=False,
    )
    is_certain = forms.BooleanField(label=_("I have checked this answer; it cannot be changed afterwards"))

    def __init__(self, *args: Any, sheet: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in FINDING_FIELDS:
            if sheet is not None and not sheet.get(name):
                del self.fields[f"finding_{name}"]

    @property
    def finding_names(self) -> list[str]:
        """The fields about single particulars."""
        return [name for name in self.fields if name.startswith("finding_")]

    def findings(self) -> dict[str, str]:
        """What was said of single particulars."""
        found = {name.removeprefix("finding_"): self.cleaned_data.get(name, "") for name in self.finding_names}
        return {name: value for name, value in found.items() if value}

    def clean(self) -> dict[str, Any]:
        """Anything but a plain yes says what was looked up and what was found."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        is_plain_yes = values.get("answer", "") in {"", VerificationAnswer.CONFIRMED}
        if not is_plain_yes and not values.get("remarks") and "remarks" not in self.errors:
            self.add_error("remarks", _("Say what was looked up and what was found"))
        return values
