"""National systems for tests: enrolled through the service, with a token, and a client that speaks the API."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from oauth2_provider.models import AccessToken, set_token_value

from accounts.actor import Actor
from accounts.api_scopes import API_SCOPES
from accounts.models import MachineClient
from accounts.selectors.actors import actor_for, memberships_of
from accounts.selectors.tokens import Bearer
from accounts.services.machine_clients import machine_client_create
from core import clock
from core.outbox import wall_now
from core.scope import entrance
from countries.models import Authority
from rcms import middleware
from tests import world
from tests.api.described import complaints

_numbers = count(1)
DESK, REQUESTING, AGENCY, STRANGER, OTHER_OFFICE = (
    "srb-mup-readmission",
    "nld-dtv",
    "srb-civil-registry",
    "alb-border-migration",
    "nld-dtv-region-west",
)


def within() -> Any:
    """The application, called within this process."""
    return Client(raise_request_exception=False)


# What systems made from now on ask; `tests.api.live.asking` puts a running server in its place.
transport: Callable[[], Any] = within


@dataclass
class System:
    """One national system. `get`, `post`, `patch`, `delete` give Django's responses, each held against the description; a
    POST has a key of its own unless one is given."""

    client: MachineClient
    secret: str
    token: str
    http: Any = field(default_factory=lambda: transport())

    @property
    def actor(self) -> Actor:
        user = self.client.user
        assert user is not None
        with world.as_operator(user.country_id):
            return actor_for(user, memberships_of(user, clock.now()).get())

    def get(self, address: str, query: Any = None, **headers: str) -> Any:
        answer = self.http.get(f"/api/v1{address}", query or {}, headers=self._headers(headers))
        return self._as_described("get", address, answer)

    def post(self, address: str, body: Any = None, *, key: str = "", etag: str = "", **headers: str) -> Any:
        sent = {"Idempotency-Key": key or str(uuid4()), **({"If-Match": etag} if etag else {}), **headers}
        if isinstance(body, Multipart):
            answer = self.http.post(f"/api/v1{address}", body.parts, headers=self._headers(sent))
            return self._as_described("post", address, answer)
        return self._json("post", address, body, sent)

    def patch(self, address: str, body: Any = None, *, etag: str = "", **headers: str) -> Any:
        return self._json("patch", address, body, {**({"If-Match": etag} if etag else {}), **headers})

    def delete(self, address: str, *, etag: str = "", **headers: str) -> Any:
        sent = {**({"If-Match": etag} if etag else {}), **headers}
        answer = self.http.delete(f"/api/v1{address}", headers=self._headers(sent))
        return self._as_described("delete", address, answer)

    def case(self, case_id: Any) -> tuple[dict[str, Any], str]:
        """The case and its tag."""
        answer = self.get(f"/cases/{case_id}")
        assert answer.status_code == 200, answer.content
        return answer.json(), answer["ETag"]

    def act(self, case_id: Any, name: str, body: Any = None, **options: Any) -> Any:
        """An act on the case as it is now."""
        options.setdefault("etag", self.case(case_id)[1])
        return self.post(f"/cases/{case_id}/acts/{name}", body, **options)

    def _json(self, method: str, address: str, body: Any, headers: dict[str, str]) -> Any:
        text = body if isinstance(body, str | bytes) else json.dumps(body if body is not None else {})
        call = getattr(self.http, method)
        sent = self._headers(headers)
        answer = call(f"/api/v1{address}", data=text, content_type="application/json", headers=sent)
        return self._as_described(method, address, answer)

    def _as_described(self, method: str, address: str, answer: Any) -> Any:
        """The answer; a test fails on any that the description does not tell, but for failures that it provokes."""
        if answer.status_code != 500:
            wrong = complaints(method, address, answer)
            assert not wrong, "\n".join(wrong)
        return answer

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **{name.replace("_", "-"): v for name, v in headers.items()}}


@dataclass
class Multipart:
    """A body of fields and files."""

    parts: dict[str, Any]


def token_of(client: MachineClient, scopes: Any = None, *, lives: timedelta = timedelta(minutes=10)) -> str:
    """A token as the endpoint would give it, without the price of comparing the secret."""
    token = uuid4().hex
    row = AccessToken(
        application=client,
        user=client.user,
        scope=" ".join(client.scopes if scopes is None else scopes),
        expires=wall_now() + lives,
    )
    set_token_value(row, token)
    with entrance(application=client.pk):
        row.save()
    return token


def system(office: str, scopes: Any = tuple(API_SCOPES), token_scopes: Any = None) -> System:
    """A system of an office, with a token."""
    authority = Authority.objects.select_related("country").get(code=office)
    with world.as_operator(authority.country_id):
        client, secret = machine_client_create(authority=authority, name=f"System {next(_numbers)}", scopes=scopes)
    return System(client, secret, token_of(client, token_scopes))


def bearers_found_once(patch: pytest.MonkeyPatch) -> None:
    """Who comes with a token is worked out once for each: a quarter of the time of thousands of requests. For walks that
    change nothing about clients; `test_access.py` asks each time."""
    find = middleware.bearer_of
    found: dict[str, Bearer] = {}

    def find_once(request: Any) -> Bearer | None:
        token = request.headers.get("Authorization", "")
        if token in found:
            return found[token]
        bearer = find(request)
        if bearer is not None:
            found[token] = bearer
        return bearer

    patch.setattr(middleware, "bearer_of", find_once)
