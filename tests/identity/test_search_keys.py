"""Names that must meet however they are written, and names that must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.identity.search_keys import (
    MAXIMUM_WORDS,
    WORD_LENGTH,
    asked_words,
    code_key,
    distance,
    likeness,
    name_keys,
)

ALIKE = [
    ("Petrovic", "Петровић"),
    ("Petrowitsch", "Петровић"),
    ("Petrowitsch", "Petrović"),
    ("Petrovik", "Петровић"),
    ("Milos", "Милош"),
    ("Muhamad", "محمد"),
    ("Mohammed", "محمد"),
    ("محمد", "Muhammad"),
    ("Husain", "حسین"),
    ("Hussein", "حسین"),
    ("Gvaramia", "გვარამია"),
    ("გვარამია", "Gvaramia"),
    ("Rahman", "রহমান"),
    ("Rehman", "الرحمن"),
    ("Hossain", "হোসেন"),
    ("Chowdhury", "চৌধুরী"),
    ("Jamal", "জামাল"),
    ("Javed", "جاوید"),
    ("Papadopoulos", "Παπαδόπουλος"),
    ("Khachatryan", "Խաչատրյան"),
    ("Djordje", "Ђорђе"),
    ("Hodza", "Hoxha"),
    ("Schmidt", "Shmidt"),
    ("Md", "Muhammad"),
    # neighbours exchanged, a letter lost, a letter too many
    ("Pertovic", "Petrović"),
    ("Petorvic", "Петровић"),
    ("Mlios", "Miloš"),
    ("Kahn", "Khan"),
    ("Ptrovic", "Petrović"),
    ("Petrrovicc", "Petrović"),
    ("Petr", "Petrović"),
]
DIFFERENT = [
    ("Petrović", "Jovanović"),
    ("Miloš", "Dragan"),
    ("Karim", "Marko"),
    ("Rahman", "Hussain"),
    ("Ana", "Iva"),
    ("Beridze", "Gvaramia"),
]


def best(asked: str, written: str) -> float:
    return max(likeness(word, key.word, key.skeleton) for word in asked_words(asked) for key in name_keys(written))


@pytest.mark.parametrize(("asked", "written"), ALIKE)
def test_spellings_of_one_name_meet(asked: str, written: str) -> None:
    assert best(asked, written) >= 0.65, (asked_words(asked), name_keys(written))


@pytest.mark.parametrize(("asked", "written"), DIFFERENT)
def test_different_names_do_not(asked: str, written: str) -> None:
    assert best(asked, written) < 0.55, (asked_words(asked), name_keys(written))


def test_the_same_spelling_is_more_alike_than_a_similar_one() -> None:
    assert best("Petrović", "Petrovic") == 1.0 > best("Petrović", "Petković") > best("Petrović", "Marković")


def test_particles_are_left_out_unless_they_are_all_there_is() -> None:
    assert [key.word for key in name_keys("van der Berg")] == ["berg"]
    assert {key.word for key in name_keys("Hassan bin al-Amin")} >= {"hasan", "amin"}
    assert [word.word for word in asked_words("ibn al-Hassan")] == ["hasan"]
    assert [key.word for key in name_keys("Bin")] == ["bin"]


def test_words_written_apart_are_found_together() -> None:
    assert "abdulrahman" in {key.word for key in name_keys("Abdul Rahman")}
    assert best("Abdulrahman", "Abdul Rahman Hassan") > 0.8


def test_what_was_written_is_kept_to_be_shown() -> None:
    assert [key.shown for key in name_keys("Đorđe-Pavle O'Neill")][:3] == ["Đorđe", "Pavle", "ONeill"]


def test_single_letters_count_only_alone() -> None:
    assert [word.word for word in asked_words("M. Petrović")] == ["petrovic"]
    assert [word.word for word in asked_words("O")] == ["o"]


def test_numbers_lose_their_punctuation_and_their_script() -> None:
    assert code_key(" ab-12 345/6 ") == "AB123456"
    assert code_key("٠١٢٣") == code_key("০১২৩") == "0123"


def test_distance_is_that_of_levenshtein() -> None:
    assert [distance("kitten", "sitting"), distance("", "abc"), distance("same", "same")] == [3, 3, 0]


@given(st.text(max_size=200))
def test_any_text_has_bounded_keys(text: str) -> None:
    """Search boxes are typed into by anybody: nothing raises, nothing outgrows its column."""
    assert all(0 < len(key.word) <= WORD_LENGTH and len(key.skeleton) <= WORD_LENGTH for key in name_keys(text))
    words = asked_words(text)
    assert len(words) <= MAXIMUM_WORDS
    for word in words:
        assert 0 <= likeness(word, "petrovic", "ptrc") <= 1
