"""Which cases are on hold: both sides learn that there is one, and of which country. The holds themselves are of
`protection`."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection


def holds_on(keys: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Which of these cases are on hold -> the countries that hold them, by code."""
    found: dict[UUID, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("select case_id, country from cases_on_hold(%s)", [list(keys)])
        for key, country in cursor.fetchall():
            found.setdefault(key, []).append(country)
    return found
