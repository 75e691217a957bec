"""Entry and residence: what the application of a third-country national or stateless person tells besides identity."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import TransferMeans
from cases.choices_tracks import EntryBasis, ExceptionAnswer, PermitKind
from cases.forms.filing_fields import FilingForm, chosen_or_none
from core.forms import DatePartsField, PlainTextField, today

# The fields of each of the two rows that the page writes.
RECORD_FIELDS = (
    "basis",
    "basis_note",
    "entered_on",
    "entry_place",
    "entry_means",
    "entry_route",
    "permit_kind",
    "permit_number",
    "permit_authority",
    "permit_from",
    "permit_until",
)
CHECK_FIELDS = (
    "is_airside_only",
    "has_own_permit",
    "own_permit_kind",
    "own_permit_number",
    "own_permit_until",
    "exception_answer",
    "exception_note",
    "obstacle_until",
    "obstacle_note",
)


class EntryForm(FilingForm):
    """The ground, the entry, the visa or permit of the receiving country; the exceptions, for the own side alone."""

    REQUIRED = ("basis",)

    # Only under agreements that count the time limit for the application from it.
    known_on = DatePartsField(required=False, latest=today, label=_("Unlawful entry or stay known since"))
    basis = forms.ChoiceField(
        choices=EntryBasis.choices,
        widget=forms.RadioSelect,
        label=_("Ground of the readmission"),
        error_messages={"required": _("Choose the ground of the readmission")},
    )
    basis_note = PlainTextField(required=False, max_length=300, label=_("The other ground, with its article"))
    entered_on = DatePartsField(required=False, latest=today, label=_("Day of entry"))
    entry_place = PlainTextField(required=False, max_length=150, label=_("Place or crossing point of entry"))
    entry_means = forms.ChoiceField(
        required=False, choices=chosen_or_none(TransferMeans.choices), label=_("Means of entry")
    )
    entry_route = PlainTextField(
        required=False,
        multiline=True,
        max_length=500,
        label=_("Route"),
        help_text=_("From which place, through which places, how. The other side reads this."),
        widget=forms.Textarea({"rows": 3}),
    )
    permit_kind = forms.ChoiceField(
        required=False, choices=chosen_or_none(PermitKind.choices, _("None known")), label=_("Kind of document")
    )
    permit_number = PlainTextField(required=False, max_length=60, label=_("Number"))
    permit_authority = PlainTextField(required=False, max_length=150, label=_("Issuing authority"))
    permit_from = DatePartsField(required=False, label=_("Valid from"))
    permit_until = DatePartsField(required=False, label=_("Valid until"))

    is_airside_only = forms.BooleanField(
        required=False, label=_("The person was only in airside transit at an airport of the receiving country")
    )
    has_own_permit = forms.BooleanField(
        required=False, label=_("Our country gave the person a visa or a residence permit, before or after the entry")
    )
    own_permit_kind = forms.ChoiceField(
        required=False, choices=chosen_or_none(PermitKind.choices), label=_("Kind of our document")
    )
    own_permit_number = PlainTextField(required=False, max_length=60, label=_("Number of our document"))
    own_permit_until = DatePartsField(required=False, label=_("Our document valid until"))
    exception_answer = forms.ChoiceField(
        required=False,
        choices=chosen_or_none(ExceptionAnswer.choices, _("Nothing recorded")),
        label=_("Why the readmission is owed all the same"),
    )
    exception_note = PlainTextField(
        required=False,
        multiline=True,
        max_length=500,
        label=_("How that is known"),
        widget=forms.Textarea({"rows": 3}),
    )
    # Only under agreements that give more time where something stood in the way.
    obstacle_until = DatePartsField(required=False, latest=today, label=_("Obstacles to the application ended on"))
    obstacle_note = PlainTextField(required=False, max_length=500, label=_("What stood in the way"))

    def without(self, *, day: bool, obstacles: bool) -> "EntryForm":
        """The form for an agreement that counts no time limit from a day, or gives no more time for obstacles."""
        for name, is_left_out in (("known_on", day), ("obstacle_until", obstacles), ("obstacle_note", obstacles)):
            if is_left_out:
                del self.fields[name]
        return self

    def clean(self) -> dict[str, Any]:
        """What the ground needs is there; days that can be true together; an answer to an exception that there is."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("permit_from"), cleaned.get("permit_until")
        if first and last and last < first:
            self.add_error("permit_until", _("The document cannot end before it begins"))
        if cleaned.get("basis") == EntryBasis.OTHER and not cleaned.get("basis_note"):
            self.add_error("basis_note", _("Say which ground, with the article of the agreement"))
        if not cleaned.get("has_own_permit"):
            for name in ("own_permit_kind", "own_permit_number", "own_permit_until", "exception_answer"):
                if cleaned.get(name):
                    self.add_error("has_own_permit", _("Tick this if our country gave the person such a document"))
                    break
        self._check_answer(cleaned)
        known, entered = cleaned.get("known_on"), cleaned.get("entered_on")
        if known and entered and known < entered:
            self.add_error("known_on", _("Nothing can be known of an entry before it happened"))
        if cleaned.get("obstacle_until") and not cleaned.get("obstacle_note"):
            self.add_error("obstacle_note", _("Say what stood in the way"))
        return cleaned

    def _check_answer(self, cleaned: dict[str, Any]) -> None:
        answer = cleaned.get("exception_answer")
        if answer == ExceptionAnswer.THEIRS_ENDS_LATER:
            ours, theirs = cleaned.get("own_permit_until"), cleaned.get("permit_until")
            if not ours or not theirs or theirs <= ours:
                self.add_error(
                    "exception_answer",
                    _("By the two days entered the document of the receiving country does not expire later"),
                )
        needs_note = answer in (ExceptionAnswer.FORGED, ExceptionAnswer.BREACHED, ExceptionAnswer.OTHER)
        if needs_note and not cleaned.get("exception_note"):
            self.add_error("exception_note", _("Say how that is known"))

    @property
    def values(self) -> dict[str, Any]:
        """The columns of what the application tells."""
        return {name: self.cleaned_data[name] for name in RECORD_FIELDS}

    @property
    def check(self) -> dict[str, Any]:
        """The columns of what the own side examined."""
        return {name: self.cleaned_data[name] for name in CHECK_FIELDS if name in self.fields}
