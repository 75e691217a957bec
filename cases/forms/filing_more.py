"""The smaller steps: photograph, special circumstances, what the requesting side records for itself, the start."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import Track, Vulnerability
from cases.choices_safeguards import AgeDispute, ConsentForm
from cases.choices_tracks import FILED_TRACKS
from cases.forms.filing_fields import FilingForm
from core.forms import DatePartsField, PageForm, PlainTextField, today


class StartForm(PageForm):
    """Which agreement, and through which consulate; the country and the track were chosen before."""

    track = forms.ChoiceField(
        required=False,
        choices=[(track.value, track.label) for track in FILED_TRACKS],
        label=_("Track"),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("Choose whom the application is about")},
    )
    agreement = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Agreement"),
        error_messages={
            "required": _("Choose an agreement"),
            "invalid_choice": _("Choose an agreement that binds both countries today"),
        },
    )
    consulate = forms.ChoiceField(required=False, label=_("Embassy or consulate that will issue the travel document"))

    def __init__(
        self,
        *args: Any,
        agreements: Iterable[tuple[str, Any]],
        consulates: Iterable[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["agreement"].choices = list(agreements)  # type: ignore[attr-defined]
        consulates = list(consulates)
        if consulates:
            self.fields["consulate"].choices = consulates  # type: ignore[attr-defined]
        else:
            del self.fields["consulate"]

    def clean_track(self) -> str:
        """An own national where nothing is said."""
        return self.cleaned_data["track"] or Track.OWN_NATIONAL


class PhotographForm(FilingForm):
    """The person's photograph."""

    photograph = forms.FileField(
        # An empty file is refused by the intake, in the same words as everywhere.
        allow_empty_file=True,
        label=_("Photograph"),
        help_text=_("JPEG or PNG, at most 10 MB. In colour, from the front, plain light background."),
        widget=forms.FileInput({"accept": ".jpg,.jpeg,.png"}),
    )


class CircumstancesForm(FilingForm):
    """Parts D and F: health, protective measures, interview, observations."""

    statement = PlainTextField(
        required=False,
        multiline=True,
        max_length=1000,
        label=_("State of health, help or care needed"),
        help_text=_("Only what the other side needs to receive the person safely."),
        widget=forms.Textarea({"rows": 4}),
    )
    has_consent = forms.BooleanField(
        required=False, label=_("The person has agreed that this is sent to the other side")
    )
    consent_form = forms.ChoiceField(
        required=False, choices=ConsentForm.choices, widget=forms.RadioSelect, label=_("How consent was given")
    )
    consent_on = DatePartsField(required=False, latest=today, label=_("Consent given on"))
    protective_measures = PlainTextField(
        required=False,
        multiline=True,
        max_length=1000,
        label=_("Protective or security measures"),
        help_text=_("What is needed so that nobody comes to harm during the transfer."),
        widget=forms.Textarea({"rows": 3}),
    )
    # Only under agreements that count the time limit for the application from it.
    known_on = DatePartsField(required=False, latest=today, label=_("Unlawful entry or stay known since"))
    is_interview_requested = forms.BooleanField(
        required=False, label=_("We ask the other side to interview the person")
    )
    observations = PlainTextField(
        required=False,
        multiline=True,
        max_length=2000,
        label=_("Observations"),
        widget=forms.Textarea({"rows": 5}),
    )

    def without_limit(self) -> "CircumstancesForm":
        """The form for an agreement that counts no time limit for the application."""
        del self.fields["known_on"]
        return self

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the case."""
        names = ("known_on", "protective_measures", "is_interview_requested", "observations")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    @property
    def health(self) -> dict[str, Any]:
        """The columns of the health note."""
        return {name: self.cleaned_data[name] for name in ("statement", "has_consent", "consent_form", "consent_on")}

    def clean(self) -> dict[str, Any]:
        """A consent was given on a day and in a form."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("has_consent"):
            if not cleaned.get("consent_form") and "consent_form" not in self.errors:
                self.add_error("consent_form", _("Say how the consent was given"))
            if not cleaned.get("consent_on") and "consent_on" not in self.errors:
                self.add_error("consent_on", _("Give the day of the consent"))
        return cleaned


class SafeguardsForm(FilingForm):
    """Own-side data: the return decision, the legal-status check, vulnerabilities, detention."""

    file_number = PlainTextField(required=False, max_length=60, label=_("Own file number"))
    return_decision_number = PlainTextField(required=False, max_length=60, label=_("Number of the return decision"))
    return_decision_on = DatePartsField(required=False, latest=today, label=_("Date of the return decision"))
    is_decision_final = forms.BooleanField(required=False, label=_("The return decision is final and enforceable"))
    legal_status_checked_on = DatePartsField(
        required=False,
        latest=today,
        label=_("Legal status checked on"),
        help_text=_("The day on which you made sure that nothing stands in the way of the return."),
    )
    age_dispute = forms.ChoiceField(
        required=False,
        choices=[("", _("No doubt")), *AgeDispute.choices],
        widget=forms.RadioSelect,
        label=_("Doubt about the age"),
        help_text=_("While it is open, or the date of birth is a minor’s, the person is treated as a minor."),
    )
    vulnerabilities = forms.MultipleChoiceField(
        required=False,
        choices=Vulnerability.choices,
        widget=forms.CheckboxSelectMultiple,
        label=_("Vulnerable person"),
        help_text=_("Choose all that apply."),
    )
    place = PlainTextField(required=False, max_length=200, label=_("Place of detention"))
    since = DatePartsField(required=False, latest=today, label=_("Detained since"))

    def clean(self) -> dict[str, Any]:
        """A final decision has a date; a check of the legal status does not lie before the decision it is about."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        decided = cleaned.get("return_decision_on")
        if cleaned.get("is_decision_final") and not decided and "return_decision_on" not in self.errors:
            self.add_error("return_decision_on", _("Give the date of the decision that is final"))
        checked = cleaned.get("legal_status_checked_on")
        if decided and checked and checked < decided:
            self.add_error("legal_status_checked_on", _("The check lies before the return decision; check again"))
        if cleaned.get("since") and not cleaned.get("place") and "place" not in self.errors:
            self.add_error("place", _("Say where the person is detained"))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the own-side record."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"place", "since"}}

    @property
    def detention(self) -> dict[str, Any]:
        """The columns of the detention."""
        return {name: self.cleaned_data[name] for name in ("place", "since")}
