"""The description: kept in the repository, shown as a page, and true of what the system answers.

Schemathesis makes requests from the description, right and wrong ones, and sends them as systems of every kind: of the
requesting office, of the receiving one, of an agency, of a monitoring body, of an office and a country that the case is
not of, and of one that may only read. No answer is a failure of ours, none is outside the description, none carries a text
that is not its reader's, and whatever is read or taken away is there for one of them. The application is called within the
process; against the running system the same is asked in `tests/browser/test_story_api.py`.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from itertools import cycle, product
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import checks as basic
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from accounts.actor import Actor
from accounts.api_scopes import API_SCOPES
from api.openapi import document
from cases.models import Evidence, FamilyMember, Monitoring, VerificationTask
from cases.services.filing import family_member_add
from cases.services.information_requests import information_ask
from cases.services.messages import thread_open
from core.scope import use_scope
from documents.models import GeneratedDocument, StoredFile
from rcms.wsgi import application
from tests import world
from tests.api.systems import (
    AGENCY,
    DESK,
    OTHER_OFFICE,
    REQUESTING,
    STRANGER,
    System,
    bearers_found_once,
    system,
    token_of,
)
from tests.attacks.marks import Marks, marking
from tests.cases.test_operations import add, made
from tests.conftest import end_events_with_their_test
from tests.days import local_day
from tests.interviews import visit_with

# Of each operation, right and as many wrong; the systems take turns. More in the long tier.
EXAMPLES = 84 if os.environ.get("RCMS_TEST_FULL") else 8
CHECKS = [
    basic.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
    checks.unsupported_method,
]
STATUSES = (
    *("draft", "returned_incomplete", "submitted", "received", "answered", "documented", "notified", "closed"),
    *("family_draft", "costs_claimed", "monitored"),
)
BODY = "nld-inspectorate-jv"
OFFICES = (REQUESTING, DESK, AGENCY, BODY, OTHER_OFFICE, STRANGER)


def test_the_kept_description_is_what_the_views_say() -> None:
    """After a reviewed change: `./run manage api_schema`."""
    call_command("api_schema", "--check")


def test_the_description_says_how_every_operation_fails_and_who_may() -> None:
    described = document()
    assert described["openapi"] == "3.1.0"
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"] and operation["tags"], (path, method)
            if path != "/oauth/token":
                assert {"400", "401", "403", "429"} <= operation["responses"].keys(), (path, method)
                assert operation["security"] and operation["security"][0].keys() == {"oauth2"}
            headers = {row["name"] for row in operation["parameters"]} if "parameters" in operation else set()
            if method == "post" and path != "/oauth/token":
                assert "Idempotency-Key" in headers, path
            if path.startswith("/cases/{case_id}") and method != "get" and "threads" not in path:
                assert "If-Match" in headers, path


class _Tags(HTMLParser):
    """What a strict content security policy would not run."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []  # type: ignore[list-item]
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.wrong.append(tag)
        self.wrong += [name for name in given if name == "style" or name.startswith("on")]


@pytest.mark.django_db
def test_the_reference_page_runs_under_the_strict_policy_and_tells_every_operation() -> None:
    answer = Client().get("/api/v1/docs")
    text = answer.content.decode()
    tags = _Tags()
    tags.feed(text)
    assert not tags.wrong and len(tags.ids) == len(set(tags.ids))
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert text.count("<h1") == 1
    for path, methods in document()["paths"].items():
        for method in methods:
            assert re.search(rf"<b>{method.upper()}</b> {re.escape(path)}<", text), (method, path)
    assert Client().get("/api/v1/schema").json()["paths"].keys() == document()["paths"].keys()


# --- Schemathesis -----------------------------------------------------------------------------------------------------


@dataclass
class Asking:
    """Somebody's system, what it may know, and how it is called in complaints."""

    name: str
    system: System
    actor: Actor
    marks: Marks
    tags: dict[str, str] = field(default_factory=dict)

    def tag(self, case: Any) -> str:
        """The tag of what the address is about, as this system sees it; none where it sees nothing. What requests do is
        undone, so it stays what it was."""
        address = "/" + "/".join(case.formatted_path.strip("/").split("/")[:2])
        if address not in self.tags:
            self.tags[address] = str(self.system.get(address).get("ETag") or "")
        return self.tags[address]

    def judged(self, case: Any, response: Any) -> None:
        """Raises what is wrong with an answer."""
        case.validate_response(response, checks=CHECKS)
        text = response.content.decode(errors="replace")
        told = f"{response.headers}\n{text}"
        assert not (foreign := self.marks.foreign(self.actor, told)), f"{self.name} is told {foreign}"


@pytest.fixture(scope="module")
def marked(module_db: str) -> Iterator[tuple[dict[str, list[str]], list[Asking]]]:
    """What there is, with a mark in every text, and who asks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.API_REQUESTS_PER_MINUTE", 10**9)
        patch.setattr("django.conf.settings.API_TOKENS_PER_MINUTE", 10**9)
        cache.clear()
        reading = [scope for scope in API_SCOPES if scope.endswith(":read")]
        with marking() as marks:
            known = known_things()
            callers = {office: system(office) for office in OFFICES} | {"who only reads": system(REQUESTING, reading)}
        for caller in callers.values():
            # The walk outlasts a token on a busy machine.
            caller.token = token_of(caller.client, lives=timedelta(hours=9))
        yield known, [Asking(name, caller, caller.actor, marks) for name, caller in callers.items()]


def known_things() -> dict[str, list[str]]:
    """Ids of things that are there, under the names that addresses give them."""
    people = world.corridor()
    system(AGENCY)  # its group is there before the question is put
    cases = {status: world.case_at(people, status) for status in (*STATUSES, "in_verification")}
    officer, received = people.officer, cases["received"]
    with use_scope(officer.scope):
        thread = thread_open(actor=officer, case_id=received.id, title="Question", text="Which municipality?")
        due_on = local_day() + timedelta(days=3)
        request = information_ask(actor=officer, case_id=received.id, items=["documents"], due_on=due_on)
        child = {"family_name": "Petrović", "given_names": "Ana"}
        draft = cases["draft"]
        family_member_add(actor=officer, case_id=draft.id, version=None, relation="child", values=child)
        member, evidence = FamilyMember.objects.get(case=draft), Evidence.objects.get(case=draft)
        files = [str(key) for key in StoredFile.objects.values_list("id", flat=True)[:3]]
        papers = [str(key) for key in GeneratedDocument.objects.values_list("id", flat=True)[:3]]
        watched = [str(key) for key in Monitoring.objects.values_list("id", flat=True)]
    operation = made(people)
    add(people.officer, operation, world.case_at(people, "documented"))
    visit, _slots = visit_with(people, 1)
    with use_scope(people.registry.scope):
        tasks = [str(key) for key in VerificationTask.objects.values_list("id", flat=True)]
    return {
        "case_id": [str(case.id) for case in cases.values()],
        "evidence_id": [str(evidence.id)],
        "member_id": [str(member.id)],
        "name": ["countersign_acceptance", "withdraw"],
        "thread_id": [str(thread.id), str(request.thread_id)],
        "file_id": files,
        "document_id": papers,
        "task_id": tasks,
        "operation_id": [str(operation.id)],
        "visit_id": [str(visit.id)],
        "monitoring_id": watched,
        "code": ["eu-serbia"],
        "": [str(django_settings.FILE_STORE_ROOT)],
    }


@contextmanager
def rolled_back() -> Iterator[None]:
    """What the request did is undone. As with Django's own test client, the connection is the test's and stays open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


# Parts are known of the draft, which is the first of the cases.
PARTS = {"evidence_id", "member_id"}


def aimed(case: Any, caller: Asking, known: dict[str, list[str]], draw: Any) -> None:
    """Most made-up ids hit nothing: two of three requests go to something that is there, with the tag it has now."""
    for name in set(case.path_parameters or ()) & known.keys():
        if draw(st.integers(0, 2)):
            is_of_part = name == "case_id" and PARTS & case.path_parameters.keys()
            case.path_parameters[name] = known[name][0] if is_of_part else draw(st.sampled_from(known[name]))
    if "If-Match" in (case.headers or {}) and draw(st.integers(0, 2)) and (tag := caller.tag(case)):
        case.headers["If-Match"] = tag


def right(operation: Any, caller: Asking, known: dict[str, list[str]]) -> Iterator[Any]:
    """A plain right request for each thing that the address can name; only what needs no contents."""
    names = [row.name for row in operation.path_parameters]
    cases = known["case_id"][:1] if PARTS & set(names) else known["case_id"]
    for values in product(*(cases if name == "case_id" else known[name] for name in names)):
        case = operation.Case(path_parameters=dict(zip(names, values, strict=True)))
        if operation.method == "delete":
            case.headers = {"If-Match": caller.tag(case) or '"none"'}
        yield case


@pytest.fixture
def asking(marked: Any, _own_file_store: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """As `marked`, for requests of which each is undone with all that it tells."""
    monkeypatch.setattr(django_settings, "FILE_STORE_ROOT", Path(marked[0][""][0]))
    end_events_with_their_test(monkeypatch)
    bearers_found_once(monkeypatch)
    return marked


@pytest.mark.commits
def test_every_answer_is_within_the_description(asking: Any) -> None:
    known, callers = asking
    described = document()
    described["servers"] = [{"url": "http://testserver/api/v1"}]
    schema = schemathesis.openapi.from_dict(described)
    schema.app = application
    wrong: list[str] = []
    for found in schema.get_all_operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _try(found.ok(), mode, cycle(callers), known, wrong)
    assert not wrong, "\n\n".join(wrong[:8])


@pytest.mark.commits
def test_whatever_is_read_or_taken_away_is_there_for_one_of_the_systems(asking: Any) -> None:
    """And is told as described. What is written succeeds in `tests/permissions/api.toml`, held against the description."""
    known, callers = asking
    schema = schemathesis.openapi.from_dict(document())
    schema.app = application
    answered: dict[str, set[int]] = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.method not in {"get", "delete"}:
            continue
        for caller in (asking for asking in callers if asking.name in (REQUESTING, DESK, AGENCY, BODY)):
            for case in right(operation, caller, known):
                with rolled_back():
                    response = case.call(headers={"Authorization": f"Bearer {caller.system.token}"})
                caller.judged(case, response)
                answered.setdefault(operation.label, set()).add(response.status_code)
    assert len(answered) > 20
    assert [label for label, statuses in answered.items() if 200 not in statuses] == []


def _try(operation: Any, mode: Any, turns: Iterator[Asking], known: dict[str, list[str]], wrong: list[str]) -> None:
    @seed(20261122)
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode), data=st.data())
    def run(case: Any, data: Any) -> None:
        caller = next(turns)
        if mode is GenerationMode.POSITIVE:
            aimed(case, caller, known, data.draw)
        try:
            with rolled_back():
                response = case.call(headers={"Authorization": f"Bearer {caller.system.token}"})
            caller.judged(case, response)
        except Exception as error:  # every failure is told, not the first one alone
            said = f"{error!r} {getattr(error, 'exceptions', '')}"
            wrong.append(f"{operation.label} ({mode.value}) as {caller.name}: {said}"[:1500])

    try:
        run()
    except Unsatisfiable:
        # Nothing can be wrong about a request of which any words are right.
        assert mode is GenerationMode.NEGATIVE
