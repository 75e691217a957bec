"""Keyset pages by key: the place where a page ends is the key of its last row."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from api.errors import bad_parameter
from core.ids import uuid_or_none

LIMIT: Final = 50
LIMIT_AT_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows, and where the next ones begin (None: there are none now)."""

    rows: list[Any]
    next_cursor: str | None


def slice_of(rows: QuerySet[Any], cursor: UUID | None, limit: int) -> Slice:
    """At most `limit` rows after `cursor`, by ascending key. One statement."""
    if cursor is not None:
        rows = rows.filter(id__gt=cursor)
    found = list(rows.order_by("id")[: limit + 1])
    return Slice(found[:limit], str(found[limit - 1].id) if len(found) > limit else None)


def parsed_cursor(text: str) -> UUID | None:
    """The key that a cursor names; None for none. 400 for what is none."""
    if not text:
        return None
    key = uuid_or_none(text)
    if key is None:
        raise bad_parameter({"cursor": [_("This is no cursor of ours")]})
    return key


def parsed_limit(text: str) -> int:
    """How many rows are wanted, from 1 to LIMIT_AT_MOST; 400 for anything else."""
    if not text:
        return LIMIT
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= LIMIT_AT_MOST):
        raise bad_parameter({"limit": [_("Give a number from 1 to %(limit)d") % {"limit": LIMIT_AT_MOST}]})
    return int(text)
