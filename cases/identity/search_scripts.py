"""Names of further scripts in Latin letters, well enough to be found: Greek, Armenian, the scripts of South Asia.

Never for the record: `romanisation` makes no spelling from these scripts, because none follows from letters alone.
Sources: Greek ELOT 743 (1982), Armenian BGN/PCGN 1981 (both without diacritics); the South Asian scripts by
the names that the Unicode Standard gives their letters (BENGALI LETTER RA), which are ISO 15919 in capitals.
"""

import unicodedata
from typing import Final

_GREEK_PAIRS: Final = (
    ("ου", "u"), ("αυ", "av"), ("ευ", "ev"), ("ηυ", "iv"), ("μπ", "b"), ("ντ", "nd"), ("γκ", "g"), ("γγ", "ng"),
    ("τζ", "tz"), ("τσ", "ts"),
)  # fmt: skip
_GREEK: Final = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_ARMENIAN: Final = {
    "ա": "a", "բ": "b", "գ": "g", "դ": "d", "ե": "e", "զ": "z", "է": "e", "ը": "y", "թ": "t", "ժ": "zh", "ի": "i",
    "լ": "l", "խ": "kh", "ծ": "ts", "կ": "k", "հ": "h", "ձ": "dz", "ղ": "gh", "ճ": "ch", "մ": "m", "յ": "y", "ն": "n",
    "շ": "sh", "ո": "o", "չ": "ch", "պ": "p", "ջ": "j", "ռ": "r", "ս": "s", "վ": "v", "տ": "t", "ր": "r", "ց": "ts",
    "ւ": "v", "փ": "p", "ք": "k", "օ": "o", "ֆ": "f", "և": "ev",
}  # fmt: skip
_BY_UNICODE_NAME: Final = frozenset(
    {"Bengali", "Devanagari", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam"}
)
_SOUTH_ASIAN_VOWELS: Final = {
    "A": "a", "AA": "a", "I": "i", "II": "i", "U": "u", "UU": "u", "E": "e", "EE": "e", "AI": "ai", "O": "o", "OO": "o",
    "AU": "au", "VOCALIC R": "ri",
}  # fmt: skip
_RETROFLEX: Final = {
    "TTA": "t", "TTHA": "th", "DDA": "d", "DDHA": "dh", "NNA": "n", "SSA": "sh", "RRA": "r", "RRHA": "r", "LLA": "l",
    "CA": "ch", "CHA": "ch", "NYA": "n", "NGA": "ng", "YYA": "y", "KHANDA TA": "t",
}  # fmt: skip
_NUKTA: Final = "SIGN NUKTA"
# A dot below makes another sound of the letter.
_WITH_NUKTA: Final = {"YA": "y", "DDA": "r", "DDHA": "r", "JA": "z", "PHA": "f", "KHA": "kh", "GA": "gh", "KA": "k"}


def latin(word: str, script: str) -> str:
    """The word in Latin letters where `script` (as `names.script_of` calls it) has a table here, else as it is."""
    if script == "Greek":
        return _greek(word)
    if script == "Armenian":
        return "".join(_ARMENIAN.get(c, c) for c in word.lower().replace("ու", "u"))
    return _south_asian(word, script) if script in _BY_UNICODE_NAME else word


def _greek(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    plain = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    for pair, written in _GREEK_PAIRS:
        plain = plain.replace(pair, written)
    return "".join(_GREEK.get(c, c) for c in plain)


def _south_asian(word: str, script: str) -> str:
    """Consonants with their inherent vowel, which falls away before another vowel and at the end of the word."""
    prefix = script.upper() + " "
    names = [
        unicodedata.name(c, "").removeprefix(prefix).removeprefix("LETTER ") for c in unicodedata.normalize("NFC", word)
    ]
    written: list[str] = []
    for place, name in enumerate(names):
        following = names[place + 1] if place + 1 < len(names) else ""
        if name.startswith("VOWEL SIGN "):
            written.append(_SOUTH_ASIAN_VOWELS.get(name.removeprefix("VOWEL SIGN "), ""))
        elif name in _SOUTH_ASIAN_VOWELS:
            written.append(_SOUTH_ASIAN_VOWELS[name])
        elif name == "SIGN ANUSVARA":
            written.append("n")
        elif name.endswith("A") and not name.startswith("SIGN "):
            has_nukta = following == _NUKTA
            after = names[place + 2] if has_nukta and place + 2 < len(names) else "" if has_nukta else following
            written.append(_consonant(name, script, has_nukta=has_nukta))
            if after and not after.startswith(("VOWEL SIGN ", "SIGN VIRAMA")):
                written.append("a")
    return "".join(written)


def _consonant(name: str, script: str, *, has_nukta: bool) -> str:
    if has_nukta and name in _WITH_NUKTA:
        return _WITH_NUKTA[name]
    if name == "YA" and script == "Bengali":
        return "j"  # as it is spoken: Jahid, Zahid
    return _RETROFLEX.get(name) or name.removesuffix("A").lower()
