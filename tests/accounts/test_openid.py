"""Sign-in with an authority's own provider: the honest way, and every answer that must not let anybody in.

The provider is a process of its own (`tests.provider`) with keys, codes and tokens of django-oauth-toolkit. With the next
token it tells whichever untruth it was told to.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from time import time
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, transaction
from django.test import Client

from accounts import openid, sessions
from accounts.entrance import as_person
from accounts.models import Authenticator, IdentityProvider, Membership, SignInFailure, User
from accounts.outgoing import NoAnswer, fetch, is_allowed
from accounts.services.memberships import membership_create
from accounts.services.providers import roles_follow
from administration.payloads import ClaimedRole
from administration.services.people import role_end
from administration.services.providers import claimed_roles_tell, switch_off, unlink
from core.errors import Invalid
from core.models import OutboxMessage
from core.outbox import wall_now
from core.scope import Scope, use_scope
from countries.models import Authority
from notifications.selectors.notices import unread_notices
from tests import world
from tests.accounts.authorities import (
    DESK,
    START,
    WEST,
    Administrators,
    answered,
    begun,
    link_of,
    return_path,
    roles_of,
    sign_in_there,
)
from tests.accounts.factors import APP, CODES, CONFIRM, FACTORS, PASSKEY, code_of, enrol, enrolled
from tests.accounts.people import PASSWORD, PROFILE, events, is_signed_in, new_user, sign_in
from tests.conftest import OWNER, logged_in_as
from tests.days import local_day
from tests.provider.running import Provider, provider_running

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("own_database")]
OWN_CONFIRM = f"{CONFIRM}?own=1"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: Any) -> Iterator[Provider]:
    with provider_running(tmp_path_factory.mktemp("provider")) as running:
        running.tell(clients={code: [f"http://testserver{return_path(code)}"] for code in (WEST, DESK)})
        yield running


@pytest.fixture(scope="module")
def administrators(module_db: str, provider: Provider) -> Administrators:
    """With a provider for the office, and another one for the desk above it."""
    both = Administrators(
        world.make_actor(DESK, "administrator", "Anna First"), world.make_actor(DESK, "administrator", "Bert Second")
    )
    assert both.provide(WEST, provider.issuer).state == "approved"
    assert both.provide(DESK, provider.other_issuer).state == "approved"
    return both


@pytest.fixture(scope="module")
def mia(administrators: Administrators, provider: Provider) -> User:
    """An officer of the desk, by hand; whom the office's provider knows."""
    officer = new_user((DESK, "return_officer"), full_name="Mia Officer")
    provider.tell(people={"mia": {"groups": ["officers"]}})
    assert administrators.link(officer, WEST, "subject-of-mia").state == "approved"
    return officer


# --- the honest way ---------------------------------------------------------------------------------------------------


def test_roles_come_go_and_come_again_with_the_sign_in(
    administrators: Administrators, provider: Provider, mia: User
) -> None:
    client = Client()
    client.get(START)
    answer = sign_in_there(client, WEST, "mia", next="/account/profile")
    assert (answer.status_code, answer["Location"]) == (302, "/account/profile")
    assert roles_of(mia) == [(DESK, "return_officer", False), (WEST, "return_officer", True)]
    given = world.every(Membership).get(user=mia, claimed_by__isnull=False)
    assert given.valid_to == local_day() + timedelta(days=60), "it lasts for some weeks"
    # The provider speaks for its office alone: nothing is there of the desk.
    assert client.session["membership"] == str(given.id)
    assert client.get("/account/office").text.count('name="membership"') == 1
    desk = world.every(Membership).get(user=mia, claimed_by=None)
    assert client.post("/account/office", {"membership": str(desk.id)}).status_code == 404
    assert [name for name, _result in events(mia)] == ["account.role_claimed", "account.signed_in_with_authority"]

    # The group is gone at the provider: so is the role, at once and not tomorrow; here, and in the other session.
    provider.tell(people={"mia": {"groups": ["somebody-else", "administrators"]}})
    again = Client()
    sign_in_there(again, WEST, "mia")
    assert roles_of(mia) == [(DESK, "return_officer", False)]
    assert again.session.get("membership") is None
    assert client.get("/")["Location"].startswith("/account/office")
    # And on the same day it comes back, in the same row, as a plain text in place of a list.
    provider.tell(people={"mia": {"groups": "officers"}})
    sign_in_there(Client(), WEST, "mia")
    assert roles_of(mia) == [(DESK, "return_officer", False), (WEST, "return_officer", True)]
    assert world.every(Membership).filter(user=mia, authority__code=WEST).count() == 1

    # Administrators are told, once each.
    with logged_in_as(OWNER):
        told = list(OutboxMessage.objects.filter(task="administration.claimed_roles_tell"))
    assert len(told) == 3
    with use_scope(Scope.from_json(told[0].scope)):
        claimed_roles_tell(user_id=mia.id, authority_id=given.authority_id)
    with use_scope(administrators.first.scope):
        assert "user.roles_claimed" in [row.action for row in unread_notices(administrators.first)]


def test_what_an_administrator_ended_no_provider_gives_again(
    administrators: Administrators, provider: Provider
) -> None:
    officer = new_user((DESK, "return_officer"))
    provider.tell(people={"noor": {"groups": ["officers", "reviewers"]}})
    administrators.link(officer, WEST, "subject-of-noor")
    sign_in_there(Client(), WEST, "noor")
    row = world.every(Membership).get(user=officer, role="reviewer")
    with use_scope(administrators.first.scope):
        role_end(actor=administrators.first, membership_id=row.id, valid_to=local_day())
    world.every(Membership).filter(id=row.id).update(valid_from=local_day() - timedelta(days=3))
    world.every(Membership).filter(id=row.id).update(valid_to=local_day() - timedelta(days=2))
    sign_in_there(Client(), WEST, "noor")
    assert roles_of(officer) == [(DESK, "return_officer", False), (WEST, "return_officer", True)]


def test_the_own_second_step_is_asked_unless_the_provider_says_it_asked(
    administrators: Administrators, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.SECOND_FACTOR_IS_REQUIRED", True)
    officer = new_user((WEST, "reviewer"), password=make_password(None))
    administrators.link(officer, WEST, "subject-of-omar")
    provider.tell(people={"omar": {"amr": ["pwd"], "acr": "low"}})
    client = Client()
    assert sign_in_there(client, WEST, "omar")["Location"] == "/account/second-step", "to set one up"
    assert not is_signed_in(client)
    enrol(client)
    client = Client()
    assert sign_in_there(client, WEST, "omar")["Location"] == "/account/sign-in/second-step"
    assert not is_signed_in(client) and client.post("/account/sign-in/second-step", {"way": "app"}).status_code == 422
    for said in ({"amr": ["pwd", "mfa"]}, {"acr": "high"}):
        provider.tell(people={"omar": said})
        client = Client()
        assert sign_in_there(client, WEST, "omar")["Location"] == "/"
        assert is_signed_in(client)
    # As fresh as the provider says, and no fresher: a countersignature minutes later asks again.
    provider.tell(people={"omar": {"acr": "high"}}, trick={"claims": {"auth_time": int(time()) - 3700}})
    client = Client()
    sign_in_there(client, WEST, "omar")
    assert client.session[sessions.PROVED_AT_KEY] < time() - 3600
    # Then the authority is asked anew, and asks the person.
    assert "Sign in with your authority anew" in client.get("/account/confirm").text
    again = client.post("/account/sign-out", {"again": "1", "next": "/account/profile"})["Location"]
    assert again == f"{START}?office={WEST}&fresh=1&next=%2Faccount%2Fprofile"
    assert 'name="fresh"' in client.get(again).text and "prompt=login" in begun(client, WEST, fresh="1")
    provider.tell(people={"omar": {"acr": "high"}}, trick={"claims": {"auth_time": None}})
    client = Client()
    sign_in_there(client, WEST, "omar")
    assert client.session[sessions.PROVED_AT_KEY] == 0


def test_second_factors_change_by_what_is_the_persons_own(
    administrators: Administrators, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They open every office of the person, and a provider speaks for one (ADR 21)."""
    monkeypatch.setattr("django.conf.settings.SECOND_FACTOR_IS_REQUIRED", True)
    people = {
        "with-factor": new_user((DESK, "return_officer")),
        "with-password": new_user((DESK, "return_officer")),
        "with-nothing": new_user((WEST, "reviewer"), password=make_password(None)),
        "with-first-password": new_user((WEST, "reviewer")),
    }
    for name, user in people.items():
        administrators.link(user, WEST, f"subject-of-{name}")
    first = people["with-first-password"]
    world.every(User).filter(id=first.id).update(
        password=make_password(world.PASSWORD), first_password_until=wall_now() + timedelta(days=1)
    )
    with world.as_operator("NLD"):
        desk = Authority.objects.select_related("country").get(code=DESK)
        for user in (people["with-nothing"], first):
            later = local_day() + timedelta(days=9)
            membership_create(user=user, authority=desk, role="reviewer", valid_from=later)
    _client, secret, _codes = enrolled(people["with-factor"])
    right, wrong = {"way": "password", "password": world.PASSWORD}, {"way": "password", "password": "wrong"}

    def came(name: str, **said: Any) -> Client:
        provider.tell(people={name: said})
        client = Client()
        assert sign_in_there(client, WEST, name).status_code == 302
        return client

    def asked(client: Client, *addresses: str) -> bool:
        answers = [client.post(address, {"code": "1"})["Location"] for address in addresses or (APP, PASSKEY, CODES)]
        return all(answer.startswith(f"{CONFIRM}?") and answer.endswith("own=1") for answer in answers)

    # The provider asked for its own second factor just now. Its word changes nothing, by whatever address.
    for name, user in people.items():
        client = came(name, acr="high")
        with as_person(user):
            keys = Authenticator.objects.filter(user=user).values_list("id", flat=True)
            removals = [f"{FACTORS}/{key}/remove" for key in keys]
        assert is_signed_in(client) and asked(client, APP, PASSKEY, CODES, *removals), name
        page = client.get(OWN_CONFIRM).text
        assert "Sign in with your authority anew" not in page
        offered = set(re.findall('name="way" value="([a-z]+)"', page))
        assert offered == {"with-factor": {"app"}, "with-password": {"password"}}.get(name, set()), name
        assert ("If you have none, ask" in page) is (not offered), name
        # Nor does the password, where there is a factor or where somebody else made it; nor the provider's word again.
        for address in () if name == "with-password" else (CONFIRM, OWN_CONFIRM):
            client.post(address, right)
            assert asked(client), (name, address)
    with logged_in_as(OWNER):
        SignInFailure.objects.all().delete()
    # What is one's own does.
    client = came("with-factor", acr="high")
    assert client.post(OWN_CONFIRM, {"way": "app", "code": code_of(secret, 1)}).status_code == 302
    assert client.post(CODES)["Location"] == CODES
    client = came("with-password", acr="high")
    assert client.post(OWN_CONFIRM, wrong).status_code == 422
    with logged_in_as(OWNER):
        assert SignInFailure.objects.filter(login_name=people["with-password"].login_name).count() == 1
    assert client.post(OWN_CONFIRM, right).status_code == 302
    # A password of others' making becomes no own one by a provider's word.
    new = "another long password 7"
    fresh = {"old_password": world.PASSWORD, "new_password1": new, "new_password2": new}
    client = came("with-first-password", acr="high")
    assert client.get(PASSWORD)["Location"] == client.post(PASSWORD, fresh)["Location"] == PROFILE
    assert "sign in with it" in client.get(PROFILE).text
    assert world.every(User).get(id=first.id).check_password(world.PASSWORD)

    # The first factor of all, where the provider asked for no second one.
    for name in ("with-password", "with-nothing", "with-first-password"):
        client = came(name, amr=["pwd"])
        for answer in (client.get(APP), client.post(APP, {"code": "1"}), client.get(PASSKEY), client.get(FACTORS)):
            assert answer.status_code == 422 and "Sign in once with your password" in answer.text, name
    client = came("with-password", amr=["pwd"])
    assert sign_in(client, people["with-password"].login_name)["Location"] == FACTORS
    enrol(client)
    # Whoever has nothing of the own, and no other office any more, goes on.
    nobody = people["with-nothing"]
    world.every(Membership).filter(user=nobody, authority__code=DESK).update(
        valid_from="2020-01-01", valid_to="2020-02-02"
    )
    assert came("with-nothing", acr="high").post(APP, {"code": "1"}).status_code == 422, "a wrong code, and no question"
    client = came("with-nothing", amr=["pwd"])
    enrol(client)
    assert is_signed_in(client) and client.post(CODES)["Location"] == CODES
    assert asked(came("with-nothing", acr="high")), "now there is a factor to show"


def test_what_was_typed_for_another_office_does_not_come_back_by_the_provider(provider: Provider, mia: User) -> None:
    provider.tell(people={"mia": {"groups": ["officers"]}})

    def keep(client: Client, words: str) -> None:
        body = {"page": PROFILE, "action": PROFILE, "fields": json.dumps([["email", words]])}
        assert client.post("/account/session/form", body).status_code == 204

    by_password, there, again = Client(), Client(), Client()
    sign_in(by_password, mia.login_name)
    keep(by_password, "of the desk")
    sign_in_there(there, WEST, "mia")
    assert "of the desk" not in there.get(PROFILE).text
    keep(there, "of the office")
    sign_in_there(again, WEST, "mia")
    assert "of the office" in again.get(PROFILE).text


def test_whoever_is_not_linked_or_kept_out_is_told_the_same(administrators: Administrators, provider: Provider) -> None:
    gone = new_user((WEST, "reviewer"))
    administrators.link(gone, WEST, "subject-of-pia")
    world.every(User).filter(id=gone.id).update(is_active=False)
    provider.tell(people={"pia": {"groups": ["officers"]}, "quinn": {"groups": ["officers"]}})
    pages = {}
    for name in ("pia", "quinn"):
        client = Client()
        answer = sign_in_there(client, WEST, name)
        assert answer.status_code == 422 and f"subject-of-{name}" in answer.text
        assert not is_signed_in(client)
        pages[name] = answer.text.replace(name, "")
    assert pages["pia"] == pages["quinn"]
    assert roles_of(gone) == [(WEST, "reviewer", False)], "and no role comes to who is kept out"


def test_a_link_that_ends_ends_its_sessions_and_roles(administrators: Administrators, provider: Provider) -> None:
    officer = new_user((DESK, "reviewer"))
    provider.tell(people={"rosa": {"groups": ["officers"]}})
    administrators.link(officer, WEST, "subject-of-rosa")
    assert administrators.link(new_user((WEST, "reviewer")), WEST, "subject-of-rosa").state == "failed", "one is one"
    client, by_password = Client(), Client()
    sign_in_there(client, WEST, "rosa")
    sign_in(by_password, officer.login_name)
    assert is_signed_in(client) and len(roles_of(officer)) == 2
    with use_scope(administrators.first.scope):
        unlink(actor=administrators.first, link_id=link_of(officer).id)
    assert not is_signed_in(client) and is_signed_in(by_password)
    assert roles_of(officer) == [(DESK, "reviewer", False)]
    assert sign_in_there(Client(), WEST, "rosa").status_code == 422


def test_a_first_password_opens_nothing_once_roles_may_come(administrators: Administrators, provider: Provider) -> None:
    """Whoever makes an account knows its first password: the role that its person gets later must not be theirs."""
    with world.as_operator("NLD"):
        bare = User.objects.create_user("bare.person", world.PASSWORD, full_name="Bare", country_id="NLD")
    administrators.link(bare, WEST, "subject-of-sam")
    provider.tell(people={"sam": {"groups": ["officers"]}})
    sign_in_there(Client(), WEST, "sam")
    assert roles_of(bare) == [(WEST, "return_officer", True)]
    assert sign_in(Client(), "bare.person").status_code == 422


# --- answers that let nobody in ---------------------------------------------------------------------------------------

UNTRUE: dict[str, dict[str, Any]] = {
    "for another client": {"claims": {"aud": "somebody"}},
    "for several clients, by none of them": {"claims": {"aud": [WEST, "somebody"]}},
    "for several clients, by another one": {"claims": {"aud": [WEST, "somebody"], "azp": "somebody"}},
    "by another client": {"claims": {"azp": "somebody"}},
    "for nobody": {"claims": {"aud": None}},
    "of another issuer": {"claims": {"iss": "https://login.example.org/o"}},
    "of no issuer": {"claims": {"iss": None}},
    "another nonce": {"claims": {"nonce": "another"}},
    "a list as nonce": {"claims": {"nonce": ["another"]}},
    "no nonce": {"claims": {"nonce": None}},
    "ended": {"claims": {"exp": 1_700_000_000}},
    "without end": {"claims": {"exp": None}},
    "of yesterday": {"later": -86_400, "claims": {"exp": 4_000_000_000}},
    "of tomorrow": {"later": 86_400},
    "nobody named": {"claims": {"sub": None}},
    "a number as name": {"claims": {"sub": 7}},
    "an empty name": {"claims": {"sub": ""}},
    "came there yesterday": {"claims": {"auth_time": 1_700_000_000}},
    "not signed": {"sign": "none"},
    "signed with the public key as a secret": {"sign": "shared"},
    "signed by somebody else": {"sign": "strange"},
}


def test_no_untrue_token_signs_anybody_in(provider: Provider, mia: User) -> None:
    provider.tell(people={"mia": {"groups": ["officers"]}})
    known, wrong = len(events(mia)), []
    for name, trick in UNTRUE.items():
        openid.forget()
        client = Client()
        answer = answered(client, WEST, "mia")
        provider.tell(trick=trick)
        page = client.get(return_path(WEST), answer)
        if page.status_code != 422 or "Begin again" not in page.text or is_signed_in(client):
            wrong.append(name)
    assert not wrong, wrong
    assert len(events(mia)) == known
    # The same way with the truth: it is the token that was refused.
    assert sign_in_there(Client(), WEST, "mia").status_code == 302


def test_an_answer_is_taken_once_by_the_browser_that_asked(provider: Provider, mia: User) -> None:
    def refused(client: Client, answer: dict[str, str], code: str = WEST) -> bool:
        return client.get(return_path(code), answer).status_code == 422 and not is_signed_in(client)

    victim, attacker = Client(), Client()
    # Nobody asked; another browser asked.
    assert refused(Client(), {"state": "", "code": "x"}) and refused(Client(), answered(attacker, WEST, "mia"))
    # Another state; and then the right one comes too late, for a question is answered once.
    true = answered(victim, WEST, "mia")
    assert refused(victim, {**true, "state": "guessed"}) and refused(victim, true)
    # A code of somebody else in the own answer: the provider has the other browser's challenge.
    stolen, own = answered(attacker, WEST, "mia"), answered(victim, WEST, "mia")
    assert refused(victim, {**own, "code": stolen["code"]})
    # A code that was used.
    true = answered(victim, WEST, "mia")
    assert victim.get(return_path(WEST), true).status_code == 302
    victim.post("/account/sign-out")
    assert refused(victim, true)
    begun(victim, WEST)
    assert refused(victim, {**true, "state": victim.session["asked_of_provider"]["state"]})
    # The provider says no; says nothing; says it in another's name, or in none.
    for change in ({"error": "access_denied"}, {"code": ""}, {"iss": provider.other_issuer}, {"iss": ""}):
        assert refused(victim, {**answered(victim, WEST, "mia"), **change}), change
    true = answered(victim, WEST, "mia")
    del true["iss"]
    assert refused(victim, true), "this provider always names itself"
    # Two providers mixed up: the answer of one, brought to the address of the other.
    assert refused(victim, answered(victim, WEST, "mia"), DESK)
    assert refused(victim, answered(victim, DESK, "mia"), WEST)
    # A question of an hour ago.
    true, session = answered(victim, WEST, "mia"), victim.session
    session["asked_of_provider"] = {**session["asked_of_provider"], "at": int(time()) - 3600}
    session.save()
    assert refused(victim, true)


def test_one_provider_knows_nobody_of_another(administrators: Administrators, provider: Provider, mia: User) -> None:
    """The desk's provider names the same subject: that is somebody else there."""
    answer = sign_in_there(Client(), DESK, "mia")
    assert answer.status_code == 422 and "subject-of-mia" in answer.text


def test_no_role_of_another_office_and_none_that_two_persons_keep(
    administrators: Administrators, provider: Provider, mia: User
) -> None:
    for role in ("administrator", "supervisor", "machine_client"):
        with pytest.raises(Invalid):
            administrators.provide(WEST, provider.issuer, roles=(ClaimedRole(value="x", role=role),))
    found = world.every(IdentityProvider).get(code=WEST)
    roles_follow(found, mia, ["officers"])
    # A mapping that somebody wrote into the table past every check gives them no more than one of the form.
    found.roles = [["officers", "administrator"], ["officers", "supervisor"], ["officers", "nothing"]]
    before = roles_of(mia)
    roles_follow(found, mia, ["officers"])
    assert {role for _office, role, is_claimed in roles_of(mia) if is_claimed} <= {"return_officer"}
    roles_follow(world.every(IdentityProvider).get(code=WEST), mia, ["officers"])
    assert roles_of(mia) == before
    # The scope of the sign-in is that of the one office: the database takes no role for another.
    west, desk = (Authority.objects.get(code=code) for code in (WEST, DESK))
    row = world.every(Membership).filter(user=mia, authority=desk).get()
    scope = Scope(user_id=mia.id, country="NLD", administers=(str(west.id),))
    stolen = Membership(user=mia, authority=desk, role="reviewer", group_id=row.group_id, valid_from=local_day())
    with pytest.raises(DatabaseError), use_scope(scope), transaction.atomic():
        stolen.save(force_insert=True)
    with use_scope(scope):
        assert Membership.objects.filter(id=row.id).update(valid_to=None) == 0


def test_nobody_is_led_out_of_the_house(provider: Provider, mia: User) -> None:
    provider.tell(people={"mia": {"groups": ["officers"]}})
    for address in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/nowhere"):
        client = Client()
        assert sign_in_there(client, WEST, "mia", next=address)["Location"] == "/", address
        assert sign_in_there(client, WEST, "mia", next=address)["Location"] == "/", "signed in already"


def test_a_new_session_begins_and_no_other_host_is_asked_about(provider: Provider, mia: User) -> None:
    client = Client()
    answer = answered(client, WEST, "mia")
    before = client.session.session_key
    client.get(return_path(WEST), answer)
    assert is_signed_in(client) and client.session.session_key != before
    assert Client().post(START, {"code": "nobody-there"}).status_code == 422
    assert Client().post(START, {"code": "a\0b"}).status_code == 422


# --- what the provider is asked, and when it is away ------------------------------------------------------------------


class _Hostile(BaseHTTPRequestHandler):
    """Leads elsewhere, says too much, or names places that are not its own."""

    def do_GET(self) -> None:
        issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", f"{issuer}/")
            self.end_headers()
            return
        place = "http://localhost:1/o" if self.path.startswith("/elsewhere") else issuer
        issuer += "/elsewhere" if self.path.startswith("/elsewhere") else ""
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        content = json.dumps({"issuer": issuer, **dict.fromkeys(names, place)}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{" + b" " * 300_000 + b"}" if self.path == "/long" else content)

    def log_message(self, *_: object) -> None:
        """Nothing to tell."""


def test_only_named_hosts_are_asked_and_little_is_taken_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Hostile)
    Thread(target=server.serve_forever, daemon=True).start()
    issuer = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        assert openid.configuration(issuer)["token_endpoint"] == issuer
        for path in ("/moved", "/long"):
            with pytest.raises(NoAnswer):
                fetch(issuer + path)
        for name in (f"{issuer}/elsewhere", f"{issuer}/another-name"):
            openid.forget()
            with pytest.raises(NoAnswer):
                openid.configuration(name)
    finally:
        server.shutdown()
        server.server_close()
    monkeypatch.setattr("django.conf.settings.OPENID_HOSTS", ["login.example.gov", "127.0.0.1"])
    assert is_allowed("https://login.example.gov/o") and is_allowed("http://127.0.0.1:8000/o")
    for address in (
        "http://login.example.gov/o",
        "https://login.example.gov.evil.example/o",
        "https://login.example.gov@evil.example/o",
        "https://somebody@login.example.gov/o",
        "https://10.0.0.1/o",
        "file:///etc/passwd",
        "https://login.example.gov:port/o",
    ):
        assert not is_allowed(address), address
    monkeypatch.setattr("django.conf.settings.OUTGOING_HTTP_IS_ALLOWED", False)
    assert not is_allowed("http://127.0.0.1:8000/o")


def test_switched_off_nobody_comes_in_or_stays_and_two_switch_it_on(
    administrators: Administrators, provider: Provider, mia: User
) -> None:
    client, office = Client(), Authority.objects.get(code=WEST)
    sign_in_there(client, WEST, "mia")
    with use_scope(administrators.first.scope):
        switch_off(actor=administrators.first, authority=office)
    assert not is_signed_in(client)
    assert Client().post(START, {"code": WEST}).status_code == 422
    assert administrators.provide(WEST, provider.issuer).state == "approved"
    assert sign_in_there(Client(), WEST, "mia").status_code == 302
    # Another issuer is another provider: nobody is linked there.
    assert administrators.provide(WEST, provider.other_issuer).state == "approved"
    assert sign_in_there(Client(), WEST, "mia").status_code == 422


def test_a_provider_that_is_away_leaves_the_password(administrators: Administrators, mia: User, tmp_path: Path) -> None:
    with provider_running(tmp_path) as short_lived:
        short_lived.tell(clients={WEST: [f"http://testserver{return_path(WEST)}"]}, people={"mia": {}})
        administrators.provide(WEST, short_lived.issuer)
        client = Client()
        answer = answered(client, WEST, "mia")
    # It went while the person was there, and is away at the next attempt.
    page = client.get(return_path(WEST), answer)
    assert page.status_code == 422 and "does not answer now" in page.text and not is_signed_in(client)
    openid.forget()
    page = client.post(START, {"code": WEST})
    assert page.status_code == 422 and "does not answer now" in page.text
    sign_in(client, mia.login_name)
    assert is_signed_in(client)
