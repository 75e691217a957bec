"""Unusual access for those who read the audit trail: what was found, and the looks behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.actor import Actor, Reach
from cases.selectors.audit_trail import Record, trail_of
from cases.selectors.paging import Count, Cursor, Page, bounded_counts, keyset_page
from core.errors import NotVisible
from supervision.choices import FindingState
from supervision.models import UnusualAccess, WatchedDays

FINDINGS_SHOWN: Final = 25


@dataclass(frozen=True, slots=True)
class UnusualFilters:
    """What is asked for; empty values ask for all. The days are those of the looks, both included."""

    state: str = FindingState.OPEN
    kind: str = ""
    person: UUID | None = None
    first: date | None = None
    last: date | None = None


def _own(actor: Actor) -> QuerySet[UnusualAccess]:
    reach = actor.grants.get("view_audit", Reach())
    return UnusualAccess.objects.filter(
        Q(country__in=sorted(reach.countries)) | Q(authority_id__in=sorted(reach.authorities)), country=actor.country
    )


def _narrowed(actor: Actor, filters: UnusualFilters) -> QuerySet[UnusualAccess]:
    rows = _own(actor).defer("evidence", "named_cases")
    for column, value in (
        ("kind", filters.kind),
        ("user_id", filters.person),
        ("day__gte", filters.first),
        ("day__lte", filters.last),
    ):
        if value:
            rows = rows.filter(**{column: value})
    return rows


def unusual_page(actor: Actor, filters: UnusualFilters, *, after: Cursor | None, before: Cursor | None) -> Page:
    """One page of findings of a state, the latest first. One statement."""
    rows = _narrowed(actor, filters).filter(state=filters.state)
    return keyset_page(rows, "found_at", is_descending=True, after=after, before=before, size=FINDINGS_SHOWN)


def unusual_counts(actor: Actor, filters: UnusualFilters) -> Mapping[str, Count]:
    """How many findings of each state the other filters meet. One statement."""
    rows = _narrowed(actor, filters)
    return bounded_counts({state.value: rows.filter(state=state) for state in FindingState})


def watched_until(actor: Actor) -> date | None:
    """The last day that was looked through in the actor's country; None before the first."""
    return WatchedDays.objects.filter(country=actor.country).values_list("last_day", flat=True).first()


def unusual_get(actor: Actor, finding_id: UUID) -> UnusualAccess:
    """The finding, or NotVisible."""
    row = _own(actor).filter(id=finding_id).first()
    if row is None:
        raise NotVisible(f"unusualaccess:{finding_id}")
    return row


def evidence_of(actor: Actor, row: UnusualAccess) -> Sequence[Record]:
    """The looks kept with a finding, as lines of the audit trail, the first at the top."""
    return trail_of(actor, row.evidence)
