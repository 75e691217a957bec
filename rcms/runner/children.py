"""Processes that `./run` starts: none outlives it, whichever way it ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rcms.runner.console import RunError, say
from rcms.runner.places import ROOT, Account

PR_SET_PDEATHSIG = 1
LOG_LIMIT_BYTES = 5 * 1024 * 1024
LONGEST_PAUSE_SECONDS = 30
STEADY_SECONDS = 60
STOP_SECONDS = 20
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _tie_to_parent(parent: int, death_signal: int) -> Callable[[], None]:
    """What a child does before it becomes the program: ask the kernel for a signal when its parent dies (Linux)."""

    def tie() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
            if os.getppid() != parent:  # the parent died before we asked
                os._exit(1)

    return tie


def _identity(account: Account | None) -> dict[str, object]:
    return {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
    folder: Path = ROOT,
    death_signal: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a program in the background, in a session of its own, writing to a log file.

    It is tied to the calling thread: call it from the main thread only. Raises RunError when it cannot be started.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".log.1"))
    try:
        with log.open("ab") as output:
            process: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(os.environ if environment is None else environment),
                cwd=folder,
                start_new_session=True,
                preexec_fn=_tie_to_parent(os.getpid(), death_signal),
                **_identity(account),
            )
    except OSError as error:
        raise RunError(f"{command[0]} could not be started: {error.strerror}.") from error
    return process


def run_logged(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
    folder: Path = ROOT,
) -> int:
    """Run a program to its end, its output appended to a log file; returns its exit code (127 when it is missing)."""
    try:
        process = spawn(command, log=log, environment=environment, account=account, folder=folder)
    except RunError as error:
        with log.open("a") as file:
            file.write(f"{error}\n")
        return 127
    try:
        return process.wait()
    except BaseException:
        end(process, signal.SIGTERM, 10)
        raise


def run_in_front(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    account: Account | None = None,
    is_prompt: bool = False,
) -> int:
    """Run a program that owns the terminal (tests, a prompt); returns its exit code.

    Ctrl-C reaches the program from the terminal itself, and a prompt may live on after it. When only this process is
    told to stop, it passes that on.
    """
    sys.stdout.flush()
    process: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]
        [str(word) for word in command],
        env=dict(environment),
        cwd=ROOT,
        preexec_fn=_tie_to_parent(os.getpid(), signal.SIGTERM),
        **_identity(account),
    )
    patience: float | None = None
    while True:
        try:
            code = process.wait(timeout=patience)
        except KeyboardInterrupt as request:
            if request.args:  # a signal to us alone, not the terminal's Ctrl-C
                process.send_signal(signal.SIGTERM if is_prompt else signal.SIGINT)
            if request.args or not is_prompt:
                patience = STOP_SECONDS
        except subprocess.TimeoutExpired:
            end(process, signal.SIGTERM, STOP_SECONDS)
        else:
            return 128 - code if code < 0 else code


def end(process: subprocess.Popen[bytes], stop_signal: int, grace_seconds: float) -> None:
    """Ask a program to stop, and kill what is left of its session after the grace."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        try:
            process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.pid != os.getpgrp():
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


@dataclass
class Part:
    """One running part of the system: how it is started, asked to stop, and where it writes."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    log: Path
    stop_signal: int = signal.SIGTERM
    grace_seconds: float = 15
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    failures: int = 0
    restart_at: float | None = None

    def launch(self) -> None:
        self.process = self.start()
        self.started_at = time.monotonic()
        self.restart_at = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """Starts parts in order, starts them again when they die, stops them in reverse order."""

    parts: list[Part] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Start a part and watch over it from now on."""
        part.launch()
        self.parts.append(part)

    def look(self) -> None:
        """Notice parts that died and start them again, after a pause that doubles with each early death."""
        now = time.monotonic()
        for part in self.parts:
            if part.is_running:
                continue
            if part.restart_at is None:
                part.failures = 1 if now - part.started_at > STEADY_SECONDS else part.failures + 1
                pause = min(2 ** (part.failures - 1), LONGEST_PAUSE_SECONDS)
                part.restart_at = now + pause
                code = part.process.returncode if part.process else None
                say(f"The {part.name} stopped (exit code {code}); starting it again in {pause} s. See {part.log}")
            elif now >= part.restart_at:
                self._sweep(part)
                part.launch()

    @staticmethod
    def _sweep(part: Part) -> None:
        if part.process is not None:
            end(part.process, part.stop_signal, 0)

    def wait_for(self, part: Part, is_ready: Callable[[], bool], seconds: float) -> None:
        """Wait until a part answers. Raises RunError with its log when it dies or stays silent for too long."""
        limit = time.monotonic() + seconds
        while not is_ready():
            if not part.is_running:
                raise RunError(f"the {part.name} stopped while it started; details in {part.log}")
            if time.monotonic() > limit:
                raise RunError(f"the {part.name} gave no answer within {seconds:.0f} s; details in {part.log}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop every part, the last one started first. A second Ctrl-C does not leave half of them running."""
        held = {
            number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            while self.parts:
                part = self.parts.pop()
                if part.process is not None:
                    end(part.process, part.stop_signal, part.grace_seconds)
        finally:
            for number, handler in held.items():
                signal.signal(number, handler)
