"""The form of the list of access: a decision and a remark for each line."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from administration.choices import AccessDecision
from administration.selectors.reviews import SELF, Line
from core.forms import PageForm, PlainTextField


class AccessReviewForm(PageForm):
    """Nothing is chosen beforehand: whoever signs has looked at each line."""

    def __init__(self, lines: Sequence[Line], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.keys = [line.membership for line in lines if line.decision != SELF]
        for line in lines:
            if line.decision == SELF:
                continue
            self.fields[f"decision_{line.membership}"] = forms.ChoiceField(
                label=_("%(name)s: decision") % {"name": line.name},
                choices=[("", _("Choose one")), *AccessDecision.choices],
                required=False,
                initial=line.decision,
            )
            self.fields[f"remark_{line.membership}"] = PlainTextField(
                label=_("%(name)s: remark") % {"name": line.name}, required=False, max_length=300, initial=line.remark
            )

    def said(self) -> dict[str, tuple[str, str]]:
        """(decision, remark) by membership."""
        values = self.cleaned_data
        return {key: (values[f"decision_{key}"], values[f"remark_{key}"]) for key in self.keys}
