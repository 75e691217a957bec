"""Signing in and out, with real commits: wrong passwords are counted although their request is rolled back."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from accounts import sessions
from accounts.models import SignInFailure, User
from accounts.session_store import LAST_SEEN_KEY, SIGNED_IN_AT_KEY
from accounts.tasks import clear_sessions
from core.outbox import wall_now
from tests import world
from tests.accounts.people import PROFILE, SIGN_IN, complaints, events, is_signed_in, new_user, sign_in
from tests.conftest import OWNER, SWEEP, logged_in_as

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("own_database")]


def test_the_right_password_signs_in_and_is_recorded(user: User) -> None:
    client = Client()
    page = client.get(SIGN_IN)
    assert page.status_code == 200 and {"no-store", "no-cache"} & set(page["Cache-Control"].split(", "))
    answer = sign_in(client, user.login_name)
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert is_signed_in(client)
    assert events(user) == [("account.signed_in", "done")]
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_the_name_is_read_without_case_and_white_space(user: User) -> None:
    assert sign_in(Client(), f"  {user.login_name.upper()} ").status_code == 302


def test_every_kind_of_wrong_gets_the_same_answer(user: User) -> None:
    inactive = new_user(("nld-dtv", "reviewer"), is_active=False)
    answers = [
        sign_in(Client(), user.login_name, "wrong"),
        sign_in(Client(), "nobody.of.that.name", "wrong"),
        sign_in(Client(), inactive.login_name),
    ]
    assert {answer.status_code for answer in answers} == {422}
    messages = {tuple(complaints(answer)) for answer in answers}
    assert len(messages) == 1 and messages != {()}
    assert not any("wrong password" in answer.text for answer in answers)
    for answer in answers:
        assert 'value="wrong"' not in answer.text, "a password is never sent back"


def test_a_wrong_password_leaves_its_trace_although_the_answer_is_422(user: User) -> None:
    sign_in(Client(REMOTE_ADDR="192.0.2.9"), user.login_name, "wrong")
    with logged_in_as(OWNER):
        failure = SignInFailure.objects.get()
    assert (failure.login_name, failure.address) == (user.login_name, "192.0.2.9")
    assert events(user) == [("account.sign_in_refused", "refused")]


@pytest.mark.parametrize(
    "body", [{}, {"username": ""}, {"username": "", "password": "x"}, {"username": "a\0b", "password": "x"}]
)
def test_an_empty_or_broken_form_is_asked_again(body: dict[str, str]) -> None:
    answer = Client().post(SIGN_IN, body)
    assert answer.status_code == 422 and complaints(answer)
    with logged_in_as(OWNER):
        assert not SignInFailure.objects.exists()


def test_after_ten_wrong_passwords_the_right_one_waits_too(user: User) -> None:
    for _ in range(settings.SIGN_IN_ATTEMPTS - 1):
        assert sign_in(Client(), user.login_name, "wrong").status_code == 422
    assert sign_in(Client(), user.login_name).status_code == 302, "nine are not ten"
    sign_in(Client(), user.login_name, "wrong")
    for _ in range(3):
        client = Client()
        assert sign_in(client, user.login_name).status_code == 422
        assert not is_signed_in(client)
    assert sign_in(Client(), new_user(("nld-dtv", "reviewer")).login_name).status_code == 302, "others do not wait"


def test_the_pause_ends_and_trying_again_does_not_prolong_it(user: User) -> None:
    for _ in range(settings.SIGN_IN_ATTEMPTS):
        sign_in(Client(), user.login_name, "wrong")
    for _ in range(5):
        sign_in(Client(), user.login_name)
    with logged_in_as(OWNER):
        assert SignInFailure.objects.count() == settings.SIGN_IN_ATTEMPTS
    earlier = wall_now() - timedelta(seconds=settings.SIGN_IN_WINDOW_SECONDS + 1)
    with logged_in_as(OWNER):
        SignInFailure.objects.update(at=earlier)
    assert sign_in(Client(), user.login_name).status_code == 302


@pytest.mark.parametrize("spelling", ["{}", " {}", "{} ", "{}\t", "\u3000{}"])
def test_every_spelling_of_a_name_counts_for_the_same_pause(user: User, spelling: str) -> None:
    """Otherwise white space around the name would give ten new attempts each time."""
    for number in range(settings.SIGN_IN_ATTEMPTS):
        name = user.login_name.upper() if number % 2 else user.login_name
        assert sign_in(Client(), spelling.format(name), "wrong").status_code == 422
    assert sign_in(Client(), user.login_name).status_code == 422


def test_a_name_in_full_width_letters_counts_too(user: User) -> None:
    """The form normalises to NFKC before it looks the name up."""
    wide = "".join(
        chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isalnum() else letter for letter in user.login_name
    )
    assert wide != user.login_name
    for _ in range(settings.SIGN_IN_ATTEMPTS):
        sign_in(Client(), wide, "wrong")
    assert sign_in(Client(), user.login_name).status_code == 422


def test_signing_in_takes_a_token(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client, user.login_name)
    assert answer.status_code == 403 and not is_signed_in(client)
    assert world.PASSWORD not in answer.text


def test_signing_in_changes_the_session_key(user: User) -> None:
    """A key that somebody planted before is worth nothing afterwards."""
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(client, user.login_name)
    assert client.session.session_key != before


OTHER_SITES = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "/\t/[",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/no/such/page",
    "account/profile",
    "/account/profile/../../\\evil.example",
    "/%2e%2e//evil.example",
    "",
]


@pytest.mark.parametrize("asked", OTHER_SITES)
def test_after_signing_in_nobody_is_led_elsewhere(user: User, asked: str) -> None:
    assert sign_in(Client(), user.login_name, next=asked)["Location"] == reverse("home")
    client = Client()
    world.enter(client, user)
    assert client.get(SIGN_IN, {"next": asked})["Location"] == reverse("home")


@pytest.mark.parametrize("asked", [PROFILE, "/cases/?page=2&q=%D0%9F", "/account/profile#offices"])
def test_after_signing_in_the_page_asked_for_comes(user: User, asked: str) -> None:
    assert sign_in(Client(), user.login_name, next=asked)["Location"] == asked


def test_what_was_asked_for_survives_a_wrong_password(user: User) -> None:
    answer = Client().post(f"{SIGN_IN}?next={PROFILE}", {"username": user.login_name, "password": "wrong"})
    assert f'name="next" value="{PROFILE}"' in answer.text
    quoted = sign_in(Client(), user.login_name, "wrong", next='/"><script>')
    assert '"><script>' not in quoted.text and "&lt;script&gt;" in quoted.text


def test_signing_out_takes_a_post_and_ends_the_session(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    assert client.get("/account/sign-out").status_code == 405
    assert is_signed_in(client)
    key = client.session.session_key
    assert client.post("/account/sign-out")["Location"] == SIGN_IN
    assert not is_signed_in(client)
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_signed_in(stolen)
    assert events(user)[-1] == ("account.signed_out", "done")


def move(client: Client, **seconds: int) -> None:
    """Set the session's clocks back."""
    session = client.session
    for key, value in seconds.items():
        name = {"last_seen": LAST_SEEN_KEY, "signed_in": SIGNED_IN_AT_KEY}[key]
        session[name] -= value
    session.save()


def test_a_session_ends_after_a_quarter_of_an_hour_without_a_page(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    move(client, last_seen=settings.SESSION_IDLE_SECONDS - 30)
    assert is_signed_in(client), "a page in time keeps it"
    move(client, last_seen=settings.SESSION_IDLE_SECONDS - 30)
    assert is_signed_in(client), "and counts anew"
    move(client, last_seen=settings.SESSION_IDLE_SECONDS + 30)
    answer = client.get(PROFILE)
    assert answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
    assert "Your session has ended" in client.get(answer["Location"]).text
    assert not is_signed_in(client), "and does not come back to life"


def test_polling_does_not_keep_a_session(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    move(client, last_seen=settings.SESSION_IDLE_SECONDS - 30)
    assert client.get(PROFILE, headers={sessions.POLL_HEADER: "1"}).status_code == 200
    move(client, last_seen=60)
    assert client.get(PROFILE, headers={sessions.POLL_HEADER: "1"}).status_code == 204


def test_a_session_ends_after_eight_hours_however_busy(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    move(client, signed_in=settings.SESSION_ABSOLUTE_SECONDS + 30)
    assert not is_signed_in(client)


def test_somebody_deactivated_is_out_at_once(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    world.every(User).filter(id=user.id).update(is_active=False)
    assert not is_signed_in(client)


def test_housekeeping_clears_what_has_ended_as_the_system_login(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    sign_in(client, user.login_name)
    sign_in(Client(), user.login_name, "wrong")
    sign_in(Client(), user.login_name, "wrong")
    with logged_in_as(OWNER):
        SignInFailure.objects.filter(id=SignInFailure.objects.values("id")[:1]).update(
            at=wall_now() - timedelta(days=2)
        )
    with pytest.raises(ImproperlyConfigured, match="RCMS_LOGIN=sweep"):
        clear_sessions()
    with monkeypatch.context() as patch, logged_in_as(SWEEP):
        patch.setattr(settings, "RCMS_LOGIN", "sweep")
        clear_sessions()
    with logged_in_as(OWNER):
        assert SignInFailure.objects.count() == 1
    assert is_signed_in(client)
