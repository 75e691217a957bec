"""Time limits, objections and papers as an attacker would read and use them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case, CaseClock, ClockPause, Dispute
from cases.services import disputes, extension, suspension
from core import clock
from core.errors import ActRefused, NotVisible
from core.forms import today
from core.scope import use_scope
from countries.models import Rule
from tests import world
from tests.api.systems import DESK, system
from tests.attacks.alike import bare
from tests.cases.test_case_page import client_of
from tests.world import Corridor

pytestmark = pytest.mark.django_db
NOTE = "The court of Haarlem hears the asylum claim on Tuesday"


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


@pytest.fixture
def others(people: Corridor) -> list[Actor]:
    """People of other offices whose role would allow the act, and the delegates of the case."""
    return [
        world.make_actor("nld-dtv-region-west", "reviewer"),
        world.make_actor("nld-dtv-region-west", "return_officer"),
        world.make_actor("aut-bfa", "reviewer"),
        world.make_actor("srb-police-records", "decision_maker"),
        world.make_actor("srb-embassy-vienna", "consular_officer"),
        world.make_actor("alb-border-migration", "decision_maker"),
        people.consul,
        people.border,
        people.verifier,
    ]


_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _seen(text: str) -> str:
    """The page without what is new each time: tokens, and keys of rows."""
    return _KEY.sub("", bare(text))


def _reads(clients: list[Client], case: Case) -> Iterator[str]:
    """Everything about the case that the people behind these browsers are shown."""
    addresses = [
        _page(case),
        reverse("cases:case-audit", args=[case.id]),
        reverse("cases:case-application", args=[case.id]),
        reverse("cases:case-list"),
        reverse("cases:case-list") + "?clock=paused",
        reverse("home"),
        reverse("notifications:notice-list"),
    ]
    for client in clients:
        for address in addresses:
            yield f"{address}: {_seen(client.get(address).content.decode())}"


def _page(case: Case) -> str:
    return reverse("cases:case-detail", args=[case.id])


def _told_of(row: Model) -> str:
    """A row with all its columns, without its own key."""
    return _seen(str(model_to_dict(row)))


def test_whatever_the_reason_the_other_side_reads_the_same(people: Corridor) -> None:
    """A limit that stands still for a claim of asylum and one that stands still for want of a seat cannot be told
    apart by anybody of the receiving state: not on a page, not by a national system, not by the number of events."""
    case = world.case_at(people, "documented")
    clients = [client_of(actor) for actor in (people.registry, people.signer, people.their_supervisor, people.consul)]
    theirs = system(DESK)
    found = []
    with clock.travel(clock.now() + timedelta(seconds=1)):
        for cause, code, note, days in (
            ("legal_obstacle", "protection_procedure", NOTE, 300),
            ("practical_obstacle", "transport", "", 0),
        ):
            with transaction.atomic():
                with use_scope(people.officer.scope):
                    suspension.limit_pause(
                        actor=people.officer,
                        case_id=case.id,
                        version=None,
                        cause=cause,
                        code=code,
                        note=note,
                        review_on=today() + timedelta(days=days),
                    )
                pages = list(_reads(clients, case))
                answers = [theirs.get(f"/cases/{case.id}{part}").json() for part in ("", "/acts")]
                with use_scope(people.their_supervisor.scope):
                    events = list(
                        Event.objects.filter(case_key=case.id, action__startswith="suspension").values_list(
                            "action", "parameters", "changed", "reason"
                        )
                    )
                    stood = [_told_of(row) for row in ClockPause.objects.filter(case=case)]
                with clock.travel(clock.now() + timedelta(days=3)):
                    with use_scope(people.officer.scope):
                        suspension.limit_resume(actor=people.officer, case_id=case.id, version=None)
                    after = [_seen(client.get(_page(case)).content.decode()) for client in clients]
                    answers += [theirs.get(f"/cases/{case.id}{part}").json() for part in ("", "/acts")]
                    with use_scope(people.their_supervisor.scope):
                        rows = CaseClock.objects.filter(case=case, kind="transfer")
                        stood += [_told_of(row) for row in rows]
                found.append((pages + after, answers, events, stood))
                transaction.set_rollback(True)
    (first, second) = found
    assert "an obstacle that the agreement names, Article 10" in first[0][0]
    assert first[2] == [("suspension.begun", {"article": "Article 10"}, [], "")]
    for one, other in zip(first[0], second[0], strict=True):
        assert one == other
    assert first[1:] == second[1:]


def _refused(actor: Actor, service: Any, case: Case, **arguments: Any) -> bool:
    try:
        with transaction.atomic(), use_scope(actor.scope):
            service(actor=actor, case_id=case.id, version=None, **arguments)
    except (ActRefused, NotVisible):
        return True
    return False


def _sees(actor: Actor, table: str, case: Case) -> bool:
    with use_scope(actor.scope), connection.cursor() as cursor:
        cursor.execute(f"select 1 from {table} where case_id = %s", [case.id])
        return cursor.fetchone() is not None


def test_nobody_else_reads_or_decides_a_request_for_more_time(people: Corridor, others: list[Actor]) -> None:
    world.every(Rule).filter(agreement=people.agreement, kind="reply_extension").update(extension_basis="consent")
    case = world.case_at(people, "received")
    assert not _refused(people.proposer, extension.extension_request, case, reasons="Many cases")
    for actor in others:
        assert not _sees(actor, "cases_clockextension", case), actor.name
        assert _refused(actor, extension.extension_grant, case), actor.name
        assert _refused(actor, extension.extension_refuse, case, reason="No"), actor.name
    # Whoever asks does not grant.
    for actor in (people.proposer, people.signer, people.registry, people.their_supervisor):
        assert _refused(actor, extension.extension_grant, case), actor.name
    assert not _refused(people.reviewer, extension.extension_refuse, case, reason="No")


def test_nobody_else_reads_or_decides_an_objection(people: Corridor, others: list[Actor]) -> None:
    case = world.case_at(people, "disputed")
    for actor in others:
        assert not _sees(actor, "cases_dispute", case), actor.name
        assert _refused(actor, disputes.dispute_uphold, case, reason="Yes"), actor.name
        assert _refused(actor, disputes.dispute_reject, case, reason="No"), actor.name
        assert _refused(actor, disputes.dispute_withdraw, case), actor.name
    # Who objects does not judge the objection; who is objected to does not withdraw it.
    for actor in (people.proposer, people.signer, people.their_supervisor):
        assert _refused(actor, disputes.dispute_uphold, case, reason="Yes"), actor.name
    for actor in (people.officer, people.reviewer, people.supervisor):
        assert _refused(actor, disputes.dispute_withdraw, case), actor.name
    assert _refused(people.officer, disputes.dispute_uphold, case, reason="Yes"), "the officer prepared it"
    assert not _refused(people.reviewer, disputes.dispute_reject, case, reason="No")


def test_nobody_else_lets_a_limit_stand_still_or_run_on(people: Corridor, others: list[Actor]) -> None:
    running, paused = world.case_at(people, "accepted"), world.case_at(people, "paused")
    review = {"review_on": today() + timedelta(days=30)}
    causes = {"cause": "practical_obstacle", "code": "transport", **review}
    for actor in (*others, people.signer, people.registry, people.their_supervisor):
        assert _refused(actor, suspension.limit_pause, running, **causes), actor.name
        assert _refused(actor, suspension.limit_resume, paused), actor.name
        assert _refused(actor, suspension.pause_review, paused, **review), actor.name
        assert not _sees(actor, "cases_pausereason", paused), actor.name
    assert _sees(people.officer, "cases_pausereason", paused)


# --- what people write ------------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7 * 7 }}"


def _act(actor: Actor, case: Case, name: str, /, **fields: Any) -> None:
    """An act through its form, as a browser sends it."""
    client, address = client_of(actor), reverse("cases:act", args=[case.id, name])
    version = re.search(r'name="version" value="(\d+)"', client.get(address).content.decode())
    assert version, name
    answer = client.post(address, {"version": version[1], **fields})
    assert answer.status_code == 302, (name, answer.status_code, answer.content.decode()[:3000])


def _is_harmless(case: Case, *actors: Actor, act: str = "") -> None:
    """What was written is shown as it was written: as text, on the page of the case and on that of an act."""
    for actor in actors:
        names = [("cases:case-detail", [case.id]), ("cases:case-audit", [case.id])]
        if act:
            names.append(("cases:act", [case.id, act]))
        texts = [client_of(actor).get(reverse(name, args=args)).content.decode() for name, args in names]
        for text in texts:
            assert "<script>alert" not in text and "<img src=x" not in text, actor.name
        assert any("&lt;script&gt;alert(1)" in text and "{{ 7 * 7 }}" in text for text in texts), actor.name


def test_what_is_written_about_more_time_is_text(people: Corridor) -> None:
    world.every(Rule).filter(agreement=people.agreement, kind="reply_extension").update(extension_basis="consent")
    case = world.case_at(people, "received")
    _act(people.proposer, case, "request_extension", value="1", reasons=HOSTILE)
    _is_harmless(case, people.reviewer, act="grant_extension")
    _act(people.reviewer, case, "grant_extension", value="1", answer=HOSTILE)
    _is_harmless(case, people.proposer, people.officer)


def test_what_is_written_about_an_obstacle_is_text(people: Corridor) -> None:
    soon = today() + timedelta(days=30)
    review = {f"review_on_{part}": str(getattr(soon, part)) for part in ("day", "month", "year")}
    case = world.case_at(people, "accepted")
    _act(people.officer, case, "pause_transfer_limit", cause="legal_obstacle", code="other", note=HOSTILE, **review)
    _is_harmless(case, people.officer, people.supervisor)


def test_what_is_written_about_an_objection_is_text(people: Corridor) -> None:
    case = world.case_at(people, "silent")
    _act(people.proposer, case, "dispute_delivery", statement=HOSTILE)
    _is_harmless(case, people.reviewer, people.signer)
    _act(people.reviewer, case, "reject_dispute", reason=HOSTILE)
    _is_harmless(case, people.proposer)


@pytest.mark.parametrize("text", ["Soon\0", "Soon \u202egnp.exe", "Soon\x1b[2J", "\ufeffSoon"])
def test_foreign_bytes_are_refused_beside_the_field(people: Corridor, text: str) -> None:
    case = world.case_at(people, "silent")
    client, address = client_of(people.proposer), reverse("cases:act", args=[case.id, "dispute_delivery"])
    answer = client.post(address, {"version": case.version, "statement": text})
    assert answer.status_code == 422 and "Statement" in answer.content.decode()
    assert not _sees(people.proposer, "cases_dispute", case)


def test_a_form_sets_nothing_that_it_does_not_show(people: Corridor) -> None:
    """Not that it was granted, not for whom, not another limit."""
    case = world.case_at(people, "silent")
    extra = {"state": "upheld", "outcome": "refused", "decided_at": "2026-01-01", "own_side": "receiving", "kind": "x"}
    _act(people.proposer, case, "dispute_delivery", statement="Nothing came", case="1", **extra)
    with use_scope(people.reviewer.scope):
        made = Dispute.objects.get(case=case)
    assert (made.state, made.outcome, made.decided_at, made.own_side, made.kind) == ("raised", "", None, "", "delivery")
