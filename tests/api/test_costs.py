"""What a list costs: as many statements for fifty rows as for one."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actor import Actor
from audit.services import AboutCase, event_record
from cases.models import Case, VerificationTask
from cases.services.messages import message_send, thread_open
from core.audience import Audience
from core.ids import uuid7
from core.scope import use_scope
from documents.models import GeneratedDocument, StoredFile
from notifications.models import Notice
from tests import world
from tests.api.systems import AGENCY, DESK, REQUESTING, System, system
from tests.api.test_lists import settled
from tests.cases.work_pages import copies

MANY = 50
pytestmark = pytest.mark.commits


def more(actor: Actor, case: Case, row: Any, **unique: Any) -> None:
    """As many rows like this one as make MANY, written past the services. unique: column -> its value by number."""
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    with use_scope(actor.scope):
        about = AboutCase(case.id, case.reference or "")
        event_record(actor=actor, action="data.exported", subject=case.subject, about=about, audience=Audience())
        for number in range(1, MANY):
            values = {name: value(number) for name, value in unique.items()}
            type(row)(**{**fields, "id": uuid7(), **values}).save(force_insert=True)


def cost(caller: System, address: str) -> tuple[int, int]:
    """Statements and rows."""
    caller.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = caller.get(address)
    assert answer.status_code == 200, address
    return len(queries), len(answer.json()["results"])


def test_no_list_costs_more_for_fifty_rows_than_for_one(transactional_db: None) -> None:
    people = world.corridor()
    ours, theirs, agency = system(REQUESTING), system(DESK), system(AGENCY)
    case = world.case_at(people, "in_verification")
    officer, registry = people.officer, people.registry
    with use_scope(officer.scope):
        thread = thread_open(actor=officer, case_id=case.id, title="Question", text="Which municipality?")
    lists = [
        (ours, "/cases"),
        (ours, f"/cases/{case.id}/threads"),
        (ours, f"/threads/{thread.id}/messages"),
        (ours, f"/cases/{case.id}/files"),
        (ours, f"/cases/{case.id}/papers"),
        (theirs, f"/cases/{case.id}/acts"),
        (agency, "/verification-tasks"),
        (theirs, "/notices"),
        (ours, "/changes?limit=1"),
    ]
    few = {address: cost(caller, address) for caller, address in lists}
    copies(officer, case, MANY - 1)
    with use_scope(officer.scope):
        file = StoredFile.objects.get(subject=case.subject, kind="photograph")
        paper = GeneratedDocument.objects.get(subject=case.subject)
        for number in range(1, MANY):
            thread_open(actor=officer, case_id=case.id, title=f"Question {number}", text="Which municipality?")
            message_send(actor=officer, thread_id=thread.id, text=f"Message {number}")
            about, audience = AboutCase(case.id, case.reference or ""), Audience((officer.country,))
            event_record(actor=officer, action="note.shared", subject=case.subject, about=about, audience=audience)
    with use_scope(registry.scope):
        notice = Notice.objects.order_by("id")[0]
        task = VerificationTask.objects.get(case=case)
    more(officer, case, file, storage_id=lambda n: f"{n:032x}", viewing_storage_id=lambda n: f"{n + 1000:032x}")
    more(officer, case, paper, version=lambda n: paper.version + n)
    more(registry, case, task)
    more(registry, case, notice, key=lambda n: f"notice {n}")
    settled()
    lists[-1] = (ours, "/changes")
    few["/changes"] = few.pop("/changes?limit=1")
    for caller, address in lists:
        statements, rows = cost(caller, address)
        assert statements <= few[address][0], address
        assert rows >= MANY or address.endswith("/acts") or (address == "/notices" and rows > few[address][1]), address
