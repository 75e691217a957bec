"""The contents of the copy for the person of what was sent about them."""

from dataclasses import dataclass
from typing import ClassVar

from documents.letters.contexts import LetterContext
from documents.letters.parts import Office, PersonName


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One of the paper's own words, in its language."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One time that data was given to somebody. on: a day in numbers; to: the office with its state; kinds, why: in
    plain words of the paper's language; law: the citation of what lets it go over."""

    on: str
    to: str
    kinds: tuple[str, ...]
    why: str
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureCopy(LetterContext):
    """For the person, in a language that the person reads: its words come with the contents, since there are more
    languages for persons than for pages. direction: ltr or rtl."""

    code: ClassVar[str] = "disclosure_copy"

    office: Office
    person: PersonName
    birth: str = ""
    language: str
    direction: str
    labels: tuple[Label, ...]
    article: str
    is_reviewed: bool
    lines: tuple[Sent, ...] = ()

    @property
    def words(self) -> dict[str, str]:
        """The labels by code."""
        return {label.code: label.text for label in self.labels}
