"""The commands of `./run`, once the virtual environment stands (the shell part checks the command's name)."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType

from rcms.logins import LOGINS
from rcms.runner.checks import format_code, lint, lock
from rcms.runner.children import run_in_front
from rcms.runner.console import RunError, complain, say
from rcms.runner.demo import already_running, demo
from rcms.runner.places import PYTHON, DataFolder
from rcms.runner.services import borrowed_services
from rcms.runner.setting_up import set_up
from rcms.runner.suite import run_bench, run_tests

# Which database login a manage.py command needs; all others sign in as the web server does.
LOGIN_OF_COMMAND = {
    "dbshell": "owner",
    "erase": "erase",
    "export_log": "owner",
    "load_reference": "owner",
    "secrets_rotate": "owner",
    "makemigrations": "owner",
    "migrate": "owner",
    "showmigrations": "owner",
    "sqlmigrate": "owner",
    "relay": "relay",
    "seal_log": "seal",
    "publish_log": "seal",
    "log_witness": "owner",
}
# These write into the clone, which belongs to whoever cloned it.
WRITES_INTO_CLONE = {"collectstatic", "draw_workflow", "makemigrations", "messages"}
KEPT_BY_RESET = {"logs", "stamps", "packages.lock", "setup.lock", "running.lock"}


def run_demo(arguments: Sequence[str]) -> int:
    """`./run demo [--check]`."""
    if set(arguments) - {"--check"}:
        raise RunError(f"demo does not know {' '.join(arguments)}; it takes --check or nothing.", 2)
    return demo(check="--check" in arguments)


def run_manage(arguments: Sequence[str]) -> int:
    """`./run manage ...`: with the login that the command needs, unless RCMS_LOGIN says otherwise."""
    set_up()
    command = arguments[0] if arguments else "help"
    login = os.environ.get("RCMS_LOGIN") or LOGIN_OF_COMMAND.get(command, "app")
    with borrowed_services() as services:
        account = None if command in WRITES_INTO_CLONE else services.account
        environment = services.environment(login)
        return run_in_front([PYTHON, "manage.py", *arguments], environment=environment, account=account, is_prompt=True)


def run_psql(arguments: Sequence[str]) -> int:
    """`./run psql [--as LOGIN] [psql arguments]`."""
    login, rest = "owner", list(arguments)
    if rest and rest[0] == "--as":
        login, rest = (rest[1] if len(rest) > 1 else ""), rest[2:]
        if login not in LOGINS:
            raise RunError(f"--as needs one of {', '.join(LOGINS)}.", 2)
    with borrowed_services() as services:
        program, environment = services.psql(login)
        return run_in_front([program, *rest], environment=environment, is_prompt=True)


def run_setup(arguments: Sequence[str]) -> int:
    """`./run setup [--dev]`."""
    set_up(browser="--dev" in arguments)
    say("Set-up is complete.")
    return 0


def run_reset(arguments: Sequence[str]) -> int:
    """`./run reset [--yes]`: delete the demo's databases, files and secrets."""
    data = DataFolder.of_demo()
    with data.taken() as free:
        if not free:
            raise RunError(already_running(data.holder()))
        if "--yes" not in arguments:
            if not sys.stdin.isatty():
                raise RunError("reset deletes the demo's data; say so with: ./run reset --yes", 2)
            if input(f"Delete the demo's data in {data.path}? [y/N] ").strip().lower() not in {"y", "yes"}:
                say("Nothing was deleted.")
                return 0
        shutil.rmtree(data.sockets(), ignore_errors=True)
        for path in data.path.iterdir():
            if path.name not in KEPT_BY_RESET:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    say("The demo's data are deleted; the next `./run demo` makes them anew.")
    return 0


def _stop(number: int, _frame: FrameType | None) -> None:
    # With an argument, to tell a signal sent to us alone from the terminal's Ctrl-C.
    raise KeyboardInterrupt(number)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "bench": run_bench,
    "demo": run_demo,
    "format": lambda _arguments: format_code(),
    "lint": lambda _arguments: lint(),
    "lock": lock,
    "manage": run_manage,
    "psql": run_psql,
    "reset": run_reset,
    "setup": run_setup,
    "test": run_tests,
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code of the script."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job has it ignored
    signal.signal(signal.SIGTERM, _stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup means it
        signal.signal(signal.SIGHUP, _stop)
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except RunError as stop:
        complain(str(stop))
        return stop.code
    except KeyboardInterrupt:
        complain("stopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
