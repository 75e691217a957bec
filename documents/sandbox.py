"""Runs the program that opens hostile files (`python -m documents.sandbox_child`) as a short-lived process of its own.

Two reasons: PDFium is not safe in threads, and a decoder that is broken by a crafted file must not stand beside the
database password. The child gets no environment, a limit on memory, processor time and written bytes, and one pipe.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

WALL_SECONDS: Final = 30
_ROOT: Final = Path(__file__).resolve().parent.parent


class SandboxError(Exception):
    """The child died, took too long or wrote nonsense: the file is treated as broken."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the child says of a file: plain values, and a payload of bytes (a viewing copy or pictures of pages)."""

    values: dict[str, Any]
    payload: bytes

    @property
    def refusal(self) -> str | None:
        """The code of a refusal (a key of `documents.intake.MESSAGES`), or None."""
        return self.values.get("refused")


def run(command: str, content: BinaryIO, **options: int | str) -> Findings:
    """Let the child do `command` (inspect, pages) on a file; `content` is read from its beginning.

    Raises SandboxError when the child gives no proper answer within `WALL_SECONDS`.
    """
    content.seek(0)
    # -E and -s: neither variables nor user folders choose what is imported. The bytes go through a pipe and not as a
    # shared descriptor, whose position the buffers of both processes would disagree about.
    arguments = [sys.executable, "-E", "-s", "-m", "documents.sandbox_child", command, json.dumps(options)]
    try:
        done = subprocess.run(  # noqa: S603 - fixed program; the options are our own numbers and words
            arguments, input=content.read(), capture_output=True, cwd=_ROOT, env={}, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SandboxError("timeout") from error
    head, separator, payload = done.stdout.partition(b"\n")
    if done.returncode != 0 or not separator:
        raise SandboxError(f"exit {done.returncode}")
    try:
        return Findings(json.loads(head), payload)
    except ValueError as error:
        raise SandboxError("no answer") from error
