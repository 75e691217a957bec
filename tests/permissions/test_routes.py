"""Every route × role × own or other country: the table is `routes.toml`, readable by a lawyer.

A route that the table does not name fails the test, and so does a line of the table that names no route.
"""

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.actor import Actor
from accounts.models import CountryGrant
from accounts.services.absences import absence_set
from accounts.services.machine_clients import machine_client_create
from administration.payloads import RepairGrants
from administration.services.changes import change_request
from administration.services.offices import mailbox_save
from audit.models import Access, Event
from cases.models import Case, VerificationTask
from cases.services import flags, information_requests, links, messages, notes
from cases.services.bulk import bulk_print
from cases.services.saved_filters import saved_filter_save
from cases.services.search import search_keep
from cases.workflow.table import TABLE
from core import clock, outbox
from core.models import OutboxMessage
from core.outbox import wall_now
from core.scope import use_scope
from countries.models import Authority
from documents.models import GeneratedDocument, StoredFile
from notifications.models import Delivery, Notice, OfficeMailbox
from supervision.services.quality import sample_draw
from tests import world
from tests.conftest import OWNER, logged_in_as

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
    # The API has a table of its own: test_api.py.
    found = {name for name in _names(get_resolver().url_patterns) if not name.startswith("api:")}
    assert found == set(ROUTES)


def test_the_table_names_every_act_and_no_other() -> None:
    elsewhere = {"answer_verification", "answer_information", "cancel_information"}  # on pages of their own
    assert {row.name for row in TABLE} - elsewhere == set(ACTS)


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


def _work(people: world.Corridor, case: Case) -> dict[str, Any]:
    """What the officer keeps: a filter, an act on many cases, an absence."""
    officer, colleague = people.officer, people.reviewer.user_id
    today = clock.now().date()
    with use_scope(officer.scope):
        return {
            "filter_id": saved_filter_save(actor=officer, name="Late", query={"view": "overdue"}).id,
            "run_id": bulk_print(actor=officer, case_ids=[case.id]).id,
            "absence_id": absence_set(actor=officer, starts_on=today, ends_on=today, covered_by=colleague).id,
            "colleague_id": colleague,
        }


def _notices(people: world.Corridor, case: Case) -> dict[str, Any]:
    """A notice to the receiving side, an e-mail to the requesting one that failed, and work of it that failed."""
    officer, now = people.officer, wall_now()
    with use_scope(people.registry.scope):
        notice = Notice.objects.get(subject=case.subject, action="case.submitted")
    delivery = Delivery(
        key="test",
        kind="digest",
        recipient_id=officer.user_id,
        membership_id=officer.membership_id,
        country=officer.country,
        authority_id=officer.authority_id,
        state="failed",
        created_at=now,
        changed_at=now,
    )
    with use_scope(officer.scope):
        delivery.save(force_insert=True)
        message = outbox.post(task="tests.never", key="test", arguments={})
    with logged_in_as(OWNER):
        OutboxMessage.objects.filter(id=message).update(state="dead")
    return {"notice_id": notice.id, "delivery_id": delivery.id, "message_id": message}


def _talk(people: world.Corridor, case: Case) -> dict[str, Any]:
    """What the officer wrote and remarked on a case: a question, a request, a note, a mark, a link."""
    officer = people.officer
    due_on = clock.now().date() + timedelta(days=9)
    other = world.case_at(people, "submitted")
    with use_scope(officer.scope):
        thread = messages.thread_open(actor=officer, case_id=case.id, title="Register", text="Is it complete?")
        asked = information_requests.information_ask(actor=officer, case_id=case.id, items=["interview"], due_on=due_on)
        note = notes.note_add(actor=officer, case_id=case.id, text="Among colleagues")
        flag = flags.flag_set(actor=officer, case_id=case.id, kind="urgent", reason="Booked")
        link = links.link_add(actor=officer, case_id=case.id, reference=str(other.reference), kind="related")
    return {
        "thread_id": thread.id,
        "request_id": asked.thread_id,
        "note_id": note.id,
        "flag_id": flag.id,
        "link_id": link.id,
    }


def _administration() -> dict[str, Any]:
    """A colleague with a role, a mailbox, a system and a request of the Dutch desk, asked by another administrator."""
    colleague = world.make_actor("nld-dtv", "return_officer")
    second = world.make_actor("nld-dtv", "administrator")
    office = Authority.objects.select_related("country").get(code="nld-dtv")
    client, _secret = machine_client_create(authority=office, name="National system")
    values = {"address": "box@example.org", "kinds": ["acts"], "language": "en", "is_active": True}
    with use_scope(second.scope):
        mailbox_save(actor=second, authority_id=office.id, version=office.version, mailbox_id=None, values=values)
        mailbox_id = OfficeMailbox.objects.get(authority=office).id
        payload = RepairGrants(authority=str(office.id), role="reviewer")
        CountryGrant.objects.filter(group__name="nld-dtv:reviewer", permission__codename="country_close_case").delete()
        change = change_request(actor=second, kind="repair_grants", payload=payload, reason="Missing")
    return {
        "code": "nld-dtv",
        "kind": "general",
        "point": "new",
        "mailbox_id": mailbox_id,
        "client_id": client.client_id,
        "user_id": colleague.user_id,
        "membership_id": colleague.membership_id,
        "role": "return_officer",
        "change_id": change.id,
        "purpose": "review",
        "letter": "reply",
        "block": "opening",
        "language": "en",
        "country": "SRB",
        "agreement": "eu-serbia",
    }


def _supervision(people: world.Corridor) -> dict[str, Any]:
    """A sample of the closed cases, drawn by the requesting side, and a colleague who has cases."""
    actor = people.supervisor
    world.case_at(people, "closed")
    today = clock.now().date()
    with use_scope(actor.scope):
        sample = sample_draw(
            actor=actor,
            closed_from=today - timedelta(days=1),
            closed_to=today + timedelta(days=1),
            share_percent=100,
            minimum=1,
            maximum=9,
        )
        review = sample.reviews.get()
    return {
        "sample_id": sample.id,
        "review_id": review.id,
        "holder_id": people.officer.user_id,
        "measure": "delivered",
        "table": "replies",
    }


def _search(people: world.Corridor) -> Any:
    """A search that the officer made a moment ago."""
    with use_scope(people.officer.scope):
        return search_keep(actor=people.officer, asked={"text": "Petrović"}).id


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
        **_notices(people, confirmed),
        **_talk(people, confirmed),
        **_administration(),
        **_work(people, confirmed),
        **_supervision(people),
        "query_id": _search(people),
        "task_id": task.id,
        "file_id": file.id,
        "page": 1,
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
            data = {key: text.format(**values) for key, text in line.get("data", {}).items()}
            response = getattr(client, method)(address, data)
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
