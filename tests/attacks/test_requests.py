"""Requests as an attacker makes them: hostile addresses, stale forms of the wrong side, sessions, redirects."""

from datetime import date
from time import time
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from core.scope import use_scope
from tests import world
from tests.attacks.alike import bare
from tests.cases.test_case_page import client_of
from tests.world import PASSWORD, Corridor, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def test_nul_in_an_address_or_a_hidden_field_is_not_found(people: Corridor) -> None:
    client = client_of(people.officer)
    assert client.get("/r/%00").status_code == 404
    assert client.get("/r/NL-RS-2026%00").status_code == 404
    case = world.draft(people)
    address = reverse("cases:filing", args=[case.id, "documents"])
    assert client.post(address, {"action": "remove", "evidence": "a\0b"}).status_code == 404
    assert client.post(reverse("accounts:choose-membership"), {"membership": "\0"}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "after=%00~x",
        "after=0001-01-01T00:00:00%2B14:00~01234567-0123-7123-8123-0123456789ab",
        "before=9999-12-31T23:59:59-14:00~01234567-0123-7123-8123-0123456789ab",
        "view=%00&sort=%00&country=%00",
        "country=%27%29%20or%201=1--",
        "sort=password",
    ],
)
def test_tampered_lists_answer(people: Corridor, query: str) -> None:
    assert client_of(people.officer).get(f"{reverse('cases:case-list')}?{query}").status_code == 200


@pytest.mark.parametrize("cursor", ["%00~x", "0001-01-01T00:00:00%2B14:00~01234567-0123-7123-8123-0123456789ab"])
def test_tampered_history_answers(people: Corridor, cursor: str) -> None:
    case = world.case_at(people, "submitted")
    address = reverse("cases:case-audit", args=[case.id])
    assert client_of(people.supervisor).get(f"{address}?after={cursor}&kind=%00").status_code == 200


@pytest.mark.parametrize(
    ("status", "who", "name"),
    [
        ("decision_proposed", "officer", "send_back_proposal"),
        ("decision_proposed", "officer", "countersign_refusal"),
        ("in_verification", "officer", "propose_decision"),
        ("received", "officer", "start_verification"),
        ("planned", "registry", "plan_transfer"),
        ("planned", "registry", "fail_transfer"),
        ("received", "registry", "withdraw"),
        ("received", "their_supervisor", "propose_decision"),
        ("accepted", "consul", "plan_transfer"),
    ],
)
def test_a_stale_version_opens_no_page_of_another(people: Corridor, status: str, who: str, name: str) -> None:
    case = world.case_at(people, status)
    client = client_of(getattr(people, who))
    for version in ("", "0", str(case.version), str(case.version + 1)):
        answer = client.post(reverse("cases:act", args=[case.id, name]), {"version": version})
        assert answer.status_code == 403, version


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "/cases/?x=1\r\nSet-Cookie: a=b",
        "http:///evil.example",
    ],
)
def test_nobody_is_led_out_of_the_house(people: Corridor, target: str) -> None:
    user = user_of(people.officer)
    client = Client()
    signed = client.post(
        reverse("accounts:sign-in"), {"username": user.login_name, "password": PASSWORD, "next": target}
    )
    assert signed.status_code == 302
    assert signed.headers["Location"].startswith("/") and "evil" not in signed.headers["Location"]
    again = client.get(f"{reverse('accounts:sign-in')}?next={quote(target)}")
    assert "evil" not in again.headers["Location"] and again.headers["Location"].startswith("/")
    assert "a=b" not in str(again.cookies)


def test_a_session_is_not_fixed_and_ends(people: Corridor) -> None:
    user = user_of(people.officer)
    client = Client()
    client.get(reverse("accounts:sign-in"))
    client.cookies["rcms_session"] = "a" * 32
    client.post(reverse("accounts:sign-in"), {"username": user.login_name, "password": PASSWORD})
    key = client.cookies["rcms_session"].value
    assert key != "a" * 32
    assert client.get(reverse("home")).status_code == 200
    session = client.session
    session["last_seen"] = int(time()) - 31 * 60
    session.save()
    assert client.get(reverse("home"), headers={"X-RCMS-Poll": "1"}).status_code == 204
    client.cookies["rcms_session"] = key
    assert client.get(reverse("home")).status_code == 302


def test_signed_out_nothing_opens_and_nothing_was_cached(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    client = client_of(people.officer)
    address = reverse("cases:case-detail", args=[case.id])
    assert client.get(address)["Cache-Control"] == "no-store"
    key = client.cookies["rcms_session"].value
    client.post(reverse("accounts:sign-out"))
    client.cookies["rcms_session"] = key
    assert client.get(address).status_code == 302


def test_an_ended_membership_and_a_closed_account_end_the_access(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    address = reverse("cases:case-detail", args=[case.id])
    client = client_of(people.officer)
    assert client.get(address).status_code == 200
    world.every(Membership).filter(id=people.officer.membership_id).update(valid_to=date(2021, 1, 1))
    assert client.get(address).status_code == 302
    other = client_of(people.reviewer)
    user = user_of(people.reviewer)
    user.is_active = False
    with world.as_operator():
        user.save()
    assert other.get(address).status_code == 302


def test_a_membership_of_somebody_else_in_the_session_is_nothing(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    client = client_of(people.verifier)
    session = client.session
    session["membership"] = str(people.registry.membership_id)
    session.save()
    assert client.get(reverse("cases:case-detail", args=[case.id])).status_code == 302
    answer = client.post(reverse("accounts:choose-membership"), {"membership": str(people.registry.membership_id)})
    assert answer.status_code == 404


def test_missing_and_invisible_are_one_page(people: Corridor) -> None:
    case = world.draft(people)
    client = client_of(people.registry)
    shown: set[Any] = set()
    for key in (case.id, "01234567-0123-7123-8123-0123456789ab"):
        answer = client.get(reverse("cases:case-detail", args=[key]))
        body = bare(answer.content.decode().replace(str(key), ""))
        shown.add((answer.status_code, body))
    assert len(shown) == 1 and {status for status, _ in shown} == {404}


def test_forms_need_a_token_and_pages_forbid_scripts_of_others(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    strict = Client(enforce_csrf_checks=True)
    world.enter(strict, user_of(people.registry))
    session = strict.session
    session["membership"] = str(people.registry.membership_id)
    session.save()
    for address in (
        reverse("cases:act", args=[case.id, "acknowledge"]),
        reverse("cases:note-add", args=[case.id]),
        reverse("accounts:sign-out"),
        reverse("accounts:choose-membership"),
    ):
        assert strict.post(address, {"version": case.version, "text": "<script>x</script>"}).status_code == 403
    page = strict.get(reverse("cases:case-detail", args=[case.id]))
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY" and page["X-Content-Type-Options"] == "nosniff"


def test_markup_in_names_stays_text(people: Corridor) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    case = world.case_at(people, "in_verification", birth_place=hostile, last_address=hostile, father_name=hostile)
    for actor, address in (
        (people.officer, reverse("cases:case-detail", args=[case.id])),
        (people.registry, reverse("cases:case-application", args=[case.id])),
        (people.verifier, reverse("cases:verification-list")),
    ):
        assert "<img src=x" not in client_of(actor).get(address).content.decode()


def test_wrong_passwords_pause_the_name_in_every_spelling(people: Corridor) -> None:
    name = user_of(people.officer).login_name
    client = Client()
    for spelling in [name, name.upper(), f" {name} "] * 4:
        client.post(reverse("accounts:sign-in"), {"username": spelling, "password": "wrong"})
    answer = client.post(reverse("accounts:sign-in"), {"username": name, "password": PASSWORD})
    assert answer.status_code == 422
    with use_scope(people.officer.scope):
        assert not answer.wsgi_request.user.is_authenticated
