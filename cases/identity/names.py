"""Names as people write them: cleaning, scripts, warnings about look-alike letters, keys for searching."""

from __future__ import annotations

import re
import unicodedata

from cases.identity import romanisation_tables as tables
from cases.identity.problems import Problem
from cases.identity.romanisation import APOSTROPHES, HYPHENS, JOINERS, RomanisationError, mrz_letters, suggest_latin

MAXIMUM_NAME_LENGTH = 150
# No orthography of a name needs more marks on one letter; towers of accents break layouts and hide text.
MAXIMUM_MARKS_ON_A_LETTER = 4

BIDIRECTIONAL_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_OUTER_SPACE = "\t\r\n "
# Scripts whose orthography uses the zero width joiner and non-joiner inside words.
_JOINER_SCRIPTS = frozenset(
    {"ARABIC", "BENGALI", "DEVANAGARI", "SINHALA", "TAMIL", "MALAYALAM", "GUJARATI", "GURMUKHI"}
)
_LOOK_ALIKE_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"})
_NO_SCRIPT = frozenset({"MODIFIER", "COMBINING", "FEMININE", "MASCULINE"})
_RIGHT_TO_LEFT_LANGUAGES = frozenset(
    {"ar", "ary", "arz", "fa", "prs", "ur", "ps", "he", "yi", "dv", "sd", "ug", "ckb", "syr", "rhg"}
)


class NameProblem(ValueError):
    """The text cannot be a name, with the finding to show (`problem`) and its stable `code`."""

    def __init__(self, code: str, **parameters: str) -> None:
        super().__init__(code)
        self.code = code
        self.problem = Problem(code, "name", tuple(parameters.items()))


def clean_name(value: str) -> str:
    """The name in normalisation form C, outer space removed, inner spaces collapsed to one.

    Letters of every script, apostrophes, hyphens, dots and commas stay as written; zero width joiner and non-joiner
    stay where Arabic and Indic orthography needs them. Raises NameProblem: name.empty, name.too_long, name.control,
    name.bidirectional (Unicode bidirectional controls, which make text look other than it is), name.private_use,
    name.unassigned, name.invisible, name.joiner, name.symbol, name.mark, name.no_letters.
    """
    stripped = value.strip(_OUTER_SPACE)
    for character in stripped:
        _refuse_character(character)
    name = " ".join(unicodedata.normalize("NFC", stripped).split())
    if not name:
        raise NameProblem("name.empty")
    if len(name) > MAXIMUM_NAME_LENGTH:
        raise NameProblem("name.too_long", found=str(len(name)), limit=str(MAXIMUM_NAME_LENGTH))
    _refuse_misplaced(name)
    if not any(character.isalpha() for character in name):
        raise NameProblem("name.no_letters")
    return name


def script_of(text: str) -> str:
    """The script most letters belong to, in title case (Latin, Cyrillic, Bengali ...); empty without letters."""
    counts: dict[str, int] = {}
    for character in text:
        script = _script(character)
        if script:
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script]).title() if counts else ""


def script_warnings(value: str) -> tuple[Problem, ...]:
    """A warning for each word that mixes alphabets with look-alike letters, such as a Cyrillic а in a Latin name.

    A warning, not a refusal: some trade names and nicknames do mix.
    """
    warnings: list[Problem] = []
    for word in re.split(r"[\s" + re.escape("".join(sorted(HYPHENS))) + "]+", value):
        scripts = sorted({_script(c) for c in word} & _LOOK_ALIKE_SCRIPTS)
        if len(scripts) > 1:
            names = ", ".join(script.title() for script in scripts)
            warnings.append(Problem("name.mixed_scripts", "name", (("word", word), ("scripts", names))))
    return tuple(warnings)


def language_direction(language: str) -> str:
    """ "rtl" or "ltr" for a BCP 47 tag; a script subtag decides before the language does (ur-Latn is ltr)."""
    code, *subtags = language.lower().replace("_", "-").split("-")
    scripts = {subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()}
    if scripts:
        return "rtl" if scripts & {"arab", "hebr", "thaa", "syrc", "rohg", "aran"} else "ltr"
    return "rtl" if code in _RIGHT_TO_LEFT_LANGUAGES else "ltr"


def folded_key(name: str, language: str | None = None) -> str:
    """A key under which spellings of one name meet: Ђорђе, Đorđe, Djordje and DJORDJE give the same.

    Lower case, diacritics off, Cyrillic and Georgian transliterated, usual Latin variants joined (zh, ž and z; kh and
    h; ts and c; ae, ä and a; y, j and i), doubled letters single. Coarse on purpose: it finds candidates, it never
    decides. Arabic script yields its unvocalised letters, comparable with Latin only through `consonant_skeleton`.
    Scripts without a table (Bengali) keep their own letters.
    """
    text = unicodedata.normalize("NFC", name)
    if language is not None:
        text = suggest_latin(text, language) or text
    return " ".join(key for key in (_folded_word(word) for word in _words(text)) if key)


def consonant_skeleton(name: str) -> str:
    """The consonants of a name in Arabic or another script: محمد and Mohammad give mhmd, حسین and Hussain hsn.

    Vowels, w and y fall away because Arabic script does not tell them from consonants; the emphatic letters join the
    plain ones. For finding candidates only.
    """
    skeletons: list[str] = []
    for word in _words(unicodedata.normalize("NFC", name)):
        if any(_script(c) == "ARABIC" for c in word):
            consonants = "".join(tables.ARABIC_SKELETON.get(c, "") for c in word)
        else:
            consonants = re.sub("[aeiouw]", "", _folded_word(word)).translate(str.maketrans("qv", "kf"))
        skeletons.append(re.sub(r"(.)\1+", r"\1", consonants))
    return " ".join(skeleton for skeleton in skeletons if skeleton)


def _refuse_character(character: str) -> None:
    found = f"U+{ord(character):04X}"
    if character in BIDIRECTIONAL_CONTROLS:
        raise NameProblem("name.bidirectional", found=found)
    category = unicodedata.category(character)
    if category == "Cc" or category in {"Zl", "Zp"}:
        raise NameProblem("name.control", found=found)
    if category == "Co":
        raise NameProblem("name.private_use", found=found)
    if category in {"Cn", "Cs"}:
        raise NameProblem("name.unassigned", found=found)
    if category == "Cf" and character not in JOINERS:
        raise NameProblem("name.invisible", found=found)
    if category in {"So", "Sm", "Sc"}:
        raise NameProblem("name.symbol", found=character)


def _refuse_misplaced(name: str) -> None:
    marks = 0
    for position, character in enumerate(name):
        before = name[position - 1] if position else ""
        if character in JOINERS:
            if not before or _script(before) not in _JOINER_SCRIPTS:
                raise NameProblem("name.joiner", found=f"U+{ord(character):04X}")
        elif unicodedata.category(character) in {"Mn", "Mc", "Me"}:
            marks += 1
            follows_letter = before and (before in JOINERS or unicodedata.category(before)[0] in "LM")
            if not follows_letter or marks > MAXIMUM_MARKS_ON_A_LETTER:
                raise NameProblem("name.mark", found=f"U+{ord(character):04X}")
        else:
            marks = 0


def _script(character: str) -> str:
    """First word of the Unicode name of a letter or mark, which is its script; empty for everything else."""
    if unicodedata.category(character)[0] not in "LM":
        return ""
    script = unicodedata.name(character, "").partition(" ")[0]
    return "" if script in _NO_SCRIPT else script


def _words(text: str) -> list[str]:
    return "".join(" " if c in HYPHENS or c in ",./" else c for c in text).split()


# Applied in this order; longer spellings first.
_VARIANTS = (
    ("shch", "s"), ("sht", "st"), ("dzh", "dz"), ("zh", "z"), ("sh", "s"), ("tch", "c"), ("ch", "c"), ("kh", "h"),
    ("ts", "c"), ("dj", "d"), ("gj", "g"), ("kj", "k"), ("gh", "g"), ("ph", "f"), ("ae", "a"), ("oe", "o"),
    ("ue", "u"), ("y", "i"), ("j", "i"),
)  # fmt: skip


def _folded_word(word: str) -> str:
    try:
        key = mrz_letters(_plain_latin(word)).replace("<", "").lower()
    except RomanisationError:
        kept = (c for c in word.casefold() if c not in APOSTROPHES and c not in JOINERS)
        return "".join(kept)
    if any(_script(c) == "ARABIC" for c in word):
        return key.replace("x", "")
    for written, folded in _VARIANTS:
        key = key.replace(written, folded)
    return re.sub(r"(.)\1+", r"\1", key)


def _plain_latin(word: str) -> str:
    """Ä, Ö, Ü and Å as their base letters, so that the three spellings ü, ue and u meet after folding."""
    marked = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "å": "a", "Ä": "a", "Ö": "o", "Ü": "u", "Å": "a"})
    return word.translate(marked)
