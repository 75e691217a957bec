"""The eraser: carries out approved runs of erasure. Runs as rcms_erase; `--again`, after a restore, as the owner."""

import logging
import signal
from argparse import ArgumentParser
from pathlib import Path
from threading import Event
from typing import Any

from django.core.management.base import CommandError
from django.db import OperationalError, connection

from core.commands import LoginCommand
from protection import erasing
from protection.register import ErasureRegister, RegisterBroken, register_path
from protection.restoring import erasures_ask_again

log = logging.getLogger("protection.eraser")
PAUSE_SECONDS = 5


class Command(LoginCommand):
    login = "erase"
    help = "Erase what two persons decided until stopped (docs/operations.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="erase what waits now and stop")
        parser.add_argument(
            "--again",
            action="store_true",
            help="after a restore: ask once more for every erasure of the register that the database does not know"
            " (RCMS_LOGIN=owner); the eraser then carries them out",
        )

    def execute(self, *args: Any, **options: Any) -> Any:
        if options.get("again"):
            self.login = "owner"
        return super().execute(*args, **options)

    def handle(self, *, once: bool, again: bool, **options: Any) -> None:
        try:
            path = register_path()
            if again:
                asked = erasures_ask_again(path)
                self.stdout.write(f"Asked for again: {asked.parts} parts of {asked.cases} cases.")
                for line in asked.unclear:
                    self.stdout.write(f"Begun and perhaps not erased, decide by hand: case {line.case}, {line.part}")
                return
            self._work(path, once=once)
        except RegisterBroken as error:
            raise CommandError(str(error)) from None

    def _work(self, path: Path, *, once: bool) -> None:
        stopping = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        register = ErasureRegister(path)
        is_settled = False
        while not stopping.is_set():
            has_more = False
            try:
                if not is_settled:
                    erasing.register_settle(register)
                    is_settled = True
                erasing.files_destroy()
                has_more = erasing.erase_next(register)
                if not has_more:
                    erasing.runs_end()
                    erasing.answers_destroy()
            except OperationalError as error:
                log.warning("database away: %s", type(error).__name__)
                connection.close()
                is_settled = False
                if once:
                    raise
            if has_more:
                continue
            if once:
                return
            stopping.wait(PAUSE_SECONDS)
