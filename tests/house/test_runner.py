"""`./run`: what it refuses, what it says, what it keeps, what each process is told."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from rcms.logins import LOGINS, VARIABLES
from rcms.runner import demo, services, setting_up, suite
from rcms.runner.checks import run_all
from rcms.runner.console import RunError
from rcms.runner.places import ROOT, SOCKET_FOLDER_LIMIT, DataFolder, Stamp, digest_of


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path, None)


@pytest.fixture
def own_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that names real servers, as an operator's would."""
    for login in LOGINS:
        monkeypatch.setenv(
            VARIABLES[login],
            f"postgresql://rcms_{login}:word-of-{login}@db.example/rcms?sslmode=require",
        )
    monkeypatch.setenv("REDIS_URL", "redis://broker.example/0")


def run_script(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / "run", *arguments], capture_output=True, text=True, check=False)


def test_run_alone_prints_the_commands() -> None:
    said = run_script()
    assert said.returncode == 0
    for command in ("demo", "test", "lint", "setup", "manage", "psql", "reset", "PORT="):
        assert command in said.stdout


def test_an_unknown_command_is_named() -> None:
    said = run_script("dmeo")
    assert said.returncode == 2
    assert "no command 'dmeo'" in said.stderr


def test_a_taken_port_is_said_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(RunError, match=rf"port {port} is taken .* PORT={port + 1} ./run demo"):
            demo.wanted_port(check=False)


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(RunError, match="PORT is"):
        demo.wanted_port(check=False)


def test_a_check_takes_a_free_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert demo.wanted_port(check=True) not in (0, demo.DEFAULT_PORT)


def test_a_second_start_says_who_runs(data: DataFolder) -> None:
    taker = (
        "import sys; from pathlib import Path; from rcms.runner.places import DataFolder\n"
        "data = DataFolder(Path(sys.argv[1]), None)\n"
        "with data.taken() as free: data.describe_holder(command='./run demo', address='http://127.0.0.1:8000/');"
        " print(free, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", taker, data.path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        with data.taken() as free:
            assert not free
            line = demo.already_running(data.holder())
        assert f"process {other.pid}" in line
        assert "http://127.0.0.1:8000/" in line
        other.communicate("")
    with data.taken() as free:
        assert free


def test_secrets_are_made_once_and_closed_to_others(data: DataFolder) -> None:
    first = data.secrets()
    assert data.secrets() == first
    assert len(set(first.values())) == len(first)
    assert min(map(len, first.values())) >= 50  # production's own limit for SECRET_KEY
    assert (data.path / "state.json").stat().st_mode & 0o777 == 0o600


def test_sockets_of_a_deep_clone_lie_on_a_short_path(tmp_path: Path) -> None:
    deep = tmp_path / ("long-name" * 12)
    deep.mkdir()
    folder = DataFolder(deep, None).sockets()
    try:
        assert len(os.fsencode(folder)) <= SOCKET_FOLDER_LIMIT
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.name.startswith("rcms-embedded")
    finally:
        folder.rmdir()


def test_a_socket_folder_laid_by_somebody_else_is_refused(data: DataFolder, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.mkdir()
    (data.path / "rcms-embedded").symlink_to(trap)
    with pytest.raises(RunError, match="belongs to somebody else"):
        data.sockets()


def test_a_stamp_holds_until_source_or_result_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rcms.runner.places.CLONE_DATA", tmp_path)
    source, result = tmp_path / "source", tmp_path / "result"
    source.write_text("one")
    result.write_text("built")
    Stamp("step", digest_of([source]), result).write()
    assert Stamp("step", digest_of([source]), result).is_current()
    source.write_text("two")
    assert not Stamp("step", digest_of([source]), result).is_current()
    source.write_text("one")
    result.unlink()
    assert not Stamp("step", digest_of([source]), result).is_current()


@pytest.mark.usefixtures("own_servers")
def test_a_process_is_given_no_other_logins_password(data: DataFolder) -> None:
    chosen = services.Services(data, mode="development")
    for login in LOGINS:
        environment = chosen.environment(login)
        assert environment["RCMS_LOGIN"] == login
        assert f"word-of-{login}" in environment[VARIABLES[login]]
        for other in set(LOGINS) - {login}:
            assert not [name for name, value in environment.items() if f"word-of-{other}" in value]


@pytest.mark.usefixtures("own_servers")
def test_servers_named_by_the_environment_win(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "the operator's own")
    chosen = services.Services(data, mode="development")
    assert chosen.database is None
    assert chosen.broker is None
    environment = chosen.environment("app")
    assert environment["REDIS_URL"] == "redis://broker.example/0"
    assert environment["SECRET_KEY"] == "the operator's own"


@pytest.mark.usefixtures("own_servers")
def test_psql_signs_in_without_a_password_on_the_command_line(
    data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "psql"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found, environment = services.Services(data, mode="development").psql("relay")
    assert found == program
    assert environment["PGUSER"] == "rcms_relay"
    assert environment["PGPASSWORD"] == "word-of-relay"
    assert environment["PGSSLMODE"] == "require"


@pytest.mark.usefixtures("own_servers")
def test_half_a_database_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_ERASE_URL")
    with pytest.raises(RunError, match="DATABASE_ERASE_URL not set"):
        services.has_own_database()


def test_missing_libraries_stop_an_ordinary_user_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting_up, "missing_libraries", lambda: ["libpango-1.0-0"])
    monkeypatch.setattr(setting_up.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(setting_up.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(RunError, match=r"sudo apt-get install libpango-1\.0-0$"):
        setting_up.install_system_packages(browser=False)


def test_a_missing_browser_does_not_stop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(setting_up, "missing_libraries", list)
    monkeypatch.setattr(setting_up.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(setting_up.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    setting_up.install_system_packages(browser=True)
    assert "sudo apt-get install chromium" in capsys.readouterr().out


def test_catalogues_are_compiled_without_fuzzy_wording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "locale" / "sq" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Case"\nmsgstr "Dosja"\n\n#, fuzzy\nmsgid "Queue"\nmsgstr "Guess"\n'
    )
    monkeypatch.setattr(setting_up, "ROOT", tmp_path)
    setting_up.compile_catalogues()
    compiled = (folder / "django.mo").read_bytes()
    assert b"Dosja" in compiled
    assert b"Guess" not in compiled


RESULT = '<testsuites><testsuite tests="{0}" failures="{1}" errors="{2}" skipped="{3}"/></testsuites>'


def test_the_closing_line_counts_both_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house, browser = tmp_path / "house.xml", tmp_path / "browser.xml"
    house.write_text(RESULT.format(10, 1, 1, 2))
    browser.write_text(RESULT.format(3, 0, 0, 3))
    assert suite.conclude([1, 0], [house, browser]) == 1
    assert "\nTests: 6 passed, 2 failed, 5 skipped\n" in capsys.readouterr().out


def test_a_suite_that_ran_nothing_has_failed(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no test ran"):
        suite.conclude([0, 0], [tmp_path / "missing.xml"])


def test_lint_runs_on_after_a_failure_and_names_it(capfd: pytest.CaptureFixture[str]) -> None:
    fails = [sys.executable, "-c", "raise SystemExit(1)"]
    succeeds = [sys.executable, "-c", "print('second ran')"]
    assert run_all({"first": fails, "second": succeeds}, os.environ) == 1
    said = capfd.readouterr()
    assert "second ran" in said.out
    assert "these checks failed: first" in said.err


def test_the_locks_have_hashes_and_no_addresses() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "://" not in text, path
        assert "--index-url" not in text, path
        assert text.count("--hash=sha256:") >= text.count("=="), path
