"""The articles on the protection of personal data in agreements, as far as they were read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.choices import Certainty
from countries.models.agreement import VERIFIED

# What such an article asks for, in words.
ASKS: Final[Mapping[str, str | Promise]] = {
    "need": gettext_lazy("Data is communicated only where the agreement needs it, between competent authorities"),
    "purpose": gettext_lazy("It is processed fairly and lawfully, for the agreement's purposes alone"),
    "minimised": gettext_lazy("Only the kinds of data that the article lists are communicated"),
    "accuracy": gettext_lazy("It is accurate and kept up to date"),
    "retention": gettext_lazy("It is kept in a form that identifies the person no longer than needed"),
    "rectification": gettext_lazy("Wrong data is rectified, erased or blocked by both, and each tells the other of it"),
    "use_report": gettext_lazy("Whoever received it tells, on request, how it was used and with what result"),
    "onward_consent": gettext_lazy("It goes on to other bodies only with the prior consent of whoever sent it"),
    "written_record": gettext_lazy("Both keep a written record of the communication and the receipt"),
    "persons_information": gettext_lazy("The person is told, on request, what was communicated and what for"),
    "supervision": gettext_lazy("An independent body supervises the processing"),
}
_DATA: Final = Path(__file__).parent / "data" / "articles.toml"


@dataclass(frozen=True, slots=True)
class Article:
    """The article of one agreement. citation: "" where its number is not known."""

    agreement: str
    citation: str
    certainty: str
    source: str
    asks: tuple[str, ...]

    @property
    def is_verified(self) -> bool:
        """Whether number and contents were read."""
        return bool(self.citation) and Certainty(self.certainty) in VERIFIED


@cache
def articles() -> Mapping[str, Article]:
    """By the code of the agreement."""
    read = tomllib.loads(_DATA.read_text(encoding="utf-8"))["article"]
    return {row["agreement"]: Article(**{**row, "asks": tuple(row["asks"])}) for row in read}


def article_of(agreement: str) -> Article | None:
    """The article of an agreement, or None where nobody read it."""
    return articles().get(agreement)


def article_words(agreement: str) -> str:
    """How the article is cited; says so where it was not read."""
    found = article_of(agreement)
    if found is None:
        return _("the agreement's article on data protection (its number was not read)")
    if not found.citation:
        return _("the agreement's article on data protection (read, its number not noted)")
    return found.citation if found.is_verified else _("%(article)s (not verified)") % {"article": found.citation}
