"""The outbox without processes: posting, leasing, doing, failing. With processes: tests/faults."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from kombu.exceptions import OperationalError as BrokerAway

from accounts.actor import Actor
from core import outbox
from core.models import OutboxMessage
from core.scope import Scope, current_scope, use_scope
from countries.models import Country
from tests import world
from tests.conftest import APP, OWNER, RELAY, logged_in_as

pytestmark = pytest.mark.commits
State = OutboxMessage.State
done: list[tuple[str, Scope | None]] = []


@outbox.task("tests.core.note")
def note(word: str) -> None:
    """Remembers the word and the scope; fails for the word "fail"."""
    done.append((word, current_scope()))
    if word == "fail":
        world.every(Country).filter(code="NLD").update(name="Changed by a task that fails")
        raise ZeroDivisionError


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    done.clear()
    yield


@pytest.fixture
def actor(transactional_db: None) -> Actor:
    return world.make_actor("nld-dtv", "return_officer")


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str], dict[str, Any]]]:
    """What the relay hands to the broker, instead of handing it over."""
    found: list[tuple[str, list[str], dict[str, Any]]] = []

    def send_task(name: str, args: list[str], **options: Any) -> None:
        found.append((name, args, options))

    monkeypatch.setattr(current_app, "send_task", send_task)
    return found


def post(actor: Actor, word: str, key: str = "") -> UUID | None:
    with use_scope(actor.scope):
        return outbox.post(task="tests.core.note", key=key or f"note:{word}", arguments={"word": word})


def relay() -> int:
    with logged_in_as(RELAY):
        return outbox.relay_once()


def work(key: UUID | None) -> None:
    current_app.tasks["tests.core.note"](str(key))


def row(key: UUID | None) -> OutboxMessage:
    with logged_in_as(OWNER):
        return OutboxMessage.objects.get(id=key)


def change(key: UUID | None, **values: Any) -> None:
    with logged_in_as(OWNER):
        OutboxMessage.objects.filter(id=key).update(**values)


def test_a_promise_is_kept_under_the_scope_of_whoever_made_it(actor: Actor, published: list[Any]) -> None:
    key = post(actor, "hello")
    assert relay() == 1
    assert [(name, args, options["queue"]) for name, args, options in published] == [
        ("tests.core.note", [str(key)], "interactive")
    ]
    work(key)
    assert done == [("hello", replace(actor.scope, is_work=True))]
    after = row(key)
    assert after.state == State.DONE and after.done_at and after.leased_until is None
    assert relay() == 0, "what is done is not published again"


def test_nothing_is_promised_by_a_transaction_that_fails(actor: Actor, published: list[Any]) -> None:
    with pytest.raises(ZeroDivisionError), use_scope(actor.scope):
        outbox.post(task="tests.core.note", key="lost", arguments={"word": "lost"})
        raise ZeroDivisionError
    assert relay() == 0 and published == []


def test_a_second_promise_of_the_same_name_changes_nothing(actor: Actor) -> None:
    first = post(actor, "once", key="the same")
    assert first is not None
    assert post(actor, "twice", key="the same") is None
    assert row(first).arguments == {"word": "once"}
    with use_scope(actor.scope):
        outbox.post(task="tests.core.note", key="a", arguments={"word": "a"})
        assert outbox.post(task="tests.core.note", key="a", arguments={"word": "b"}) is None
        third = outbox.post(task="tests.core.note", key="c", arguments={"word": "c"})
    assert row(third).state == State.PENDING, "the transaction goes on after the repeated promise"


def test_a_promise_without_a_scope_or_with_an_unknown_queue_is_refused(actor: Actor) -> None:
    with pytest.raises(ValueError, match="unknown queue"), use_scope(actor.scope):
        outbox.post(task="tests.core.note", key="x", queue="fast")
    with pytest.raises(Exception, match=r"row-level security|scope"):
        outbox.post(task="tests.core.note", key="x")


def test_work_is_done_once_however_often_it_is_announced(actor: Actor) -> None:
    key = post(actor, "once")
    for _ in range(3):
        work(key)
    assert [word for word, _ in done] == ["once"]


def test_a_worker_that_hears_at_once_finds_the_row_free(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lease is committed before the broker is told: a quick worker must not find it locked and leave it lie."""
    key = post(actor, "quick")

    def send_task(name: str, args: list[str], **_: Any) -> None:
        def quick_worker() -> None:
            work(UUID(args[0]))
            connection.close()

        worker = Thread(target=quick_worker)
        worker.start()
        worker.join()

    monkeypatch.setattr(current_app, "send_task", send_task)
    with logged_in_as(RELAY):
        # the worker signs in as the application, on a connection of its own
        settings_of_thread = dict(connection.settings_dict)
        connection.ensure_connection()
        connection.settings_dict.update(APP)
        outbox.relay_once()
        connection.settings_dict.update(settings_of_thread)
    assert [word for word, _ in done] == ["quick"]
    assert row(key).state == State.DONE


def test_what_the_broker_did_not_take_waits_as_if_nothing_had_been_tried(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [post(actor, word) for word in ("one", "two", "three")]
    taken: list[str] = []

    def send_task(name: str, args: list[str], **_: Any) -> None:
        if len(taken) == 1:
            raise BrokerAway("gone")
        taken.append(args[0])

    monkeypatch.setattr(current_app, "send_task", send_task)
    with pytest.raises(BrokerAway):
        relay()
    states = {row(key).state: row(key).attempts for key in keys}
    assert states == {State.LEASED: 0, State.PENDING: 0}
    assert [str(key) for key in keys if row(key).state == State.LEASED] == taken
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_: taken.append(args[0]))
    assert relay() == 2 and sorted(taken) == sorted(map(str, keys))


def test_a_lease_that_ended_is_published_again_and_a_running_one_is_not(actor: Actor, published: list[Any]) -> None:
    key = post(actor, "late")
    assert relay() == 1 and relay() == 0
    change(key, leased_until=outbox.wall_now() - timedelta(seconds=1))
    assert relay() == 1
    assert row(key).attempts == 0, "standing in a long queue is no attempt"
    assert row(key).leased_until > outbox.wall_now() + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS - 30)


def test_a_row_in_a_living_workers_hands_is_not_published(actor: Actor, published: list[Any]) -> None:
    """Its lock is what keeps it, not its lease."""
    key = post(actor, "long")
    change(key, state=State.LEASED, leased_until=outbox.wall_now() - timedelta(seconds=99))
    seen: list[int] = []

    def other_relay() -> None:
        connection.settings_dict.update(RELAY)
        try:
            seen.append(outbox.relay_once())
        finally:
            connection.close()

    with logged_in_as(OWNER), transaction.atomic():
        assert OutboxMessage.objects.select_for_update().get(id=key).id == key
        thread = Thread(target=other_relay)
        thread.start()
        thread.join()
    assert seen == [0]
    assert relay() == 1


def test_failing_work_is_rolled_back_repeated_with_a_growing_pause_and_laid_out_as_dead(
    actor: Actor, published: list[Any]
) -> None:
    key = post(actor, "fail")
    pauses = []
    for attempt in range(1, settings.OUTBOX_ATTEMPTS + 1):
        change(key, available_at=outbox.wall_now())
        assert relay() == 1, attempt
        work(key)
        after = row(key)
        assert after.last_error == "ZeroDivisionError"
        pauses.append((after.available_at - outbox.wall_now()).total_seconds())
        assert after.state == (State.DEAD if attempt == settings.OUTBOX_ATTEMPTS else State.PENDING)
    assert pauses == sorted(pauses) and pauses[-1] > 2 * pauses[0]
    change(key, available_at=outbox.wall_now())
    assert relay() == 0, "the dead are left to people"
    work(key)
    assert len(done) == settings.OUTBOX_ATTEMPTS
    assert Country.objects.get(code="NLD").name != "Changed by a task that fails"


def test_the_error_text_of_failed_work_is_not_kept(actor: Actor) -> None:
    """Messages of errors may quote people's data: only their class is stored."""
    key = post(actor, "fail")
    work(key)
    assert row(key).last_error == "ZeroDivisionError"


def test_work_that_kills_each_worker_is_dead_in_the_end(actor: Actor, published: list[Any]) -> None:
    key = post(actor, "poison")
    for _ in range(settings.OUTBOX_ATTEMPTS * 2):
        assert relay() == 1
        assert outbox._begin(key)  # the worker counts the attempt, and dies
        change(key, leased_until=outbox.wall_now() - timedelta(seconds=1))
    assert relay() == 0
    assert row(key).state == State.DEAD and row(key).last_error


def test_a_message_carries_ids_only(actor: Actor, published: list[Any]) -> None:
    key = post(actor, "secret")
    relay()
    assert published == [
        ("tests.core.note", [str(key)], {"queue": "interactive", "ignore_result": True, "retry": False})
    ]


@pytest.mark.parametrize(
    ("address", "kind"),
    [("redis://:x@127.0.0.1:6379/0", "Connection"), ("redis+socket:///run/valkey.sock", "UnixDomainSocketConnection")],
)
def test_every_address_of_the_broker_that_settings_allow_can_be_nudged(
    monkeypatch: pytest.MonkeyPatch, address: str, kind: str
) -> None:
    monkeypatch.setattr(settings, "REDIS_URL", address)
    assert outbox._broker().connection_pool.connection_class.__name__ == kind


def test_a_broker_that_is_away_does_not_fail_the_act(
    actor: Actor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    key = post(actor, "patient")
    assert row(key).state == State.PENDING
    assert "relay not nudged" in caplog.text
    assert isinstance(key, UUID)


def test_a_queue_holds_only_so_many_rows_in_flight_and_no_other_queue_up(
    actor: Actor, published: list[Any], settings: Any
) -> None:
    settings.OUTBOX_IN_FLIGHT = 2
    keys = [post(actor, word) for word in ("one", "two", "three")]
    change(keys[0], queue="heavy")
    assert relay() == 3
    change(post(actor, "four"), queue="heavy")
    assert relay() == 1, "room in the one queue, although the other is full"
    post(actor, "five")
    assert relay() == 0
    change(keys[1], state=State.DONE)
    assert relay() == 1
