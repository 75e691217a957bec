"""Tasks of the tests, loaded by real workers (`-I tests.faults.tasks`). Each notes when it begins and does one effect.

FAULTS_FOLDER (environment) is where the notes are: `<word>.begun` gets a line per attempt; while `<word>.wait` exists
the task waits. The effect is a row of the table `effect`, in the task's own transaction.
"""

import os
import time
from pathlib import Path

from django.db import connection

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
