"""Asking and telling the other side about data, and answering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DatePartsField, PageForm, PlainTextField, today
from protection.between import NOTICES, BetweenAct
from protection.choices import BetweenKind
from protection.services.between import TEXT_LENGTH, TOLD_OF


class AskForm(PageForm):
    """A request or notice to the other side. What belongs to onward sharing alone is asked for there alone."""

    data = forms.MultipleChoiceField(
        label=_("Which data it is about"),
        choices=[(kind.value, kind.label) for kind in TOLD_OF],
        widget=forms.CheckboxSelectMultiple,
    )
    recipient = PlainTextField(label=_("Body that is to receive the data"), max_length=200)
    purpose = PlainTextField(label=_("What the body needs the data for"), max_length=500)
    text = PlainTextField(label=_("Text for the other side"), multiline=True, max_length=TEXT_LENGTH, required=False)

    def __init__(self, kind: BetweenKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind is not BetweenKind.ONWARD_SHARING:
            del self.fields["recipient"], self.fields["purpose"]
        if kind in NOTICES:
            self.fields["text"].required = True
            self.fields["text"].label = _("What changed, for the other side to read")


class AnswerForm(PageForm):
    """One act on a request: words for the other side, or the day on which data was shared."""

    text = PlainTextField(label=_("Text for the other side"), multiline=True, max_length=TEXT_LENGTH, required=False)
    shared_on = DatePartsField(label=_("Shared on"), latest=today)

    def __init__(self, act: BetweenAct, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if act.name != "share":
            del self.fields["shared_on"]
        if not act.text:
            del self.fields["text"]
        elif act.text == "required":
            self.fields["text"].required = True
