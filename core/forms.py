"""Forms of our pages: dates in three boxes, text without invisible characters, errors with anchors.

Drawn by the macros in ``templates/components/forms.html``. Every error is said twice, beside the field and in the
summary on top; the summary's links lead to the control that is wrong (WCAG 2.2, 3.3.1).
"""

import datetime
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core import clock
from core.plain_text import unseen_in

DATE_PARTS = ("day", "month", "year")
EARLIEST_YEAR = 1900


Bound = datetime.date | Callable[[], datetime.date] | None


def today() -> datetime.date:
    """The reader's calendar day, from the only clock of law."""
    return timezone.localdate(clock.now())


# --- dates ------------------------------------------------------------------------------------------------------------


class DatePartsWidget(forms.MultiWidget):
    """Day, month and year in three boxes named ``<field>_day``, ``<field>_month``, ``<field>_year``."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, birth: bool = False) -> None:
        self.birth = birth
        super().__init__({part: forms.TextInput() for part in DATE_PARTS}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """A date or the text "YYYY", "YYYY-MM", "YYYY-MM-DD" as [day, month, year]."""
        if not value:
            return ["", "", ""]
        parts = value.isoformat().split("-") if isinstance(value, datetime.date) else str(value).split("-")
        year, month, day = (*parts, "", "")[:3]
        return [day.lstrip("0"), month.lstrip("0"), year]

    def id_for_label(self, id_: str) -> str:
        """The group is named by its legend; links lead to the first box."""
        return f"{id_}_day" if id_ else id_


class DatePartsField(forms.Field):
    """A date typed as day, month and year.

    Cleans to ``datetime.date``; with ``allow_partial`` to text "YYYY", "YYYY-MM" or "YYYY-MM-DD", for people whose
    day or month of birth is not known. ``earliest`` and ``latest`` (a date or a function) are inclusive; for a
    partial date the bound is compared with the part that is known. Blank gives None ("" with ``allow_partial``).
    """

    default_error_messages = {
        "day_missing": _("Give the day as well"),
        "month_missing": _("Give the month as well"),
        "year_missing": _("Give the year as well"),
        "month_missing_for_day": _("Give the month as well, or leave the day out"),
        "not_numbers": _("Write day, month and year in numbers, for example 27 3 1990"),
        "year_digits": _("Write the year with four digits"),
        "not_real": _("There is no such day in the calendar"),
        "month_range": _("The month is a number from 1 to 12"),
        "too_early": _("The date must be %(bound)s or later"),
        "too_late": _("The date must be %(bound)s or earlier"),
        "in_future": _("The date must not be in the future"),
    }

    def __init__(
        self,
        *,
        allow_partial: bool = False,
        earliest: Bound = None,
        latest: Bound = None,
        birth: bool = False,
        **options: Any,
    ) -> None:
        self.allow_partial = allow_partial
        self.earliest = earliest or datetime.date(EARLIEST_YEAR, 1, 1)
        self.latest = latest
        options.setdefault("widget", DatePartsWidget(birth=birth))
        super().__init__(**options)

    def clean(self, value: Sequence[str] | None) -> datetime.date | str | None:
        """The date; raises ValidationError whose params name the boxes that are wrong (``parts``)."""
        texts = dict(zip(DATE_PARTS, ((text or "").strip() for text in value or ("", "", "")), strict=True))
        if not any(texts.values()):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return "" if self.allow_partial else None
        self._refuse_gaps(texts)
        numbers = self._numbers(texts)
        self._check_calendar(numbers)
        self._check_bounds(numbers)
        if self.allow_partial:
            known = [
                f"{numbers['year']:04d}",
                *(f"{numbers[part]:02d}" for part in ("month", "day") if part in numbers),
            ]
            return "-".join(known)
        return datetime.date(numbers["year"], numbers["month"], numbers["day"])

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes hold another date than the one shown."""
        before = initial if isinstance(initial, list) else self.widget.decompress(initial)
        return [part.lstrip("0") for part in before] != [
            (part or "").strip().lstrip("0") for part in data or ("", "", "")
        ]

    def _fail(self, code: str, *parts: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"parts": parts, **params})

    def _refuse_gaps(self, texts: dict[str, str]) -> None:
        if not texts["year"]:
            raise self._fail("year_missing", "year")
        if self.allow_partial:
            if texts["day"] and not texts["month"]:
                raise self._fail("month_missing_for_day", "month")
            return
        for part in ("month", "day"):
            if not texts[part]:
                raise self._fail(f"{part}_missing", part)

    def _numbers(self, texts: dict[str, str]) -> dict[str, int]:
        """Digits of any script count (an Arabic keyboard writes its own)."""
        wrong = [part for part, text in texts.items() if text and not text.isdecimal()]
        if wrong:
            raise self._fail("not_numbers", *wrong)
        if len(texts["year"]) != 4:
            raise self._fail("year_digits", "year")
        return {part: int(text) for part, text in texts.items() if text}

    def _check_calendar(self, numbers: dict[str, int]) -> None:
        if not 1 <= numbers.get("month", 1) <= 12:
            raise self._fail("month_range", "month")
        try:
            datetime.date(numbers["year"], numbers.get("month", 1), numbers.get("day", 1))
        except ValueError:
            raise self._fail("not_real", *(["day"] if "day" in numbers else ["year"])) from None

    def _check_bounds(self, numbers: dict[str, int]) -> None:
        """Compare as far as the date is known: 1990 is not before 1 March 1990."""
        known = [part for part in ("year", "month", "day") if part in numbers]
        typed = tuple(numbers[part] for part in known)
        for bound, code in ((self.earliest, "too_early"), (self.latest, "too_late")):
            limit = bound() if callable(bound) else bound
            if limit is None:
                continue
            edge = tuple(getattr(limit, part) for part in known)
            if (code == "too_early" and typed < edge) or (code == "too_late" and typed > edge):
                if code == "too_late" and limit == today():
                    code = "in_future"
                raise self._fail(code, *DATE_PARTS, bound=date_format(limit, "j F Y"))


# --- text -------------------------------------------------------------------------------------------------------------


def refuse_invisible(text: str) -> None:
    """Raise ValidationError for control characters and for marks that turn the direction of the text."""
    found = unseen_in(text)
    if found == "direction":
        words = _("Remove the invisible direction marks (type the text instead of pasting it)")
        raise ValidationError(words, code=found)
    if found:
        words = _("Remove the invisible characters (type the text instead of pasting it)")
        raise ValidationError(words, code=found)


class PlainTextField(forms.CharField):
    """Text that means what it shows: normalised (Unicode NFC), no control and no direction characters.

    Names of any script pass, with apostrophes, hyphens and joiners. ``multiline`` keeps line ends.
    """

    def __init__(self, *, multiline: bool = False, **options: Any) -> None:
        options.setdefault("max_length", 4000 if multiline else 200)
        if multiline:
            options.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        self.multiline = multiline
        super().__init__(**options)
        self.validators.append(refuse_invisible)

    def to_python(self, value: Any) -> str:
        """The normalised text; in a single line, runs of white space become one space."""
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        return text.replace("\r\n", "\n") if self.multiline else " ".join(text.split())


class NumberField(forms.IntegerField):
    """A whole number."""

    default_error_messages = {
        "invalid": _("Give a whole number"),
        "min_value": _("This must be at least %(limit_value)s"),
        "max_value": _("This must be at most %(limit_value)s"),
    }


# --- forms ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ErrorLine:
    """One line of the error summary: the words and the control to go to ("" for the whole form)."""

    text: str
    href: str


class PageFormMixin:
    """What our pages need of a form: no browser bubbles, plain words for "required", lines for the error summary."""

    use_required_attribute = False
    fields: dict[str, forms.Field]
    errors: Any
    is_bound: bool

    REQUIRED_WORDS = (
        (forms.FileField, _("Choose a file")),
        (forms.BooleanField, _("Tick the box to go on")),
        (forms.MultipleChoiceField, _("Choose at least one")),
        (forms.ChoiceField, _("Choose one")),
        (forms.ModelChoiceField, _("Choose one")),
        (DatePartsField, _("Give a date")),
        (forms.Field, _("Fill this in")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own_words = forms.Field.default_error_messages["required"]
        for field in self.fields.values():
            if field.error_messages.get("required") == own_words:
                field.error_messages["required"] = next(
                    text for kind, text in self.REQUIRED_WORDS if isinstance(field, kind)
                )

    def error_lines(self) -> list[ErrorLine]:
        """All errors in the order of the fields, each with the anchor of the control that is wrong."""
        if not self.is_bound or not self.errors:
            return []
        lines = [ErrorLine(str(text), "") for text in self.errors.get(NON_FIELD_ERRORS, ())]
        for name in self.fields:
            for error in self.errors.as_data().get(name, ()):
                bound = self[name]  # type: ignore[index]
                for text in error.messages:
                    lines.append(ErrorLine(f"{bound.label}: {text}", f"#{_anchor(bound, error)}"))
        return lines


def names_of_words() -> set[str]:
    """The names under which our pages send words that somebody wrote: no choice, date, time, number or hidden value.

    A name that is words on one page and a choice on another counts as a choice; a hidden value elsewhere says nothing,
    or one would hide what was typed on other pages.
    """
    words: set[str] = set()
    others: set[str] = set()
    kinds: list[type] = [PageFormMixin]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        for name, field in getattr(kind, "base_fields", {}).items():
            if field.widget.is_hidden:
                continue
            is_words = isinstance(field, forms.CharField) and field.widget.attrs.get("inputmode") != "numeric"
            (words if is_words else others).add(name)
    return words - others


class PageForm(PageFormMixin, forms.Form):
    """A plain form of one of our pages."""


class PageModelForm(PageFormMixin, forms.ModelForm):
    """A form over one row, of one of our pages."""


def _anchor(bound: BoundField, error: ValidationError) -> str:
    """The id of the control that the error is about; hidden fields have none to go to."""
    identifier = bound.auto_id or bound.html_name
    if isinstance(bound.field.widget, DatePartsWidget):
        parts = (getattr(error, "params", None) or {}).get("parts") or ("day",)
        return f"{identifier}_{parts[0]}"
    return identifier
