"""Forks the processes of the running system. What they import is imported here once: a story starts three of them, and
each would need two seconds of processor time for it. What a process reads from its own environment (the database, its
login, the files) is read again after the fork, by the settings module itself.

Reads one order a line (arguments of Python, environment, file of the log) and answers each with the key of the process.
"""

import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMPORTED = (
    *("django.contrib.postgres.fields", "django.core.handlers.wsgi", "django.db.backends.postgresql.base"),
    *("django.db.models", "django.forms", "django.views.generic", "psycopg_pool", "argon2", "cryptography.x509"),
    *("celery.bin.celery", "celery.bin.worker", "celery.concurrency.prefork", "celery.worker.consumer"),
    *("kombu.transport.redis", "redis", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "oauthlib.oauth2"),
    *("jinja2", "babel.core", "babel.dates", "pypdf", "pypdfium2", "PIL.Image", "weasyprint", "xlsxwriter"),
    *("rest_framework.exceptions", "requests", "jsonschema", "yaml"),
)


class Nursery:
    """The other end: a process of this module, which a session of tests starts once."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, arguments: Sequence[str], *, environment: Mapping[str, str], log: Path) -> int:
        """Start Python with these arguments as a session of its own; returns the key of the process."""
        assert self._process.stdin and self._process.stdout
        order = {"arguments": list(arguments), "environment": dict(environment), "log": str(log)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """No more orders."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(15)


def stop(processes: Collection[int]) -> None:
    """End each process with its children, at once: what they work on is dropped with the story's database, and that
    they stop in good order is shown by the tests of faults."""
    for key in processes:
        os.killpg(key, signal.SIGKILL)
    while any(_lives(key) for key in processes):
        time.sleep(0.01)


def _lives(key: int) -> bool:
    try:
        os.kill(key, 0)
    except ProcessLookupError:
        return False
    return True


def _load() -> None:
    """Everything that the web server, the worker and the relay load when they begin. No connection is opened."""
    for name in IMPORTED:
        importlib.import_module(name)
    importlib.import_module("rcms.wsgi")
    from django.conf import settings
    from django.db import connections
    from django.urls import get_resolver

    from rcms import celery_app

    _ = get_resolver(settings.ROOT_URLCONF).url_patterns
    celery_app.loader.import_default_modules()
    assert not connections["default"].connection, "a forked process must not share a connection"


def _settle() -> None:
    """What the settings module makes of this process's environment is in force."""
    from django.conf import settings

    for name, value in runpy.run_path(str(ROOT / "rcms" / "settings.py")).items():
        if name == "DATABASES":
            settings.DATABASES["default"].update(value["default"])
        elif name.isupper() and getattr(settings, name) != value:
            setattr(settings, name, value)


def _become(arguments: list[str], environment: dict[str, str], log: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ.clear()
    os.environ.update(environment)
    _settle()
    if arguments[0] == "-m":
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = arguments
        runpy.run_path(arguments[0], run_name="__main__")


def main() -> None:
    """Serve orders until there are no more."""
    _load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them here
    while line := sys.stdin.readline():
        order = json.loads(line)
        key = os.fork()
        if key == 0:
            _become(**order)
            return
        sys.stdout.write(f"{key}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
