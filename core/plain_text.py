"""Characters that a text which means what it shows does not hold."""

import unicodedata

# Characters that change the direction of what follows (Unicode Standard Annex 9, explicit formatting). The zero-width
# joiner and non-joiner stay: Persian, Urdu and Bengali spelling needs them.
DIRECTION_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
JOINERS = frozenset("\u200c\u200d")
LINE_MARKS = frozenset("\n\r\t")
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})  # control, format, private use, surrogate


def unseen_in(text: str) -> str:
    """ "direction" for marks that turn the text, "invisible" for control characters and the like, else empty."""
    for character in text:
        if character in DIRECTION_CONTROLS:
            return "direction"
        if character in LINE_MARKS or character in JOINERS:
            continue
        if unicodedata.category(character) in UNSEEN:
            return "invisible"
    return ""
