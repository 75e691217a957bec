"""The audit trail for supervisors: of one case, or across all that their side may read.

Acts (`audit.models.Event`) and looks (`Access`) stand in two tables and are read as one list, newest first. Row
security shows the rows written for the reader's own side; on top of it a reader sees what is addressed to the offices
for which reading the audit trail is granted.
"""

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor, Reach
from accounts.models import Membership
from accounts.roles import ROLES
from audit.models import Access, Event
from cases.models import Case
from cases.selectors.paging import Cursor
from cases.wording import Words, event_words
from countries.models import Authority, Country
from countries.selectors.places import country_name
from documents.letters.registry import TITLES
from documents.models import GeneratedDocument, StoredFile

PAGE: Final = 50
_CHUNK: Final = 1000
# Kind of a record -> its words and the kind of tag in which it is shown.
KINDS: Final[Mapping[str, tuple[Words, str]]] = {
    "act": (_("Act"), ""),
    "look": (_("Look"), "quiet"),
    "refused": (_("Act refused"), "late"),
    "denied": (_("Look denied"), "late"),
}
_FILE: Final = "storedfile:"


RESULTS: Final[Mapping[str, Words]] = {
    "": _("All"),
    Event.Result.DONE.value: _("Acts done"),
    Event.Result.REFUSED.value: _("Acts refused"),
    Access.Result.SEEN.value: _("Looks"),
    Access.Result.DENIED.value: _("Looks denied"),
}


@dataclass(frozen=True, slots=True)
class TrailFilters:
    """What is asked for; empty values ask for all.

    result: done | refused | seen | denied; action: one code; prefixes: beginnings of action codes; side: ours | theirs;
    office: an own one; their_office: country and name of one of the other side, of which only these are told; the span
    is from `begins_at` up to but without `ends_at`.
    """

    result: str = ""
    action: str = ""
    prefixes: tuple[str, ...] = ()
    person: UUID | None = None
    side: str = ""
    office: UUID | None = None
    their_office: tuple[str, str] = ("", "")
    case: UUID | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One line. kind: act | look | refused | denied; thing: the file that it is about, if the reader may see it.
    values_changed: (field, what it said before, what it says now). is_open: whether the reader sees the case. Address,
    request id and role are told of the own side only."""

    at: datetime
    kind: str
    words: str
    thing: str
    reason: str
    changed: Sequence[str]
    values_changed: Sequence[tuple[str, str, str]]
    actor: str
    office: str
    role: str
    side: str
    address: str
    request_id: str
    action: str
    case_key: UUID | None
    case_reference: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """One page, newest first; `next_cursor` is empty on the last page."""

    records: Sequence[Record]
    next_cursor: str


def trail_page(actor: Actor, filters: TrailFilters, after: Cursor | None = None) -> Trail:
    """One page of the trail. At most six statements, however many rows there are and however far back it lies."""
    rows = _merged(source[: PAGE + 1] for source in _sources(actor, filters, after))
    found = [row for row, _number in zip(rows, range(PAGE + 1), strict=False)]
    shown = found[:PAGE]
    more = str(Cursor(shown[-1].at, shown[-1].id)) if len(found) > PAGE else ""
    return Trail(_records(actor, shown), more)


def trail_all(actor: Actor, filters: TrailFilters, limit: int) -> Iterator[Record]:
    """The whole trail up to `limit` lines, for an export: read in chunks, never held whole."""
    rows = _merged(source[:limit].iterator(_CHUNK) for source in _sources(actor, filters, None))
    chunk: list[Any] = []
    for row, _number in zip(rows, range(limit), strict=False):
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield from _records(actor, chunk)
            chunk = []
    yield from _records(actor, chunk)


def trail_of(actor: Actor, accesses: Sequence[UUID]) -> list[Record]:
    """The lines of these looks, as far as the scope reads them, the first at the top."""
    return _records(actor, list(Access.objects.filter(id__in=accesses).order_by("at", "id")))


def _merged(sources: Any) -> Iterator[Any]:
    return heapq.merge(*sources, key=lambda row: (row.at, row.id), reverse=True)


def _sources(actor: Actor, filters: TrailFilters, after: Cursor | None) -> list[QuerySet[Any]]:
    """The tables that can hold what is asked for, each narrowed and in order."""
    sources: list[QuerySet[Any]] = []
    if filters.result in {"", Event.Result.DONE, Event.Result.REFUSED}:
        sources.append(Event.objects.all())
    if filters.result in {"", Access.Result.SEEN, Access.Result.DENIED}:
        sources.append(Access.objects.all())
    condition = _condition(actor, filters)
    if after is not None and isinstance(after.at, datetime):
        condition &= Q(at__lt=after.at) | Q(at=after.at, id__lt=after.key)
    return [rows.filter(condition).order_by("-at", "-id") for rows in sources]


def _condition(actor: Actor, filters: TrailFilters) -> Q:
    reach = actor.grants.get("view_audit", Reach())
    condition = Q(audience_countries__overlap=sorted(reach.countries)) | Q(
        audience_authorities__overlap=sorted(reach.authorities)
    )
    for column, value in (
        ("result", filters.result),
        ("actor_id", filters.person),
        ("action", filters.action),
        ("authority_id", filters.office),
        ("country", filters.their_office[0]),
        ("authority_name", filters.their_office[1]),
        ("case_key", filters.case),
        ("at__gte", filters.begins_at),
        ("at__lt", filters.ends_at),
    ):
        if value:
            condition &= Q(**{column: value})
    if filters.side == "ours":
        condition &= Q(country=actor.country)
    elif filters.side == "theirs":
        condition &= ~Q(country__in=["", actor.country])
    if filters.prefixes:
        actions = Q()
        for prefix in filters.prefixes:
            actions |= Q(action__startswith=prefix)
        condition &= actions
    return condition


# --- what can be chosen -----------------------------------------------------------------------------------------------


def people_audited(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of everybody who holds or held an office for which the actor reads the audit trail, by name."""
    reach = actor.grants.get("view_audit", Reach())
    held = Membership.objects.filter(
        Q(authority__country__in=sorted(reach.countries)) | Q(authority__in=sorted(reach.authorities))
    )
    people = set(held.values_list("user_id", "user__full_name"))
    return sorted(((str(key), name) for key, name in people), key=lambda pair: pair[1])


def offices_audited(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of the offices for which the actor reads the audit trail, by name."""
    reach = actor.grants.get("view_audit", Reach())
    offices = Authority.objects.filter(Q(country__in=sorted(reach.countries)) | Q(id__in=sorted(reach.authorities)))
    return [(str(key), name) for key, name in offices.order_by("name").values_list("id", "name")]


def their_offices(actor: Actor) -> list[tuple[str, str, tuple[str, str]]]:
    """(id, words, (country, name)) of the offices of other countries: of an act of theirs no more is told."""
    rows = Authority.objects.exclude(country=actor.country).select_related("country")
    found = [(str(row.id), f"{country_name(row.country)}: {row.name}", (row.country_id, row.name)) for row in rows]
    return sorted(found, key=lambda row: row[1])


def cases_acted_on(user_id: UUID, case_ids: Sequence[UUID], *, apart_from: Sequence[str]) -> set[UUID]:
    """On which of these cases a person did any act, as far as the scope reads its events. One statement.

    apart_from: beginnings of action codes that do not count.
    """
    acts = Event.objects.filter(case_key__in=case_ids, actor_id=user_id, result=Event.Result.DONE)
    for prefix in apart_from:
        acts = acts.exclude(action__startswith=prefix)
    return {key for key in acts.order_by().values_list("case_key", flat=True).distinct() if key is not None}


def cases_given_to(user_id: UUID, case_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these cases were ever given to a person, as far as the scope reads their events. One statement."""
    given = Event.objects.filter(action__startswith="case.", parameters__to=str(user_id), case_key__in=case_ids)
    return {key for key in given.values_list("case_key", flat=True) if key is not None}


# --- in words ---------------------------------------------------------------------------------------------------------


def _records(actor: Actor, rows: Sequence[Any]) -> list[Record]:
    """The rows in words for this reader. Four statements at most, whatever their number."""
    countries = {row.country for row in rows if row.country}
    names = {row.code: country_name(row) for row in Country.objects.filter(code__in=countries)} if countries else {}
    titles = _file_titles({UUID(row.subject.removeprefix(_FILE)) for row in rows if row.subject.startswith(_FILE)})
    keys = {row.case_key for row in rows if row.case_key is not None}
    seen = set(Case.objects.visible_to(actor).filter(id__in=keys).values_list("id", flat=True)) if keys else set()
    return [_record(actor, row, names, titles, seen) for row in rows]


def _file_titles(keys: set[UUID]) -> dict[str, str]:
    """What the files are called, as far as the scope sees them: papers by title, others by kind and name."""
    if not keys:
        return {}
    files = StoredFile.objects.filter(id__in=keys).values_list("id", "kind", "original_name")
    papers = dict(GeneratedDocument.objects.filter(file__in=keys).values_list("file_id", "template"))
    kinds = dict(StoredFile.Kind.choices)
    found = {}
    for key, kind, name in files:
        paper: Words = TITLES.get(papers.get(key, ""), "")
        found[str(key)] = str(paper) if paper else f"{kinds.get(kind, kind)}: {name}"
    return found


def _record(
    actor: Actor, row: Event | Access, names: Mapping[str, str], titles: Mapping[str, str], seen: set[UUID]
) -> Record:
    is_own = row.country == actor.country
    event = row if isinstance(row, Event) else None
    return Record(
        at=row.at,
        kind=_kind(row),
        words=event_words(row.action, event.parameters if event else {}, row.result, is_own_side=is_own),
        thing=titles.get(row.subject.removeprefix(_FILE), ""),
        reason=event.reason if event else "",
        changed=event.changed if event else (),
        values_changed=_values(event.values) if event and event.values else (),
        actor=row.actor_name if is_own else row.authority_name or row.actor_name,
        office=row.authority_name if is_own else names.get(row.country, row.country),
        role=str(ROLES[row.role].name) if is_own and row.role in ROLES else "",
        side="ours" if is_own else "theirs" if row.country else "system",
        address=str(row.address or "") if is_own else "",
        request_id=row.request_id if is_own and row.request_id != "-" else "",
        action=row.action,
        case_key=row.case_key,
        case_reference=row.case_reference,
        is_open=row.case_key in seen,
    )


def _values(text: str) -> list[tuple[str, str, str]]:
    return [(name, before, after) for name, (before, after) in json.loads(text).items()]


def _kind(row: Event | Access) -> str:
    if isinstance(row, Event):
        return "refused" if row.result == Event.Result.REFUSED else "act"
    return "denied" if row.result == Access.Result.DENIED else "look"
