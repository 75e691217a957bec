"""A station: one database with commits, one real Valkey as `./run` starts it, the relay, and workers to be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.db import connection

from accounts.actor import Actor
from core import outbox
from core.models import OutboxMessage
from core.scope import use_scope
from rcms.embedded import Valkey
from rcms.runner.children import spawn
from rcms.runner.suite import throw_away_folder
from tests import world
from tests.conftest import APP, OWNER, RELAY, SWEEP, logged_in_as
from tests.faults import tasks

LEASE_SECONDS = 3
PATIENCE_SECONDS = 60


def wait_until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """Look again and again; no test depends on how long it took, only on its coming about at all."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


@dataclass
class Station:
    """What the tests of this folder stand on."""

    database: str
    folder: Path
    valkey: Valkey
    actor: Actor
    broker: subprocess.Popen[bytes] | None = None
    relay: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    # --- processes

    def environment(self, login: str) -> dict[str, str]:
        def url(of: dict[str, Any]) -> str:
            host, port = quote(of["HOST"], safe=""), of["PORT"] or "5432"
            return (
                f"postgresql://{of['USER']}:{quote(of['PASSWORD'], safe='')}@/{self.database}?host={host}&port={port}"
            )

        return {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")} | {
            "DATABASE_URL": url(APP),
            "DATABASE_RELAY_URL": url(RELAY),
            "DATABASE_SWEEP_URL": url(SWEEP),
            "RCMS_MODE": "test",
            "RCMS_LOGIN": login,
            "REDIS_URL": self.valkey.address(),
            "OUTBOX_LEASE_SECONDS": str(LEASE_SECONDS),
            "FAULTS_FOLDER": str(self.folder),
            "FILE_STORE_URL": (self.folder / "files").as_uri(),
        }

    def start(self, login: str, *command: str) -> subprocess.Popen[bytes]:
        """A process of the product, in a group of its own (to be killed with its children), gone when pytest is."""
        log = self.folder / "processes.log"
        process = spawn([sys.executable, *command], log=log, environment=self.environment(login))
        self.processes.append(process)
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        """A worker as `./run` starts it, with the tasks of the tests besides."""
        command = (
            "-m",
            "celery",
            "-A",
            "rcms",
            "worker",
            "-I",
            "tests.faults.tasks",
            "-Q",
            "interactive,heavy",
            "-c",
            "2",
        )
        return self.start("app", *command, "--without-gossip", "--without-mingle", "-n", f"w{len(self.processes)}@%h")

    def start_relay(self) -> subprocess.Popen[bytes]:
        return self.start("relay", "manage.py", "relay")

    def start_broker(self) -> None:
        """On the port that the relay and the workers know."""
        self.broker = self.valkey.launch()
        wait_until(self.valkey.is_ready, "the broker answers")

    def stop_broker(self) -> None:
        assert self.broker is not None
        self.broker.terminate()
        self.broker.wait(PATIENCE_SECONDS)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """SIGKILL, with all children: no clean-up of any kind."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE_SECONDS)
        self.processes.remove(process)

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.valkey.address())

    # --- work

    def post(
        self, word: str, *, task: str = "tests.faults.effect", queue: str = "interactive", waits: bool = False
    ) -> Any:
        """Promise one effect, as a service does. `waits`: the task will wait until `go`."""
        if waits:
            (self.folder / f"{word}.wait").touch()
        with use_scope(self.actor.scope):
            return outbox.post(task=task, key=f"{task}:{word}", arguments={"word": word}, queue=queue)

    def go(self, word: str) -> None:
        (self.folder / f"{word}.wait").unlink(missing_ok=True)

    def attempts(self, word: str) -> list[int]:
        """The process ids of the workers that began the task, one per attempt."""
        notes = self.folder / f"{word}.begun"
        return [int(line) for line in notes.read_text().split()] if notes.exists() else []

    def begun(self, word: str, times: int = 1) -> None:
        wait_until(lambda: len(self.attempts(word)) >= times, f"{word} begins for the {times}. time\n{self.log()}")

    def message(self, key: Any) -> OutboxMessage:
        with logged_in_as(OWNER):
            return OutboxMessage.objects.get(id=key)

    def done(self, key: Any) -> OutboxMessage:
        def is_done() -> OutboxMessage | None:
            message = self.message(key)
            return message if message.state == "done" else None

        found: OutboxMessage = wait_until(is_done, f"{key} is done\n{self.log()}")
        return found

    def effects(self, word: str) -> int:
        """How often the work took effect: 1 is the only right answer in the end."""
        with logged_in_as(OWNER), connection.cursor() as cursor:
            cursor.execute("select count(*) from effect where word = %s", [word])
            return int(cursor.fetchone()[0])

    def log(self) -> str:
        return (self.folder / "processes.log").read_text()[-3000:]


@pytest.fixture(scope="module")
def station(module_db: str) -> Iterator[Station]:
    with throw_away_folder() as data, pytest.MonkeyPatch.context() as patch:
        valkey = Valkey(data)
        valkey.prepare()
        folder = data.path / "station"
        folder.mkdir()
        patch.setattr(settings, "REDIS_URL", valkey.address())
        with logged_in_as(OWNER), connection.cursor() as cursor:
            cursor.execute("create table effect (word text, country text)")
        made = Station(module_db, folder, valkey, world.make_actor("nld-dtv", "return_officer"))
        assert tasks.LONGEST_SECONDS
        try:
            made.start_broker()
            made.relay = made.start_relay()
            yield made
        finally:
            for process in list(made.processes):
                made.kill(process)
            if made.broker is not None:
                made.broker.kill()
                made.broker.wait(PATIENCE_SECONDS)


@pytest.fixture
def worker(station: Station) -> subprocess.Popen[bytes]:
    """The running worker; another one when a test has killed it. (Starting one takes seconds.)"""
    if station.worker is None or station.worker not in station.processes:
        station.worker = station.start_worker()
    return station.worker
