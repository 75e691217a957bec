"""Forms of changes that wait for a second person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PageForm, PlainTextField


class ReasonForm(PageForm):
    """Why a change is asked for: read by the second person, and kept."""

    reason = PlainTextField(
        label=_("Why"),
        help_text=_("The administrator who decides reads this; it stays in the audit trail."),
        multiline=True,
        max_length=1000,
    )


class MoveForm(ReasonForm):
    """The office that another one shall stand below."""

    parent = forms.ChoiceField(label=_("Shall stand below"), required=False)

    field_order = ["parent", "reason"]

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", _("No other office")), *offices]  # type: ignore[attr-defined]


class ClientForm(ReasonForm):
    """A national system that shall work for an office."""

    name = PlainTextField(label=_("Name of the system"), max_length=100)

    field_order = ["name", "reason"]


class DecisionForm(PageForm):
    """What the second person says; needed for a rejection."""

    note = PlainTextField(
        label=_("Note"),
        help_text=_("Needed when you reject. The person who asked reads it."),
        required=False,
        multiline=True,
        max_length=1000,
    )
