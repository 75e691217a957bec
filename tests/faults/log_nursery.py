"""Writers and sealers to be killed: for each line of input, which names one, a child is born and its number told.

Born from a process that has loaded everything: a death costs a tenth of a second, so there can be hundreds.
"""

import os
import random
import signal
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.db import connection, transaction

from audit import sealing
from core.ids import uuid7
from core.scope import Scope, use_scope
from rcms.environment import database_from_url
from tests.audit.recording import ADD, SIGNER

numbers = random.Random()  # noqa: S311 (nothing secret)


def sign_in(login: str) -> None:
    found = database_from_url(login)
    connection.settings_dict.update({name: found[name] for name in ("USER", "PASSWORD", "HOST", "PORT")})
    connection.settings_dict["NAME"] = os.environ["FAULTS_DATABASE"]


def write() -> None:
    """Adds events in transactions of several, takes some back, and notes those that were committed."""
    sign_in("app")
    noted = os.open(Path(os.environ["FAULTS_FOLDER"]) / "committed", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while True:
        keys = [uuid7() for _ in range(numbers.randint(1, 4))]
        is_taken_back = numbers.random() < 0.2
        with use_scope(Scope(user_id=uuid4(), country="NLD", countries=("NLD",))), connection.cursor() as cursor:
            for key in keys:
                cursor.execute(ADD, [key])
            transaction.set_rollback(is_taken_back)
        if not is_taken_back:
            os.write(noted, "".join(f"{key}\n" for key in keys).encode())


def seal() -> None:
    """Seals a few at a time and signs all the time."""
    sign_in("seal")
    while True:
        sealing.entries_seal(numbers.randint(1, 30))
        sealing.checkpoint_sign(SIGNER, every=timedelta(0))


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            numbers.seed()
            {"writer": write, "sealer": seal}[line.strip()]()
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
