"""The search: one line for anything, and fields for who knows what they have."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import DatePartsField, PageForm, PlainTextField, today

_NO_GUESS = {"autocomplete": "off", "spellcheck": "false", "dir": "auto"}


class SearchForm(PageForm):
    """countries: (code, name) of those to choose from."""

    text = PlainTextField(
        label=_("Reference, name, date of birth, number or place"),
        required=False,
        widget=forms.TextInput(attrs={**_NO_GUESS, "type": "search"}),
    )
    name = PlainTextField(label=_("Name"), required=False, widget=forms.TextInput(attrs=_NO_GUESS))
    birth = DatePartsField(label=_("Date of birth"), required=False, allow_partial=True, latest=today)
    number = PlainTextField(
        label=_("Number of a document, file or case"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=_NO_GUESS),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    authority = PlainTextField(label=_("Authority"), required=False, widget=forms.TextInput(attrs=_NO_GUESS))

    def __init__(self, *args: Any, countries: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = [("", _("Any")), *countries]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something must be asked for."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise ValidationError({"text": _("Write a name, a number, a date or a place")}, code="empty")
        return cleaned
