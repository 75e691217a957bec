"""What tests of time limits need: a scan, and the rows of a case as one side sees them."""

from datetime import datetime
from io import BytesIO
from typing import Any
from unittest.mock import patch
from uuid import UUID

from accounts.actor import Actor
from cases.models import Case, CaseClock
from cases.services.talking import Upload
from cases.specimens.portrait import portrait_jpeg
from core.scope import use_scope
from documents import intake

_SCAN = portrait_jpeg(3, "M", 40)
_examined: list[intake.Inspected] = []
_really = intake.inspect


def scan() -> Upload:
    """A scan of a paper."""
    return Upload(BytesIO(_SCAN), "reply.jpg")


def do(actor: Actor, service: Any, case: Case | UUID, **arguments: Any) -> Any:
    """An act of the actor. The one scan of these tests is examined once: the sandbox is a process of its own."""

    def inspect_once(stream: Any, **options: Any) -> intake.Inspected:
        if not _examined:
            _examined.append(_really(stream, **options))
        return _examined[0]

    with patch.object(intake, "inspect", inspect_once), use_scope(actor.scope):
        return service(actor=actor, case_id=getattr(case, "id", case), version=None, **arguments)


def clocks_of(actor: Actor, case: Case, kind: str) -> list[CaseClock]:
    """The time limits of a kind in the order in which they followed each other."""
    with use_scope(actor.scope):
        rows = list(CaseClock.objects.filter(case=case, kind=kind))
    by_first = {row.follows_id: row for row in rows}
    ordered, found = [], by_first.get(None)
    while found is not None:
        ordered.append(found)
        found = by_first.get(found.id)
    assert len(ordered) == len(rows)
    return ordered


def fresh(actor: Actor, case: Case) -> Case:
    """The case as it stands."""
    with use_scope(actor.scope):
        return Case.objects.get(id=case.id)


def utc(text: str) -> datetime:
    """An instant."""
    return datetime.fromisoformat(f"{text}+00:00")
