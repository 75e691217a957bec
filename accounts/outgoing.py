"""Asking an identity provider: the only requests that RCMS sends out by itself while somebody waits.

Only hosts that the operator named, only over HTTPS, no redirect followed, seconds and kilobytes counted. What is asked
is never shown to anybody.
"""

import json
import logging
from time import monotonic
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import requests
from django.conf import settings

log = logging.getLogger(__name__)

_SECONDS: Final = 8  # for the whole answer
_SILENCE: Final = (3.05, 5)  # to connect; between two pieces of the answer
_MOST_BYTES: Final = 256 * 1024
_HERE: Final = ("localhost", "127.0.0.1", "::1")


class NoAnswer(Exception):
    """The provider did not answer, or not as a provider does. The text is for the log."""


class Denied(NoAnswer):
    """It answered that it gives nothing for this request."""


def is_allowed(address: str) -> bool:
    """Whether RCMS may send a request there at all."""
    parts = _parts(address)
    if parts is None or parts.hostname not in settings.OPENID_HOSTS or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and settings.OPENID_HTTP_IS_ALLOWED and parts.hostname in _HERE
    )


def is_same_place(address: str, issuer: str) -> bool:
    """Whether an address that the provider names is at the provider: same scheme, host and port."""
    one, other = _parts(address), _parts(issuer)
    return one is not None and other is not None and (one.scheme, one.netloc) == (other.scheme, other.netloc)


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return None
    return parts


def fetch(address: str, *, form: dict[str, str] | None = None, basic: tuple[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at an address; with `form` it is sent by POST. Raises NoAnswer."""
    if not is_allowed(address):
        raise NoAnswer("the address is not among those that may be asked")
    deadline = monotonic() + _SECONDS
    try:
        with requests.Session() as session:
            session.trust_env = False  # no password of a .netrc, no proxy that nobody named
            with session.request(
                "POST" if form is not None else "GET",
                address,
                data=form,
                auth=basic,
                headers={"Accept": "application/json"},
                timeout=_SILENCE,
                allow_redirects=False,
                stream=True,
                verify=settings.OPENID_CA or True,
            ) as answer:
                if answer.status_code in (400, 401, 403):
                    raise Denied(f"answered {answer.status_code}")
                if answer.status_code != 200:
                    raise NoAnswer(f"answered {answer.status_code}")
                content = b""
                for piece in answer.iter_content(16 * 1024):
                    content += piece
                    if len(content) > _MOST_BYTES or monotonic() > deadline:
                        raise NoAnswer("the answer is too long or too slow")
        found = json.loads(content)
    except (requests.RequestException, ValueError, RecursionError) as error:
        raise NoAnswer(type(error).__name__) from error
    if not isinstance(found, dict):
        raise NoAnswer("the answer is no object")
    return found
