"""Requests that RCMS itself sends out: only to hosts that the operator named, only over HTTPS, no redirect followed,
seconds and kilobytes counted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Final
from urllib.parse import SplitResult, urlsplit

import requests
from django.conf import settings

_SECONDS: Final = 8  # for the whole answer
_SILENCE: Final = (3.05, 5)  # to connect; between two pieces of the answer
_MOST_BYTES: Final = 256 * 1024
_HERE: Final = ("localhost", "127.0.0.1", "::1")


class NoAnswer(Exception):
    """Nobody answered, or not in time, or too much. The text is for the log."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent: GET without a body, else POST. form: fields, instead of a body as it stands."""

    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    form: Mapping[str, str] | None = None
    basic: tuple[str, str] | None = None


def parts_of(address: str) -> SplitResult | None:
    """The parts of an address, if it is one."""
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return None
    return parts


def is_allowed(address: str, hosts: Collection[str]) -> bool:
    """Whether RCMS may send a request there at all. Outside production also to this machine without TLS."""
    parts = parts_of(address)
    if parts is None or parts.hostname not in hosts or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and settings.OUTGOING_HTTP_IS_ALLOWED and parts.hostname in _HERE
    )


def ask(address: str, question: Question, *, hosts: Collection[str], certificates: str = "") -> Answer:
    """Send it. certificates: a file with those of authorities that signed the host's own. Raises NoAnswer."""
    if not is_allowed(address, hosts):
        raise NoAnswer("the address is not among those that may be asked")
    deadline = monotonic() + _SECONDS
    try:
        with requests.Session() as session:
            session.trust_env = False  # no password of a .netrc, no proxy that nobody named
            with session.request(
                "GET" if question.form is None and question.body is None else "POST",
                address,
                data=question.body if question.form is None else dict(question.form),
                auth=question.basic,
                headers=dict(question.headers),
                timeout=_SILENCE,
                allow_redirects=False,
                stream=True,
                verify=certificates or True,
            ) as answer:
                content = b""
                for piece in answer.iter_content(16 * 1024):
                    content += piece
                    if len(content) > _MOST_BYTES or monotonic() > deadline:
                        raise NoAnswer("the answer is too long or too slow")
                return Answer(answer.status_code, content)
    except requests.RequestException as error:
        raise NoAnswer(type(error).__name__) from error
