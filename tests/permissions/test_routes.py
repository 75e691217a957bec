"""Every route × role × own or other country: the table is `routes.toml`, readable by a lawyer.

A route that the table does not name fails the test, and so does a line of the table that names no route.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.actor import Actor
from audit.models import Access, Event
from cases.models import VerificationTask
from cases.workflow.table import TABLE
from core.scope import use_scope
from documents.models import GeneratedDocument, StoredFile
from tests import world

TABLE_FILE = tomllib.loads((Path(__file__).parent / "routes.toml").read_text(encoding="utf-8"))
ROUTES: dict[str, dict[str, Any]] = TABLE_FILE["routes"]
ACTS: dict[str, dict[str, Any]] = TABLE_FILE["acts"]
PERSONAS = [
    "officer",
    "reviewer",
    "registry",
    "verifier",
    "proposer",
    "signer",
    "consul",
    "border",
    "supervisor",
    "their_supervisor",
    "administrator",
    "other_office",
    "stranger",
    "anonymous",
]


def _names(patterns: Any, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"a route without a name: {pattern.pattern}"
            yield prefix + pattern.name


def test_the_table_names_every_route_and_no_other() -> None:
    assert set(_names(get_resolver().url_patterns)) == set(ROUTES)


def test_the_table_names_every_act_and_no_other() -> None:
    assert {row.name for row in TABLE} - {"answer_verification"} == set(ACTS)


def _people() -> tuple[world.Corridor, dict[str, Actor | None]]:
    people = world.corridor()
    everybody: dict[str, Actor | None] = {name: getattr(people, name) for name in PERSONAS if hasattr(people, name)}
    everybody["administrator"] = world.make_actor("nld-dtv", "administrator")
    everybody["other_office"] = world.make_actor("nld-dtv-region-west", "return_officer")
    everybody["stranger"] = world.make_actor("alb-border-migration", "registry_officer")
    everybody["anonymous"] = None
    return people, everybody


def _client(actor: Actor | None) -> Client:
    client = Client()
    if actor is not None:
        client.force_login(world.user_of(actor))
        session = client.session
        session["membership"] = str(actor.membership_id)
        session.save()
    return client


def _address(name: str, values: dict[str, Any]) -> str:
    wanted = ROUTES[name].get("with", [])
    return reverse(name, kwargs={key: values[key] for key in wanted})


def _expected(line: dict[str, Any], persona: str) -> list[int]:
    found = line.get(persona, line.get("others"))
    return found if isinstance(found, list) else [found]


@pytest.mark.commits
def test_every_route_answers_each_role_as_the_table_says(transactional_db: None) -> None:
    people, everybody = _people()
    confirmed = world.case_at(people, "confirmed")
    asked = world.case_at(people, "in_verification")
    with use_scope(people.registry.scope):
        task = VerificationTask.objects.get(case=asked)
        file = StoredFile.objects.get(subject=confirmed.subject, kind="photograph")
        paper = GeneratedDocument.objects.get(subject=confirmed.subject, template="reply")
    values = {
        "case_id": confirmed.id,
        "task_id": task.id,
        "file_id": file.id,
        "document_id": paper.id,
        "reference": confirmed.reference,
        "step": "person",
        "name": "withdraw",
    }
    wrong = []
    for persona, actor in everybody.items():
        for name, line in ROUTES.items():
            client = _client(actor)
            address = _address(name, values)
            method = line.get("method", "get")
            response = getattr(client, method)(address, line.get("data", {}))
            if response.status_code not in _expected(line, persona):
                wrong.append((name, persona, response.status_code, _expected(line, persona)))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.commits
def test_every_act_page_answers_each_role_as_the_table_says(transactional_db: None) -> None:
    people, everybody = _people()
    cases = {status: world.case_at(people, status) for status in {line["at"] for line in ACTS.values()}}
    wrong = []
    for persona, actor in everybody.items():
        client = _client(actor)
        for name, line in ACTS.items():
            address = reverse("cases:act", kwargs={"case_id": cases[line["at"]].id, "name": name})
            response = client.get(address)
            if response.status_code not in _expected(line, persona):
                wrong.append((name, persona, response.status_code, _expected(line, persona)))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.commits
def test_denied_looks_and_refused_acts_leave_a_trace(transactional_db: None) -> None:
    people, everybody = _people()
    case = world.case_at(people, "confirmed")
    stranger = everybody["stranger"]
    assert stranger is not None
    assert _client(stranger).get(reverse("cases:case-detail", kwargs={"case_id": case.id})).status_code == 404
    with use_scope(stranger.scope):
        look = Access.objects.get(action="look.denied")
        assert look.result == "denied" and str(case.id) in look.subject
    address = reverse("cases:act", kwargs={"case_id": case.id, "name": "withdraw"})
    assert _client(people.registry).post(address, {"version": case.version, "code": "other"}).status_code == 403
    with use_scope(people.registry.scope):
        refused = Event.objects.get(action="act.refused")
        assert refused.case_key == case.id and refused.parameters["code"] == "wrong_side"
