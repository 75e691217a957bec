"""What the forms of an application share: names as people write them, dates that can be true, lists of countries."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.identity.dates import DateFormError, PartialDate, date_problems
from cases.identity.names import NameProblem, clean_name, script_of
from core.forms import PageForm, today

# Languages not written in Latin letters, with their script where a language has several (BCP 47).
NATIVE_LANGUAGES = (
    "am", "ar", "az-Cyrl", "be", "bg", "bn", "bs-Cyrl", "ckb", "dv", "el", "fa", "fa-AF", "he", "hi", "hy", "ka",
    "kk-Cyrl", "ky", "mk", "ml", "mn", "my", "ne", "pa-Arab", "ps", "ru", "sd", "si", "sr-Cyrl", "ta", "tg", "th", "ti",
    "uk", "ur", "uz-Cyrl", "zh",
)  # fmt: skip
_WRITTEN_IN_CYRILLIC = {"sr": "sr-Cyrl"}


class NameField(forms.CharField):
    """A name in any script, cleaned by `cases.identity.names.clean_name`; its findings become the field's errors.

    latin: the name must be written in Latin letters, because travel documents and their machine-readable lines are.
    """

    def __init__(self, *, latin: bool = True, **options: Any) -> None:
        self.latin = latin
        super().__init__(strip=False, **options)
        # `clean_name` says in plain words what is wrong with a NUL; two messages about one character help nobody.
        self.validators = []

    def to_python(self, value: Any) -> str:
        """The cleaned name; "" for nothing typed. Raises ValidationError with the code of the finding."""
        text = str(value or "")
        if not text.strip():
            return ""
        try:
            name = clean_name(text)
        except NameProblem as found:
            raise ValidationError(str(found.problem), code=found.code) from found
        if self.latin and script_of(name) not in {"Latin", ""}:
            raise ValidationError(
                _("Write the name in Latin letters, as in a passport; the native script has fields of its own."),
                code="not_latin",
            )
        return name


class FilingForm(PageForm):
    """A form of one step. `is_strict` False (save and come back later) lets required fields stay empty."""

    REQUIRED: tuple[str, ...] = ()

    def __init__(self, *args: Any, is_strict: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.REQUIRED:
            self.fields[name].required = is_strict

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values, for a service."""
        return dict(self.cleaned_data)


def birth_of(text: str) -> PartialDate | None:
    """A stored or cleaned birth date as a value; None when empty or not a date."""
    try:
        return PartialDate.parse(text) if text else None
    except DateFormError:
        return None


def check_dates(
    form: forms.Form,
    *,
    birth: PartialDate | None = None,
    issued: date | None = None,
    expires: date | None = None,
) -> None:
    """Put what cannot be true about dates beside the field it is about; fields that the form has not are left out."""
    for problem in date_problems(today=today(), birth=birth, issued=issued, expires=expires):
        if problem.field in form.fields:
            form.add_error(problem.field, str(problem))


def language_label(tag: str) -> str:
    """The name of a language in the reader's language: "Serbian (Cyrillic)"."""
    try:
        own = Locale.parse(get_language() or "en", sep="-")
        name = Locale.parse(tag, sep="-").get_display_name(own)
    except (UnknownLocaleError, ValueError):
        return tag
    return (name[:1].upper() + name[1:]) if name else tag


def native_language_options(first: Iterable[str], current: str = "") -> list[tuple[str, str]]:
    """Languages for the native script: those of the receiving country first, then all others by name.

    first: BCP 47 tags of the country; a stored value that is not on the list stays choosable.
    """
    own = [_WRITTEN_IN_CYRILLIC.get(tag, tag) for tag in first]
    leading = [tag for tag in dict.fromkeys(own) if tag in NATIVE_LANGUAGES]
    rest = sorted(
        (tag for tag in NATIVE_LANGUAGES if tag not in leading),
        key=lambda tag: unicodedata.normalize("NFKD", language_label(tag)),
    )
    tags = leading + rest
    if current and current not in tags:
        tags.insert(0, current)
    return [("", str(_("Choose a language")))] + [(tag, language_label(tag)) for tag in tags]


def chosen_or_none(options: Iterable[tuple[str, Any]], words: Any = None) -> list[tuple[str, Any]]:
    """Options of a select with an empty one on top."""
    return [("", str(words if words is not None else _("Not known"))), *options]


def typed_values(form: type[forms.BaseForm], data: Any) -> dict[str, Any]:
    """What was typed into a form, unjudged, as the initial values with which the form shows it again without errors."""
    return {name: field.widget.value_from_datadict(data, {}, name) for name, field in form.base_fields.items()}  # type: ignore[attr-defined]
