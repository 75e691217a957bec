"""Words that administrators write for their country's papers: blocks of plain text with a few named placeholders.

The text is data, never a template: placeholders are replaced one by one from a fixed list, and everything is escaped
when the paper is drawn.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.letters.parts import direction_of

TEXT_LIMIT: Final = 1500
# The travel document is a fixed form (EU standard travel document, 1994): nobody adds words to it.
LETTERS_WITH_TEXTS: Final = ("readmission_application", "reply", "transfer_notice", "handover_record")


class Block(models.TextChoices):
    """Where on a paper the words stand."""

    OPENING = "opening", _("Opening, below the title")
    CLOSING = "closing", _("Closing, above the signatures")
    LEGAL_REMEDY = "legal_remedy", _("Legal remedies, above the closing")
    FOOTER = "footer", _("Small print at the end")


PLACEHOLDERS: Final[Mapping[str, Promise]] = {
    "reference": _("Reference of the case"),
    "date": _("Date of the paper"),
    "agreement": _("Title of the agreement"),
    "office": _("Name of the office that writes"),
    "country": _("Name of its country"),
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """One block as it is printed: placeholders replaced. `language` is that of the words (BCP 47)."""

    block: str
    language: str
    text: str

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """The writing direction of the words."""
        return direction_of(self.language)


def wrong_placeholders(text: str) -> list[str]:
    """What stands in braces and is no placeholder, and single braces: in the order in which they are found."""
    wrong = [f"{{{name}}}" for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    rest = _PLACEHOLDER.sub("", text)
    return list(dict.fromkeys(wrong + [mark for mark in "{}" if mark in rest]))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each placeholder replaced by its value, once: a value that looks like a placeholder stays.

    Raises KeyError for a placeholder without a value.
    """
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def in_order(blocks: Iterable[TextBlock], first_language: str) -> tuple[TextBlock, ...]:
    """Blocks as they are printed: of each block the paper's own language first, then the others by their tag."""
    return tuple(sorted(blocks, key=lambda item: (item.block, item.language != first_language, item.language)))
