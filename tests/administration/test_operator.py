"""The operator's command: the first two administrators of a desk, and help where nobody can help."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Membership, User
from accounts.services.memberships import membership_create
from audit.models import Event
from core.scope import Scope, use_scope
from countries.models import Authority
from tests import world

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
    assert world.every(Membership).filter(role="administrator", user__country="SRB").count() == 2
    password = said.strip().rsplit(" ", 1)[1]
    response = Client().post("/account/sign-in", {"username": "first.admin", "password": password})
    assert response["Location"] == "/account/password"


def test_one_who_left_is_replaced_where_nobody_could_remove_anybody(transactional_db: None) -> None:
    make("first.admin", "--name", "First Admin")
    make("gone.admin", "--name", "Gone Admin")
    with pytest.raises(CommandError):
        make("third.admin", "--name", "Third Admin", "--replaces", "nobody")
    said = make("third.admin", "--name", "Third Admin", "--replaces", "Gone.Admin")
    assert "third.admin" in said
    gone = world.every(User).get(login_name="gone.admin")
    assert not gone.is_active and not gone.has_usable_password()
    with use_scope(Scope(user_id=gone.id, country="SRB", countries=("SRB",))):
        assert Event.objects.filter(actor_id=gone.id, action="account.deactivated_by_operator").exists()
    # Two remain: the command removes nobody more without making another.
    with pytest.raises(CommandError):
        make("first.admin", "--reset", "--replaces", "third.admin")


def test_nobody_is_replaced_while_two_others_remain(transactional_db: None) -> None:
    for name in ("a.admin", "b.admin"):
        make(name, "--name", name)
    office = Authority.objects.select_related("country").get(code="srb-mup-readmission")
    with world.as_operator():
        third = User.objects.create_user("c.admin", "x", full_name="C", country=office.country)
        membership_create(user=third, authority=office, role="administrator", valid_from=date(2020, 1, 1))
    with pytest.raises(CommandError):
        make("d.admin", "--name", "D", "--replaces", "c.admin")
    assert world.every(User).get(login_name="c.admin").is_active, "administrators do this on the pages"


def test_a_forgotten_password_of_an_administrator(transactional_db: None) -> None:
    make("first.admin", "--name", "First Admin")
    before = world.every(User).get(login_name="first.admin").password
    make("first.admin", "--reset")
    assert world.every(User).get(login_name="first.admin").password != before
    with pytest.raises(CommandError):
        make("nobody", "--reset")
    with pytest.raises(CommandError):
        make("x.y", "--name", "X", office="srb-civil-registry")
