"""The table of the operations of the API (`api.toml`), and the systems and things that it names.

Requests are rolled back by whoever makes them: a tag that was read once stays true.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actor import Actor
from cases.models import Case, Evidence, FamilyMember, VerificationTask
from cases.services import filing, operation_passengers, operations, visits
from cases.services.costs import cost_record
from cases.services.information_requests import information_ask
from cases.services.messages import thread_open
from cases.services.monitoring import monitor_assign
from cases.specimens.portrait import portrait_jpeg
from core import clock
from core.scope import use_scope
from countries.models import Authority
from documents.models import GeneratedDocument, StoredFile
from tests import world
from tests.api.systems import AGENCY, DESK, OTHER_OFFICE, REQUESTING, STRANGER, Multipart, System, system, token_of
from tests.audit.recording import sign_all
from tests.cases.test_operations import add, do, flight, made
from tests.days import local_day
from tests.interviews import VISIT, visit_with

TABLE = tomllib.loads((Path(__file__).parent / "api.toml").read_text(encoding="utf-8"))
OPERATIONS: dict[str, dict[str, Any]] = TABLE["operations"]
PUBLIC: dict[str, int] = TABLE["public"]
SYSTEMS = {
    "requesting": REQUESTING,
    "receiving": DESK,
    "agency": AGENCY,
    "monitor": "nld-inspectorate-jv",
    "other_office": OTHER_OFFICE,
    "stranger": STRANGER,
}
# Names of the table that are the same parameter of an address.
_ALSO = {
    "request_id": "thread_id",
    "planned_visit_id": "visit_id",
    "draft_operation_id": "operation_id",
    "announced_operation_id": "operation_id",
    "confirmed_operation_id": "operation_id",
}


@dataclass
class ApiSite:
    """People and systems, the cases by status, what addresses name, what bodies name, where the files are."""

    people: world.Corridor
    callers: dict[str, System]
    cases: dict[str, Case]
    named: dict[str, Any]
    said: dict[str, str]
    files: Any
    actors: dict[str, Actor]
    _tags: dict[tuple[str, str], str] = field(default_factory=dict)

    def keys(self, operation: str) -> dict[str, Any]:
        """What the address of an operation of the table names."""
        line = OPERATIONS[operation]
        named = {_ALSO.get(name, name): self.named[name] for name in line.get("with", [])}
        if "at" in line and not {"thread_id", "file_id", "document_id"} & named.keys():
            named["case_id"] = self.cases[line["at"]].id
        return named

    def address(self, operation: str, **others: Any) -> str:
        """The address of an operation below that of the version. others: keys of other things."""
        whole = reverse(f"api:{operation.split()[0]}", kwargs={**self.keys(operation), **others})
        return whole.removeprefix("/api/v1")

    def tag(self, caller: System, address: str) -> str:
        """The tag of what the address is about, as this system sees it; a wrong one where it sees nothing."""
        about = "/" + "/".join(address.split("/")[1:3])
        key = caller.token, about
        if key not in self._tags:
            self._tags[key] = caller.get(about).get("ETag") or '"none"'
        return self._tags[key]

    def body(self, operation: str) -> dict[str, Any]:
        """What the table sends."""
        return {name: _said(value, self.said) for name, value in OPERATIONS[operation].get("data", {}).items()}

    def ask(self, caller: System, operation: str, body: Any = None, *, address: str = "", **headers: str) -> Any:
        """The answer of an operation. body: another one than that of the table; address: another one than its own."""
        line, method = OPERATIONS[operation], operation.split()[1]
        address = address or self.address(operation)
        if method == "get":
            return caller.get(address, **headers)
        if "etag" not in headers:
            headers["etag"] = self.tag(caller, self.address(operation))
        if method == "delete":
            return caller.delete(address, **headers)
        if "upload" in line and body is None:
            picture = SimpleUploadedFile("p.jpg", portrait_jpeg(7, "M", 34), "image/jpeg")
            body = Multipart({line["upload"]: picture})
        body = self.body(operation) if body is None else body
        return getattr(caller, method)(address, body, **headers)


def expected(operation: str, caller: str) -> int:
    """The status that the table gives."""
    line = OPERATIONS[operation]
    return int(line.get(caller, line["others"]))


def build() -> ApiSite:
    """What addresses name, by status of the case. Every call is rolled back."""
    people = world.corridor()
    callers = {name: system(office) for name, office in SYSTEMS.items()}
    for caller in callers.values():
        # As long as it takes: the walk through all operations outlasts a token on a busy machine.
        caller.token = token_of(caller.client, lives=timedelta(hours=9))
    statuses = {line["at"] for line in OPERATIONS.values() if "at" in line}
    cases = {status: world.case_at(people, status) for status in statuses}
    officer, received, draft = people.officer, cases["received"], cases["draft"]
    with use_scope(officer.scope):
        thread = thread_open(actor=officer, case_id=received.id, title="Question", text="Which municipality?")
        due_on = local_day() + timedelta(days=3)
        request = information_ask(actor=officer, case_id=received.id, items=["documents"], due_on=due_on)
        child = {"family_name": "Petrović", "given_names": "Ana"}
        filing.family_member_add(actor=officer, case_id=draft.id, version=None, relation="child", values=child)
        member = FamilyMember.objects.get(case=draft)
        evidence = Evidence.objects.get(case=cases["returned_incomplete"])
        file = StoredFile.objects.get(subject=received.subject, kind="photograph")
        paper = GeneratedDocument.objects.get(subject=received.subject)
    asked = world.case_at(people, "in_verification")
    with use_scope(people.registry.scope):
        task = VerificationTask.objects.get(case=asked)
    announced = made(people)
    add(people.officer, announced, world.case_at(people, "documented"))
    do(people.officer, operation_passengers.operation_announce, announced)
    opened = made(people, name="Second charter")
    aboard = world.case_at(people, "documented")
    add(people.officer, opened, aboard)
    travelling = {"kind": "escort", "name": "S. Jansen", "function": "", "document_number": ""}
    staff = do(people.officer, operations.staff_add, opened, values=travelling)
    with use_scope(officer.scope):
        begun = operations.operation_create(actor=officer, values=flight(people, name="Third charter"))
    confirmed = made(people, name="Fourth charter")
    left = world.case_at(people, "documented")
    add(people.officer, confirmed, left)
    do(people.officer, operation_passengers.operation_announce, confirmed)
    do(people.registry, operation_passengers.operation_confirm, confirmed)
    do(people.officer, operation_passengers.case_remove, confirmed, case_id=left.id)
    watched = world.case_at(people, "notified")
    with use_scope(officer.scope):
        inspectorate = Authority.objects.get(code=SYSTEMS["monitor"]).id
        monitoring = monitor_assign(actor=officer, case_id=watched.id, version=None, body=inspectorate)
    visit, [slot] = visit_with(people, 1)
    with use_scope(officer.scope):
        days = {"starts_on": visit.starts_on, "ends_on": visit.ends_on}
        planned = visits.visit_plan(actor=officer, mission_id=visit.mission, values={**VISIT, **days})
    with use_scope(people.registry.scope):
        question = VerificationTask.objects.get(case=cases["in_verification"])
        spent = {"kind": "tickets", "amount": Decimal("80.00"), "currency": "EUR", "bearer": "requesting"}
        spent["spent_on"] = local_day()
        item = cost_record(actor=people.registry, case_id=cases["completed"].id, values=spent)
    sign_all()
    named = {
        "operation_id": opened.id,
        "announced_operation_id": announced.id,
        "draft_operation_id": begun.id,
        "confirmed_operation_id": confirmed.id,
        "monitoring_id": monitoring.id,
        "thread_id": thread.id,
        "request_id": request.thread_id,
        "member_id": member.id,
        "evidence_id": evidence.id,
        "file_id": file.id,
        "document_id": paper.id,
        "task_id": task.id,
        "visit_id": visit.id,
        "slot_id": slot.id,
        "planned_visit_id": planned.id,
        "question_id": question.id,
        "name": "countersign_acceptance",
        "code": "eu-serbia",
    }
    said = {
        "documented": str(world.case_at(people, "documented").id),
        "agency": str(people.agency),
        "mission": str(visit.mission),
        "item": str(item.id),
        "body": str(inspectorate),
        "other_office": str(Authority.objects.get(code=OTHER_OFFICE).id),
        "aboard": str(aboard.id),
        "staff": str(staff.id),
        "interview": str(world.case_at(people, "interview_requested").id),
        "slot_day": slot.starts_at.astimezone(officer.zone).date().isoformat(),
        "slot_time": f"{slot.starts_at.astimezone(officer.zone):%H:%M}",
        "crossing_point": people.crossing_point,
        "today": local_day().isoformat(),
        "there_today": clock.now().astimezone(people.registry.zone).date().isoformat(),
        "there_time": f"{clock.now().astimezone(people.registry.zone):%H:%M}",
        "local_today": clock.now().astimezone(officer.zone).date().isoformat(),
        "local_time": f"{clock.now().astimezone(officer.zone):%H:%M}",
        "soon": (local_day() + timedelta(days=6)).isoformat(),
    }
    actors = {name: caller.actor for name, caller in callers.items()}
    return ApiSite(people, callers, cases, named, said, settings.FILE_STORE_ROOT, actors)


def _said(value: Any, said: dict[str, str]) -> Any:
    """A value of the table; `{name}` stands for what is known only when the test runs."""
    if isinstance(value, list):
        return [_said(item, said) for item in value]
    return said[value.strip("{}")] if isinstance(value, str) and value.startswith("{") else value
