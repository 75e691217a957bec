"""Sessions: listed and ended, confirmed before dangerous acts, and what was typed when one ended."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.entrance import as_person
from accounts.models import BrowserSession, KeptForm, SignInFailure, User
from accounts.session_store import LAST_SEEN_KEY, SIGNED_IN_AT_KEY
from accounts.sessions import PROVED_AT_KEY, device_words
from core.outbox import wall_now
from rcms.confirmation import ACTS
from tests import world
from tests.accounts.factors import CONFIRM, code_of, enrol
from tests.accounts.people import PASSWORD, PROFILE, SIGN_IN, events, is_signed_in, new_user, sign_in
from tests.conftest import OWNER, logged_in_as

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("own_database")]
SESSIONS, STATE, KEEP = "/account/sessions", "/account/session", "/account/session/form"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def back(client: Client, seconds: int, *names: str) -> None:
    """Set clocks of the session back."""
    session = client.session
    for name in names or (LAST_SEEN_KEY,):
        session[name] -= seconds
    session.save()


@pytest.fixture
def ended(user: User) -> Iterator[Client]:
    """A browser whose session ended a minute ago."""
    client = Client()
    sign_in(client, user.login_name)
    back(client, settings.SESSION_IDLE_SECONDS + 60)
    yield client


def test_no_row_of_the_table_opens_a_session(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    with logged_in_as(OWNER):
        row = BrowserSession.objects.get(user=user)
    assert row.session_key == hashlib.sha256(key.encode()).hexdigest()
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    assert not is_signed_in(stolen)


def test_the_list_names_the_device_and_ends_others_alone(user: User) -> None:
    here, there, third = Client(), Client(headers={"user-agent": FIREFOX}), Client()
    for client in (here, there, third):
        sign_in(client, user.login_name)
    page = here.get(SESSIONS).text
    assert "Firefox, Windows" in page and page.count("End this session") == 2
    with as_person(user):
        firefox = BrowserSession.objects.get(device="Firefox, Windows")
    assert new_user_ends(firefox) == 302 and is_signed_in(there), "of somebody else nothing is ended"
    here.post(SESSIONS, {"session": str(firefox.id)})
    assert [is_signed_in(client) for client in (here, there, third)] == [True, False, True]
    assert here.post(SESSIONS, {"session": "x"}).status_code == 404
    here.post(SESSIONS)
    assert [is_signed_in(client) for client in (here, there, third)] == [True, False, False]
    assert events(user).count(("account.sessions_ended", "done")) == 2
    # Whoever sat there is told, and that a form sent from there is lost: for whom it was meant nobody knows any more.
    assert "Your session has ended. Sign in to go on." in third.get("/", follow=True).text
    told = there.post(reverse("cases:search"), {"text": "half"}, follow=True).text
    assert "What you had typed could not be kept" in told
    assert "Your session has ended" not in Client().get("/", follow=True).text


def new_user_ends(session: BrowserSession) -> int:
    other = Client()
    sign_in(other, new_user(("nld-dtv", "reviewer")).login_name)
    return other.post(SESSIONS, {"session": str(session.id)}).status_code


def test_a_new_password_ends_the_others_rows_too(user: User) -> None:
    here, there = Client(), Client()
    sign_in(here, user.login_name)
    sign_in(there, user.login_name)
    new = "another long password 7"
    here.post(PASSWORD, {"old_password": world.PASSWORD, "new_password1": new, "new_password2": new})
    with as_person(user):
        assert BrowserSession.objects.count() == 1


def test_devices_are_told_coarsely() -> None:
    assert device_words(FIREFOX) == "Firefox, Windows"
    assert device_words("") == device_words("curl/8") == ""


def test_asking_how_long_it_lasts_does_not_make_it_longer(user: User) -> None:
    client = Client()
    assert client.get(STATE).json() == {"left": 0}
    sign_in(client, user.login_name)
    back(client, 100)
    assert client.get(STATE, headers={"X-RCMS-Poll": "1"}).json()["left"] <= settings.SESSION_IDLE_SECONDS - 100
    client.post(STATE)
    assert client.get(STATE, headers={"X-RCMS-Poll": "1"}).json()["left"] >= settings.SESSION_IDLE_SECONDS - 5
    back(client, settings.SESSION_ABSOLUTE_SECONDS - 60, SIGNED_IN_AT_KEY)
    assert client.post(STATE).json()["left"] <= 60, "nothing makes it longer than eight hours"


def test_a_form_that_comes_too_late_waits_for_its_writer(user: User, ended: Client) -> None:
    """It is given back on its page after signing in, and to nobody else."""
    typed = {"email": "half@nl.example", "language": "en", "password": "never kept"}
    answer = ended.post(PROFILE, typed)
    assert answer["Location"] == f"{SIGN_IN}?next={PROFILE}"
    with logged_in_as(OWNER):
        content = KeptForm.objects.get().content
    assert "half" not in content
    page = ended.get(answer["Location"])
    assert "is kept for you" in page.text and "half@nl.example" not in page.text
    other = new_user(("nld-dtv", "reviewer"))
    sign_in(ended, other.login_name)
    assert "half@nl.example" not in ended.get(PROFILE).text, "the next person at the same browser"
    ended.post("/account/sign-out")
    sign_in(ended, user.login_name, next=PROFILE)
    page = ended.get(PROFILE).text
    assert "What you had typed is here again" in page and "half@nl.example" in page and "never kept" not in page
    assert "half@nl.example" not in ended.get("/account/sessions").text, "on its own page alone"
    assert world.every(User).get(id=user.id).email != "half@nl.example", "nothing was sent"
    ended.post(PROFILE, {"email": "whole@nl.example", "language": "en"})
    assert "half@nl.example" not in ended.get(PROFILE).text
    with as_person(user):
        assert not KeptForm.objects.exists()


def test_the_script_keeps_what_was_not_sent(user: User, ended: Client) -> None:
    sent = {"page": f"{PROFILE}?a=1", "action": PROFILE, "fields": json.dumps([["email", "half@nl.example"]])}
    for wrong in ({"page": "https://evil.example/"}, {"page": "//evil.example"}, {"fields": "{"}, {"fields": "[1]"}):
        assert ended.post(KEEP, sent | wrong).status_code == 204
        with as_person(user):
            assert not KeptForm.objects.exists(), wrong
    assert Client().post(KEEP, sent).status_code == 204
    assert ended.post(KEEP, sent).status_code == 204
    sign_in(ended, user.login_name, next=sent["page"])
    assert "half@nl.example" in ended.get(sent["page"]).text
    ended.post("/account/session/form/forget", {"next": PROFILE})
    assert "half@nl.example" not in ended.get(sent["page"]).text


def test_the_next_person_at_the_browser_replaces_nothing_that_was_kept(user: User, ended: Client) -> None:
    """The cookie of the ended session is still there, and whoever sits there now need not be the writer."""

    def send(client: Client, words: str) -> str:
        body = {"page": PROFILE, "action": PROFILE, "fields": json.dumps([["email", words]])}
        assert client.post(KEEP, body).status_code == 204
        return client.get(SIGN_IN).text

    def found() -> str:
        client = Client()
        sign_in(client, user.login_name)
        return client.get(PROFILE).text

    assert "is kept for you" in send(ended, "the writer's")
    for planted in (lambda: send(ended, "planted"), lambda: send(ended, "")):
        planted()
        assert "the writer" in found()
    answer = ended.post(PROFILE, {"email": "planted"})
    assert "could not be kept" in ended.get(answer["Location"]).text
    assert "the writer" in found() and "planted" not in found()

    # A newer session, elsewhere, kept something five minutes ago, while the older one lay there and had not ended yet.
    newer, older = Client(), Client()
    sign_in(older, user.login_name)
    sign_in(newer, user.login_name)
    send(newer, "the newer one's")
    with logged_in_as(OWNER):
        KeptForm.objects.update(kept_at=wall_now() - timedelta(minutes=5))
    back(older, settings.SESSION_IDLE_SECONDS + 60)
    assert "could not be kept" in send(older, "planted")
    assert "the newer one" in found() and "planted" not in found()

    # Nothing is there to be replaced, and it is long over.
    with as_person(user):
        KeptForm.objects.all().delete()
    late = Client()
    sign_in(late, user.login_name)
    back(late, settings.SESSION_IDLE_SECONDS + 20 * 60)
    assert "could not be kept" in send(late, "planted")
    with as_person(user):
        assert not KeptForm.objects.exists()


def test_the_table_of_dangerous_acts_names_what_there_is() -> None:
    names = set(re.findall(r"[\w:-]+", json.dumps(sorted(ACTS))))
    assert names == set(ACTS)
    for route, narrowed in ACTS.items():
        assert not narrowed or narrowed[1] <= set(_acts()), route
    assert {name for name in _acts() if "countersign" in name} <= ACTS["cases:act"][1]  # type: ignore[index]


def _acts() -> list[str]:
    from cases.workflow.table import BY_NAME

    return list(BY_NAME)


def test_a_dangerous_act_asks_first_and_gives_back_what_was_typed(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REAUTHENTICATION_SECONDS", 600)
    administrator = new_user(("nld-dtv", "administrator"))
    client = Client()
    sign_in(client, administrator.login_name)
    address = reverse("administration:role-give", args=[user.id])
    assert client.post(address, {"reason": "Because"}).status_code == 422, "fresh from signing in"
    back(client, 601, PROVED_AT_KEY)
    assert client.get(address).status_code == 200, "looking is no act"
    answer = client.post(address, {"reason": "Because she asked"})
    assert answer["Location"] == f"{CONFIRM}?next={address.replace('/', '%2F')}"
    before = client.session.session_key
    for wrong in ({"way": "password", "password": "wrong"}, {"way": "password"}, {"way": "app", "code": "000000"}, {}):
        assert client.post(answer["Location"], wrong).status_code == 422
    assert client.post(address, {"reason": "x"})["Location"].startswith(CONFIRM), "not confirmed"
    client.post(address, {"reason": "Because she asked"})
    done = client.post(answer["Location"], {"way": "password", "password": world.PASSWORD})
    assert done["Location"] == address and client.session.session_key != before
    assert "Because she asked" in client.get(address).text
    assert client.post(address, {"reason": ""}).status_code == 422, "now it is done, or refused for its own reasons"
    assert ("account.confirmed", "done") in events(administrator)


def test_exports_ask_first_and_lead_back_to_their_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REAUTHENTICATION_SECONDS", 600)
    client = Client()
    sign_in(client, new_user(("nld-dtv", "supervisor")).login_name)
    secret = enrol(client)
    back(client, 601, PROVED_AT_KEY)
    page = reverse("supervision:audit")
    export = reverse("supervision:export", args=["audit"])
    answer = client.post(export, {"format": "csv"}, headers={"referer": f"http://testserver{page}?text=x"})
    assert answer["Location"].endswith(f"?next={page.replace('/', '%2F')}%3Ftext%3Dx")
    elsewhere = client.post(export, {"format": "csv"}, headers={"referer": "https://evil.example/"})
    assert elsewhere["Location"].endswith("?next=%2F")
    assert client.post(answer["Location"], {"way": "app", "code": code_of(secret, 1)}).status_code == 302
    assert client.post(export, {"format": "csv"}).status_code == 200


def test_guessing_from_elsewhere_keeps_out_neither_the_person_nor_the_office(user: User) -> None:
    """The own browser and colleagues behind the same address go on; the strange browser waits, for every name."""
    desk = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(desk, user.login_name)
    desk.post("/account/sign-out")
    thief = Client(REMOTE_ADDR="192.0.2.7")
    for _number in range(settings.SIGN_IN_ATTEMPTS + 1):
        sign_in(thief, user.login_name, "wrong")
    assert sign_in(thief, user.login_name).status_code == 422
    assert sign_in(desk, user.login_name).status_code == 302, "the own browser has a counter of its own"
    colleague = new_user(("nld-dtv", "reviewer"))
    office = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(office, colleague.login_name).status_code == 302
    with logged_in_as(OWNER):
        SignInFailure.objects.bulk_create(
            SignInFailure(login_name=f"n{number}", address="192.0.2.7", at=wall_now())
            for number in range(settings.SIGN_IN_ATTEMPTS_OF_ADDRESS)
        )
    newcomer = new_user(("nld-dtv", "reviewer"))
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), newcomer.login_name).status_code == 422, "many names, one address"
    assert sign_in(Client(REMOTE_ADDR="192.0.2.8"), newcomer.login_name).status_code == 302
    office.post("/account/sign-out")
    assert sign_in(office, colleague.login_name).status_code == 302
    desk.post("/account/sign-out")
    for _number in range(settings.SIGN_IN_ATTEMPTS):
        sign_in(desk, user.login_name, "wrong")
    assert sign_in(desk, user.login_name).status_code == 422, "nor may the own browser guess for ever"


def test_a_machine_guesses_by_all_its_addresses_together(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has one address of IPv6 has 2**64 of them."""
    monkeypatch.setattr(settings, "SIGN_IN_ATTEMPTS_OF_ADDRESS", 3)
    for number in range(3):
        sign_in(Client(REMOTE_ADDR=f"2001:db8:0:1::{number}"), f"nobody.{number}", "wrong")
    assert sign_in(Client(REMOTE_ADDR="2001:db8:0:1:f::"), user.login_name).status_code == 422
    assert sign_in(Client(REMOTE_ADDR="2001:db8:0:2::1"), user.login_name).status_code == 302


def test_the_own_password_is_guessed_no_oftener_on_its_page(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    fresh = {"new_password1": "another horse battery", "new_password2": "another horse battery"}
    for number in range(settings.SIGN_IN_ATTEMPTS):
        assert client.post(PASSWORD, {"old_password": f"wrong {number}", **fresh}).status_code == 422
    answer = client.post(PASSWORD, {"old_password": world.PASSWORD, **fresh})
    assert answer.status_code == 422 and "too many wrong attempts" in answer.text
    with logged_in_as(OWNER):
        assert SignInFailure.objects.count() == settings.SIGN_IN_ATTEMPTS


def test_the_cookie_of_a_device_names_nobody_and_fits_nobody_else(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    cookie = client.cookies["rcms_device"]
    assert cookie["httponly"] and cookie["path"] == "/account" and user.login_name not in cookie.value
    assert str(user.id) not in cookie.value
    client.post("/account/sign-out")
    other = new_user(("nld-dtv", "reviewer"))
    for _number in range(settings.SIGN_IN_ATTEMPTS):
        sign_in(client, other.login_name, "wrong")
    with logged_in_as(OWNER):
        assert set(SignInFailure.objects.values_list("device", flat=True)) == {""}


def test_an_unknown_name_does_the_same_work_as_a_known_one(user: User) -> None:
    """Times cannot be compared here; what takes the time can: statements, and one hashing of the password."""
    counts = []
    for name in (user.login_name, "nobody.of.that.name"):
        client, hashed = Client(), []
        client.get(SIGN_IN)
        answer = _counted(client, name, hashed)
        counts.append((answer, len(hashed)))
    assert counts[0] == counts[1]
    assert counts[0][1] == 1


def _counted(client: Client, name: str, hashed: list[Any]) -> int:
    from django.contrib.auth.hashers import MD5PasswordHasher
    from django.test.utils import CaptureQueriesContext

    class Counting(MD5PasswordHasher):
        def encode(self, password: str, salt: str) -> str:
            hashed.append(salt)
            return str(super().encode(password, salt))

    from django.contrib.auth import hashers

    with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr(hashers, "get_hashers", lambda: [Counting()])
        patch.setattr(hashers, "get_hasher", lambda _algorithm="default": Counting())
        assert sign_in(client, name, "wrong").status_code == 422
    return len(queries)
