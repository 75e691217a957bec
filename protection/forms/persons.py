"""Requests of persons: registering, redacting, answering, handing over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DatePartsField, PageForm, PlainTextField, today
from protection.choices import AskOutcome, IdentityCheck, PersonAsks, RefusalGround
from protection.models import PersonRequest
from protection.words import languages


class RegisterForm(PageForm):
    """Who asks for what, and how it was checked who asks."""

    kind = forms.ChoiceField(label=_("What is asked for"), choices=PersonAsks.choices, widget=forms.RadioSelect)
    name = PlainTextField(label=_("Name of the person"), max_length=200)
    birth_date = DatePartsField(label=_("Date of birth"), required=False, allow_partial=True, latest=today, birth=True)
    asked_by = PlainTextField(label=_("Who asks for the person, if somebody else"), required=False, max_length=200)
    contact = PlainTextField(label=_("Where the answer goes"), multiline=True, max_length=500)
    request = PlainTextField(
        label=_("What was asked, in the person's words"), multiline=True, required=False, max_length=2000
    )
    arrived_on = DatePartsField(label=_("Arrived on"), latest=today)
    identity_check = forms.ChoiceField(
        label=_("How the identity was checked"), choices=IdentityCheck.choices, widget=forms.RadioSelect
    )
    identity_note = PlainTextField(label=_("Remark on the check"), required=False, max_length=300)
    language = forms.ChoiceField(label=_("Language of the answer"), choices=languages)


class FindForm(PageForm):
    """What the person's cases are looked for by: names in either script, a date of birth, numbers."""

    name = PlainTextField(label=_("Name, in any script"), required=False)
    birth = DatePartsField(label=_("Date of birth"), required=False, allow_partial=True, latest=today)
    number = PlainTextField(label=_("Number of a document, file or case"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        """Something must be asked for."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError({"name": _("Write a name, a date of birth or a number")}, code="empty")
        return cleaned


class ItemsForm(PageForm):
    """Which items the person is given."""

    shown = forms.MultipleChoiceField(required=False)

    def __init__(self, row: PersonRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].choices = [(str(place), "") for place in range(len(row.items))]  # type: ignore[attr-defined]


class ProposeForm(PageForm):
    """The answer, for a second look."""

    outcome = forms.ChoiceField(label=_("Answer"), choices=AskOutcome.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Ground of what is refused or withheld"),
        required=False,
        choices=[("", _("None")), *RefusalGround.choices],
    )
    ground_note = PlainTextField(label=_("Provision and reason"), multiline=True, required=False, max_length=1000)
    text = PlainTextField(label=_("Text for the person"), multiline=True, required=False, max_length=4000)


class ReasonForm(PageForm):
    """Why an answer goes back, a request is extended or withdrawn."""

    reason = PlainTextField(label=_("Reason"), multiline=True, max_length=500)


class HandOverForm(PageForm):
    """When and how the person was given the answer."""

    handed_over_on = DatePartsField(label=_("Handed over on"), latest=today)
    how = PlainTextField(label=_("How"), max_length=300)
