"""Asking an identity provider: the only requests that RCMS sends out by itself while somebody waits. What is asked is
never shown to anybody."""

import json
from typing import Any

from django.conf import settings

from core import outgoing
from core.outgoing import NoAnswer, Question

__all__ = ["Denied", "NoAnswer", "fetch", "is_allowed", "is_same_place"]


class Denied(NoAnswer):
    """It answered that it gives nothing for this request."""


def is_allowed(address: str) -> bool:
    """Whether a provider may be asked there at all."""
    return outgoing.is_allowed(address, settings.OPENID_HOSTS)


def is_same_place(address: str, issuer: str) -> bool:
    """Whether an address that the provider names is at the provider: same scheme, host and port."""
    one, other = outgoing.parts_of(address), outgoing.parts_of(issuer)
    return one is not None and other is not None and (one.scheme, one.netloc) == (other.scheme, other.netloc)


def fetch(address: str, *, form: dict[str, str] | None = None, basic: tuple[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at an address; with `form` it is sent by POST. Raises NoAnswer."""
    question = Question({"Accept": "application/json"}, form=form, basic=basic)
    answer = outgoing.ask(address, question, hosts=settings.OPENID_HOSTS, certificates=settings.OPENID_CA)
    if answer.status in (400, 401, 403):
        raise Denied(f"answered {answer.status}")
    if answer.status != 200:
        raise NoAnswer(f"answered {answer.status}")
    try:
        found = json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise NoAnswer(type(error).__name__) from error
    if not isinstance(found, dict):
        raise NoAnswer("the answer is no object")
    return found
