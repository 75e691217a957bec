"""Writing what must stay although the request's transaction is rolled back: refused acts, denied looks, wrong
passwords. The function runs on a connection of its own, in a thread of its own, and has committed when this returns.
"""

from collections.abc import Callable
from contextvars import copy_context
from threading import Thread
from typing import Any

from django.db import connection


def run_independently(function: Callable[[], Any]) -> None:
    """Run `function` on a second connection and wait; what it raises is raised here."""
    raised: list[BaseException] = []

    def body() -> None:
        try:
            function()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    thread = Thread(target=copy_context().run, args=(body,), name="independent-write")
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
