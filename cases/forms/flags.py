"""Forms of marks on a case and of links between cases."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import NEVER_SHARED_FLAGS, LinkKind
from cases.services.flags import REASON_LENGTH
from cases.services.links import NOTE_LENGTH
from cases.services.talking import day_in
from core.forms import DatePartsField, PageForm, PlainTextField, today


def _in_two_years() -> date:
    return today() + timedelta(days=731)


class FlagDaysForm(PageForm):
    """From when, until when and why; and whether the other side reads it."""

    since_on = DatePartsField(label=_("Since"))
    until_on = DatePartsField(
        label=_("Until"),
        help_text=_("The last day, if it is known already."),
        required=False,
        latest=_in_two_years,
    )
    reason = PlainTextField(
        label=_("Reason"), multiline=True, max_length=REASON_LENGTH, widget=forms.Textarea({"rows": 3})
    )
    is_shared = forms.BooleanField(
        label=_("The other side reads this mark with its reason"), required=False, initial=False
    )

    def __init__(self, *args: Any, zone: str, kind: str = "", **options: Any) -> None:
        """zone: of the side's own state, whose calendar counts. kind: of the mark, where it is known already: some are
        never shared, and nobody is asked."""
        super().__init__(*args, **options)
        self.fields["since_on"].latest = day_in(zone)  # type: ignore[attr-defined]
        if kind in NEVER_SHARED_FLAGS:
            del self.fields["is_shared"]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {"is_shared": False, **self.cleaned_data}


class FlagForm(FlagDaysForm):
    """A new mark."""

    kind = forms.ChoiceField(label=_("Mark"), widget=forms.RadioSelect)

    field_order = ["kind", "since_on", "until_on", "reason", "is_shared"]

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
        self.fields["is_shared"].help_text = _("Not possible for “Vulnerable” and “Detained”.")


class FlagEndForm(PageForm):
    """The last day of a mark, and why it ends."""

    until_on = DatePartsField(label=_("Last day"))
    reason = PlainTextField(
        label=_("Reason"), multiline=True, max_length=REASON_LENGTH, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        """zone: of the side's own state, whose calendar counts."""
        super().__init__(*args, **options)
        self.fields["until_on"].latest = day_in(zone)  # type: ignore[attr-defined]


class LinkForm(PageForm):
    """The other case, and what it has to do with this one."""

    reference = PlainTextField(
        label=_("Reference of the other case"), help_text=_("For example NL-RS-2026-000123-7."), max_length=40
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=LinkKind.choices, widget=forms.RadioSelect)
    note = PlainTextField(label=_("Remark"), max_length=NOTE_LENGTH, required=False)


class LinkEndForm(PageForm):
    """Why a link holds no longer."""

    reason = PlainTextField(label=_("Reason"), max_length=NOTE_LENGTH)
