"""A finding about identity data: a stable code, the field it concerns and its parameters; worded only at display."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


def gettext_noop(message: str) -> str:
    """Marks a message for extraction only. Django's own needs settings at import; this package is to need none."""
    return message


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `code` is stable and may be stored; `parameters` are name and text pairs for the wording."""

    code: str
    field: str = ""
    parameters: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return describe(self)


WORDINGS: dict[str, str] = {
    # Machine readable zone
    "mrz.line_count": gettext_noop("A machine-readable zone has two or three lines; lines found: %(found)s."),
    "mrz.line_length": gettext_noop(
        "Line %(line)s has %(found)s characters. Lines have 30 (three lines), 36 or 44 characters (two lines)."
    ),
    "mrz.forbidden_character": gettext_noop(
        "Line %(line)s, position %(position)s: “%(found)s” cannot stand in a machine-readable zone."
    ),
    "mrz.document_code": gettext_noop("The document code “%(found)s” is not one of this document size."),
    "mrz.letter_expected": gettext_noop(
        "Line %(line)s, position %(position)s: a letter is expected, “%(found)s” was read."
    ),
    "mrz.digit_expected": gettext_noop(
        "Line %(line)s, position %(position)s: a digit is expected, “%(found)s” was read."
    ),
    "mrz.sex": gettext_noop("Sex is written M, F or <; “%(found)s” was read."),
    "mrz.date": gettext_noop("“%(found)s” is not a date."),
    "mrz.name_missing": gettext_noop("The machine readable zone carries no name."),
    "mrz.check_digit": gettext_noop("The check digit is wrong: %(expected)s is expected, %(found)s was read."),
    "mrz.number_empty": gettext_noop("The document number is missing."),
    "mrz.number_too_long": gettext_noop("The document number has %(found)s characters; at most %(limit)s fit."),
    "mrz.optional_too_long": gettext_noop("The optional data have %(found)s characters; at most %(limit)s fit."),
    "mrz.country_code": gettext_noop("“%(found)s” is not a code of one to three letters."),
    "mrz.not_writable": gettext_noop("“%(found)s” cannot be written in a machine readable zone."),
    # Names
    "name.empty": gettext_noop("Enter a name."),
    "name.too_long": gettext_noop("The name has %(found)s characters; at most %(limit)s are allowed."),
    "name.control": gettext_noop("The name contains an invisible control character (%(found)s). Type it again."),
    "name.bidirectional": gettext_noop(
        "The name contains a hidden text direction mark (%(found)s). Type it again instead of pasting it."
    ),
    "name.private_use": gettext_noop("The name contains a character that only some fonts know (%(found)s)."),
    "name.unassigned": gettext_noop("The name contains an unknown character (%(found)s)."),
    "name.invisible": gettext_noop("The name contains an invisible character (%(found)s). Type it again."),
    "name.joiner": gettext_noop("The name contains a joining mark (%(found)s) where the script needs none."),
    "name.symbol": gettext_noop("“%(found)s” is not part of a name."),
    "name.mark": gettext_noop("The name contains an accent without its letter (%(found)s)."),
    "name.no_letters": gettext_noop("A name contains at least one letter."),
    "name.mixed_scripts": gettext_noop(
        "“%(word)s” mixes letters of two alphabets that look alike (%(scripts)s). Check that it is meant."
    ),
    # Dates
    "date.form": gettext_noop("“%(found)s” is not a date. Write the year, or year and month, or the full date."),
    "birth.future": gettext_noop("The date of birth lies in the future."),
    "birth.too_long_ago": gettext_noop("The date of birth lies more than %(years)s years ago."),
    "document.issued_before_birth": gettext_noop("The document was issued before the person was born."),
    "document.issued_in_future": gettext_noop("The date of issue lies in the future."),
    "document.expires_before_issue": gettext_noop("The document expires before it was issued."),
    "document.expires_before_birth": gettext_noop("The document expires before the person was born."),
}


def describe(problem: Problem) -> str:
    """The problem in words, in the language of the reader. An unknown code is a programming error (KeyError)."""
    return _(WORDINGS[problem.code]) % dict(problem.parameters)
