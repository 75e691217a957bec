"""Several people at once: each in a thread with a connection of their own, started together."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from accounts.actor import Actor
from core.scope import use_scope

LONGEST_SECONDS = 60


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned or raised, in the order given; all begin when the last is ready."""
    results: list[Any] = [None] * len(acts)
    barrier = Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(LONGEST_SECONDS)
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_SECONDS)
    assert not any(thread.is_alive() for thread in threads), "two acts wait for each other"
    return results


def by(actor: Actor, service: Callable[..., Any], **arguments: Any) -> Callable[[], Any]:
    """The act of one person, in a transaction of its own."""

    def act() -> Any:
        with use_scope(actor.scope):
            return service(actor=actor, **arguments)

    return act
