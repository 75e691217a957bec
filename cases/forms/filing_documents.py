"""Means of evidence: part E of the common application form, with the machine-readable lines of the document."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.filing_fields import FilingForm, birth_of, check_dates
from cases.identity.mrz import Mrz, MrzError, parse
from cases.identity.mrz_model import BIRTH_DATE_FORM, EXPIRY_FORM
from cases.protection import protection_words
from core.forms import DatePartsField, PlainTextField, today
from countries.choices import EvidencePurpose

# Field of the machine-readable lines -> what people call it.
MRZ_FIELDS = {
    "document_code": _("Document code"),
    "issuer": _("Issuing state"),
    "name": _("Name"),
    "number": _("Document number"),
    "nationality": _("Nationality"),
    "birth_date": _("Date of birth"),
    "sex": _("Sex"),
    "expiry": _("Date of expiry"),
    "optional": _("Optional data"),
    "optional_second": _("Optional data, second line"),
    "composite": _("Last check digit, over the whole line"),
}


class EvidenceForm(FilingForm):
    """One document. The lines are checked; lines with a wrong check digit are taken only if the document says so."""

    REQUIRED = ("kind",)

    purpose = forms.ChoiceField(
        required=False, choices=EvidencePurpose.choices, widget=forms.RadioSelect, label=_("What it shows")
    )
    kind = forms.ChoiceField(label=_("Document"))
    mrz = forms.CharField(
        required=False,
        label=_("Machine-readable lines"),
        help_text=_(
            "Type or paste the two or three lines at the bottom of the page. We fill in the rest and check the digits."
        ),
        widget=forms.Textarea({"rows": 3, "class": "mrz", "spellcheck": "false", "autocomplete": "off"}),
    )
    is_mrz_as_written = forms.BooleanField(
        required=False, label=_("I have compared the lines with the document: it says exactly this")
    )
    number = PlainTextField(required=False, max_length=60, label=_("Number"))
    issuing_authority = PlainTextField(required=False, max_length=150, label=_("Issuing authority"))
    issued_at = PlainTextField(required=False, max_length=150, label=_("Place of issue"))
    issued_on = DatePartsField(required=False, latest=today, label=_("Issued on"))
    expires_on = DatePartsField(required=False, label=_("Valid until"))
    note = PlainTextField(required=False, max_length=300, label=_("Remark"))
    scan = forms.FileField(
        required=False,
        # An empty file is refused by the intake, in the same words as everywhere.
        allow_empty_file=True,
        label=_("Scan or copy"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB."),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, Any]], birth_date: str = "", **options: Any) -> None:
        """kinds: grouped by what they are worth; birth_date: the person's, with which the dates must fit."""
        super().__init__(*args, **options)
        self.birth_date = birth_date
        self.zone: Mrz | None = None
        self.fields["kind"].choices = [("", str(_("Choose a document"))), *kinds]  # type: ignore[attr-defined]

    def of_nationality(self) -> "EvidenceForm":
        """The form for an application that tells nothing of entry and residence."""
        del self.fields["purpose"]
        return self

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all was typed, chosen or uploaded."""
        return (
            self.is_bound
            and not any(self.data.get(key, "").strip() for key in _typed_keys(self.fields))
            and not self.files.get(self.add_prefix("scan"))
        )

    def clean_mrz(self) -> str:
        """The lines in their normal form; text that has not the shape of such lines is refused."""
        text = self.cleaned_data["mrz"].strip()
        if not text:
            return ""
        try:
            self.zone = parse(text)
        except MrzError as error:
            raise forms.ValidationError(str(error.problem), code=error.code) from error
        words = protection_words(text)
        if words:
            raise forms.ValidationError(words, code="protected")
        return "\n".join(self.zone.lines)

    def clean(self) -> dict[str, Any]:
        """Dates that can be true together, and with the person's birth; wrong lines only if confirmed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        issued, expires = cleaned.get("issued_on"), cleaned.get("expires_on")
        check_dates(self, birth=birth_of(self.birth_date), issued=issued, expires=expires)
        if self.zone is not None and not self.zone.is_valid and not cleaned.get("is_mrz_as_written"):
            lines = [f"{MRZ_FIELDS.get(p.field, p.field)}: {p}" for p in self.zone.problems]
            self.add_error("mrz", forms.ValidationError(lines, code="mrz"))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What the row of evidence keeps."""
        names = (
            "purpose",
            "kind",
            "mrz",
            "number",
            "issuing_authority",
            "issued_at",
            "issued_on",
            "expires_on",
            "note",
        )
        return {name: self.cleaned_data.get(name) for name in names}


def _typed_keys(fields: Iterable[str]) -> Sequence[str]:
    dates = ("issued_on", "expires_on")
    plain = [name for name in fields if name not in {*dates, "scan", "purpose", "is_mrz_as_written"}]
    return [*plain, *(f"{name}_{part}" for name in dates for part in ("day", "month", "year"))]


def read_zone(text: str) -> tuple[Mrz | None, str]:
    """The lines as read, or None with the reason in words; (None, "") for no lines."""
    if not text.strip():
        return None, ""
    try:
        return parse(text), ""
    except MrzError as error:
        return None, str(error.problem)


def kind_of_zone(zone: Mrz) -> str:
    """Which kind of document the lines belong to, as far as their code tells; "" when it does not."""
    if zone.document_code.startswith("P"):
        return "passport"
    if zone.document_code.startswith(("I", "A", "C")):
        return "identity_card"
    return "visa" if zone.document_code.startswith("V") else ""


def checked_values(zone: Mrz, on: date) -> dict[str, Any]:
    """What may be taken over from the lines: number and dates only where their own check digit is right."""
    wrong = {check.field for check in zone.checks if not check.ok}
    values: dict[str, Any] = {}
    if zone.number and "number" not in wrong:
        values["number"] = zone.number
    if "expiry" not in wrong and EXPIRY_FORM.fullmatch(zone.expiry):
        values["expires_on"] = zone.expiry_date(on)
    if "birth_date" not in wrong and BIRTH_DATE_FORM.fullmatch(zone.birth_date_text):
        values["birth_date"] = zone.birth_date(on)
    return {name: value for name, value in values.items() if value}
