"""Words for persons, in several languages: files of their own, since they do not go with the languages of the pages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from documents.letters.parts import direction_of

_DATA: Final = Path(__file__).parent / "data" / "words"
DEFAULT: Final = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. language: BCP 47; is_reviewed: whether a translator has checked them."""

    language: str
    name: str
    is_reviewed: bool
    copy: Mapping[str, str]
    kinds: Mapping[str, str]
    why: Mapping[str, str]
    answer: Mapping[str, str]

    @property
    def direction(self) -> str:
        """ltr or rtl."""
        return direction_of(self.language)


@cache
def words() -> Mapping[str, Words]:
    """By language, English first."""
    found = {path.stem: _read(path) for path in sorted(_DATA.glob("*.toml"))}
    return {DEFAULT: found[DEFAULT], **found}


def _read(path: Path) -> Words:
    read: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    parts = (read[part] for part in ("copy", "kinds", "why", "answer"))
    return Words(path.stem, read["language"], read["reviewed"], *parts)


def languages() -> list[tuple[str, str]]:
    """(BCP 47, name in the language itself) of the languages in which persons can be written to."""
    return [(code, found.name) for code, found in words().items()]


def language_for(*wanted: str) -> str:
    """The first of these languages in which there are words, else English."""
    known = {code.split("-")[0]: code for code in words()}
    return next((known[tag.split("-")[0]] for tag in wanted if tag and tag.split("-")[0] in known), DEFAULT)
