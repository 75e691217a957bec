"""The ground of our `manage.py` commands that use the database: each states with which login it works."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from core.logins import need_login


class LoginCommand(BaseCommand):
    """login: the RCMS_LOGIN without which the command refuses to begin."""

    login = "app"

    def execute(self, *args: Any, **options: Any) -> Any:
        need_login(self.login)
        return super().execute(*args, **options)


@contextmanager
def until_stopped() -> Iterator[Event]:
    """Is set when the process is told to stop: what was begun is brought to its end."""
    stopping = Event()
    before = {number: signal.signal(number, lambda *_: stopping.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
