"""The letter tables behind `romanisation`, each with its source. Data only.

Sources
- ICAO Doc 9303 Part 3 (8th edition, 2021), section 6: A Latin, B Cyrillic, C Arabic; two more Arabic
  letters from Appendix B.
- Serbian, Bosnian, Montenegrin: the one-to-one correspondence of the two alphabets (Montenegrin also Ś and Ź).
- Macedonian: the spelling of passports and identity cards since 2008 (digraphs without diacritics). Scholarly and
  geographical systems write ǵ, ḱ, ž, č, š, dž instead.
- Georgian: national system of 2002.
- Bulgarian: Transliteration Act of 2009, article 4, as in the personal documents regulation of 2010, annex 1. Doc 9303
  differs (Й I, Х KH, Ъ IE, Ю IU, Я IA) but Bulgarian documents follow the national table.
- Russian, Ukrainian: Doc 9303 Part 3 section 6 B with its exceptions; Ukrainian зг as zgh (Cabinet resolution 55 of
  2010, otherwise the same table), which keeps it apart from ж.

Known slips of the published Cyrillic table that are not followed: Serbian Г = H (Serbian documents write G), the row of
Ѓ printed under another code point, Ћ missing.
"""

from __future__ import annotations

_SHARED_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "з": "z", "и": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
}  # fmt: skip

SERBIAN = _SHARED_CYRILLIC | {
    "ђ": "đ", "ж": "ž", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "ć", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š",
    # Montenegrin letters: no precomposed code point exists, the acute is a combining character.
    "с́": "ś", "з́": "ź",
}  # fmt: skip

MACEDONIAN = _SHARED_CYRILLIC | {
    "ѓ": "gj", "ж": "zh", "ѕ": "dz", "ј": "j", "љ": "lj", "њ": "nj", "ќ": "kj", "х": "h", "ц": "c", "ч": "ch",
    "џ": "dj", "ш": "sh", "ѐ": "e", "ѝ": "i",
}  # fmt: skip

BULGARIAN = _SHARED_CYRILLIC | {
    "ж": "zh", "й": "y", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu",
    "я": "ya", "ѝ": "i",
}  # fmt: skip

RUSSIAN = _SHARED_CYRILLIC | {
    "ё": "e", "ж": "zh", "й": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y",
    "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip

UKRAINIAN = _SHARED_CYRILLIC | {
    "г": "h", "ґ": "g", "зг": "zgh", "є": "ie", "ж": "zh", "и": "y", "і": "i", "ї": "i", "й": "i", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
UKRAINIAN_WORD_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

GEORGIAN = {
    "ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i", "კ": "k'", "ლ": "l",
    "მ": "m", "ნ": "n", "ო": "o", "პ": "p'", "ჟ": "zh", "რ": "r", "ს": "s", "ტ": "t'", "უ": "u", "ფ": "p", "ქ": "k",
    "ღ": "gh", "ყ": "q'", "შ": "sh", "ჩ": "ch", "ც": "ts", "ძ": "dz", "წ": "ts'", "ჭ": "ch'", "ხ": "kh", "ჯ": "j",
    "ჰ": "h",
}  # fmt: skip

# Doc 9303 Part 3 section 6 B, general column, for Cyrillic of an unknown language. Ѓ, Ћ and Ь as explained above.
GENERAL_CYRILLIC = RUSSIAN | {
    "ђ": "d", "є": "ie", "ѕ": "dz", "і": "i", "ї": "i", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ѓ": "gj",
    "ќ": "k", "ў": "u", "џ": "dz", "ґ": "g", "ѐ": "e", "ѝ": "i", "ѫ": "u", "ѵ": "y",
}  # fmt: skip

# Doc 9303 Part 3 section 6 A: only the letters that are not simply their base letter without the mark. Where the table
# offers several forms the first is taken. Ə is not in the table: Azerbaijani documents write A (practice, unverified).
LATIN_MRZ = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Ö": "OE", "Ø": "OE", "Ü": "UE", "Þ": "TH", "Đ": "D", "Ħ": "H",
    "ı": "I", "Ĳ": "IJ", "ĸ": "K", "Ŀ": "L", "Ł": "L", "Ŋ": "N", "Œ": "OE", "Ŧ": "T", "ẞ": "SS", "Ə": "A",
}  # fmt: skip

# Doc 9303 Part 3 section 6 C. An empty text: the letter is not encoded. Teh marbuta (0629) and shadda (0651) have rules
# of their own in `romanisation`.
ARABIC_MRZ = {
    "\u0621": "XE", "\u0622": "XAA", "\u0623": "XAE", "\u0624": "U", "\u0625": "I", "\u0626": "XI", "\u0627": "A",
    "\u0628": "B", "\u062a": "T", "\u062b": "XTH", "\u062c": "J", "\u062d": "XH", "\u062e": "XKH", "\u062f": "D",
    "\u0630": "XDH", "\u0631": "R", "\u0632": "Z", "\u0633": "S", "\u0634": "XSH", "\u0635": "XSS", "\u0636": "XDZ",
    "\u0637": "XTT", "\u0638": "XZZ", "\u0639": "E", "\u063a": "G", "\u0640": "", "\u0641": "F", "\u0642": "Q",
    "\u0643": "K", "\u0644": "L", "\u0645": "M", "\u0646": "N", "\u0647": "H", "\u0648": "W", "\u0649": "XAY",
    "\u064a": "Y", "\u064b": "", "\u064c": "", "\u064d": "", "\u064e": "", "\u064f": "", "\u0650": "", "\u0652": "",
    "\u0670": "", "\u0671": "XXA", "\u0679": "XXT", "\u067c": "XRT", "\u067e": "P", "\u0681": "XKE", "\u0685": "XXH",
    "\u0686": "XC", "\u0688": "XXD", "\u0689": "XDR", "\u0691": "XXR", "\u0693": "XRR", "\u0696": "XRX",
    "\u0698": "XJ", "\u069a": "XXS", "\u069c": "", "\u06a2": "", "\u06a4": "V", "\u06a5": "XF", "\u06a7": "",
    "\u06a8": "", "\u06a9": "XKK", "\u06ab": "XXK", "\u06ad": "XNG", "\u06af": "XGG", "\u06ba": "XNN",
    "\u06bc": "XXN", "\u06be": "XDO", "\u06c0": "XYH", "\u06c1": "XXG", "\u06c2": "XGE", "\u06c3": "XTG",
    "\u06cc": "XYA", "\u06cd": "XXY", "\u06d0": "Y", "\u06d2": "XYB", "\u06d3": "XBE",
}  # fmt: skip
TEH_MARBUTA = "\u0629"
SHADDA = "\u0651"

# Consonant skeleton of Arabic script for search: long vowels, hamza and ain fall away, emphatic letters join the plain.
ARABIC_SKELETON = {
    "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ة": "", "ث": "t", "ج": "j", "چ": "c", "ح": "h", "خ": "h", "د": "d",
    "ڈ": "d", "ذ": "z", "ر": "r", "ڑ": "r", "ز": "z", "ژ": "z", "س": "s", "ش": "s", "ص": "s", "ض": "z", "ط": "t",
    "ظ": "z", "غ": "g", "ف": "f", "ق": "k", "ک": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ں": "n",
    "ه": "h", "ہ": "h", "ھ": "h",
}  # fmt: skip
