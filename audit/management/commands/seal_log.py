"""The sealer: gives what was recorded its place in the log and signs checkpoints. Runs as rcms_seal."""

import logging
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import OperationalError, connection

from audit import sealing
from audit.notes import BadNote, Signer
from core.commands import LoginCommand, until_stopped

log = logging.getLogger("audit.sealer")
PAUSE_SECONDS = 1


def signer_of(path: str) -> Signer:
    """Raises CommandError."""
    if not path:
        raise CommandError("RCMS_SEAL_KEY_FILE is not set: checkpoints need a key (docs/operations.md)")
    try:
        return sealing.signer_read(Path(path), settings.LOG_ORIGIN)
    except (sealing.CannotSeal, BadNote) as error:
        raise CommandError(str(error)) from None


class Command(LoginCommand):
    login = "seal"
    help = "Seal what was recorded and sign checkpoints until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="seal what waits now, sign a checkpoint and stop")
        parser.add_argument("--after", default="", metavar="FILE", help="the file of the key that this one follows")

    def handle(self, *, once: bool, after: str, **options: Any) -> None:
        signer = signer_of(settings.SEAL_KEY_FILE)
        before = signer_of(after) if after else None
        is_introduced = False
        with until_stopped() as stopping:
            while not stopping.is_set():
                sealed = 0
                try:
                    if not is_introduced:
                        sealing.key_introduce(signer, before=before)
                        is_introduced = True
                        self.stdout.write(f"The key of this log: {signer.key.text}")
                    sealed = sealing.entries_seal()
                    if once and sealed:
                        continue
                    size = sealing.checkpoint_sign(signer, every=timedelta(0) if once else sealing.CHECKPOINT_EVERY)
                    if size is not None:
                        log.info("checkpoint over %s entries", size)
                except OperationalError as error:
                    log.warning("database away: %s", type(error).__name__)
                    connection.close()
                    if once:
                        raise
                except sealing.CannotSeal as error:
                    raise CommandError(str(error)) from None
                if once:
                    return
                if sealed < sealing.BATCH:
                    stopping.wait(PAUSE_SECONDS)
