"""The operator's command: the first two administrators of a desk, and help where nobody can help."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Membership, User

pytestmark = pytest.mark.commits


def make(login_name: str, *arguments: str, office: str = "srb-mup-readmission") -> str:
    out = StringIO()
    call_command("administrator_create", office, login_name, *arguments, stdout=out)
    return out.getvalue()


def test_two_administrators_and_not_a_third(transactional_db: None) -> None:
    said = make("First.Admin", "--name", "First Admin")
    make("second.admin", "--name", "Second Admin")
    with pytest.raises(CommandError):
        make("third.admin", "--name", "Third Admin")
    assert Membership.objects.filter(role="administrator", user__country="SRB").count() == 2
    password = said.strip().rsplit(" ", 1)[1]
    response = Client().post("/account/sign-in", {"username": "first.admin", "password": password})
    assert response["Location"] == "/account/password"


def test_a_forgotten_password_of_an_administrator(transactional_db: None) -> None:
    make("first.admin", "--name", "First Admin")
    before = User.objects.get(login_name="first.admin").password
    make("first.admin", "--reset")
    assert User.objects.get(login_name="first.admin").password != before
    with pytest.raises(CommandError):
        make("nobody", "--reset")
    with pytest.raises(CommandError):
        make("x.y", "--name", "X", office="srb-civil-registry")
