"""The register of erasures outside the database (`RCMS_ERASURE_FILE`): after a restore it says what must go once more.

One JSON object a line, appended and synced; keys, codes and moments, no personal data. A part of a case is written down
as `begun` before its transaction commits and as `done` after it: only what is done is applied again.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Literal

from django.conf import settings

MODE: Final = 0o600


class RegisterBroken(Exception):
    """The register cannot be read or written: nothing is erased without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One part of one case. item: of which run; at: when, ISO 8601."""

    item: str
    case: str
    part: str
    own_side: str
    run: str
    country: str
    rule: str
    at: str
    state: Literal["begun", "done"] = "begun"

    def done(self) -> "Line":
        """The line that is written after the commit."""
        return replace(self, state="done")


class ErasureRegister:
    """The file, for one process at a time: a second eraser is refused."""

    def __init__(self, path: Path) -> None:
        self.path = path
        is_new = not path.exists()
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, MODE)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if is_new:
                folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
                os.fsync(folder)
                os.close(folder)
        except OSError as error:
            raise RegisterBroken(f"{path}: {error.strerror}") from error

    def add(self, lines: Sequence[Line]) -> None:
        """Append lines; returns once they are on disk."""
        text = "".join(json.dumps(asdict(line), separators=(",", ":")) + "\n" for line in lines)
        try:
            # A line that a crash cut off is ended first.
            if not self._ends_whole():
                text = "\n" + text
            data = text.encode()
            while data:
                data = data[os.write(self._file, data) :]
            os.fsync(self._file)
        except OSError as error:
            raise RegisterBroken(f"{self.path}: {error.strerror}") from error

    def close(self) -> None:
        os.close(self._file)

    def unfinished(self) -> list[Line]:
        """What was begun and not written down as done, the last of each."""
        found: dict[str, Line] = {}
        for line in lines_read(self.path):
            if line.state == "done":
                found.pop(line.item, None)
            else:
                found[line.item] = line
        return list(found.values())

    def _ends_whole(self) -> bool:
        size = os.fstat(self._file).st_size
        return size == 0 or os.pread(self._file, 1, size - 1) == b"\n"


def register_path() -> Path:
    """Where the register stands. Raises RegisterBroken where none is set."""
    if not settings.ERASURE_FILE:
        raise RegisterBroken("RCMS_ERASURE_FILE is not set: nothing is erased without a register outside the database")
    return Path(settings.ERASURE_FILE)


def lines_read(path: Path) -> Iterator[Line]:
    """The whole lines of a register, in their order. A line that a crash cut off is no line."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except OSError as error:
        raise RegisterBroken(f"{path}: {error.strerror}") from error
    for words in text.split("\n"):
        try:
            yield Line(**json.loads(words))
        except (ValueError, TypeError):
            continue
