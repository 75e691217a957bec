"""Names as people write them, and the text that must not become a name."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.identity.names import (
    BIDIRECTIONAL_CONTROLS,
    MAXIMUM_NAME_LENGTH,
    NameProblem,
    clean_name,
    consonant_skeleton,
    folded_key,
    language_direction,
    script_of,
    script_warnings,
)


@pytest.mark.parametrize(
    "name",
    [
        "O'Neill",
        "D’Artagnan",
        "Oʼzbek",
        "Marie-Élise",
        "J. R. R. Tolkien",
        "Ђорђе Џамоња",
        "კახაბერ",
        "محمد حسین",
        "شیخ حسینه",
        "فاطمه‌زهرا",
        "ক্‍ষমা",
        "শেখ হাসিনা",
        "Aña (Ani)",
        "Śekula, Źenica",
        "李",
    ],
)
def test_real_names_stay_as_written(name):
    assert clean_name(name) == unicodedata.normalize("NFC", name)


def test_space_and_composition_are_put_right():
    assert clean_name("  Anna \u00a0 Maria\t\n") == "Anna Maria"
    assert clean_name("Zoe\u0308") == "Zoë"
    assert clean_name("A" * MAXIMUM_NAME_LENGTH) == "A" * 150


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "name.empty"),
        (" \t\n ", "name.empty"),
        ("A" * 151, "name.too_long"),
        ("A" * 200, "name.too_long"),
        ("An\x00a", "name.control"),
        ("\x00", "name.control"),
        ("An\x1ba", "name.control"),
        ("Anna\nMaria", "name.control"),
        ("An\u2028na", "name.control"),
        ("An\u202ena", "name.bidirectional"),
        ("\u200fمحمد", "name.bidirectional"),
        ("An\ue000", "name.private_use"),
        ("An\U000f0000", "name.private_use"),
        ("An\u0378", "name.unassigned"),
        ("An\ud800", "name.unassigned"),
        ("An\u200bna", "name.invisible"),
        ("\ufeffAnna", "name.invisible"),
        ("An\u00adna", "name.invisible"),
        ("An\u200dna", "name.joiner"),
        ("\u200dمحمد", "name.joiner"),
        ("محمد\u200c\u200cعلی", "name.joiner"),
        ("Anna 😀", "name.symbol"),
        ("<b>Anna", "name.symbol"),
        ("\u0301Anna", "name.mark"),
        ("A" + "\u0316" * 9, "name.mark"),
        ("- ' .", "name.no_letters"),
        ("12", "name.no_letters"),
    ],
)
def test_what_is_no_name_is_refused_with_its_reason(value, code):
    with pytest.raises(NameProblem) as caught:
        clean_name(value)
    assert caught.value.code == code
    assert str(caught.value.problem)


@pytest.mark.parametrize("character", sorted(BIDIRECTIONAL_CONTROLS))
def test_each_bidirectional_control_is_refused(character):
    for value in (f"An{character}na", f"{character}Anna", f"Anna{character}"):
        with pytest.raises(NameProblem, match="bidirectional"):
            clean_name(value)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_a_cleaned_name_is_clean(value):
    try:
        name = clean_name(value)
    except NameProblem as problem:
        assert str(problem.problem)
        return
    assert clean_name(name) == name
    assert unicodedata.is_normalized("NFC", name)
    assert 0 < len(name) <= MAXIMUM_NAME_LENGTH
    assert "  " not in name
    assert name == name.strip()
    for character in name:
        assert unicodedata.category(character) not in {"Cc", "Co", "Cn", "Cs", "Zl", "Zp"}
        assert character not in BIDIRECTIONAL_CONTROLS
    assert any(character.isalpha() for character in name)


@given(
    st.sampled_from([c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in {"Cc", "Cf", "Co"}])
)
def test_no_invisible_character_passes_inside_a_latin_name(character):
    with pytest.raises(NameProblem):
        clean_name(f"An{character}na")


def test_mixed_alphabets_are_a_warning_only():
    mixed = "M\u0430rija Petrović"  # the second letter is Cyrillic
    assert clean_name(mixed) == mixed
    (warning,) = script_warnings(mixed)
    assert warning.code == "name.mixed_scripts"
    assert dict(warning.parameters) == {"word": "M\u0430rija", "scripts": "Cyrillic, Latin"}
    assert str(warning)
    assert script_warnings("Марија Petrović") == ()
    assert script_warnings("Марија-Ana O'Neil") == ()
    assert script_warnings("Αλέξης") == ()


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Đorđe", "Latin"),
        ("Ђорђе", "Cyrillic"),
        ("კახა", "Georgian"),
        ("محمد", "Arabic"),
        ("শেখ", "Bengali"),
        ("Արամ", "Armenian"),
        ("Ђорђе B.", "Cyrillic"),
        ("12 -", ""),
    ],
)
def test_script(text, script):
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("ur", "rtl"), ("prs", "rtl"), ("fa-AF", "rtl"), ("fa_AF", "rtl"), ("ps", "rtl"), ("az-Arab", "rtl"),
     ("ur-Latn", "ltr"), ("sr-latn", "ltr"), ("bn", "ltr"), ("ka", "ltr"), ("en", "ltr")],
)  # fmt: skip
def test_direction(language, direction):
    assert language_direction(language) == direction


@pytest.mark.parametrize(
    "spellings",
    [
        ("Ђорђе", "Đorđe", "Djordje", "DJORDJE", "Dorde"),
        ("Хаџи", "Hadži", "Hadzi"),
        ("Müller", "Mueller", "Muller", "MÜLLER"),
        ("Юлия", "Iuliia", "Yuliya", "Julija"),
        ("Жика", "Žika", "Zhika"),
        ("O'Neill", "O’Neill", "ONeill", "Oneil"),
        ("Marie-Élise", "Marie Elise"),
        ("Ћамил", "Ćamil", "Camil"),
    ],
)
def test_spellings_of_one_name_meet(spellings):
    assert len({folded_key(spelling) for spelling in spellings}) == 1


def test_different_names_do_not_meet():
    names = ["Petar", "Petra", "Milan", "Milena", "Ivan", "Ivana", "Marko", "Marija"]
    assert len({folded_key(name) for name in names}) == len(names)


def test_arabic_script_meets_latin_only_by_consonants():
    assert consonant_skeleton("محمد حسین") == consonant_skeleton("Mohammad Hussain") == "mhmd hsn"
    assert folded_key("محمد") != folded_key("Mohammad")


def test_scripts_without_a_table_keep_their_letters():
    assert folded_key("শেখ হাসিনা") == "শেখ হাসিনা"


@given(st.text(max_size=60))
def test_keys_never_fail(text):
    assert folded_key(folded_key(text)) is not None
    assert consonant_skeleton(text) is not None
