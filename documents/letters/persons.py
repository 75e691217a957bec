"""The contents of the answer to a person's request about the own data."""

from dataclasses import dataclass
from typing import ClassVar

from documents.letters.contexts import LetterContext
from documents.letters.disclosures import Label
from documents.letters.parts import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One piece of data."""

    heading: str = ""
    label: str = ""
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSection:
    """What belongs together."""

    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAnswer(LetterContext):
    """For the person, with words of a language for persons (see `documents.letters.disclosures`). withheld: how many
    pieces are left out; is_enforcement: the ground is Directive (EU) 2016/680, so the person is told of the way over
    the supervisory authority (Article 17)."""

    code: ClassVar[str] = "person_answer"

    office: Office
    name: str
    language: str
    direction: str
    labels: tuple[Label, ...]
    is_reviewed: bool
    outcome: str
    ground: str = ""
    ground_note: str = ""
    text: str = ""
    sections: tuple[AnswerSection, ...] = ()
    withheld: int = 0
    is_enforcement: bool = False

    @property
    def words(self) -> dict[str, str]:
        """The labels by code."""
        return {label.code: label.text for label in self.labels}
