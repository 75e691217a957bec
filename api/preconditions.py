"""Strong entity tags: what a client saw, and whether it is still so (RFC 9110, sections 8.8.3 and 13.1).

A tag is the fingerprint of the representation for this reader, not the row's version: a version moves with acts that
the other side does not see, and would tell it that there was one.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from api.errors import Problem


def etag_of(representation: Any) -> str:
    """The strong tag of a representation, quotes included."""
    plain = json.loads(JSONRenderer().render(representation))
    canonical = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f'"{hashlib.sha256(canonical.encode()).hexdigest()[:32]}"'


def _tags(header: str) -> list[str]:
    return [tag.strip() for tag in header.split(",")]


def refuse_unless_matching(headers: Mapping[str, str], etag: str) -> None:
    """428 without If-Match, 412 when what the client saw is not there any more. A weak tag matches nothing."""
    header = headers.get("If-Match", "")
    if not header:
        raise Problem(428, "precondition_required", _("Send the entity tag of what you saw in the header If-Match."))
    if etag not in _tags(header):
        raise Problem(412, "precondition_failed", _("It has changed since. Read it again before you change it."))


def is_unchanged(request: Request, etag: str) -> bool:
    """Whether the client already holds this representation (If-None-Match)."""
    tags = [tag.removeprefix("W/") for tag in _tags(request.headers.get("If-None-Match", ""))]
    return etag in tags
