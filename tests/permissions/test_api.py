"""Every operation of the API × the systems of own, other and no country: the table is `api.toml`."""

import tomllib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from rest_framework.views import APIView

from api.urls import urlpatterns
from cases.models import Evidence, FamilyMember, VerificationTask
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
from tests.api.systems import AGENCY, DESK, OTHER_OFFICE, REQUESTING, STRANGER, Multipart, System, system
from tests.cases.test_operations import add, do, flight, made
from tests.days import local_day
from tests.interviews import VISIT, visit_with

TABLE = tomllib.loads((Path(__file__).parent / "api.toml").read_text(encoding="utf-8"))
OPERATIONS: dict[str, dict[str, Any]] = TABLE["operations"]
PUBLIC: dict[str, int] = TABLE["public"]
pytestmark = pytest.mark.commits
SYSTEMS = {
    "requesting": REQUESTING,
    "receiving": DESK,
    "agency": AGENCY,
    "monitor": "nld-inspectorate-jv",
    "other_office": OTHER_OFFICE,
    "stranger": STRANGER,
}


def operations_of_the_urls() -> set[str]:
    found = set()
    for pattern in urlpatterns:
        view = pattern.callback.view_class  # type: ignore[union-attr]
        if issubclass(view, APIView):
            found |= {
                f"{pattern.name} {name}" for name in ("get", "post", "patch", "put", "delete") if hasattr(view, name)
            }
        else:
            found.add(f"{pattern.name} {'post' if pattern.name == 'token' else 'get'}")
    return found


def test_the_table_names_every_operation_and_no_other() -> None:
    assert operations_of_the_urls() == set(OPERATIONS) | set(PUBLIC)


def test_every_operation_succeeds_for_somebody_in_the_table() -> None:
    """Each answer to `System` is held against the description: so every success is described as it is."""
    never = [name for name, line in OPERATIONS.items() if not any(status in (200, 201) for status in line.values())]
    assert never == ["act-other post"], "what needs a named person"


@pytest.fixture(scope="module")
def values(module_db: str) -> dict[str, Any]:
    """What addresses name, by status of the case. Every call is rolled back."""
    people = world.corridor()
    callers = {name: system(office) for name, office in SYSTEMS.items()}
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
    return {"callers": callers, "cases": cases, "named": named, "said": said, "files": settings.FILE_STORE_ROOT}


@pytest.fixture(autouse=True)
def _store_of_the_module(values: dict[str, Any], _own_file_store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILE_STORE_ROOT", values["files"])


_OPERATIONS = ("draft_operation_id", "announced_operation_id", "confirmed_operation_id")


def _address(operation: str, values: dict[str, Any]) -> str:
    line, route = OPERATIONS[operation], operation.split()[0]
    named = {name: values["named"][name] for name in line.get("with", [])}
    if "request_id" in named:
        named["thread_id"] = named.pop("request_id")
    for word, parameter in (("planned_visit_id", "visit_id"), *((name, "operation_id") for name in _OPERATIONS)):
        if word in named:
            named[parameter] = named.pop(word)
    if "at" in line and not {"thread_id", "file_id", "document_id"} & named.keys():
        named["case_id"] = values["cases"][line["at"]].id
    return reverse(f"api:{route}", kwargs=named)


def _tag(caller: System, address: str) -> str:
    """The tag of what the address is about, as this system sees it; a wrong one where it sees nothing."""
    parts = address.split("/")
    answer = caller.get("/" + "/".join(parts[3:5]))
    return answer.get("ETag") or '"none"'


def _said(value: Any, said: dict[str, str]) -> Any:
    """A value of the table; `{name}` stands for what is known only when the test runs."""
    if isinstance(value, list):
        return [_said(item, said) for item in value]
    return said[value.strip("{}")] if isinstance(value, str) and value.startswith("{") else value


def _call(caller: System, operation: str, values: dict[str, Any]) -> int:
    line, method = OPERATIONS[operation], operation.split()[1]
    address = _address(operation, values)
    short = address.removeprefix("/api/v1")
    if method == "get":
        return int(caller.get(short).status_code)
    options: dict[str, Any] = {"etag": _tag(caller, address)}
    if method == "delete":
        return int(caller.delete(short, **options).status_code)
    body: Any = {name: _said(value, values["said"]) for name, value in line.get("data", {}).items()}
    if "upload" in line:
        picture = SimpleUploadedFile("p.jpg", portrait_jpeg(7, "M", 34), "image/jpeg")
        body = Multipart({line["upload"]: picture})
    return int(getattr(caller, method)(short, body, **options).status_code)


def test_every_operation_answers_each_system_as_the_table_says(values: dict[str, Any]) -> None:
    wrong = []
    for operation, line in OPERATIONS.items():
        for name, caller in values["callers"].items():
            with transaction.atomic():
                status = _call(caller, operation, values)
                transaction.set_rollback(True)
            expected = line.get(name, line["others"])
            if status != expected:
                wrong.append((operation, name, status, expected))
    assert not wrong, "\n".join(map(str, wrong))


def test_without_a_token_there_is_nothing(values: dict[str, Any]) -> None:
    officer = world.make_actor(REQUESTING, "return_officer")
    signed_in = Client()
    world.enter(signed_in, world.user_of(officer))
    session = signed_in.session
    session["membership"] = str(officer.membership_id)
    session.save()
    wrong = []
    for client in (Client(), signed_in):
        for operation in OPERATIONS:
            status = getattr(client, operation.split()[1])(_address(operation, values)).status_code
            if status != 401:
                wrong.append((operation, status))
        for operation, expected in PUBLIC.items():
            name, method = operation.split()
            address = "/api/v1/nothing" if name == "nothing" else reverse(f"api:{name}")
            data = {"grant_type": "client_credentials"} if name == "token" else {}
            status = getattr(client, method)(address, data).status_code
            if status != expected:
                wrong.append((operation, status))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_token_without_scopes_reads_reference_data_alone(values: dict[str, Any]) -> None:
    caller = system(REQUESTING, token_scopes=[])
    free = {"client get", "countries get", "authorities get", "crossing-points get", "agreements get", "agreement get"}
    wrong = []
    for operation in OPERATIONS:
        status = _call(caller, operation, values)
        expected = 200 if operation in free | {"codes get"} else 404 if operation == "act-other post" else 403
        if status != expected:
            wrong.append((operation, status, expected))
    assert not wrong, "\n".join(map(str, wrong))


def test_every_id_of_another_kind_is_absent(values: dict[str, Any]) -> None:
    """The id of one thing where another is named: never a failure, never somebody else's row."""
    caller = values["callers"]["requesting"]
    keys = [key for key in values["named"].values() if isinstance(key, UUID)]
    for address in ("/cases", "/papers", "/threads", "/verification-tasks"):
        own = {"/papers": "document_id", "/threads": "thread_id"}.get(address)
        for key in keys:
            if key not in {values["named"].get(own or ""), values["named"]["request_id"]}:
                assert caller.get(f"{address}/{key}").status_code == 404, (address, key)
