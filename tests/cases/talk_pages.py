"""Pieces that the tests of messages, notes, marks and links share."""

import re
from io import BytesIO
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actor import Actor
from cases.models import Case, Thread
from cases.services import messages
from cases.services.talking import Upload
from cases.specimens.portrait import portrait_jpeg
from core.scope import use_scope
from documents import intake
from tests import world
from tests.cases.work_pages import browser

_CONTROL = re.compile(r"^\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)", re.IGNORECASE)
QUESTION = "Is the entry in the register of Niš complete?"


def ask(people: world.Corridor, case: Case, actor: Actor | None = None, **values: Any) -> Thread:
    """A question put by the officer, or by somebody else."""
    actor = actor or people.officer
    with use_scope(actor.scope):
        return messages.thread_open(
            actor=actor, case_id=case.id, **{"title": "Entry in the register", "text": QUESTION, **values}
        )


def reply(actor: Actor, thread: Thread | UUID, text: str = "It is complete.", **values: Any) -> Any:
    """A message written in a thread."""
    key = thread.id if isinstance(thread, Thread) else thread
    with use_scope(actor.scope):
        return messages.message_send(actor=actor, thread_id=key, text=text, **values)


def picture(name: str = "register.jpg") -> Upload:
    """A small JPEG as somebody uploads it."""
    return Upload(BytesIO(portrait_jpeg(5, "F", 30)), name)


def examined_once() -> Any:
    """Within the block equal uploads are examined once: the sandbox is a process of its own, and slow."""
    really, known = intake.inspect, {}

    def inspect(stream: Any, **options: Any) -> Any:
        key = (stream.read(), options["declared_name"])
        stream.seek(0)
        if key not in known:
            known[key] = really(stream, **options)
        return known[key]

    return patch.object(intake, "inspect", inspect)


def seen(actor: Actor, address: str, status: int = 200) -> str:
    """A page's text in one line, as this actor gets it."""
    answer = browser(actor).get(address)
    assert answer.status_code == status, answer.status_code
    return " ".join(answer.content.decode().split())


def statements(actor: Actor, address: str) -> int:
    """How many statements a page takes the second time; transaction control is not counted."""
    client = browser(actor)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return sum(not _CONTROL.match(query["sql"]) for query in queries.captured_queries)
