"""National systems that ask the running server over HTTP, as one outside would."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from core import clock
from core.models import ClockOffset
from tests.api import systems
from tests.api.systems import system
from tests.conftest import OWNER, logged_in_as


class LiveSystem:
    """The system of an office. `case` reads, `patch` and `act` send what was read before as their tag."""

    def __init__(self, site: str, office: str) -> None:
        self.base, self.token = f"{site}/api/v1", system(office).token

    def call(self, method: str, path: str, body: Any = None, *, tag: str = "", expect: int = 200) -> tuple[Any, str]:
        """What the server says, and its tag."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if method != "GET":
            headers["If-Match"] = tag
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid4())
        data = None if method == "GET" else json.dumps(body or {}).encode()
        asked = urllib.request.Request(f"{self.base}{path}", data=data, headers=headers, method=method)  # noqa: S310
        try:
            answer = urllib.request.urlopen(asked)  # noqa: S310 - our own server
        except urllib.error.HTTPError as error:
            answer = error
        said = json.loads(answer.read())
        assert answer.status == expect, (method, path, answer.status, said)
        return said, answer.headers.get("ETag", "")

    def case(self, key: Any, *, expect: int = 200) -> Any:
        """The case as this system reads it."""
        return self.call("GET", f"/cases/{key}", expect=expect)[0]

    def patch(self, key: Any, body: Any, *, expect: int = 200) -> Any:
        """Change the draft as it is now."""
        tag = self.call("GET", f"/cases/{key}")[1]
        return self.call("PATCH", f"/cases/{key}", body, tag=tag, expect=expect)[0]

    def act(self, key: Any, name: str, *, expect: int = 200, **body: Any) -> Any:
        """Do an act on the case as it is now."""
        tag = self.call("GET", f"/cases/{key}")[1]
        return self.call("POST", f"/cases/{key}/acts/{name}", body, tag=tag, expect=expect)[0]


@dataclass(frozen=True)
class Answer:
    """What the server said, as Django's responses are read."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    def __getitem__(self, name: str) -> str:
        return self.headers[name]

    def __contains__(self, name: str) -> bool:
        return name in self.headers

    def get(self, name: str, default: str = "") -> str:
        """A header."""
        return self.headers.get(name, default)

    def json(self) -> Any:
        """The contents."""
        return json.loads(self.content)


class LiveHttp:
    """Takes the calls of Django's test client to a running server."""

    def __init__(self, site: str) -> None:
        self.site = site

    def get(self, address: str, query: Any, *, headers: Mapping[str, str]) -> Answer:
        """Read."""
        return self._sent("GET", f"{address}?{urlencode(query)}" if query else address, None, "", headers)

    def post(self, address: str, data: Any, *, headers: Mapping[str, str], content_type: str = "") -> Answer:
        """Write: JSON, or fields and files."""
        if not content_type:
            data, content_type = encode_multipart(BOUNDARY, data), MULTIPART_CONTENT
        return self._sent("POST", address, data, content_type, headers)

    def patch(self, address: str, data: Any, *, headers: Mapping[str, str], content_type: str) -> Answer:
        """Change."""
        return self._sent("PATCH", address, data, content_type, headers)

    def delete(self, address: str, *, headers: Mapping[str, str]) -> Answer:
        """Take away."""
        return self._sent("DELETE", address, None, "", headers)

    def _sent(self, method: str, address: str, data: Any, kind: str, headers: Mapping[str, str]) -> Answer:
        sent = {**headers, **({"Content-Type": kind} if kind else {})}
        body = data.encode() if isinstance(data, str) else data
        asked = urllib.request.Request(f"{self.site}{address}", data=body, headers=sent, method=method)  # noqa: S310
        try:
            answer = urllib.request.urlopen(asked)  # noqa: S310 - our own server
        except urllib.error.HTTPError as error:
            answer = error
        return Answer(answer.status, answer.headers, answer.read())


class MovedClock:
    """Stands for `core.clock` in a test that travels while a server runs: it takes the server along."""

    now = staticmethod(clock.now)

    @staticmethod
    @contextmanager
    def travel(to: datetime) -> Iterator[None]:
        """Within the block it is `to` here and there."""
        away = ClockOffset(id=1, seconds=int((to - datetime.now(UTC)).total_seconds()))
        with logged_in_as(OWNER):
            away.save(force_insert=True)
        try:
            with clock.travel(to):
                yield
        finally:
            with logged_in_as(OWNER):
                away.delete()
            clock.set_offset(timedelta())


def asking(site: str, patch: pytest.MonkeyPatch) -> None:
    """From now on every `tests.api.systems.system` asks this server."""
    patch.setattr(systems, "transport", lambda: LiveHttp(site))
