"""Answers kept for the length of one piece of work, where a batch asks the same of the reference data for each case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("kept_answers", default=None)


@contextmanager
def keeping() -> Iterator[None]:
    """Within the block, what functions marked with `kept` answer is kept: one transaction, one reader, a few seconds.
    What changes in between counts from the next block."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function of hashable arguments whose answer nobody changes. Outside of `keeping` it is asked each time."""

    @wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = function(*args, **kwargs)
        return answers[key]

    return ask
