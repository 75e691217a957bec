"""The eraser killed at any point: a case is whole or erased, and what was begun is brought to its end once (ADR 24)."""

import os
import random
import signal
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cases.models import Case
from documents.models import StoredFile
from documents.vault import vault
from protection import erasing
from protection.register import ErasureRegister, Line, lines_read
from tests.audit.recording import rows
from tests.conftest import ERASE, OWNER, become, logged_in_as
from tests.protection.erasures import (
    NAMES,
    YEARS,
    approved,
    case_as_owner,
    closed_case,
    found_anywhere,
    not_emptied,
    office,
    pass_time,
)

pytestmark = pytest.mark.commits
KILLS = 40 if os.environ.get("RCMS_TEST_FULL") else 4
# The same points at each run, which nobody chose.
numbers = random.Random(24)  # noqa: S311 (nothing secret)
# Whether the eraser dies at a point: before a statement, or where the register was or will be written.
Death = Callable[[str], bool]


def at(number: int) -> Death:
    points = count(1)
    return lambda point: next(points) == number


def when(beginning: str) -> Death:
    return lambda point: point.startswith(beginning)


def life(folder: Path, dies: Death = lambda point: False) -> int:
    """An eraser in a process of its own: 0 where it came to its end, else the signal that it died of."""
    connection.close()
    child = os.fork()
    if child:
        return os.WTERMSIG(status) if os.WIFSIGNALED(status := os.waitpid(child, 0)[1]) else status
    try:
        _live(folder, dies)
    except BaseException as error:
        os.write(2, repr(error).encode())
        os._exit(1)
    os._exit(0)


def _live(folder: Path, dies: Death) -> None:
    def pass_by(point: str) -> None:
        if dies(point):
            os.kill(os.getpid(), signal.SIGKILL)

    class Register(ErasureRegister):
        def add(self, lines: Sequence[Line]) -> None:
            pass_by(f"before {lines[0].state}")
            super().add(lines)
            pass_by(f"after {lines[0].state}")

    def execute(original: Any, sql: str, *rest: Any) -> Any:
        pass_by(sql)
        return original(sql, *rest)

    become(ERASE)
    register = Register(folder / "erasures.jsonl")
    with connection.execute_wrapper(execute):
        erasing.register_settle(register)
        while erasing.files_destroy() or erasing.erase_next(register):
            pass
        erasing.runs_end()


class Seen:
    """What is left of a case after each life of the eraser."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.words = found_anywhere(*NAMES)

    def is_erased(self) -> bool:
        """Whether it is; fails where it is so by half."""
        if case_as_owner(self.case.id).erased_at is None:
            assert found_anywhere(*NAMES) == self.words and promised() == readable()
            assert set(rows("select state from protection_retentionitem")) == {("waiting",)}
            return False
        assert not_emptied(self.case.id) == ["cases_verificationtask"], "the receiving side's own"
        assert promised() <= readable()
        return True


def promised() -> set[str]:
    """Files that the database gives out."""
    with logged_in_as(OWNER):
        found = StoredFile.objects.filter(destroyed_at=None).values_list("storage_id", "viewing_storage_id")
        return {name for names in found for name in names if name}


def readable() -> set[str]:
    """Files of which there are bytes."""
    return {path.name for path in vault().root.glob("files/??/??/*")}


def test_a_case_is_whole_or_erased_and_erased_once(transactional_db: None, tmp_path: Path) -> None:
    both = office()
    case = closed_case(both.people)
    pass_time(YEARS)
    approved(both.officer, both.second)
    pass_time(YEARS + timedelta(days=31))
    seen = Seen(case)
    assert promised() and not seen.is_erased()
    for number in numbers.sample(range(5, 85), KILLS):
        assert life(tmp_path, at(number)) == signal.SIGKILL and not seen.is_erased()
    assert not (tmp_path / "erasures.jsonl").read_text(), "it was not near its end"
    assert life(tmp_path, when("after begun")) == signal.SIGKILL and not seen.is_erased()
    # Committed, and dead before it said so; then with bytes gone and no word of that; then with all but the end.
    assert life(tmp_path, when("before done")) == signal.SIGKILL and seen.is_erased()
    assert promised() < readable()
    lines = list(lines_read(tmp_path / "erasures.jsonl"))
    assert {line.state for line in lines} == {"begun"}
    assert life(tmp_path, when("update protection_destroyedfile")) == signal.SIGKILL and seen.is_erased()
    done = [line.item for line in lines_read(tmp_path / "erasures.jsonl") if line.state == "done"]
    assert sorted(done) == sorted({line.item for line in lines}), "what was committed is written down as done, once"
    assert life(tmp_path, when("update protection_retentionrun")) == signal.SIGKILL and seen.is_erased()
    assert life(tmp_path) == 0 == life(tmp_path) and seen.is_erased()
    assert promised() == readable()
    assert len(list(lines_read(tmp_path / "erasures.jsonl"))) == len(lines) + len(done)
    assert rows("select count(*) from protection_destroyedfile where gone_at is null") == [(0,)]
    assert rows("select state from protection_retentionrun") == [("done",)]
    # One for what both sides had, one for what was the side's own.
    assert rows("select count(*) from audit_event where action = 'case.erased'") == [(2,)]
