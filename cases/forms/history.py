"""What the history of a case is filtered by."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.selectors.history import SIDES, Filter
from core.forms import DatePartsField, PageForm


class HistoryFilterForm(PageForm):
    """Side and days; the kind is a link above the list and travels along."""

    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    side = forms.ChoiceField(
        label=_("Done by"), required=False, choices=[("", _("both sides")), *((c, w) for c, w in SIDES.items())]
    )
    since = DatePartsField(label=_("From"), required=False)
    until = DatePartsField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The end must not be before the beginning")))
        return values

    def wanted(self, kind: str) -> Filter:
        """The filter of a valid form."""
        values = self.cleaned_data
        return Filter(kind, values.get("side") or "", values.get("since"), values.get("until"))
