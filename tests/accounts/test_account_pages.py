"""Choice of membership, profile, password."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Membership, User
from accounts.services.memberships import membership_create
from accounts.sessions import MEMBERSHIP_KEY
from countries.models import Authority
from tests import world
from tests.accounts.people import (
    CHOOSE,
    PASSWORD,
    PROFILE,
    SIGN_IN,
    complaints,
    events,
    is_signed_in,
    new_user,
    sign_in,
)
from tests.days import local_day

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("own_database")]


def test_with_one_membership_there_is_nothing_to_choose(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    assert client.session[MEMBERSHIP_KEY] == str(world.every(Membership).get(user=user).id)


def test_with_two_memberships_one_is_chosen_and_can_be_changed() -> None:
    user = new_user(("nld-dtv", "return_officer"), ("nld-kmar-schiphol", "border_officer"))
    client = Client()
    sign_in(client, user.login_name)
    assert MEMBERSHIP_KEY not in client.session
    answer = client.get("/cases/")
    assert answer.status_code == 302 and answer["Location"].startswith(CHOOSE)
    page = client.get(answer["Location"])
    offices = {
        membership.id: membership
        for membership in world.every(Membership).filter(user=user).select_related("authority")
    }
    assert all(str(key) in page.text and found.authority.name in page.text for key, found in offices.items())
    for membership in offices.values():
        answer = client.post(CHOOSE, {"membership": str(membership.id), "next": "/cases/"})
        assert answer["Location"] == "/cases/"
        assert client.session[MEMBERSHIP_KEY] == str(membership.id)
    assert events(user).count(("account.office_chosen", "done")) == 2


def _given(user: User, office: Authority, span: dict[str, Any]) -> str:
    with world.as_operator():
        return str(membership_create(user=user, authority=office, role="reviewer", **span).id)


@pytest.mark.parametrize("chosen", ["", "x", "somebody else's", "ended", "not yet"])
def test_only_ones_own_memberships_in_force_can_be_chosen(chosen: str) -> None:
    user = new_user(("nld-dtv", "return_officer"), ("nld-kmar-schiphol", "border_officer"))
    today = local_day()
    desk = Authority.objects.select_related("country").get(code="nld-dtv")
    spans = {
        "ended": {"valid_from": today - timedelta(days=9), "valid_to": today - timedelta(days=2)},
        "not yet": {"valid_from": today + timedelta(days=2)},
    }
    if chosen in spans:
        key = _given(user, desk, spans[chosen])
    elif chosen == "somebody else's":
        key = str(world.every(Membership).get(user=new_user(("nld-dtv", "supervisor"))).id)
    else:
        key = chosen
    client = Client()
    sign_in(client, user.login_name)
    assert client.post(CHOOSE, {"membership": key}).status_code == 404
    assert MEMBERSHIP_KEY not in client.session


def test_a_membership_that_ends_while_the_session_lives_gives_nothing_more(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    assert client.get("/cases/").status_code == 200
    world.every(Membership).filter(user=user).update(valid_to=local_day() - timedelta(days=2))
    answer = client.get("/cases/")
    assert answer.status_code == 302 and answer["Location"].startswith(CHOOSE)
    assert client.get(CHOOSE).status_code == 200
    assert MEMBERSHIP_KEY not in client.session


def test_the_password_is_changed_with_the_old_one_and_ends_other_sessions(user: User) -> None:
    here, there = Client(), Client()
    sign_in(here, user.login_name)
    sign_in(there, user.login_name)
    new = "another long password 7"
    fields = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    refused = here.post(PASSWORD, fields)
    assert refused.status_code == 422 and new not in refused.text
    for bad in ("short", "password1234"):
        assert (
            here.post(
                PASSWORD,
                fields | {"old_password": world.PASSWORD, "new_password1": bad, "new_password2": bad},
            ).status_code
            == 422
        )
    assert here.post(PASSWORD, fields | {"old_password": world.PASSWORD})["Location"] == PROFILE
    assert is_signed_in(here) and not is_signed_in(there)
    assert sign_in(Client(), user.login_name).status_code == 422
    assert sign_in(Client(), user.login_name, new).status_code == 302
    assert ("account.password_changed", "done") in events(user)


def test_a_password_made_of_the_user_name_is_refused(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    new = f"{user.login_name}1"
    fields = {"old_password": world.PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(PASSWORD, fields).status_code == 422


def test_the_profile_changes_language_and_address_and_nothing_else(user: User) -> None:
    client = Client()
    sign_in(client, user.login_name)
    page = client.get(PROFILE)
    assert "Repatriation and Departure Service" in page.text
    refused = client.post(PROFILE, {"email": "not an address", "language": "tlh"})
    assert refused.status_code == 422 and len(complaints(refused)) == 2
    language = settings.LANGUAGES[-1][0]
    answer = client.post(
        PROFILE,
        {
            "email": "a@nl.example",
            "language": language,
            "full_name": "Chief",
            "is_active": "",
            "country": "SRB",
            "login_name": "chief",
        },
    )
    assert answer.status_code == 302
    after = world.every(User).get(id=user.id)
    assert (after.email, after.language) == ("a@nl.example", language)
    assert (after.full_name, after.country_id, after.login_name) == (user.full_name, "NLD", user.login_name)
    assert ("account.profile_changed", "done") in events(user)


@pytest.mark.parametrize("path", [PROFILE, CHOOSE, PASSWORD])
def test_account_pages_are_for_people_who_signed_in(path: str) -> None:
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code == 302 and answer["Location"].startswith(f"{SIGN_IN}?next=")
