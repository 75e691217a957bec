"""Forms of the exceptions to who sees a case."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.choices_access import ACCESS_DAYS, ELEVATION_MINUTES, REASON_LENGTH, USUAL_ELEVATION
from core.forms import PageForm, PlainTextField


def _reason(label: Any, help_text: Any) -> PlainTextField:
    return PlainTextField(
        label=label,
        help_text=help_text,
        multiline=True,
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )


def days_words(number: int) -> str:
    """ "7 days"."""
    return ngettext("%(n)d day", "%(n)d days", number) % {"n": number}


def minutes_words(number: int) -> str:
    """ "30 minutes", "2 hours"."""
    if number % 60 == 0:
        return ngettext("%(n)d hour", "%(n)d hours", number // 60) % {"n": number // 60}
    return ngettext("%(n)d minute", "%(n)d minutes", number) % {"n": number}


class DaysField(forms.TypedChoiceField):
    """For how many days."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("For how long"),
            coerce=int,
            choices=lambda: [(days, days_words(days)) for days in ACCESS_DAYS],
            **options,
        )


class ExcludeForm(PageForm):
    """A colleague, and why he or she is kept out."""

    user_id = forms.ChoiceField(label=_("Who is kept out"))
    reason = _reason(_("Reason"), _("Supervisors of your side read it, the person and the other side do not."))

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user_id"].choices = [("", _("Choose a colleague")), *people]  # type: ignore[attr-defined]


class ConflictForm(PageForm):
    """Why somebody keeps out of a case."""

    reason = _reason(_("What the conflict is"), _("Your supervisors read it, the other side does not."))


class AccessAskForm(PageForm):
    """Which case, why, and for how long."""

    reference = PlainTextField(
        label=_("Reference of the case"), help_text=_("For example NL-RS-2026-000123-7."), max_length=40
    )
    reason = _reason(_("Reason"), _("Why you need to see the case. The supervisors of your country read it."))
    days = DaysField(initial=7)


class AccessGrantForm(PageForm):
    """For how long somebody is let in."""

    days = DaysField()


class AccessRefuseForm(PageForm):
    """Why somebody is not let in."""

    answer = _reason(_("Answer"), _("The person reads it."))


class AccessEndForm(PageForm):
    """Why an exception ends."""

    reason = _reason(_("Reason"), _("Supervisors of your side read it."))


class ElevationForm(PageForm):
    """Which case, why, and for how long."""

    reference = PlainTextField(
        label=_("Reference of the case"), help_text=_("For example NL-RS-2026-000123-7."), max_length=40
    )
    reason = _reason(
        _("Reason"),
        _("The supervisors of both sides read it. Name no person, and nothing that one side keeps to itself."),
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        initial=USUAL_ELEVATION,
        choices=lambda: [(minutes, minutes_words(minutes)) for minutes in ELEVATION_MINUTES],
    )
