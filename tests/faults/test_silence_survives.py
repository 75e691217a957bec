"""Time limits that pass are marked once, whatever dies in between."""

import subprocess
from datetime import timedelta

import pytest

from audit.models import Event
from cases.models import Case, CaseClock, Decision
from cases.services.silence import clocks_sweep
from core import clock
from core.models import OutboxMessage
from documents.models import GeneratedDocument
from tests import world
from tests.conftest import OWNER, SYSTEM, logged_in_as
from tests.faults.conftest import Station, wait_until

pytestmark = pytest.mark.commits
Process = subprocess.Popen[bytes]
CASES = 3


def _sweep() -> int:
    with logged_in_as(SYSTEM):
        return clocks_sweep()


def _accepted() -> int:
    with logged_in_as(OWNER):
        return Case.objects.filter(basis="silence").count()


def test_a_batch_killed_in_the_middle_is_done_once(station: Station, worker: Process) -> None:
    with clock.travel(clock.now() - timedelta(days=40)):
        people = world.corridor()
        cases = [world.case_at(people, "received") for _ in range(CASES)]
    (station.folder / "clocks.wait").touch()
    assert _sweep() == CASES and _sweep() == 0
    station.begun("clocks")
    station.kill(worker)
    assert _accepted() == 0, "the half-done batch is rolled back"
    assert _sweep() == 0, "it is promised still"
    station.go("clocks")
    station.worker = station.start_worker()
    wait_until(lambda: _accepted() == CASES, f"every case is accepted\n{station.log()}")
    # What the acceptances started may have passed since: that is other work. The reply limits are promised once.
    _sweep()
    with logged_in_as(OWNER):
        messages = OutboxMessage.objects.filter(task="cases.clocks_passed")
        promised = [key for message in messages for key in message.arguments["clocks"]]
        for case in cases:
            reply = CaseClock.objects.get(case=case, kind="reply")
            assert (promised.count(str(reply.id)), reply.state) == (1, "missed")
            assert Decision.objects.filter(case=case).count() == 1
            assert CaseClock.objects.filter(case=case, kind="transfer").count() == 1
            assert Event.objects.filter(case_key=case.id, action="case.accepted_by_silence").count() == 2
            assert GeneratedDocument.objects.filter(subject=case.subject, template="silence_record").count() == 1
