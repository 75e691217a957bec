"""Tasks of the tests, loaded by real workers (`-I tests.faults.tasks`). Each notes when it begins and does one effect.

FAULTS_FOLDER (environment) is where the notes are: `<word>.begun` gets a line per attempt; while `<word>.wait` exists
the task waits. The effect is a row of the table `effect`, in the task's own transaction.
"""

import os
import time
from pathlib import Path
from uuid import UUID

from django.db import connection

from cases.services import silence
from core import outbox
from core.scope import current_scope

LONGEST_SECONDS = 60


def _folder() -> Path:
    return Path(os.environ["FAULTS_FOLDER"])


def _begin(word: str) -> None:
    with (_folder() / f"{word}.begun").open("a") as notes:
        notes.write(f"{os.getpid()}\n")


@outbox.task("tests.faults.effect")
def effect(word: str) -> None:
    """One effect; its row is written before the waiting, so that a killed worker has something to lose."""
    _begin(word)
    scope = current_scope()
    assert scope is not None
    with connection.cursor() as cursor:
        cursor.execute("insert into effect values (%s, %s)", [word, scope.country])
    until = time.monotonic() + LONGEST_SECONDS
    while (_folder() / f"{word}.wait").exists() and time.monotonic() < until:
        time.sleep(0.05)


@outbox.task("tests.faults.failing")
def failing(word: str) -> None:
    """Fails each time, after its effect."""
    effect(word)
    raise ZeroDivisionError


_clock_pass = silence.clock_pass


def _pass_slowly(clock_id: UUID, case_id: UUID) -> None:
    """As the product does, then wait: the batch is in the middle, with rows written and nothing committed. The number
    in `clocks.wait`: so many are not held up."""
    _clock_pass(clock_id, case_id)
    _begin("clocks")
    wait, done = _folder() / "clocks.wait", len((_folder() / "clocks.begun").read_text().splitlines())
    is_held = wait.exists() and done > int(wait.read_text())
    until = time.monotonic() + LONGEST_SECONDS
    while is_held and wait.exists() and time.monotonic() < until:
        time.sleep(0.05)


if "FAULTS_FOLDER" in os.environ:
    silence.clock_pass = _pass_slowly
