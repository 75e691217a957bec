"""Nothing is lost and nothing is done twice: real processes, real commits, real deaths (design.md §8)."""

import os
import signal
import subprocess
from typing import Any

import pytest
from celery import current_app

from core.models import OutboxMessage
from core.outbox import wall_now
from tests.conftest import OWNER, logged_in_as
from tests.faults.conftest import Station, wait_until

pytestmark = pytest.mark.commits
Process = subprocess.Popen[bytes]


def post_many(station: Station, word: str, count: int) -> dict[str, Any]:
    """Word -> key of so many promises."""
    return {name: station.post(name) for name in (f"{word} {number}" for number in range(count))}


def all_done_once(station: Station, keys: dict[str, Any]) -> None:
    for word, key in keys.items():
        station.done(key)
        assert station.effects(word) == 1, word


def test_ordinary_work_is_done_once(station: Station, worker: Process) -> None:
    keys = {word: station.post(word, queue=queue) for word, queue in (("plain", "interactive"), ("large", "heavy"))}
    all_done_once(station, keys)
    for key in keys.values():
        message = station.message(key)
        assert message.done_at is not None and message.leased_until is None


def test_the_work_of_a_killed_worker_resumes(station: Station, worker: Process) -> None:
    """SIGKILL in the middle: what it had written is gone with it, another worker does the whole again."""
    key = station.post("killed", waits=True)
    station.begun("killed")
    station.kill(worker)
    assert station.effects("killed") == 0, "the half-done effect is rolled back"
    assert station.message(key).state == "leased", "nobody has told the database of the death"
    station.go("killed")
    station.worker = station.start_worker()
    all_done_once(station, {"killed": key})
    assert len(station.attempts("killed")) == 2 and station.message(key).attempts >= 2


def test_a_worker_that_loses_one_process_goes_on(station: Station, worker: Process) -> None:
    """The process that did the work is killed (by the kernel's memory killer, say); its worker lives."""
    key = station.post("lost", waits=True)
    station.begun("lost")
    os.kill(station.attempts("lost")[0], signal.SIGKILL)
    station.go("lost")
    all_done_once(station, {"lost": key})


def test_long_work_is_not_begun_by_a_second_worker(station: Station, worker: Process) -> None:
    """Its lease ends again and again; its row lock is what counts. (The worker has two processes.)"""
    key = station.post("long", waits=True)
    station.begun("long")
    leased_until = station.message(key).leased_until
    assert leased_until is not None
    wait_until(lambda: leased_until < wall_now(), "the lease has ended")
    all_done_once(station, post_many(station, "after the lease", 2))  # the relay has been round since
    assert len(station.attempts("long")) == 1
    station.go("long")
    all_done_once(station, {"long": key})
    assert len(station.attempts("long")) == 1


def test_a_stopped_broker_delays_and_loses_nothing(station: Station, worker: Process) -> None:
    station.stop_broker()
    keys = post_many(station, "stopped", 3)
    assert {station.message(key).state for key in keys.values()} <= {"pending", "leased"}
    station.start_broker()
    all_done_once(station, keys)
    tried = [station.message(key).attempts for key in keys.values()]
    assert max(tried) <= 3, "waiting for a broker is not the work's failure"


def test_a_broker_that_repeats_itself_changes_nothing(station: Station, worker: Process) -> None:
    """Every message three times, also after the work is done."""

    def repeat() -> None:
        with current_app.connection_for_write(url=station.valkey.address()) as broker:
            for _ in range(3):
                current_app.send_task(
                    "tests.faults.effect", args=[str(key)], queue="interactive", ignore_result=True, connection=broker
                )

    key = station.post("repeated", waits=True)
    repeat()
    station.begun("repeated")
    station.go("repeated")
    station.done(key)
    repeat()
    all_done_once(station, post_many(station, "after the repetition", 2))
    wait_until(lambda: station.client().llen("interactive") == 0, "the repetitions are taken")
    assert station.effects("repeated") == 1 and len(station.attempts("repeated")) == 1


def test_two_relays_do_nothing_twice_and_one_can_be_killed(station: Station, worker: Process) -> None:
    second = station.start_relay()
    keys = post_many(station, "two relays", 10)
    assert station.relay is not None
    station.kill(station.relay)
    station.relay = second
    keys |= post_many(station, "one relay", 3)
    all_done_once(station, keys)


def test_work_that_keeps_failing_is_laid_out_as_dead(station: Station, worker: Process) -> None:
    """Tried again with growing pauses (tests/core/test_outbox.py); here its first and its last attempt."""
    key = station.post("failing", task="tests.faults.failing")
    wait_until(lambda: station.message(key).last_error, f"the first attempt failed\n{station.log()}")
    assert station.message(key).state == "pending"
    with logged_in_as(OWNER):
        OutboxMessage.objects.filter(id=key).update(attempts=4, available_at=wall_now())
    wait_until(lambda: station.message(key).state == "dead", f"the message is dead\n{station.log()}")
    message = station.message(key)
    assert (message.last_error, message.attempts) == ("ZeroDivisionError", 5)
    assert station.effects("failing") == 0, "what a failed attempt had done is rolled back"
    all_done_once(station, post_many(station, "after the dead", 2))
    assert len(station.attempts("failing")) == 2, "the dead are left to people"


def test_an_emptied_broker_loses_nothing(station: Station) -> None:
    """Messages wait in the queues, nobody works; everything in the broker is wiped."""
    if station.worker in station.processes:
        station.kill(station.worker)
    keys = post_many(station, "emptied", 3)
    wait_until(lambda: station.client().llen("interactive") >= 3, "the messages are in the broker")
    station.client().flushall()
    assert station.client().llen("interactive") == 0
    station.worker = station.start_worker()
    all_done_once(station, keys)
