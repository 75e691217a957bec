"""How a person wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PageForm
from notifications.choices import Mode, NoticeKind
from notifications.models import NoticePreference


class PreferenceForm(PageForm):
    """One choice for each kind of notice, and the hour of the digest."""

    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily digest"),
        help_text=_("On the clock of your office's country."),
        choices=[(hour, f"{hour:02d}:00") for hour in range(24)],
        coerce=int,
    )

    def __init__(self, *args: Any, preference: NoticePreference, **options: Any) -> None:
        options["initial"] = {
            "digest_hour": preference.digest_hour,
            **{kind.value: preference.mode_of(kind).value for kind in NoticeKind},
        }
        super().__init__(*args, **options)
        for kind in NoticeKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=Mode.choices, widget=forms.RadioSelect
            )

    @property
    def modes(self) -> dict[str, str]:
        """Kind -> mode, of a valid form."""
        return {kind.value: self.cleaned_data[kind.value] for kind in NoticeKind}
