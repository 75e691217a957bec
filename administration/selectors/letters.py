"""The words of the country's papers, and the languages in which they can be written."""

import datetime as dt
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language

from countries.models import Country
from countries.selectors.partners import partners_of
from documents.letters.registry import TITLES
from documents.letters.texts import LETTERS_WITH_TEXTS, Block
from documents.models import LetterText
from documents.texts import letter_texts_of


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One block of one paper in one language, with its words in force (None: there are none)."""

    letter: str
    letter_title: str
    block: str
    block_label: str
    language: str
    language_name: str
    current: LetterText | None


def language_name(tag: str) -> str:
    """The name of a language in the reader's own: "Serbian (Cyrillic)"; the tag itself where it is unknown."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(get_language() or "en")
    except (UnknownLocaleError, ValueError):
        name = None
    return (name or tag)[:1].upper() + (name or tag)[1:]


def languages_of(country: str) -> list[tuple[str, str]]:
    """(tag, name): the languages of the pages and papers, then those of the country. One statement."""
    own = Country.objects.values_list("languages", flat=True).get(code=country)
    tags = dict.fromkeys([*(code for code, _name in settings.LANGUAGES), *own])
    return [(tag, language_name(tag)) for tag in tags]


def paper_languages(country: str, on: dt.date) -> list[tuple[str, str]]:
    """(tag, name): the languages in which a country may add words to its papers, which go to partners: its own, then
    theirs by name. Three statements."""
    own = languages_of(country)
    theirs: set[str] = set()
    for tags in Country.objects.filter(code__in=partners_of(country, on)).values_list("languages", flat=True):
        theirs.update(tags)
    others = [(tag, language_name(tag)) for tag in theirs - dict(own).keys()]
    return [*own, *sorted(others, key=lambda item: item[1])]


def block_lines(country: str, letter: str, on: dt.date) -> list[BlockLine]:
    """Every block of a paper in every language in which the country may write. Four statements."""
    current = {(row.block, row.language): row for row in letter_texts_of(country, letter)}
    languages = paper_languages(country, on)
    return [
        BlockLine(letter, str(TITLES[letter]), block.value, str(block.label), tag, name, current.get((block, tag)))
        for block in Block
        for tag, name in languages
    ]


def letters_overview(country: str) -> list[tuple[str, str, int]]:
    """(paper, title, number of blocks with words) of each paper that takes words. One statement."""
    counts = dict.fromkeys(LETTERS_WITH_TEXTS, 0)
    for row in letter_texts_of(country):
        counts[row.letter] += bool(row.text)
    return [(letter, str(TITLES[letter]), count) for letter, count in counts.items()]
