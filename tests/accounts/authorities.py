"""An authority with a sign-in of its own, set up by two administrators; a browser that goes there and comes back."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from accounts import secrets
from accounts.actor import Actor
from accounts.models import IdentityProvider, Membership, ProviderLink, User
from accounts.openid import secret_about
from administration import payloads
from administration.choices import ChangeKind
from administration.services.changes import change_approve, change_request
from core.scope import use_scope
from countries.models import Authority
from tests import world
from tests.days import local_day
from tests.provider.running import signed_in_there

START = "/account/sign-in/authority"
WEST, DESK = "nld-dtv-region-west", "nld-dtv"
GROUPS = {"officers": "return_officer", "reviewers": "reviewer"}


@dataclass(frozen=True)
class Administrators:
    """Two of the national desk."""

    first: Actor
    second: Actor

    def agree(self, kind: str, payload: payloads.Payload) -> Any:
        """The first asks, the second approves; gives the change."""
        with use_scope(self.first.scope):
            change = change_request(actor=self.first, kind=kind, payload=payload, reason="It is needed")
        with use_scope(self.second.scope):
            return change_approve(actor=self.second, change_id=change.id)[0]

    def provide(self, code: str, issuer: str, **more: Any) -> Any:
        """The provider of an office, as it is with these values."""
        office = Authority.objects.get(code=code)
        secret = secrets.encrypt(f"secret-of-{code}", about=secret_about(office.id))
        present = world.every(IdentityProvider).filter(authority=office).first()
        values: dict[str, Any] = {
            "roles": tuple(payloads.ClaimedRole(value=value, role=role) for value, role in GROUPS.items()),
            "second_factor": ("amr:mfa", "acr:high"),
        }
        payload = payloads.SetProvider(
            authority=str(office.id),
            issuer=issuer,
            client_id=code,
            secret=secret,
            has_new_secret=True,
            scopes="groups",
            roles_claim="groups",
            based_on=present.version if present else 0,
            **{**values, **more},
        )
        return self.agree(ChangeKind.SET_PROVIDER, payload)

    def link(self, user: User, code: str, subject: str) -> Any:
        office = Authority.objects.get(code=code)
        issuer = world.every(IdentityProvider).get(authority=office).issuer
        payload = payloads.LinkAccount(user=str(user.id), authority=str(office.id), issuer=issuer, subject=subject)
        return self.agree(ChangeKind.LINK_ACCOUNT, payload)


def return_path(code: str) -> str:
    return f"{START}/{code}"


def begun(client: Client, code: str, **more: str) -> str:
    """From the page of the authority to the address of the question at the provider."""
    page = client.post(START, {"code": code, **more})
    assert page.status_code == 200, page.text
    found = re.search(r'href="(http://[^"]*/o/authorize/[^"]*)"', page.text)
    assert found, page.text
    return unescape(found[1])


def answered(client: Client, code: str, name: str, **more: str) -> dict[str, str]:
    """To the provider and back, to the last step before the page of RCMS: what the provider's answer says."""
    back = urlsplit(signed_in_there(begun(client, code, **more), name))
    assert (back.netloc, back.path) == ("testserver", return_path(code))
    return {key: values[0] for key, values in parse_qs(back.query).items()}


def sign_in_there(client: Client, code: str, name: str, **more: str) -> Any:
    """All of it; gives the answer to the browser that came back."""
    return client.get(return_path(code), answered(client, code, name, **more))


def roles_of(user: User) -> list[tuple[str, str, bool]]:
    """(office, role, given by a provider) in force today."""
    today = local_day()
    rows = world.every(Membership).filter(user=user).select_related("authority").order_by("authority__code", "role")
    return [
        (row.authority.code, row.role, row.claimed_by_id is not None)
        for row in rows
        if row.valid_from <= today and (row.valid_to is None or row.valid_to >= today)
    ]


def link_of(user: User) -> ProviderLink:
    found: ProviderLink = world.every(ProviderLink).get(user=user, ended_at=None)
    return found
