"""Case references such as NL-RS-2026-000123-7: requesting, receiving, year, number, check character.

The check character follows ISO/IEC 7064, MOD 37,36: it detects every single wrong character and nearly every swap of
two neighbours, so a reference dictated over the telephone hardly ever leads to another person's case.
"""

import re

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = re.compile(r"^([A-Z]{2})-([A-Z]{2})-(\d{4})-(\d{6,})-([0-9A-Z])$")


def check_character(text: str) -> str:
    """The ISO/IEC 7064 MOD 37,36 check character over the letters and digits of `text`."""
    remainder = 36
    for character in text:
        if character in _ALPHABET:
            remainder = (remainder + _ALPHABET.index(character)) % 36 or 36
            remainder = remainder * 2 % 37
    return _ALPHABET[(37 - remainder) % 36]


def reference(requesting: str, receiving: str, year: int, number: int) -> str:
    """The reference of the `number`th case that `requesting` filed with `receiving` (alpha-2 codes) in `year`."""
    stem = f"{requesting}-{receiving}-{year:04d}-{number:06d}"
    return f"{stem}-{check_character(stem)}"


def normalised(text: str) -> str | None:
    """The reference meant by what somebody typed, or None when the check character does not fit."""
    candidate = text.strip().upper().replace(" ", "").replace("–", "-")
    match = _SHAPE.match(candidate)
    if match and check_character(candidate.rsplit("-", 1)[0]) == match[5]:
        return candidate
    return None
