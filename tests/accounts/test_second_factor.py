"""The second step: nobody without it reaches anything, and nothing that was used works again."""

from functools import partial
from time import sleep
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts import secrets, totp
from accounts.entrance import as_person, recovery_codes_left
from accounts.models import Authenticator, SignInFailure, User
from accounts.services import factors
from accounts.sessions import PENDING_KEY
from tests import world
from tests.accounts.factors import APP, CODES, CONFIRM, FACTORS, PASSKEY, SECOND, code_of, enrol, enrolled, secret_on
from tests.accounts.people import PASSWORD, PROFILE, SIGN_IN, events, is_signed_in, new_user, sign_in
from tests.concurrency.race import together
from tests.conftest import OWNER, logged_in_as

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("own_database", "required")]


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECOND_FACTOR_IS_REQUIRED", True)


def test_without_a_second_factor_the_password_opens_enrolment_and_nothing_else(user: User) -> None:
    client = Client()
    assert sign_in(client, user.login_name, next="/cases/")["Location"] == FACTORS
    anonymous = Client()
    for address in _addresses():
        if address.startswith((FACTORS, "/account/sign-in")):
            continue
        answer, expected = client.get(address), anonymous.get(address)
        assert (answer.status_code, answer.get("Location")) == (expected.status_code, expected.get("Location")), address
    for address in (FACTORS, APP, PASSKEY):
        assert client.get(address).status_code == 200
    assert "second" not in str(events(user)) and ("account.signed_in", "done") not in events(user)
    enrol(client)
    assert is_signed_in(client)
    assert [name for name, _result in events(user)] == ["account.app_enrolled", "account.signed_in"]


def _addresses() -> list[str]:
    """Every address without parts."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> list[str]:
        found = []
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, path)
            elif "<" not in path:
                found.append(path)
        return found

    return walk(get_resolver().url_patterns, "/")


def test_enrolment_leads_on_to_recovery_codes_and_to_the_page_asked_for(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name, next="/cases/?q=1")
    secret = secret_on(client.get(APP))
    assert secret_on(client.get(APP)) == secret, "loading the page twice changes nothing"
    page = client.post(APP, {"code": "000000"})
    assert page.status_code == 422 and secret_on(page) == secret and not is_signed_in(client)
    answer = client.post(APP, {"code": f" {code_of(secret)[:3]} {code_of(secret)[3:]}"})
    assert answer["Location"] == f"{CODES}?next=%2Fcases%2F%3Fq%3D1"
    assert "/cases/?q=1" in client.get(answer["Location"]).text


def test_the_secret_stands_encrypted_and_for_its_person_alone(user: User) -> None:
    _client, secret, _codes = enrolled(user)
    with as_person(user):
        material = Authenticator.objects.get().material
    assert secret not in material
    assert secrets.decrypt(material, about=f"app:{user.id}") == secret
    assert secrets.decrypt(material, about=f"app:{new_user(('nld-dtv', 'reviewer')).id}") is None
    with as_person(new_user(("nld-dtv", "reviewer"))):
        assert not Authenticator.objects.exists()


def test_keys_are_changed_by_a_list_of_them(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    _client, secret, codes = enrolled(user)
    monkeypatch.setattr(settings, "SECRETS_KEYS", ["n" * 60, *settings.SECRETS_KEYS])
    assert factors.app_prove(user=user, code=code_of(secret, 1))
    assert factors.recovery_code_use(user=user, code=codes[0])
    with pytest.raises(ImproperlyConfigured):
        call_command("secrets_rotate")
    with monkeypatch.context() as patch, logged_in_as(OWNER):
        patch.setattr(settings, "RCMS_LOGIN", "owner")
        call_command("secrets_rotate")
    monkeypatch.setattr(settings, "SECRETS_KEYS", ["n" * 60])
    with as_person(user):
        fresh = Authenticator.objects.get().material
    assert secrets.decrypt(fresh, about=f"app:{user.id}") == secret
    assert not factors.recovery_code_use(user=user, code=codes[1]), "codes on paper end with their key"


def test_a_code_is_taken_once_and_an_older_one_never(user: User) -> None:
    _client, secret, _codes = enrolled(user)
    client = Client()
    assert sign_in(client, user.login_name)["Location"] == SECOND
    with as_person(user):
        step = Authenticator.objects.get().last_count
    used, later = (totp.code_at(secret, step + ahead) for ahead in (0, 1))
    assert client.post(SECOND, {"way": "app", "code": used}).status_code == 422, "it enrolled the app"
    assert not is_signed_in(client)
    assert client.post(SECOND, {"way": "app", "code": later}).status_code == 302
    assert is_signed_in(client)
    again = Client()
    sign_in(again, user.login_name)
    answer = again.post(SECOND, {"way": "app", "code": later})
    assert answer.status_code == 422 and later not in answer.text and not is_signed_in(again)
    assert ("account.second_factor_refused", "refused") in events(user)


def test_a_recovery_code_works_once_however_it_is_typed(user: User) -> None:
    _client, _secret, codes = enrolled(user)
    assert len(set(codes)) == 10
    for typed, status in ((codes[0].upper().replace("-", " "), 302), (codes[0], 422), ("", 422)):
        client = Client()
        sign_in(client, user.login_name)
        assert client.post(SECOND, {"way": "recovery", "recovery_code": typed}).status_code == status, typed
    assert recovery_codes_left(user) == 9
    with connection.cursor() as cursor, as_person(user):
        cursor.execute("select string_agg(digest, ' ') from accounts_recoverycode")
        assert codes[1] not in cursor.fetchone()[0]


def test_new_codes_make_the_old_ones_worthless_and_are_shown_once(user: User) -> None:
    client, _secret, codes = enrolled(user)
    assert not any(code in client.get(CODES).text for code in codes), "a page that is loaded again makes no new ones"
    assert recovery_codes_left(user) == 10
    client.post(CODES)
    assert not factors.recovery_code_use(user=user, code=codes[0])


def test_the_password_alone_adds_no_factor_and_the_second_step_waits_for_it(user: User) -> None:
    enrolled(user)
    client = Client()
    assert client.get(SECOND)["Location"] == SIGN_IN
    sign_in(client, user.login_name)
    for address in (FACTORS, APP, PASSKEY):
        assert client.get(address)["Location"] == SECOND
        assert client.post(address, {"code": "1"}).status_code in {302, 405}
    session = client.session
    session[PENDING_KEY] |= {"at": session[PENDING_KEY]["at"] - settings.SIGN_IN_SECONDS - 5}
    session.save()
    assert client.get(SECOND)["Location"] == SIGN_IN, "the password was typed too long ago"


def test_a_new_password_ends_what_the_old_one_began(user: User) -> None:
    client, secret, _codes = enrolled(user)
    pending = Client()
    sign_in(pending, user.login_name)
    new = "another long password 7"
    fields = {"old_password": world.PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(PASSWORD, fields).status_code == 302
    assert pending.post(SECOND, {"way": "app", "code": code_of(secret, 1)})["Location"] == SIGN_IN
    assert is_signed_in(client)


def test_the_last_factor_stays_and_another_goes(user: User) -> None:
    client, _secret, _codes = enrolled(user)
    with as_person(user):
        first = Authenticator.objects.get()
    client.post(f"{FACTORS}/{first.id}/remove")
    with as_person(user):
        assert Authenticator.objects.count() == 1
    enrol(client)
    client.post(f"{FACTORS}/{first.id}/remove")
    with as_person(user):
        assert first.id != Authenticator.objects.get().id
    other = new_user(("nld-dtv", "reviewer"))
    stranger, _secret, _codes = enrolled(other)
    with as_person(user):
        mine = Authenticator.objects.get()
    assert stranger.post(f"{FACTORS}/{mine.id}/remove").status_code == 404


def test_five_wrong_codes_pause_strange_browsers_and_not_the_own_one(user: User) -> None:
    known, secret, _codes = enrolled(user)
    known.post("/account/sign-out")
    strange = Client()
    for _number in range(settings.SECOND_FACTOR_ATTEMPTS + 2):
        sign_in(strange, user.login_name)
        assert strange.post(SECOND, {"way": "app", "code": "000000"}).status_code == 422
    with logged_in_as(OWNER):
        assert SignInFailure.objects.filter(is_second_factor=True).count() == settings.SECOND_FACTOR_ATTEMPTS
    assert strange.post(SECOND, {"way": "app", "code": code_of(secret, 1)}).status_code == 422
    sign_in(known, user.login_name)
    assert known.post(SECOND, {"way": "app", "code": code_of(secret, 1)}).status_code == 302


def test_of_two_attempts_at_one_instant_the_second_waits_for_the_count(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each limit leaves one attempt: one is looked at, by whatever page it comes."""
    signed_in, _secret, codes = enrolled(user)
    pending = Client()
    sign_in(pending, user.login_name)
    looked_at: list[str] = []

    def slow(*_: Any, **__: Any) -> bool:
        looked_at.append("")
        sleep(0.15)
        return False

    for name in ("app_prove", "recovery_code_use"):
        monkeypatch.setattr(f"accounts.views.proof.{name}", slow)
    monkeypatch.setattr(User, "check_password", slow)
    monkeypatch.setattr(settings, "SECOND_FACTOR_ATTEMPTS", 1)
    monkeypatch.setattr(settings, "SIGN_IN_ATTEMPTS", 1)
    new = "another long password 7"
    app, recovery = {"way": "app", "code": "000000"}, {"way": "recovery", "recovery_code": codes[0]}
    for client, address, typed in (
        (pending, SECOND, app),
        (pending, SECOND, recovery),
        (signed_in, CONFIRM, app),
        (signed_in, CONFIRM, {"way": "password", "password": "wrong"}),
        (signed_in, PASSWORD, {"old_password": "wrong", "new_password1": new, "new_password2": new}),
    ):
        other = Client()
        other.cookies = client.cookies.copy()
        looked_at.clear()
        answers = together(*(partial(one.post, address, typed) for one in (client, other)))
        assert [answer.status_code for answer in answers] == [422, 422], answers
        with logged_in_as(OWNER):
            counted, _rows = SignInFailure.objects.all().delete()
        assert (len(looked_at), counted) == (1, 1), (address, typed)


def test_a_session_of_the_password_alone_is_none_any_more(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The switch was off when it began."""
    client = Client()
    with monkeypatch.context() as patch:
        patch.setattr(settings, "SECOND_FACTOR_IS_REQUIRED", False)
        sign_in(client, user.login_name)
        assert is_signed_in(client)
    assert client.get(PROFILE)["Location"].startswith(SIGN_IN)


def test_codes_are_counted_as_the_standard_says() -> None:
    """RFC 6238, appendix B, the last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for at, code in ((1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert totp.step_of(secret, code, at=at, after=0) == at // 30
        assert totp.step_of(secret, code, at=at + 60, after=0) is None
        assert totp.step_of(secret, code, at=at - 60, after=0) is None
        assert totp.step_of(secret, code, at=at, after=at // 30) is None
