"""Names in other scripts written with Latin letters: suggestions for the record, and the letters of the MRZ.

Two different things. `suggest_latin` proposes the spelling a national document would carry; an officer confirms it.
`mrz_letters` gives the A to Z form of Doc 9303 Part 3, sections 4.6 and 6. Arabic script and Bengali have no table that
yields a spelling (vowels are not written), so a romanised name is never made from them for the record.
"""

from __future__ import annotations

import re
import unicodedata

from cases.identity import romanisation_tables as tables

APOSTROPHES = frozenset("'’ʼ‘`´ʹʻ‛＇")
HYPHENS = frozenset("-‐‑‒–—־﹣－")
JOINERS = frozenset("\u200c\u200d")

_TABLES: dict[str, dict[str, str]] = {
    "sr": tables.SERBIAN,
    "bs": tables.SERBIAN,
    "hr": tables.SERBIAN,
    "cnr": tables.SERBIAN,
    "sh": tables.SERBIAN,
    "mk": tables.MACEDONIAN,
    "bg": tables.BULGARIAN,
    "ru": tables.RUSSIAN,
    "uk": tables.UKRAINIAN,
    # Georgian passports leave out the apostrophes with which the national system marks ejective consonants.
    "ka": {letter: written.replace("'", "") for letter, written in tables.GEORGIAN.items()},
}


class RomanisationError(ValueError):
    """No table covers these characters: a Latin spelling has to be entered by hand."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"no romanisation table for: {characters}")
        self.characters = characters


def suggest_latin(text: str, language: str) -> str | None:
    """The Latin spelling of a name by the national table of its language, or None where no table gives one.

    `language` is a BCP 47 tag (sr, sr-Cyrl, bs, cnr, mk, ka, bg, ru, uk). Case is kept: a capital digraph is written
    in title case unless the word is in capitals (Џамоња -> Džamonja, ЏАМОЊА -> DŽAMONJA). Latin letters pass through.
    None for every other language, for text that is Latin already, and when a letter is not in the table: a name is
    never romanised in part.
    """
    code = language.partition("-")[0].lower()
    table = _TABLES.get(code)
    if table is None:
        return None
    written = _transliterate(unicodedata.normalize("NFC", text), table, code)
    return None if written is None or written == text else written


def mrz_letters(text: str, language: str | None = None) -> str:
    """The name as Doc 9303 writes it in a machine readable zone: A to Z, components separated by one `<`.

    Doc 9303 Part 3 section 4.6: apostrophes and other punctuation are left out and their parts joined; hyphens, commas
    and spaces become `<`. National tables are used for Cyrillic when `language` is given, else the general table.
    Arabic script follows section 6 C (MRZ only). Raises RomanisationError for letters of scripts without a table.
    """
    prepared = unicodedata.normalize("NFC", text)
    if language is not None:
        prepared = suggest_latin(prepared, language) or prepared
    spaced = "".join(" " if c in HYPHENS or c == "," or c.isspace() else c for c in prepared)
    components = (_component_letters(component) for component in spaced.split())
    return "<".join(component for component in components if component)


def _transliterate(text: str, table: dict[str, str], code: str) -> str | None:
    if code == "uk":
        # The Ukrainian apostrophe is not transliterated, and the letter after it does not begin a word.
        text = re.sub(f"(?<=\\w)[{''.join(sorted(APOSTROPHES))}](?=\\w)", "", text)
    result: list[str] = []
    word = ""
    # A closing space ends the last word; spaces, hyphens and apostrophes stay exactly where they were.
    for character in text + " ":
        if character.isalpha() or unicodedata.category(character).startswith("M"):
            word += character
            continue
        written = _transliterate_word(word, table, code)
        if written is None:
            return None
        result += [written, character]
        word = ""
    return "".join(result)[:-1]


def _transliterate_word(word: str, table: dict[str, str], code: str) -> str | None:
    lower = word.lower()
    if len(lower) != len(word):
        return word if _is_latin(word) else None
    is_capitals = word.isupper() and len(word) > 1
    # Bulgarian: a final ия is written ia (Transliteration Act, article 5(2)).
    final_ia = code == "bg" and lower.endswith("ия")
    written: list[str] = []
    position = 0
    while position < len(word):
        width = 2 if lower[position : position + 2] in table else 1
        source = lower[position : position + width]
        target = table.get(source)
        if code == "uk" and position == 0:
            target = tables.UKRAINIAN_WORD_INITIAL.get(source, target)
        if final_ia and position == len(word) - 1:
            target = "a"
        if target is None:
            if not _is_latin(word[position]):
                return None
            written.append(word[position])
        elif word[position].isupper():
            written.append(target.upper() if is_capitals else target[:1].upper() + target[1:])
        else:
            written.append(target)
        position += width
    result = unicodedata.normalize("NFC", "".join(written))
    # Georgian script has no capital at the beginning of a name; Latin spelling has.
    return result[:1].upper() + result[1:] if code == "ka" else result


def _is_latin(text: str) -> bool:
    """True when every letter is Latin; marks count as belonging to the letter before them."""
    return all(
        unicodedata.category(c).startswith("M") or unicodedata.name(c, "").startswith(("LATIN", "MODIFIER"))
        for c in text
    )


def _component_letters(component: str) -> str:
    written: list[str] = []
    missing: list[str] = []
    letters = [c for c in component if c not in JOINERS]
    for position, character in enumerate(letters):
        if character == tables.SHADDA:
            # Shadda doubles the letter it stands on (note 3 of section 6 C); short vowels between them are not encoded.
            written.append(next((w for w in reversed(written) if w), ""))
            continue
        if character == tables.TEH_MARBUTA:
            rest = letters[position + 1 :]
            written.append("XTA" if any(c.isalpha() for c in rest) else "XAH")
            continue
        letter = _mrz_letter(character)
        if letter is None:
            missing.append(character)
        else:
            written.append(letter)
    if missing:
        raise RomanisationError("".join(dict.fromkeys(missing)))
    return "".join(written)


def _mrz_letter(character: str) -> str | None:
    if character in tables.LATIN_MRZ:
        return tables.LATIN_MRZ[character]
    if character in tables.ARABIC_MRZ:
        return tables.ARABIC_MRZ[character]
    upper = character.upper()
    if upper in tables.LATIN_MRZ:
        return tables.LATIN_MRZ[upper]
    lower = character.lower()
    for table in (tables.GENERAL_CYRILLIC, tables.GEORGIAN):
        if lower in table:
            return table[lower].replace("'", "").upper()
    category = unicodedata.category(character)
    if category.startswith("M"):
        # A mark of Latin or Cyrillic that did not compose is dropped; marks of other scripts carry sound.
        return "" if unicodedata.name(character, "").startswith("COMBINING") else None
    if character in APOSTROPHES or not character.isalnum():
        return ""
    plain = "".join(c for c in unicodedata.normalize("NFKD", upper) if not unicodedata.category(c).startswith("M"))
    return plain if plain.isascii() and plain.isalpha() else None
