"""The processes of `./run`: started again when they die, stopped in order, none left over."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from rcms.runner.children import Part, Supervisor, end, run_logged, spawn
from rcms.runner.console import RunError

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def part(name: str, command: list[str], folder: Path) -> Part:
    log = folder / f"{name}.log"
    return Part(name, partial(spawn, command, log=log), log)


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(")")[-1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_dead_part_is_started_again_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    supervisor = Supervisor()
    worker = part("worker", SLEEP, tmp_path)
    supervisor.add(worker)
    try:
        assert worker.process is not None
        first = worker.process.pid
        os.kill(first, signal.SIGKILL)
        worker.process.wait()
        supervisor.look()
        assert "The worker stopped (exit code -9); starting it again in 1 s" in capsys.readouterr().out
        assert not worker.is_running
        worker.restart_at = time.monotonic()
        supervisor.look()
        assert worker.is_running
        assert worker.process.pid != first
    finally:
        supervisor.stop()


def test_the_pause_doubles_with_each_early_death(tmp_path: Path) -> None:
    supervisor = Supervisor()
    broken = part("broken", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path)
    supervisor.add(broken)
    pauses = []
    for _ in range(7):
        assert broken.process is not None
        broken.process.wait()
        before = time.monotonic()
        supervisor.look()
        assert broken.restart_at is not None
        pauses.append(round(broken.restart_at - before))
        broken.restart_at = before
        supervisor.look()
    supervisor.stop()
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_parts_stop_last_one_first(tmp_path: Path) -> None:
    note = tmp_path / "order"
    program = "import signal, sys, time\ndef bye(*_):\n open({0!r}, 'a').write({1!r}); sys.exit()\n"
    program += "signal.signal(signal.SIGTERM, bye); print('up', flush=True); time.sleep(600)"
    supervisor = Supervisor()
    for name in ("a", "b", "c"):
        one = part(name, [sys.executable, "-c", program.format(str(note), name)], tmp_path)
        supervisor.add(one)
        supervisor.wait_for(one, lambda one=one: one.log.exists() and "up" in one.log.read_text(), 30)
    supervisor.stop()
    assert note.read_text() == "cba"


def test_what_ignores_the_request_is_killed_with_its_children(tmp_path: Path) -> None:
    log = tmp_path / "stubborn.log"
    program = (
        "import signal, subprocess, sys, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, flush=True)\ntime.sleep(600)"
    )
    process = spawn([sys.executable, "-c", program], log=log)
    while not log.read_text().strip():
        time.sleep(0.02)
    child = int(log.read_text())
    end(process, signal.SIGTERM, 0.2)
    assert process.returncode == -signal.SIGKILL
    for _ in range(200):
        if not is_alive(child):
            break
        time.sleep(0.05)
    assert not is_alive(child)


def test_a_part_that_dies_while_starting_stops_the_start_and_names_its_log(tmp_path: Path) -> None:
    supervisor = Supervisor()
    broken = part("relay", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path)
    supervisor.add(broken)
    with pytest.raises(RunError, match=r"the relay stopped while it started; details in .*relay\.log"):
        supervisor.wait_for(broken, lambda: False, 30)
    supervisor.stop()


def test_a_missing_program_is_an_exit_code_and_a_line_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert run_logged([tmp_path / "no-such-program"], log=log) == 127
    assert "no-such-program" in log.read_text()


def test_a_large_log_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rcms.runner.children.LOG_LIMIT_BYTES", 10)
    log = tmp_path / "web.log"
    log.write_text("old lines, more than ten bytes")
    assert run_logged([sys.executable, "-c", "print('new')"], log=log) == 0
    assert log.read_text() == "new\n"
    assert (tmp_path / "web.log.1").read_text().startswith("old")


def test_a_child_has_a_session_of_its_own(tmp_path: Path) -> None:
    # the terminal's Ctrl-C must reach ./run alone, which then stops its children in order
    process: subprocess.Popen[bytes] = spawn(SLEEP, log=tmp_path / "log")
    try:
        assert os.getsid(process.pid) == process.pid != os.getsid(0)
    finally:
        end(process, signal.SIGTERM, 5)
