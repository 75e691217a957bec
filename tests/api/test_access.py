"""Who gets in: clients, tokens, scopes, limits; and the one shape of every error."""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as house_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from oauth2_provider.models import AccessToken

from accounts.models import MachineClient, Membership, User
from accounts.services import machine_clients
from audit.models import Access, Event
from core.scope import entrance, use_scope
from countries.models import Authority
from tests import world
from tests.api.systems import AGENCY, DESK, REQUESTING, system, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_counters(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "api-tests"}}
    from django.core.cache import cache

    cache.clear()


def basic(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def ask_token(client_id: str, secret: str, **form: str) -> Any:
    return Client(raise_request_exception=False).post(
        "/api/v1/oauth/token",
        {"grant_type": "client_credentials", **form},
        headers={"Authorization": basic(client_id, secret)},
    )


def test_credentials_give_a_short_token_of_which_only_the_checksum_is_kept() -> None:
    ours = system(REQUESTING)
    answer = ask_token(ours.client.client_id, ours.secret)
    assert answer.status_code == 200
    body = answer.json()
    assert body["expires_in"] <= 15 * 60 and body["token_type"] == "Bearer" and "refresh_token" not in body
    assert answer["Cache-Control"] == "no-store"
    checksum = hashlib.sha256(body["access_token"].encode()).hexdigest()
    with entrance(token=checksum):
        row = AccessToken.objects.get(token_checksum=checksum)
    assert row.token == ""
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(t)::text from oauth2_provider_accesstoken t")
        assert body["access_token"] not in " ".join(text for (text,) in cursor.fetchall())
    ours.token = body["access_token"]
    assert ours.get("/me").json()["scopes"] == sorted(ours.client.scopes)


def test_the_secret_is_kept_hashed() -> None:
    ours = system(REQUESTING)
    with world.as_operator():
        ours.client.refresh_from_db()
    assert ours.secret not in ours.client.client_secret and ours.client.client_secret.count("$") >= 2


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password", "username": "x", "password": "y"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "code": "x"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "unsupported_grant_type"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
        ({"scope": "cases:read everything"}, "invalid_scope"),
        ({"resource": "https://elsewhere.example"}, "invalid_target"),
    ],
)
def test_nothing_but_client_credentials(form: dict[str, str], error: str) -> None:
    ours = system(REQUESTING)
    answer = ask_token(ours.client.client_id, ours.secret, **form)
    assert answer.status_code in {400, 401} and answer.json()["error"] == error


def test_a_wrong_secret_an_unknown_client_and_nonsense_get_no_token() -> None:
    ours = system(REQUESTING)
    for client_id, secret in (
        (ours.client.client_id, "wrong"),
        ("nobody", ours.secret),
        ("a\0b", "x"),
        (ours.client.client_id, ""),
        ("", ""),
    ):
        answer = ask_token(client_id, secret)
        assert answer.status_code == 401 and answer.json()["error"] == "invalid_client", client_id
    with entrance(application=ours.client.pk):
        assert not AccessToken.objects.filter(application=ours.client, scope="").exists()


def test_endpoints_of_other_grants_are_not_there() -> None:
    client = Client()
    for address in ("authorize", "introspect", "revoke_token", "applications/", "device-authorization", "userinfo"):
        for prefix in ("/api/v1/oauth/", "/o/", "/oauth/"):
            assert client.get(prefix + address).status_code == 404
    assert client.get("/api/v1/oauth/token").status_code == 405


def test_a_token_that_ended_or_never_was_opens_nothing() -> None:
    ours = system(REQUESTING)
    ended = token_of(ours.client, lives=timedelta(seconds=-1))
    for token in (ended, "x", "", "x" * 5000, "ü", f"{ours.token} "):
        answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == (200 if token.strip() == ours.token else 401)
        if answer.status_code == 401:
            assert answer["WWW-Authenticate"].startswith("Bearer") and answer.json()["code"] == "invalid_token"
    assert Client().get("/api/v1/me").json()["code"] == "token_missing"
    assert Client().get("/api/v1/me", {"access_token": ours.token}).status_code == 401
    assert Client().get("/api/v1/me", headers={"Authorization": f"Basic {ours.token}"}).status_code == 401


def test_a_new_secret_ends_the_old_one_and_its_tokens() -> None:
    ours = system(REQUESTING)
    with world.as_operator():
        _client, secret = machine_clients.machine_client_secret_change(client_id=ours.client.client_id)
    assert ours.get("/me").status_code == 401
    assert ask_token(ours.client.client_id, ours.secret).status_code == 401
    assert ask_token(ours.client.client_id, secret).status_code == 200


def test_a_client_that_is_taken_back_is_let_in_no_more() -> None:
    ours = system(REQUESTING)
    with world.as_operator():
        machine_clients.machine_client_revoke(client_id=ours.client.client_id)
    ours.token = token_of(ours.client)
    assert ours.get("/me").status_code == 401
    assert ask_token(ours.client.client_id, ours.secret).status_code == 401


def test_a_client_without_a_membership_in_force_is_let_in_no_more() -> None:
    ours = system(REQUESTING)
    world.every(Membership).filter(user=ours.client.user).update(valid_to="2020-01-02", valid_from="2020-01-01")
    assert ours.get("/me").status_code == 401


def test_a_person_with_a_token_is_no_system() -> None:
    """Were somebody to tie a client to a person, the role would not be that of a system."""
    ours = system(REQUESTING)
    officer = world.make_actor(REQUESTING, "reviewer")
    world.every(Membership).filter(user=ours.client.user).update(role="reviewer")
    assert ours.get("/me").status_code == 401
    world.every(MachineClient).filter(pk=ours.client.pk).update(user=officer.user_id)
    assert ours.get("/me").status_code == 401


def test_a_system_never_signs_in_to_the_pages() -> None:
    ours = system(REQUESTING)
    user = ours.client.user
    assert user is not None and not user.has_usable_password()
    user.set_password(world.PASSWORD)
    with world.as_operator():
        user.save()
    pages = Client()
    answer = pages.post("/account/sign-in", {"username": user.login_name, "password": world.PASSWORD})
    assert answer.status_code == 422
    world.enter(pages, user, backend=house_settings.AUTHENTICATION_BACKENDS[0])
    assert pages.get("/").status_code == 302
    assert Client().get("/", headers={"Authorization": f"Bearer {ours.token}"}).status_code == 302


def test_a_session_means_nothing_to_the_api() -> None:
    officer = world.make_actor(REQUESTING, "return_officer")
    client = Client()
    world.enter(client, world.every(User).get(id=officer.user_id))
    session = client.session
    session["membership"] = str(officer.membership_id)
    session.save()
    assert client.get("/cases/").status_code == 200
    assert client.get("/api/v1/cases").status_code == 401
    assert client.post("/api/v1/cases", {}, content_type="application/json").status_code == 401


def test_scopes_cut_what_the_role_may() -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")
    reading = system(DESK, token_scopes=["cases:read"])
    etag = reading.case(case.id)[1]
    for answer, scope in (
        (reading.post(f"/cases/{case.id}/acts/acknowledge", {}, etag=etag), "cases:write"),
        (reading.get(f"/cases/{case.id}/files"), "files:read"),
        (reading.get("/notices"), "notices:read"),
        (reading.get(f"/cases/{case.id}/threads"), "messages:read"),
        (reading.get("/verification-tasks"), "verification:read"),
    ):
        assert answer.status_code == 403 and answer.json()["code"] == "insufficient_scope"
        assert f'scope="{scope}"' in answer["WWW-Authenticate"]
    blind = system(DESK, token_scopes=["cases:write", "files:read"])
    assert blind.post(f"/cases/{case.id}/acts/acknowledge", {}, etag=etag).status_code == 404
    assert blind.get(f"/cases/{case.id}/files").status_code == 404
    assert "countersign_decision" not in system(DESK).get("/me").json()["acts"]


def test_a_scope_that_was_taken_from_the_client_is_gone_from_its_tokens() -> None:
    ours = system(REQUESTING)
    ours.client.scopes = ["notices:read"]
    with world.as_operator():
        ours.client.save()
    assert ours.get("/cases").status_code == 403 and ours.get("/notices").status_code == 200


def test_too_many_requests_are_told_to_wait(settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    ours, other = system(REQUESTING), system(REQUESTING)
    answers = [ours.get("/me") for _ in range(8)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 2  # a minute may end in between
    assert 1 <= int(refused[0]["Retry-After"]) <= 61 and refused[0].json()["code"] == "too_many_requests"
    assert other.get("/me").status_code == 200


def test_asking_for_tokens_is_counted(settings: Any) -> None:
    settings.API_TOKENS_PER_MINUTE = 1
    answers = [ask_token("nobody", "x").status_code for _ in range(4)]
    assert answers.count(429) >= 2
    # A machine has 2**64 addresses of IPv6.
    body = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "x"}
    browsers = [Client(REMOTE_ADDR=f"2001:db8:0:1::{number}") for number in range(1, 5)]
    assert [one.post("/api/v1/oauth/token", body).status_code for one in browsers].count(429) >= 2


def test_where_no_address_is_known_tokens_are_counted_by_client(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for many tokens leaves those of others alone, whether the client is named in the header or the body."""
    settings.API_TOKENS_PER_MINUTE = 1
    monkeypatch.setattr("core.middleware._address", lambda request: None)
    for client_id in ("one", "two"):
        statuses = [ask_token(client_id, f"guess {number}").status_code for number in range(4)]
        assert statuses[0] == 401 and statuses.count(429) >= 2
    body = {"grant_type": "client_credentials", "client_secret": "x"}
    for client_id in ("three", "four"):
        answers = [Client().post("/api/v1/oauth/token", {**body, "client_id": client_id}) for _ in range(4)]
        assert answers[0].status_code == 401 and [row.status_code for row in answers].count(429) >= 2


def test_requests_go_through_while_the_counter_is_away(settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert system(REQUESTING).get("/me").status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("get", "/nothing", 404, "not_found"),
        ("get", "/cases/not-a-uuid", 404, "not_found"),
        ("get", "/cases/00000000-0000-7000-8000-000000000000", 404, "not_found"),
        ("get", "/reference/agreements/none", 404, "not_found"),
        ("put", "/cases", 405, "method_not_allowed"),
        ("options", "/cases", 405, "method_not_allowed"),
        ("delete", "/me", 405, "method_not_allowed"),
        ("post", "/schema", 405, "method_not_allowed"),
        ("get", "/cases?page=2", 400, "bad_parameter"),
        ("get", "/cases?limit=0", 400, "bad_parameter"),
        ("get", "/cases?limit=1000000", 400, "bad_parameter"),
        ("get", "/cases?limit=１", 400, "bad_parameter"),
        ("get", "/cases?cursor=x", 400, "bad_parameter"),
        ("get", "/cases?status=nonsense", 400, "bad_parameter"),
        ("get", "/cases?side=a&side=b", 400, "bad_parameter"),
        ("get", "/cases?reference=%00", 400, "bad_parameter"),
        ("get", "/changes?cursor=00000000-0000-7000-8000-000000000000", 404, "not_found"),
    ],
)
def test_every_error_has_one_shape(method: str, address: str, status: int, code: str) -> None:
    ours = system(REQUESTING)
    answer = getattr(ours.http, method)(f"/api/v1{address}", headers={"Authorization": f"Bearer {ours.token}"})
    body = answer.json()
    assert (answer.status_code, body["code"], body["status"]) == (status, code, status), body
    assert answer["Content-Type"] == "application/problem+json"
    assert set(body) - {"fields"} == {"type", "title", "status", "code", "detail", "request_id"}
    assert body["request_id"] == answer["X-Request-Id"]


def test_another_type_of_body_is_refused() -> None:
    ours = system(REQUESTING)
    headers = {"Authorization": f"Bearer {ours.token}", "Idempotency-Key": "k"}
    answer = ours.http.post("/api/v1/cases", "<a/>", content_type="application/xml", headers=headers)
    assert answer.status_code == 415 and answer.json()["code"] == "unsupported_media_type"


def test_a_failure_of_ours_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("the secret of the house")

    ours = system(REQUESTING)
    monkeypatch.setattr("api.views.cases.cases_listed", fail)
    answer = ours.get("/cases")
    assert answer.status_code == 500 and answer.json()["code"] == "internal"
    assert "secret" not in answer.content.decode()


def test_absent_and_invisible_are_the_same_bytes() -> None:
    people = world.corridor()
    case = world.draft(people)
    theirs = system(DESK)

    def seen(key: Any) -> str:
        answer = theirs.get(f"/cases/{key}")
        body = {name: value for name, value in answer.json().items() if name != "request_id"}
        headers = {name: value for name, value in answer.items() if name != "X-Request-Id"}
        return json.dumps([answer.status_code, body, headers], sort_keys=True)

    assert seen(case.id) == seen("00000000-0000-7000-8000-000000000000")
    with use_scope(theirs.actor.scope):
        assert Access.objects.filter(action="look.denied", subject=f"case:{case.id}").count() == 1


def test_looks_and_refused_acts_of_a_system_leave_a_trace() -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")
    ours = system(REQUESTING)
    assert ours.act(case.id, "acknowledge").status_code == 403
    with use_scope(people.supervisor.scope):
        look = Access.objects.filter(action="case.opened", case_key=case.id).latest("at")
        assert look.actor_id == ours.client.user_id and look.role == "machine_client"
        refused = Event.objects.get(action="act.refused", case_key=case.id)
        assert refused.parameters["code"] == "wrong_side" and refused.actor_id == ours.client.user_id


def test_every_address_about_a_case_records_the_look() -> None:
    """What pages tell with the case is a look at the case; a list that names no more than the pages' lists is none."""
    people = world.corridor()
    ours, agency = system(REQUESTING), system(AGENCY)
    case = world.case_at(people, "in_verification")
    thread = ours.post(f"/cases/{case.id}/threads", {"title": "T", "text": "Where?"}).json()["id"]
    [task] = agency.get("/verification-tasks").json()["results"]
    for caller, reader, address, action in (
        (ours, people.supervisor, f"/cases/{case.id}", "case.opened"),
        (ours, people.supervisor, f"/cases/{case.id}/files", "case.opened"),
        (ours, people.supervisor, f"/cases/{case.id}/papers", "case.opened"),
        (ours, people.supervisor, f"/cases/{case.id}/threads", "messages.opened"),
        (ours, people.supervisor, f"/threads/{thread}", "thread.viewed"),
        (ours, people.supervisor, f"/threads/{thread}/messages", "thread.viewed"),
        (agency, people.their_supervisor, f"/verification-tasks/{task['id']}", "verification.opened"),
    ):
        with use_scope(reader.scope):
            looks = Access.objects.filter(action=action, case_key=case.id, actor_id=caller.client.user_id)
            before = looks.count()
            assert caller.get(address).status_code == 200
            assert looks.count() == before + 1, address
    with use_scope(people.their_supervisor.scope):
        assert Access.objects.filter(actor_id=agency.client.user_id).count() == 1, "the list is none"


def test_the_commands_enrol_change_and_take_back(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("api_client", "create", "nld-dtv", "National  register", "--scope", "cases:read")
    printed = dict(line.split("=", 1) for line in capsys.readouterr().out.split())
    assert ask_token(printed["client_id"], printed["client_secret"]).json()["scope"] == "cases:read"
    call_command("api_client", "secret", printed["client_id"])
    changed = dict(line.split("=", 1) for line in capsys.readouterr().out.split())
    assert ask_token(printed["client_id"], printed["client_secret"]).status_code == 401
    assert ask_token(changed["client_id"], changed["client_secret"]).status_code == 200
    call_command("api_client", "revoke", printed["client_id"])
    assert ask_token(changed["client_id"], changed["client_secret"]).status_code == 401
    for wrong in (("revoke", "nobody"), ("create", "no-office", "X"), ("create", "nld-dtv", " ")):
        with pytest.raises(CommandError):
            call_command("api_client", *wrong)
    assert world.every(Authority).filter(memberships__user__full_name="National register").exists()
    with use_scope(world.make_actor("nld-dtv", "supervisor").scope):
        told = Event.objects.filter(actor_name="National register", action__startswith="account.").order_by("id")
        acts = ["account.client_created", "account.client_secret_changed", "account.client_revoked"]
        assert list(told.values_list("action", flat=True)) == acts
