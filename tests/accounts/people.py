"""Users, and what a browser does on the account pages."""

import re
from datetime import date
from typing import Any

from django.test import Client

from accounts.models import User
from accounts.services.memberships import membership_create
from audit.models import Event
from countries.models import Authority
from tests import world
from tests.conftest import OWNER, logged_in_as

SIGN_IN, PROFILE, CHOOSE, PASSWORD = "/account/sign-in", "/account/profile", "/account/office", "/account/password"


def new_user(*offices: tuple[str, str], **fields: Any) -> User:
    """A user with these memberships."""
    actor = world.make_actor(*offices[0])
    user = world.user_of(actor)
    with world.as_operator():
        for code, role in offices[1:]:
            office = Authority.objects.select_related("country").get(code=code)
            membership_create(user=user, authority=office, role=role, valid_from=date(2020, 1, 1))
        for name, value in fields.items():
            setattr(user, name, value)
        user.save()
    return user


def sign_in(client: Client, name: str, password: str = world.PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"username": name, "password": password, **more})


def complaints(answer: Any) -> list[str]:
    """The lines of the error summary."""
    found = re.search(r'class="govuk-error-summary".*?</ul>', answer.content.decode(), re.DOTALL)
    return (
        [" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in re.findall(r"<li>.*?</li>", found[0], re.DOTALL)]
        if found
        else []
    )


def is_signed_in(client: Client) -> bool:
    return client.get(PROFILE).status_code == 200


def events(user: User) -> list[tuple[str, str]]:
    with logged_in_as(OWNER):
        return list(Event.objects.filter(actor_id=user.id).order_by("at", "id").values_list("action", "result"))
