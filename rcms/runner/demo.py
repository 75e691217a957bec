"""`./run demo`: a whole running system on one machine."""

import http.client
import os
import signal
import socket
import subprocess
import time
from functools import partial
from pathlib import Path

from rcms.runner.children import Part, Supervisor, run_in_front, run_logged, spawn
from rcms.runner.console import RunError, say, step
from rcms.runner.places import PYTHON, DataFolder
from rcms.runner.services import Services
from rcms.runner.setting_up import set_up

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
FIRST_PAGE_SECONDS = 60
LOOK_SECONDS = 0.5


def wanted_port(*, check: bool) -> int:
    """The port to listen on: PORT, or a free one for a check, or 8000. Raises RunError when it cannot be had."""
    given = os.environ.get("PORT", "")
    if given and not (given.isdigit() and 0 < int(given) < 65536):
        raise RunError(f"PORT is {given!r}; it must be a number from 1 to 65535.")
    port = int(given) if given else 0 if check else DEFAULT_PORT
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise RunError(f"port {port} is kept for root; choose another: PORT=8001 ./run demo") from None
        except OSError:
            raise RunError(
                f"port {port} is taken by another program; choose another: PORT={port + 1} ./run demo"
            ) from None
        chosen: int = probe.getsockname()[1]
        return chosen


def answers(port: int, log: Path) -> bool:
    """Whether the web server answers yet. Raises RunError when its answer is an error: waiting will not mend that."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    if status >= 500:
        raise RunError(f"the web server answers its start page with error {status}; details in {log}")
    return True


def manage(services: Services, title: str, login: str, *words: str) -> None:
    """One manage.py command as a set-up step. Raises RunError."""
    log = services.data.log("setup")
    with step(title):
        code = run_logged(
            [PYTHON, "manage.py", *words], log=log, environment=services.environment(login), account=services.account
        )
    if code != 0:
        older = "" if words[0] != "migrate" else " Data of an older version? `./run reset --yes` deletes them."
        raise RunError(f"`manage.py {words[0]}` failed; details in {log}.{older}")


def commands(port: int, scratch: Path) -> dict[str, tuple[str, list[str]]]:
    """The processes of the system: name -> database login, command."""
    celery = [
        PYTHON,
        "-m",
        "celery",
        "-A",
        "rcms",
        "worker",
        "--loglevel",
        "INFO",
        "--without-gossip",
        "--without-mingle",
    ]
    web = [
        PYTHON,
        "-m",
        "gunicorn",
        "rcms.wsgi:application",
        "--bind",
        f"{HOST}:{port}",
        "--workers",
        "2",
        "--threads",
        "4",
    ]
    web += ["--graceful-timeout", "10", "--timeout", "60", "--access-logfile", "-", "--no-control-socket"]
    worker = [*celery, "-n", "work@%h", "-Q", "interactive,heavy", "-c", "2", "--max-tasks-per-child", "200"]
    beat = [
        *celery,
        "-n",
        "system@%h",
        "-Q",
        "system",
        "-P",
        "solo",
        "-B",
        "--schedule",
        str(scratch / "beat-schedule"),
    ]
    return {
        "web server": ("app", web),
        "worker": ("app", worker),
        "relay": ("relay", [PYTHON, "manage.py", "relay"]),
        "sealer": ("seal", [PYTHON, "manage.py", "seal_log"]),
        "publisher": ("seal", [PYTHON, "manage.py", "publish_log"]),
        "eraser": ("erase", [PYTHON, "manage.py", "erase"]),
        "beat": ("sweep", beat),
    }


def start_processes(services: Services, supervisor: Supervisor, port: int) -> None:
    """Start the processes and wait for the first page. Raises RunError."""
    for name, (login, command) in commands(port, services.data.scratch).items():
        log = services.data.log(name.replace(" ", "-"))
        start = partial(
            _start, command, log=log, environment=services.environment(login) | {"PORT": str(port)}, services=services
        )
        supervisor.add(Part(name, start, log, signal.SIGTERM))
    web = next(part for part in supervisor.parts if part.name == "web server")
    supervisor.wait_for(web, partial(answers, port, web.log), FIRST_PAGE_SECONDS)


def _start(
    command: list[str], *, log: Path, environment: dict[str, str], services: Services
) -> subprocess.Popen[bytes]:
    return spawn(command, log=log, environment=environment, account=services.account)


def demo(*, check: bool) -> int:
    """Set up, start everything, and keep it running until told to stop; with `check`, verify and stop.

    Returns the exit code: 0 after Ctrl-C or a good check. Raises RunError.
    """
    data = DataFolder.of_demo()
    with data.taken() as free:
        if not free:
            raise RunError(already_running(data.holder()))
        port = wanted_port(check=check)
        address = f"http://{HOST}:{port}/"
        data.describe_holder(command="./run demo", address=address)
        set_up()
        services = Services(data, mode="development")
        supervisor = Supervisor()
        try:
            services.start(supervisor)
            manage(services, "Database schema", "owner", "migrate", "--noinput", "-v", "0")
            manage(services, "Reference data", "owner", "load_reference", "--if-empty")
            manage(services, "Demo data", "app", "seed_demo", "--if-empty")
            manage(services, "Demo administration", "app", "demo_administration")
            with step("Web server and workers"):
                start_processes(services, supervisor, port)
            if check:
                return verify(services, supervisor, address)
            announce(services, address)
            while True:
                supervisor.look()
                time.sleep(LOOK_SECONDS)
        except KeyboardInterrupt:
            say("\nStopping; the data are kept.")
            return 1 if check else 0
        finally:
            supervisor.stop()


def already_running(holder: dict[str, str]) -> str:
    """The line for a second start: who holds the data, and how to stop it."""
    who = f"{holder.get('command', './run')} (process {holder.get('process', 'unknown')})"
    where = f" at {holder['address']}" if "address" in holder else ""
    how = f"stop it with Ctrl-C there, or `kill {holder.get('process', '')}`"
    return f"{who} already uses this clone's data{where}; {how}."


def announce(services: Services, address: str) -> None:
    """Print who can sign in, and where."""
    say()
    run_in_front(
        [PYTHON, "manage.py", "demo_personas"], environment=services.environment("app"), account=services.account
    )
    if services.data.account is not None and services.account is None:
        say(f"The processes run as root: the user {services.data.account.name} cannot enter the clone or its Python.")
    say(
        f"\nRCMS is running at {address}\nLogs are in {services.data.logs}. Ctrl-C stops everything and keeps the data."
    )


def verify(services: Services, supervisor: Supervisor, address: str) -> int:
    """The check: sign in, open a case, wait for a PDF; then every process must still be alive."""
    code = run_in_front(
        [PYTHON, "manage.py", "demo_check", "--url", address.rstrip("/")],
        environment=services.environment("app"),
        account=services.account,
    )
    dead = [part for part in supervisor.parts if not part.is_running]
    for part in dead:
        say(f"The {part.name} stopped during the check; see {part.log}")
    if code or dead:
        say(f"The check failed. Logs are in {services.data.logs}")
        return code or 1
    say("The check passed: everything started, answered and stopped.")
    return 0
