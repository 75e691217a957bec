"""Names in the name field: the examples of ICAO Doc 9303 Parts 4, 5 and 6, sections 4.2.3, and the rules behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.identity.mrz_names import fit_name, split_name
from cases.identity.romanisation import mrz_letters


def field(primary, secondary, width):
    return fit_name(mrz_letters(primary), mrz_letters(secondary), width)


@pytest.mark.parametrize(
    ("primary", "secondary", "expected"),
    [
        ("Smith-Jones", "Susie Margaret", "SMITH<JONES<<SUSIE<MARGARET"),
        ("O'Connor", "Enya Siobhan", "OCONNOR<<ENYA<SIOBHAN"),
        ("D’Artagnan", "Marie-Elise", "DARTAGNAN<<MARIE<ELISE"),
        ("van der Muellen", "Martin", "VAN<DER<MUELLEN<<MARTIN"),
        ("Al-Basri", "Huda Muhammad Jawad", "AL<BASRI<<HUDA<MUHAMMAD<JAWAD"),
        ("Eriksson", "Anna, Maria", "ERIKSSON<<ANNA<MARIA"),
        ("Arkfreith", "", "ARKFREITH"),
        ("", "Satriya Sudarpa", "SATRIYA<SUDARPA"),
    ],
)
def test_names_that_fit_are_written_whole(primary, secondary, expected):
    assert field(primary, secondary, 39) == expected.ljust(39, "<")


@pytest.mark.parametrize(
    ("primary", "secondary", "width", "expected"),
    [
        ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", 39, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        ("Nilavadhanananda", "Arnpol Petch Charonguang", 39, "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
        ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", 31, "NILAVADHANANANDA<<CHAYAPA<DEJ<K"),
        ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", 30, "NILAVADHANANANDA<<CHAYAPA<DE<K"),
        (
            "Bennelong Wooloomooloo Warrandyte Warnambool",
            "Dingo Potoroo",
            31,
            "BENNELONG<WOOLOOMOOLOO<W<W<<D<P",
        ),
        ("Papandropoulous", "Jonathon Warren Trevor", 39, "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
        ("Papandropoulous", "Jonathon Alec", 30, "PAPANDROPOULOUS<<JONATHON<ALEC"),
    ],
)
def test_long_names_are_shortened_as_in_the_examples(primary, secondary, width, expected):
    assert field(primary, secondary, width) == expected


words = st.lists(st.text(alphabet="ABCDEFGH", min_size=2, max_size=25), min_size=1, max_size=25)


@given(
    words, st.lists(st.text(alphabet="ABCDEFGH", min_size=2, max_size=25), max_size=25), st.sampled_from([30, 31, 39])
)
def test_shortening_keeps_the_rules(primary, secondary, width):
    written = fit_name("<".join(primary), "<".join(secondary), width)
    assert len(written) == width
    surname, given_names = split_name(written)
    whole = "<".join(primary) + ("<<" + "<".join(secondary) if secondary else "")
    if len(whole) <= width:
        assert (surname.split(), given_names.split()) == (primary, secondary)
        return
    assert written[-1].isalpha(), "a shortened field ends with a letter"
    assert bool(given_names) == bool(secondary), "a given name leaves at least its initial"
    for kept, original in ((surname.split(), primary), (given_names.split(), secondary)):
        assert len(kept) <= len(original)
        assert all(full.startswith(part) for part, full in zip(kept, original, strict=False))


def test_every_component_keeps_its_initial_when_possible():
    written = fit_name("AAAAAAAAAA<BBBBBBBBBB<CCCCCCCCCC", "DDDDDDDD<EEEEEEEE", 30)
    assert [part[0] for part in " ".join(split_name(written)).split()] == list("ABCDE")
