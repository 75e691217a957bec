"""What the desk that put a question does about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import ActForm
from core.forms import DatePartsField, PlainTextField, today


class AskAgainForm(ActForm):
    """A new question has its words and its day."""

    question = PlainTextField(label=_("What is still to be looked up"), multiline=True, max_length=1000, required=False)
    due_on = DatePartsField(label=_("Answer by"), required=False, earliest=today)


class QuestionForm(AskAgainForm):
    """Which of the three."""

    act = forms.ChoiceField(
        choices=[("remind", ""), ("again", ""), ("cancel", "")], widget=forms.HiddenInput, required=False
    )
