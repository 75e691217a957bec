"""Sealers and writers killed at any point: no event lost, no gap, no fork, none sealed twice (ADR 23)."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from audit import sealing
from rcms.runner.places import ROOT
from tests.audit.recording import SIGNER, check_log, rows, seal_all
from tests.conftest import SEAL, logged_in_as
from tests.faults.conftest import wait_until

pytestmark = pytest.mark.commits
KILLS = 200 if os.environ.get("RCMS_TEST_FULL") else 15
numbers = random.Random()  # noqa: S311 (nothing secret)
# Two of each: sealers meet, and one goes on while the other dies.
LIVING = ("writer", "writer", "sealer", "sealer")
Nursery = subprocess.Popen[str]


@pytest.fixture
def nursery(transactional_db: None, tmp_path: Path) -> Iterator[Nursery]:
    environment = os.environ | {
        "FAULTS_DATABASE": str(connection.settings_dict["NAME"]),
        "FAULTS_FOLDER": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "rcms.settings",
    }
    program = "import django; django.setup(); from tests.faults.log_nursery import main; main()"
    command = [sys.executable, "-c", program]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def born(nursery: Nursery, role: str) -> int:
    assert nursery.stdin and nursery.stdout
    nursery.stdin.write(f"{role}\n")
    nursery.stdin.flush()
    return int(nursery.stdout.readline())


def test_whoever_is_killed_the_log_is_whole(nursery: Nursery, tmp_path: Path) -> None:
    with logged_in_as(SEAL):
        sealing.key_introduce(SIGNER)
    living = [(role, born(nursery, role)) for role in LIVING]
    try:
        wait_until(lambda: rows("select count(*) from audit_checkpoint")[0][0] > 2, "all four work")
        for _ in range(KILLS):
            time.sleep(numbers.uniform(0, 0.15))
            place = numbers.randrange(len(living))
            role, process = living[place]
            os.kill(process, signal.SIGKILL)
            living[place] = (role, born(nursery, role))
        done = rows("select count(*) from audit_seal")[0][0]
        wait_until(lambda: rows("select count(*) from audit_seal")[0][0] > done, "those born last go on")
    finally:
        for _, process in living:
            os.kill(process, signal.SIGKILL)
    check_log()
    seal_all()
    with logged_in_as(SEAL):
        sealing.checkpoint_sign(SIGNER, every=timedelta(0))
    check_log()
    committed = set((tmp_path / "committed").read_text().split())
    sealed = {str(entry) for (entry,) in rows("select entry from audit_seal")}
    assert len(committed) > KILLS and committed <= sealed
    assert rows("select count(*) from audit_unsealed") == [(0,)]
