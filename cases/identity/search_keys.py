"""Keys under which a name is found again, however it is spelt and in whichever script: for searching only.

A word of a name has two keys. Its *word* is what it sounds like in plain Latin letters, spelling habits joined:
Петровић, Petrowitsch and Petrović all give petrovic. Its *skeleton* is the consonants alone: Arabic script writes
little more, so محمد and Muhammad meet there. Keys find candidates and rank them; they never decide that two people
are one.

The same measure of likeness stands in the database (`search_name_likeness`, cases/migrations/0002_walls.py), where it
ranks; here it says to the reader why a row was found. Rows of keys are stored: whoever changes what follows must
have every key made anew (`cases.services.search_keys`).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cases.identity import romanisation_tables as tables
from cases.identity import search_scripts
from cases.identity.names import folded_key, script_of
from cases.identity.romanisation import APOSTROPHES, HYPHENS, suggest_latin

WORD_LENGTH: Final = 60
MAXIMUM_WORDS: Final = 12
# From here on a beginning of a word counts as the word being typed.
PREFIX_LENGTH: Final = 3

# Articles and words for "son of": written, left out and joined as offices please (al-Hassan, bin Laden, van der Berg).
PARTICLES: Final = frozenset(
    {
        *("al", "el", "ul", "ur", "ibn", "bin", "bint", "ben", "ould", "bou", "van", "der", "den", "von", "de", "da"),
        *("di", "del", "du", "la", "le", "oglu", "ogly", "qizi", "kizi", "gizi"),
    }
)
# Short forms that registers of Bangladesh and Pakistan print.
SHORT_FORMS: Final = {"md": "muhammad", "mohd": "muhammad", "muh": "muhammad", "mhd": "muhammad"}

# Before the common folding of `folded_key`: Albanian xh is a sound of its own.
_BEFORE: Final = (("xh", "dzh"),)
# After it: what else is written for one sound.
_AFTER: Final = (
    ("cz", "c"), ("sc", "s"), ("ck", "k"), ("th", "t"), ("dh", "d"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("w", "v"),
    ("q", "k"), ("x", "ks"),
)  # fmt: skip
_VOWELS: Final = re.compile("[aeiouvw]")
_REPEATED: Final = re.compile(r"(.)\1+")
_BREAKS: Final = re.compile(r"[\s,./;()\[\]" + re.escape("".join(sorted(HYPHENS))) + "]+")


@dataclass(frozen=True, slots=True)
class NameKey:
    """One word of a name. word, skeleton: see above; shown: as it was written."""

    word: str
    skeleton: str
    shown: str


@dataclass(frozen=True, slots=True)
class AskedWord:
    """One word that somebody searches. variants: the word with two neighbouring letters exchanged, each way."""

    word: str
    skeleton: str
    shown: str
    variants: frozenset[str] = frozenset()


def name_keys(name: str, language: str | None = None) -> tuple[NameKey, ...]:
    """The keys of every word of a name; for a name of several words also of the words run together (Abdul Rahman is
    Abdulrahman elsewhere). Particles are left out unless the name has nothing else.
    """
    words = _telling(_split(name))
    keys = [_key(word, language) for word in words]
    if len(words) > 1:
        keys.append(_key("".join(words), language, shown=" ".join(words)))
    return tuple({key.word: key for key in reversed(keys) if key.word}.values())[::-1]


def share_a_word(first: Iterable[NameKey], second: Iterable[NameKey]) -> bool:
    """Whether a word of one name is taken for one of the other: spelt alike, or alike in what Arabic script writes."""
    words = {key.word for key in first}
    skeletons = {key.skeleton for key in first if len(key.skeleton) >= PREFIX_LENGTH}
    bare = {key.skeleton for key in first if key.skeleton == key.word and len(key.word) >= PREFIX_LENGTH}
    return any(
        key.word in words or (key.skeleton in skeletons if key.skeleton == key.word else key.skeleton in bare)
        for key in second
        if key.word
    )


def asked_words(text: str) -> tuple[AskedWord, ...]:
    """What somebody typed as a name, word by word; single letters count only where nothing longer stands there."""
    words = _telling(_split(text))
    words = [word for word in words if len(word) > 1] or words
    asked: dict[str, AskedWord] = {}
    for word in words[:MAXIMUM_WORDS]:
        key = _key(word, None)
        if key.word and key.word not in asked:
            asked[key.word] = AskedWord(key.word, key.skeleton, word, _variants(word, key.word))
    return tuple(asked.values())


def likeness(asked: AskedWord, word: str, skeleton: str) -> float:
    """How alike an asked word and a stored key are, from 0 to 1: by spelling, by consonants, by beginning."""
    if asked.word == word:
        return 1.0
    longest = max(len(asked.word), len(word))
    spelling = 1 - distance(asked.word, word) / longest
    found = max(spelling, 0.9 if word in asked.variants else 0.0)
    if skeleton and asked.skeleton == skeleton:
        if skeleton in {word, asked.word}:  # no vowels to compare: Arabic script
            found = max(found, 0.9 if len(skeleton) >= 3 else 0.7)
        elif len(skeleton) >= 3:
            found = max(found, 0.5 + spelling / 2)
    if len(asked.word) >= PREFIX_LENGTH and word.startswith(asked.word):
        found = max(found, 0.6 + 0.4 * len(asked.word) / len(word))
    return found


def distance(first: str, second: str) -> int:
    """The Levenshtein distance: how many letters must be put in, left out or changed."""
    before = list(range(len(second) + 1))
    for row, left in enumerate(first, start=1):
        now = [row]
        for column, right in enumerate(second, start=1):
            now.append(min(now[-1] + 1, before[column] + 1, before[column - 1] + (left != right)))
        before = now
    return before[-1]


def code_key(text: str) -> str:
    """A number of a document, file or case without its punctuation: letters and digits, in capitals, in our digits."""
    return "".join(character for character in plain_digits(text).upper() if character.isalnum())


def plain_digits(text: str) -> str:
    """The text in compatibility form (NFKC) with the digits of every script as 0 to 9."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in normal)


def _split(text: str) -> list[str]:
    cleaned = "".join(c for c in unicodedata.normalize("NFKC", text) if c not in APOSTROPHES)
    return [word for word in _BREAKS.split(cleaned) if any(c.isalpha() for c in word)]


def _telling(words: Iterable[str]) -> list[str]:
    """The words without particles, or all of them where nothing else is there."""
    words = list(words)
    return [word for word in words if word.casefold() not in PARTICLES] or words


def _key(word: str, language: str | None, shown: str = "") -> NameKey:
    shown = shown or word
    word = SHORT_FORMS.get(word.casefold(), word)
    script = script_of(word)
    if script == "Arabic":
        skeleton = _arabic(word)
        return NameKey(skeleton[:WORD_LENGTH], skeleton[:WORD_LENGTH], shown)
    latin = (suggest_latin(word, language) if language else None) or search_scripts.latin(word, script)
    lower = latin.casefold()
    folded = _folded(lower)
    # In skeletons j is the sound of Jamal, for which Arabic script has a letter; in words it is the y of Jovanović.
    skeleton = _VOWELS.sub("", _folded(lower.replace("dj", "zh").replace("j", "zh")))
    return NameKey(folded[:WORD_LENGTH], _REPEATED.sub(r"\1", skeleton)[:WORD_LENGTH], shown)


def _folded(lower: str) -> str:
    for written, folded in _BEFORE:
        lower = lower.replace(written, folded)
    word = "".join(character for character in folded_key(lower) if character.isalnum())
    for written, folded in _AFTER:
        word = word.replace(written, folded)
    return _REPEATED.sub(r"\1", word)


def _arabic(word: str) -> str:
    """The consonants of a word in Arabic script, its article left out; j and z in one."""
    if len(word) > 4:
        word = word.removeprefix("ال")
    consonants = "".join(tables.ARABIC_SKELETON.get(c, "") for c in word).replace("j", "z")
    return _REPEATED.sub(r"\1", consonants)


def _variants(word: str, key: str) -> frozenset[str]:
    """Keys of the word with each two neighbours exchanged: Pertovic for Petrovic, Kahn for Khan."""
    if len(word) < 3:
        return frozenset()
    swapped = (word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1))
    found = {_key(variant, None).word for variant in swapped}
    return frozenset(found - {key, ""})
