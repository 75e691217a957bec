"""What a person asked and was told goes when its time has passed: by RCMS, and its papers by the eraser."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError

from audit.models import Event
from core import clock
from core.models import OutboxMessage
from core.scope import Scope, use_scope
from documents import issuing
from documents.models import GeneratedDocument
from protection.models import PersonRequest
from protection.services.forgetting import FORGET_TASK, forget, forget_sweep
from protection.services.retention import hold_lift, hold_place
from tests import world
from tests.conftest import OWNER, SWEEP, logged_in_as
from tests.days import local_day
from tests.permissions.pages import client_of
from tests.protection.erasures import Office, erase_all, found_anywhere, office, pass_time
from tests.protection.test_persons import collected, register, step

pytestmark = pytest.mark.commits
YEARS = timedelta(days=3 * 365 + 1)


@pytest.fixture
def both(transactional_db: None) -> Office:
    return office()


def answered(both: Office, row: PersonRequest, **more: Any) -> PersonRequest:
    step(both.officer, row, "propose", **more)
    step(both.second, row, "approve")
    with use_scope(both.second.scope):
        issuing.document_issue(GeneratedDocument.objects.get(subject=row.subject).id)
    return step(both.second, row, "hand_over", handed_over_on=local_day(), how="By hand to Unutulan")


def as_promised() -> int:
    """The sweep, and the work that it promised, done as the worker does it."""
    with logged_in_as(SWEEP):
        forget_sweep()
        assert forget_sweep() == 0, "once a day"
    with logged_in_as(OWNER):
        promised = list(OutboxMessage.objects.filter(task=FORGET_TASK, state="pending"))
        OutboxMessage.objects.filter(task=FORGET_TASK).update(state="done", done_at=clock.now())
    count = 0
    for message in promised:
        with use_scope(Scope.from_json(message.scope)):
            count += forget(**message.arguments)
    return count


def test_a_request_is_forgotten_with_its_papers(both: Office, tmp_path: Path) -> None:
    case = world.case_at(both.people, "submitted")
    answers = {"outcome": "granted", "text": "Said to Unutulan"}
    held = answered(both, collected(both.officer, case, name="Unutulan Held"), **answers)
    nobody = register(both.officer, name="Unutulan", contact="Unutulan, 1 Main Street", request="Where is Unutulan?")
    row = answered(both, step(both.officer, nobody, "collect"), outcome="nothing")
    with use_scope(both.officer.scope):
        hold = hold_place(actor=both.officer, case_id=case.id, reason="A complaint is open")
    words = ("Unutulan", "Main Street")
    assert as_promised() == 0
    with pytest.raises(DatabaseError), use_scope(both.officer.scope):
        PersonRequest.objects.filter(id=row.id).update(forgotten_at=clock.now(), name="—")
    pass_time(YEARS - timedelta(days=2))
    assert as_promised() == 0, "kept until the last day"
    pass_time(YEARS + timedelta(days=1))
    assert as_promised() == 1, "the other one names a case on hold"
    with use_scope(both.second.scope):
        row.refresh_from_db()
        assert (row.name, row.items, row.text, row.handed_over_how, row.prepared_by_name) == ("—", [], "", "", "")
        assert (row.kind, row.state, row.outcome) == ("access", "handed_over", "nothing") and row.handed_over_on
        paper = GeneratedDocument.objects.get(subject=row.subject)
        told = Event.objects.get(subject=row.subject, action="privacy.person_forgotten")
        assert paper.context and told.actor_name == "RCMS"
    files = set((Path(settings.FILE_STORE_ROOT) / "files").glob("??/??/*"))
    erase_all(tmp_path)
    left = set((Path(settings.FILE_STORE_ROOT) / "files").glob("??/??/*"))
    assert left < files
    with use_scope(both.second.scope):
        paper.refresh_from_db()
        assert paper.context == {} and paper.file is not None and paper.file.destroyed_at and paper.file.sha256
        assert GeneratedDocument.objects.get(subject=held.subject).context, "not forgotten yet"
        hold_lift(actor=both.second, hold_id=hold.id, reason="It is answered")
    page = client_of(both.officer).get(f"/data-protection/persons/{row.id}").content.decode()
    assert "erased what this request and its answer said" in page and "Main Street" not in page
    assert paper.title not in page
    pass_time(YEARS + timedelta(days=2))
    assert as_promised() == 1
    erase_all(tmp_path)
    # The grounds that events give are the log's.
    assert {table for table, _column in found_anywhere(*words)} <= {"audit_event"}
    with pytest.raises(DatabaseError), use_scope(both.officer.scope):
        PersonRequest.objects.filter(id=row.id).update(name="Unutulan")
