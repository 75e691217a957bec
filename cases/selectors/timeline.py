"""What happened to a case: the timeline of the case page and the supervisor's history. Row security filters both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.actor import Actor
from accounts.roles import ROLES
from audit.models import Access, Event
from cases.models import Case
from cases.selectors.standing import Reader
from cases.wording import event_words
from countries.selectors.places import country_name

FIRST: Final = 30
PAGE: Final = 50
KINDS: Final = ("acts", "looks", "refused")
# The machinery of papers and files; the papers themselves have a panel, the audit view shows all.
_NOT_TOLD: Final = ("document.requested", "document.audience_set", "file.audience_set", "file.stored", "act.refused")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. side: ours | theirs | system; detail: grounds; actor: who, as the reader may know."""

    at: datetime
    text: str
    side: str
    detail: str
    actor: str


def timeline_events(case: Case, reader: Reader, *, is_whole: bool) -> list[Event]:
    """The acts done, newest first; without `is_whole` one more than is shown, so that the page knows of the rest."""
    events = Event.objects.filter(case_key=case.id, result=Event.Result.DONE).exclude(action__in=_NOT_TOLD)
    if reader is Reader.RECEIVING:
        # The same act told twice: the receiving side has the one that names the agencies.
        events = events.exclude(action="verification.asked")
    events = events.order_by("-at", "-id")
    return list(events if is_whole else events[: FIRST + 1])


def entries_of(actor: Actor, events: Sequence[Event]) -> list[Entry]:
    """Events in words for this reader: colleagues by name, the other side by its office.

    An application is saved page by page: what one person saved in a row is told once.
    """
    entries: list[Entry] = []
    before: Event | None = None
    for event in events:
        is_again = (
            before is not None
            and event.action == before.action == "case.application_saved"
            and event.actor_id == before.actor_id
        )
        if not is_again:
            entries.append(_entry(actor, event))
        before = event
    return entries


def _entry(actor: Actor, event: Event) -> Entry:
    side = "system" if not event.country else "ours" if event.country == actor.country else "theirs"
    is_own = side == "ours"
    return Entry(
        at=event.at,
        text=event_words(event.action, event.parameters, event.result, is_own_side=is_own),
        side=side,
        detail=event.reason,
        actor=event.actor_name if is_own else event.authority_name or event.actor_name,
    )


# --- the supervisor's history -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the history. kind: act | look | refused. Address and request id are told of the own side only."""

    at: datetime
    kind: str
    words: str
    reason: str
    changed: Sequence[str]
    actor: str
    office: str
    role: str
    side: str
    address: str
    request_id: str
    action: str


@dataclass(frozen=True, slots=True)
class History:
    """One page of the history, newest first; `next_cursor` is empty on the last page."""

    records: Sequence[Record]
    next_cursor: str


def history_for(actor: Actor, case: Case, *, kind: str = "", cursor: str = "") -> History:
    """Acts, refused acts and looks of one case that the actor's side may read: at most two statements a page.

    kind: one of KINDS, or empty for all; cursor: `History.next_cursor` of the page before (a malformed one is the first
    page). Keyset paging: a page costs the same however far back it lies.
    """
    after = _parsed(cursor)
    rows: list[Event | Access] = []
    if kind != "looks":
        events = Event.objects.filter(case_key=case.id)
        if kind:
            wanted = Event.Result.REFUSED if kind == "refused" else Event.Result.DONE
            events = events.filter(result=wanted)
        rows += _page(events, after)
    if kind in {"", "looks"}:
        rows += _page(Access.objects.filter(case_key=case.id), after)
    rows.sort(key=lambda row: (row.at, row.id), reverse=True)
    shown = rows[:PAGE]
    more = f"{shown[-1].at.isoformat()}~{shown[-1].id}" if len(rows) > PAGE else ""
    names = {country.code: country_name(country) for country in (case.requesting_country, case.receiving_country)}
    return History([_record(actor, row, names) for row in shown], more)


def _page(rows: QuerySet[Any], after: tuple[datetime, UUID] | None) -> list[Any]:
    if after is not None:
        at, key = after
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=key))
    return list(rows.order_by("-at", "-id")[: PAGE + 1])


def _parsed(cursor: str) -> tuple[datetime, UUID] | None:
    at, _tilde, key = cursor.partition("~")
    try:
        instant = datetime.fromisoformat(at)
        return (instant, UUID(key)) if instant.tzinfo else None
    except ValueError:
        return None


def _record(actor: Actor, row: Event | Access, names: Mapping[str, str]) -> Record:
    is_own = row.country == actor.country
    is_event = isinstance(row, Event)
    parameters = row.parameters if isinstance(row, Event) else {}
    return Record(
        at=row.at,
        kind="look" if not is_event else "refused" if row.result == Event.Result.REFUSED else "act",
        words=event_words(row.action, parameters, row.result, is_own_side=is_own),
        reason=row.reason if isinstance(row, Event) else "",
        changed=row.changed if isinstance(row, Event) else (),
        actor=row.actor_name if is_own else row.authority_name or row.actor_name,
        office=row.authority_name if is_own else names.get(row.country, row.country),
        role=str(ROLES[row.role].name) if is_own and row.role in ROLES else "",
        side="ours" if is_own else "theirs" if row.country else "system",
        address=str(row.address or "") if is_own else "",
        request_id=row.request_id if is_own else "",
        action=row.action,
    )
