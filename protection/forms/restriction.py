"""Placing and lifting a restriction of processing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices_protection import RestrictionGround
from core.forms import DatePartsField, PageForm, PlainTextField, today


class PlaceForm(PageForm):
    """Why the use of the data is restricted: for the own side."""

    ground = forms.ChoiceField(label=_("Ground"), choices=RestrictionGround.choices, widget=forms.RadioSelect)
    note = PlainTextField(label=_("Why"), multiline=True, max_length=1000)


class LiftForm(PageForm):
    """Why it is lifted, and when the person was told."""

    person_told_on = DatePartsField(label=_("The person was told that it will be lifted, on"), latest=today)
    note = PlainTextField(label=_("Why it is lifted"), multiline=True, max_length=1000)
