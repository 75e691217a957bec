"""The publisher: checkpoints leave the system. Runs as rcms_seal, without the key."""

import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection

from audit import publishing
from core.commands import LoginCommand, until_stopped
from core.outgoing import NoAnswer

log = logging.getLogger("audit.publisher")
PAUSE_SECONDS = 5


class Command(LoginCommand):
    login = "seal"
    help = "Send checkpoints to witnesses, to RCMS_CHECKPOINT_FILE and to RCMS_TIMESTAMP_URL until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what there is now and stop")

    def handle(self, *, once: bool, **options: Any) -> None:
        witnesses = publishing.Witnesses()
        with until_stopped() as stopping:
            while not stopping.is_set():
                try:
                    self._publish(witnesses)
                except OperationalError as error:
                    log.warning("database away: %s", type(error).__name__)
                    connection.close()
                    if once:
                        raise
                if once:
                    return
                stopping.wait(PAUSE_SECONDS)

    def _publish(self, witnesses: publishing.Witnesses) -> None:
        if settings.CHECKPOINT_FILE:
            try:
                publishing.file_append(Path(settings.CHECKPOINT_FILE))
            except OSError as error:
                log.error("checkpoints cannot be written to their file: %s", error.strerror)
        witnesses.push()
        if settings.TIMESTAMP_URL:
            try:
                publishing.stamp(settings.TIMESTAMP_URL)
            except NoAnswer as error:
                log.warning("no time-stamp: %s", error)
