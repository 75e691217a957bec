"""Forms of dividing the work: to whom a case goes, under which name a filter is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.selectors.assignment import Candidate
from core.forms import PageForm, PlainTextField

NOTE_LENGTH = 500
FILTER_NAME_LENGTH = 60


class AssignForm(PageForm):
    """One colleague and, if wanted, a note."""

    to = forms.ChoiceField(label=_("Colleague"))
    note = PlainTextField(
        label=_("Note for the colleague"),
        help_text=_("Only your side reads it. It stands in the history of the case."),
        multiline=True,
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, candidates: list[Candidate], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Choose a colleague")), *_choices(candidates)]  # type: ignore[attr-defined]


class HandOverForm(AssignForm):
    """As `AssignForm`, with a note that says where the case stands."""

    def __init__(self, candidates: list[Candidate], *args: Any, **kwargs: Any) -> None:
        super().__init__(candidates, *args, **kwargs)
        self.fields["note"].required = True


class BulkAssignForm(AssignForm):
    """One colleague or several: then the cases are shared out evenly."""

    def __init__(self, candidates: list[Candidate], *args: Any, **kwargs: Any) -> None:
        super().__init__(candidates, *args, **kwargs)
        self.fields["to"] = forms.MultipleChoiceField(
            label=_("Colleagues"),
            help_text=_("With several colleagues the cases are shared out evenly among them."),
            choices=_choices(candidates),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one colleague")},
        )


class SavedFilterForm(PageForm):
    """The name under which a filter is kept, whether the list begins with it, and whether it replaces another."""

    name = PlainTextField(label=_("Name of the filter"), max_length=FILTER_NAME_LENGTH)
    is_default = forms.BooleanField(label=_("Begin with this filter when I open the list of cases"), required=False)
    replace = forms.BooleanField(label=_("Replace the filter that has this name"), required=False)


def _choices(candidates: list[Candidate]) -> list[tuple[str, str]]:
    return [(str(person.user_id), person.words) for person in candidates]
