"""The person: part A of the common application form (domain facts 2.2)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.choices import CivilStatus, Sex
from cases.forms.filing_fields import (
    FilingForm,
    NameField,
    birth_of,
    check_dates,
    chosen_or_none,
)
from cases.identity.names import script_of, script_warnings
from cases.identity.romanisation import suggest_latin
from core.forms import DatePartsField, NumberField, PlainTextField, today
from core.jinja import date_long

NATIVE_PARTS = ("family_name", "given_names")


class PersonForm(FilingForm):
    """All particulars of the person. Required are those without which nobody can be identified."""

    REQUIRED = ("family_name", "birth_date", "sex", "nationality")

    family_name = NameField(label=_("Family name"), help_text=_("In Latin letters, as in the passport."))
    given_names = NameField(
        required=False,
        label=_("Given names"),
        help_text=_("Leave this empty for a person who has one name only, and write it as the family name."),
    )
    family_name_native = NameField(
        latin=False, required=False, label=_("Family name in native script"), widget=forms.TextInput({"dir": "auto"})
    )
    given_names_native = NameField(
        latin=False, required=False, label=_("Given names in native script"), widget=forms.TextInput({"dir": "auto"})
    )
    native_language = forms.ChoiceField(required=False, label=_("Language of the native script"))
    maiden_name = NameField(required=False, label=_("Maiden name"))
    other_names = PlainTextField(
        required=False,
        max_length=300,
        label=_("Also known as"),
        help_text=_("Earlier names, aliases, other spellings; separated by commas."),
    )
    birth_date = DatePartsField(
        allow_partial=True,
        latest=today,
        birth=True,
        label=_("Date of birth"),
        help_text=_("For example 27 3 1990. Leave out the day, or day and month, if they are not known."),
    )
    birth_place = PlainTextField(required=False, max_length=150, label=_("Place of birth"))
    birth_country = forms.ChoiceField(required=False, label=_("Country of birth"))
    sex = forms.ChoiceField(choices=Sex.choices, widget=forms.RadioSelect, label=_("Sex"))
    nationality = forms.ChoiceField(label=_("Nationality"))
    former_nationalities = PlainTextField(required=False, max_length=150, label=_("Earlier nationalities"))
    languages = PlainTextField(required=False, max_length=150, label=_("Languages spoken"))
    height_cm = NumberField(
        required=False,
        min_value=30,
        max_value=260,
        label=_("Height in centimetres"),
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Write the height as a whole number of centimetres, for example 178"),
            "min_value": _("The height must be at least 30 centimetres"),
            "max_value": _("The height must be at most 260 centimetres"),
        },
    )
    eye_colour = PlainTextField(required=False, max_length=30, label=_("Colour of eyes"))
    distinguishing_marks = PlainTextField(required=False, max_length=300, label=_("Distinguishing marks"))
    civil_status = forms.ChoiceField(
        required=False, choices=chosen_or_none(CivilStatus.choices, ""), label=_("Civil status")
    )
    father_name = NameField(required=False, latin=False, label=_("Father’s name"))
    mother_name = NameField(required=False, latin=False, label=_("Mother’s name"))
    last_address = PlainTextField(required=False, max_length=300, label=_("Last address in the receiving country"))

    def __init__(
        self,
        *args: Any,
        nationalities: Iterable[tuple[str, str]],
        countries: Iterable[tuple[str, str]],
        languages: Iterable[tuple[str, str]],
        issued: Iterable[date] = (),
        **options: Any,
    ) -> None:
        """issued: dates of issue of the documents already entered, none of which can lie before the birth."""
        super().__init__(*args, **options)
        self.issued = tuple(issued)
        self.fields["nationality"].choices = chosen_or_none(nationalities, _("Choose a nationality"))  # type: ignore[attr-defined]
        self.fields["birth_country"].choices = chosen_or_none(countries)  # type: ignore[attr-defined]
        languages = list(languages)
        self.fields["native_language"].choices = languages  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Rules over several fields: the language of the native script, and dates that can be true together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        has_native = any(cleaned.get(f"{part}_native") for part in NATIVE_PARTS)
        if has_native and not cleaned.get("native_language"):
            self.add_error("native_language", _("Choose the language in which the native name is written"))
        birth = birth_of(cleaned.get("birth_date") or "")
        check_dates(self, birth=birth)
        first = min(self.issued, default=None)
        if birth is not None and first is not None and first < birth.earliest and "birth_date" not in self.errors:
            words = gettext("A document of this application was issued on %(date)s, before this date of birth.")
            self.add_error("birth_date", words % {"date": date_long(first)})
        return cleaned


def name_warnings(values: Mapping[str, Any]) -> list[str]:
    """What looks odd about names and is saved all the same, in words."""
    found = []
    for name in ("family_name", "given_names", "family_name_native", "given_names_native", "maiden_name"):
        found += [str(problem) for problem in script_warnings(values.get(name) or "")]
    for part in NATIVE_PARTS:
        written = values.get(f"{part}_native") or ""
        if written and script_of(written) == "Latin":
            found.append(
                gettext("“%(name)s” stands as native script but is written in Latin letters.") % {"name": written}
            )
    return list(dict.fromkeys(found))


def latin_suggestions(values: Mapping[str, Any]) -> dict[str, str]:
    """Field -> Latin spelling by the national table of the language, where the typed one is missing or another.

    Works on what was typed, valid or not; empty where no table gives a spelling.
    """
    language = str(values.get("native_language") or "")
    offers = {}
    for part in NATIVE_PARTS:
        native = " ".join(str(values.get(f"{part}_native") or "").split())
        offered = suggest_latin(native, language) if native and language else None
        if offered and offered != " ".join(str(values.get(part) or "").split()):
            offers[part] = offered
    return offers
