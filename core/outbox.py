"""The outbox: work promised inside a transaction is done, once, whatever process dies.

`post` inserts a row in the caller's transaction. The relay (command `relay`, login rcms_relay) leases waiting rows,
commits the leases and publishes the rows' ids to Celery. A worker locks the row, takes over its scope, does the work
and marks it done in one transaction. While a worker lives its row lock makes the relay skip the row, so long work needs
no lease renewal; when a worker is killed the lock goes with its connection, and the lease's end lets the row be
published again.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

import redis
from celery import current_app, shared_task
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q

from core.logins import need_login
from core.models import OutboxMessage
from core.scope import Scope, current_scope, outbox_scope, take_scope

log = logging.getLogger(__name__)

NUDGE_KEY = "rcms:outbox:nudge"
QUEUES = ("interactive", "heavy", "system")


def wall_now() -> datetime:
    """The machine's time: leases and back-off are technical and do not follow the movable clock of law."""
    return datetime.now(UTC)


def post(
    *,
    task: str,
    key: str,
    arguments: Mapping[str, Any] | None = None,
    queue: str = "interactive",
    scope: Scope | None = None,
    available_at: datetime | None = None,
) -> UUID | None:
    """Promise that `task` will run with `arguments` (ids and codes only) after this transaction commits.

    key: names the promise; a second post with the same key changes nothing and returns None. scope: for whom the task
    works, by default the scope in force now; another one where the work is for other readers than the poster (a notice
    to the other side). available_at: not before this moment (machine time).
    """
    if queue not in QUEUES:
        raise ValueError(f"unknown queue {queue!r}")
    now = wall_now()
    message = OutboxMessage(
        task=task,
        key=key,
        arguments=dict(arguments or {}),
        queue=queue,
        scope=(scope or current_scope() or Scope()).to_json(),
        created_at=now,
        available_at=available_at or now,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        return None
    # Once for all that a transaction promises; with a savepoint that is rolled back its entry goes too.
    if available_at is None and not any(entry[1] is nudge for entry in connection.run_on_commit):
        transaction.on_commit(nudge)
    return message.id


def _broker(**timeouts: float) -> redis.Redis:
    """A client of the broker; Celery and redis-py write a socket's address differently."""
    return redis.Redis.from_url(settings.REDIS_URL.replace("redis+socket://", "unix://", 1), **timeouts)


def nudge() -> None:
    """Wake the relay. Losing this costs at most the relay's polling interval."""
    try:
        with _broker(socket_connect_timeout=0.2, socket_timeout=0.2) as client:
            client.lpush(NUDGE_KEY, "1")
            client.ltrim(NUDGE_KEY, 0, 0)
    except redis.RedisError as error:
        log.warning("relay not nudged: %s", type(error).__name__)


def wait_for_nudge(seconds: float) -> None:
    """Block until somebody nudges or `seconds` pass; raises redis.RedisError when the broker is away."""
    with _broker(socket_connect_timeout=1, socket_timeout=seconds + 1) as client:
        client.brpop([NUDGE_KEY], timeout=seconds)


def relay_once() -> int:
    """Lease waiting rows and publish their ids; returns how many were published. Runs as rcms_relay.

    The leases commit before anything is published: a worker that hears of a row at once must not find it locked, for it
    would leave the row to the lease's end. What a broker that is away did not take is given back; when the relay dies
    in between, the leases end.
    """
    leased = [message for queue in QUEUES for message in _lease(queue)]
    for number, message in enumerate(leased):
        try:
            current_app.send_task(
                message.task, args=[str(message.id)], queue=message.queue, ignore_result=True, retry=False
            )
        except Exception:
            _give_back(leased[number:])
            raise
    return len(leased)


def _lease(queue: str) -> list[OutboxMessage]:
    """Waiting rows of a queue, leased: pending ones whose time has come, and leased ones whose lease has ended.

    At most OUTBOX_IN_FLIGHT rows of a queue are leased at a time: what stands in the broker longer than a lease would
    be published again and again, and a long queue must not hold up the other ones.
    """
    now = wall_now()
    rows = OutboxMessage.objects.filter(queue=queue)
    room = settings.OUTBOX_IN_FLIGHT - rows.filter(state=OutboxMessage.State.LEASED, leased_until__gt=now).count()
    if room <= 0:
        return []
    with transaction.atomic():
        waiting = list(
            # What the relay may read: not for whom the work is, nor about what.
            rows.only("id", "task", "queue", "state", "attempts")
            .select_for_update(skip_locked=True)
            .filter(
                Q(state=OutboxMessage.State.PENDING, available_at__lte=now)
                | Q(state=OutboxMessage.State.LEASED, leased_until__lte=now)
            )
            .order_by("available_at")[:room]
        )
        until = now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
        # Begun that often and never brought to an answer (each worker died of it): people must look.
        dead = [message.id for message in waiting if message.attempts >= settings.OUTBOX_ATTEMPTS * 2]
        leased = [message for message in waiting if message.id not in dead]
        rows.filter(id__in=[message.id for message in leased]).update(
            state=OutboxMessage.State.LEASED, leased_until=until
        )
        rows.filter(id__in=dead).update(
            state=OutboxMessage.State.DEAD, leased_until=None, last_error="no worker finished it"
        )
    return leased


def _give_back(messages: list[OutboxMessage]) -> None:
    """Leased rows that were not published wait again."""
    OutboxMessage.objects.filter(id__in=[m.id for m in messages], state=OutboxMessage.State.LEASED).update(
        state=OutboxMessage.State.PENDING, leased_until=None
    )


def task(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register `function(**arguments)` as the work of outbox rows named `name`.

    The function runs inside the transaction that marks the row done, under the poster's scope; it must do nothing
    outside the database that cannot be done twice.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        @shared_task(name=name, ignore_result=True)
        @wraps(function)
        def run(message_id: str) -> None:
            need_login("app")
            _run(UUID(message_id), function)

        return function

    return register


def sweep(name: str) -> Callable[[Callable[[], None]], Callable[..., None]]:
    """Register `function()` as timed work of the sweeping login, named `name` in the schedule.

    It runs any number of times, by any number of workers, late or twice: it must ask the database what is to be done.
    It sees no case; what concerns one it promises with `post`, for the side that is concerned.
    """

    def register(function: Callable[[], None]) -> Callable[..., None]:
        @shared_task(name=name, ignore_result=True)
        @wraps(function)
        def run() -> None:
            need_login("sweep")
            function()

        return run

    return register


def purge() -> int:
    """Delete what was done or laid aside long ago; gives how many rows. Runs as rcms_sweep."""
    before = wall_now() - timedelta(days=settings.OUTBOX_KEPT_DAYS)
    ended = [OutboxMessage.State.DONE, OutboxMessage.State.DISMISSED]
    return OutboxMessage.objects.filter(state__in=ended, created_at__lt=before).delete()[0]


def _run(message_id: UUID, function: Callable[..., None]) -> None:
    if not _begin(message_id):
        return
    try:
        with outbox_scope(message_id):
            message = _take(message_id)
            if message is None:
                return
            with take_scope(Scope.from_json(message.scope)):
                function(**message.arguments)
            OutboxMessage.objects.filter(id=message_id).update(
                state=OutboxMessage.State.DONE, done_at=wall_now(), leased_until=None, last_error=""
            )
    except Exception as error:
        _failed(message_id, error)
        log.exception("outbox %s failed", message_id)


def _take(message_id: UUID) -> OutboxMessage | None:
    """The row, locked; None when it is done already or in another worker's hands."""
    return (
        OutboxMessage.objects.select_for_update(skip_locked=True)
        .filter(id=message_id, state__in=[OutboxMessage.State.PENDING, OutboxMessage.State.LEASED])
        .first()
    )


def _begin(message_id: UUID) -> bool:
    """Count the attempt, in a transaction of its own: the count must outlive a worker that dies of the work."""
    with outbox_scope(message_id):
        if _take(message_id) is None:
            return False
        OutboxMessage.objects.filter(id=message_id).update(attempts=F("attempts") + 1)
        return True


def _failed(message_id: UUID, error: Exception) -> None:
    """Put the row back with a growing pause, or lay it out as dead for people to see."""
    with outbox_scope(message_id):
        message = OutboxMessage.objects.select_for_update().filter(id=message_id).first()
        if message is None or message.state == OutboxMessage.State.DONE:
            return
        is_dead = message.attempts >= settings.OUTBOX_ATTEMPTS
        OutboxMessage.objects.filter(id=message_id).update(
            state=OutboxMessage.State.DEAD if is_dead else OutboxMessage.State.PENDING,
            available_at=wall_now() + timedelta(seconds=2 ** min(message.attempts, 8)),
            leased_until=None,
            last_error=type(error).__name__[:200],
        )
