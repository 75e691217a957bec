"""Which two versions of an application are compared."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.selectors.comparison import Choice
from core.forms import PageForm


class ComparisonForm(PageForm):
    """The earlier and the later version, and whether lines without a difference are shown."""

    old = forms.ChoiceField(label=_("Earlier"))
    new = forms.ChoiceField(label=_("Later"))
    whole = forms.BooleanField(label=_("Also show what is the same"), required=False)

    def __init__(self, *arguments: Any, choices: Sequence[Choice], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in ("old", "new"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(choice.code, choice.words) for choice in choices]
