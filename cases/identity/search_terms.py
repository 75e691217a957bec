"""What somebody typed into the one search box, read: names, dates, numbers, countries, offices. Pure.

A text may mean several things (Georgia is a country and a name; eight digits are a day or a number): each meaning is an
`Asked` of its own, and what any of them finds is found.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from uuid import UUID

from cases.identity.search_keys import AskedWord, asked_words, name_keys, plain_digits
from cases.identity.search_numbers import Pattern, compact_date, find_dates, number_patterns, whole_reference

TEXT_LENGTH: Final = 200
_PHRASE_WORDS: Final = 5
_HAS_DIGIT: Final = re.compile(r"\d")
_SERIES: Final = re.compile(r"[A-Za-z]{1,3}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One meaning of what was typed; everything in it must hold. countries, authorities: None where not asked for,
    empty where asked for and unknown, which nothing answers."""

    names: tuple[AskedWord, ...] = ()
    births: tuple[Pattern, ...] = ()
    numbers: tuple[Pattern, ...] = ()
    countries: frozenset[str] | None = None
    authorities: frozenset[UUID] | None = None

    @property
    def has_keys(self) -> bool:
        """Whether stored keys answer it; else only countries and offices are asked for."""
        return bool(self.names or self.births or self.numbers)

    @property
    def kinds(self) -> frozenset[str]:
        """Codes of what is asked for, without what was typed: for the audit trail."""
        asked = {
            "name": bool(self.names),
            "birth": bool(self.births),
            "number": bool(self.numbers),
            "country": self.countries is not None,
            "authority": self.authorities is not None,
        }
        return frozenset(kind for kind, is_asked in asked.items() if is_asked)

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def __and__(self, other: "Asked") -> "Asked":
        """Both: words and numbers add up, of a date or a place the other's counts."""
        return Asked(
            names=tuple({word.word: word for word in (*self.names, *other.names)}.values()),
            births=other.births or self.births,
            numbers=other.numbers or self.numbers,
            countries=self.countries if other.countries is None else other.countries,
            authorities=self.authorities if other.authorities is None else other.authorities,
        )


@dataclass(frozen=True, slots=True)
class Directory:
    """What names of places mean. countries: name or code in lower case -> alpha-3 code; authorities: (id, words of the
    name in lower case)."""

    countries: Mapping[str, str] = field(default_factory=dict)
    authorities: tuple[tuple[UUID, frozenset[str]], ...] = ()

    def authorities_called(self, text: str) -> frozenset[UUID]:
        """The offices in whose name each word of the text begins a word."""
        words = [word for word in office_words(text) if len(word) > 1]
        if not words or max(map(len, words)) < 3:
            return frozenset()
        return frozenset(
            key for key, name in self.authorities if all(any(part.startswith(word) for part in name) for word in words)
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """Every meaning of a text; reference: a whole reference, right or mistyped, or empty."""

    meanings: tuple[Asked, ...] = ()
    reference: str = ""


def office_words(text: str) -> frozenset[str]:
    """The words of an office's name, folded as names are."""
    return frozenset(key.word for key in name_keys(text) if " " not in key.shown)


def read_text(text: str, directory: Directory, months: Mapping[str, int], today: date) -> Reading:
    """The meanings of one line of text; none for a text that says nothing to search for."""
    text = plain_digits(text)[:TEXT_LENGTH].strip()
    whole = whole_reference(text)
    if whole is not None:
        return Reading((Asked(numbers=number_patterns(text)),), whole)
    dates, rest = find_dates(text, months, today)
    births = tuple(pattern for found in dates for pattern in found)
    tokens = rest.replace(",", " ").split()
    codes, words = _codes_and_words(tokens)
    numbers = tuple(pattern for code in codes for pattern in number_patterns(code))
    base = Asked(births=births, numbers=numbers)
    meanings = [base & meaning for meaning in _of_words(words, directory)] if words else [base]
    if len(codes) == 1 and not births:
        as_day = compact_date(codes[0], today)
        meanings += [replace(meaning, births=as_day, numbers=()) for meaning in tuple(meanings) if as_day]
    return Reading(tuple(dict.fromkeys(meaning for meaning in meanings if meaning)))


def _codes_and_words(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Tokens with digits, and the rest. Digits in groups are one number, and so are short letters before them
    (AB 123 456): a number of a document is printed like that."""
    codes: list[str] = []
    words: list[str] = []
    joined = ""
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if _HAS_DIGIT.search(token) or (_SERIES.fullmatch(token) and token.isupper() and following[:1].isdigit()):
            joined += token
            continue
        if joined:
            codes.append(joined)
            joined = ""
        words.append(token)
    return [*codes, *([joined] if joined else [])], words


def _of_words(words: list[str], directory: Directory) -> Iterator[Asked]:
    yield Asked(names=asked_words(" ".join(words)))
    for rest, code in _countries_in(words, directory.countries):
        yield Asked(names=asked_words(" ".join(rest)), countries=frozenset({code}))
    authorities = directory.authorities_called(" ".join(words))
    if authorities:
        yield Asked(authorities=authorities)


def _countries_in(words: list[str], countries: Mapping[str, str]) -> Iterable[tuple[list[str], str]]:
    """Each run of words that names a country, as (the other words, its code). Codes count in capitals only."""
    for length in range(1, min(len(words), _PHRASE_WORDS) + 1):
        for start in range(len(words) - length + 1):
            phrase = " ".join(words[start : start + length])
            if len(phrase) <= 3 and not phrase.isupper():
                continue
            code = countries.get(phrase.casefold())
            if code:
                yield [*words[:start], *words[start + length :]], code
