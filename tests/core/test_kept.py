"""Answers kept while a batch runs, and no longer."""

import pytest

from core.kept import keeping, kept


def test_an_answer_is_kept_within_the_block_alone() -> None:
    asked: list[tuple[str, int]] = []

    @kept
    def answer(word: str, *, number: int = 0) -> int:
        asked.append((word, number))
        return len(asked)

    assert [answer("a"), answer("a")] == [1, 2], "outside it is asked each time"
    with keeping():
        assert [answer("a"), answer("a"), answer("a", number=1), answer("b"), answer("a")] == [3, 3, 4, 5, 3]
    with keeping():
        assert answer("a") == 6, "the next block asks anew"
    assert answer("a") == 7


def test_a_failure_is_not_kept_and_ends_the_block() -> None:
    asked: list[int] = []

    @kept
    def answer() -> int:
        asked.append(1)
        if len(asked) == 1:
            raise ZeroDivisionError
        return len(asked)

    with pytest.raises(ZeroDivisionError), keeping():
        answer()
    with keeping():
        assert [answer(), answer()] == [2, 2]
    assert answer() == 3
