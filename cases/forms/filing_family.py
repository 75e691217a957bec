"""A spouse or a child named in the form: parts B and C of the common application form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import FamilyRelation, Sex
from cases.forms.filing_fields import FilingForm, NameField, birth_of, check_dates, chosen_or_none
from core.forms import DatePartsField, PlainTextField, today


class FamilyMemberForm(FilingForm):
    """One member of the family; only relation and names are needed."""

    relation = forms.ChoiceField(choices=FamilyRelation.choices, widget=forms.RadioSelect, label=_("Relation"))
    family_name = NameField(label=_("Family name"))
    given_names = NameField(label=_("Given names"))
    maiden_name = NameField(required=False, label=_("Maiden name"))
    birth_date = DatePartsField(
        allow_partial=True,
        required=False,
        latest=today,
        birth=True,
        label=_("Date of birth"),
        help_text=_("Leave out the day, or day and month, if they are not known."),
    )
    birth_place = PlainTextField(required=False, max_length=150, label=_("Place of birth"))
    sex = forms.ChoiceField(required=False, choices=Sex.choices, widget=forms.RadioSelect, label=_("Sex"))
    nationality = forms.ChoiceField(required=False, label=_("Nationality"))
    is_accompanying = forms.BooleanField(
        required=False, label=_("He or she returns together with the person of this application")
    )

    def __init__(self, *args: Any, nationalities: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["nationality"].choices = chosen_or_none(nationalities)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A birth that can be true."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_dates(self, birth=birth_of(cleaned.get("birth_date") or ""))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The member's particulars without the relation."""
        return {name: value for name, value in self.cleaned_data.items() if name != "relation"}
