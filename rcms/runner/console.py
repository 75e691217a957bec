"""What `./run` says: one line for each step, and one clear line when it cannot go on."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class RunError(Exception):
    """`./run` cannot go on. The text is the one line that the person reads: what is missing and how to get it."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def say(line: str = "") -> None:
    """Print a line at once, also when the output is a pipe."""
    print(line, flush=True)


def complain(line: str) -> None:
    """Print a line to standard error, under the script's name."""
    sys.stdout.flush()
    print(f"run: {line}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """A long step: its title is printed when it begins, its length in seconds when it has ended."""
    began = time.monotonic()
    print(f"{title} ...", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - began:.0f} s", flush=True)
