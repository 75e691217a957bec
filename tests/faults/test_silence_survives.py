"""Time limits that pass are marked once, whatever dies in between."""

import subprocess
from datetime import timedelta

import pytest

from cases.models import Case, CaseClock
from cases.services import silence
from core import clock
from tests import world
from tests.conftest import OWNER, logged_in_as
from tests.faults.conftest import Station, wait_until
from tests.silence import ONCE, made_of, promised, sweep

pytestmark = pytest.mark.commits
Process = subprocess.Popen[bytes]
CASES = 6


@pytest.fixture
def cases(station: Station, monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """Received so long ago that the reply is due; promised two at a time."""
    monkeypatch.setattr(silence, "BATCH", 2)
    for name in ("clocks.begun", "sweep.begun"):
        (station.folder / name).unlink(missing_ok=True)
    with clock.travel(clock.now() - timedelta(days=40)):
        people = world.corridor()
        return [world.case_at(people, "received") for _ in range(CASES)]


def _accepted(cases: list[Case]) -> int:
    with logged_in_as(OWNER):
        return Case.objects.filter(basis="silence", id__in=[case.id for case in cases]).count()


def _replies(cases: list[Case]) -> list[str]:
    """Ids of the time limits for the reply, sorted."""
    with logged_in_as(OWNER):
        rows = CaseClock.objects.filter(case__in=cases, kind="reply").values_list("id", flat=True)
        return sorted(map(str, rows))


def _promised_once(cases: list[Case]) -> None:
    """Another sweep promises nothing twice. What the acceptances started has passed since: that is other work."""
    sweep()
    replies = _replies(cases)
    assert sorted(key for key in promised() if key in replies) == replies


def _each_once(cases: list[Case]) -> None:
    _promised_once(cases)
    assert [made_of(case) for case in cases] == [ONCE] * CASES


def test_batches_killed_in_the_middle_are_done_once(station: Station, worker: Process, cases: list[Case]) -> None:
    """Three are let through: of the two processes of the worker one has done its batch, and both are in another."""
    (station.folder / "clocks.wait").write_text("3")
    assert sweep() == CASES and sweep() == 0
    station.begun("clocks", times=4)
    wait_until(lambda: _accepted(cases) == 2, f"the first batch is done\n{station.log()}")
    station.kill(worker)
    assert _accepted(cases) == 2, "the half-done batches are rolled back"
    _promised_once(cases)
    station.go("clocks")
    station.worker = station.start_worker()
    wait_until(lambda: _accepted(cases) == CASES, f"every case is accepted\n{station.log()}")
    _each_once(cases)


def test_a_sweep_killed_in_the_middle_has_promised_nothing(
    station: Station, worker: Process, cases: list[Case]
) -> None:
    replies = _replies(cases)
    process = station.start("sweep", "-m", "tests.faults.slow_sweep")
    wait_until((station.folder / "sweep.begun").exists, f"the sweep is in the middle\n{station.log()}")
    station.kill(process)
    assert not set(promised()) & set(replies), "promises that were not committed are none"
    assert sweep() == CASES, "and the dead sweep's lock went with it"
    wait_until(lambda: _accepted(cases) == CASES, f"every case is accepted\n{station.log()}")
    _each_once(cases)
