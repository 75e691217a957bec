"""Keeping what a person searched for a short while, so that the address of the answer holds an id and no name."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from accounts.actor import Actor
from cases.models import SearchQuery
from core.outbox import wall_now

KEPT: Final = timedelta(hours=2)


def search_keep(*, actor: Actor, asked: Mapping[str, Any]) -> SearchQuery:
    """Keep the cleaned fields of a search form for this person alone; they end after `KEPT` (machine time)."""
    now = wall_now()
    SearchQuery.objects.filter(user_id=actor.user_id, expires_at__lt=now).delete()
    query = SearchQuery(user_id=actor.user_id, asked=dict(asked), created_at=now, expires_at=now + KEPT)
    query.save(force_insert=True)
    return query


def searches_forget() -> int:
    """Delete every search that has ended; returns how many. Run by rcms_sweep, which sees when, not what."""
    deleted, _of_each = SearchQuery.objects.filter(expires_at__lt=wall_now()).delete()
    return deleted
