"""The history of a case as a page of its own: what happened, filtered by kind, side and date, newest first.

Everybody who opens the case reads it as far as row security lets its events through. Looks are shown to supervisors.
Delegates read no events; they get the steps that both sides know (`milestones_of`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from audit.models import Access, Event
from cases.choices import DecisionState
from cases.models import ApplicationVersion, Case, Decision, Transfer, TravelDocument
from cases.policies import is_granted, side_of
from cases.selectors.case_documents import file_title, paper_title
from cases.selectors.paging import Cursor
from cases.selectors.timeline import side_word, told_events
from cases.wording import event_words
from core.ids import uuid_or_none
from documents.models import GeneratedDocument, StoredFile
from documents.previews import can_be_shown

PAGE: Final = 50
KINDS: Final[dict[str, str | Promise]] = {
    "acts": gettext_lazy("Acts"),
    "messages": gettext_lazy("Messages and notes"),
    "files": gettext_lazy("Files and papers"),
    "reads": gettext_lazy("Who looked"),
}
SIDES: Final[dict[str, str | Promise]] = {
    "ours": gettext_lazy("our side"),
    "theirs": gettext_lazy("the other side"),
}
_MESSAGES: Final = ("thread.", "message.", "information.", "note.")
_FILES: Final = ("file.", "document.")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. kind: a code of KINDS or ""; side: a code of SIDES or ""; since and until: whole days in the
    reader's time zone, both included."""

    kind: str = ""
    side: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.kind or self.side or self.since or self.until)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line. side: ours | theirs | system; is_look: somebody looked, nothing was done; file_*: the file or paper
    that it is about, where the reader may see it."""

    at: datetime
    text: str
    side: str
    detail: str
    actor: str
    office: str
    is_look: bool = False
    file_title: str = ""
    file_url: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page of the history; next_cursor is empty on the last one."""

    entries: Sequence[HistoryEntry]
    next_cursor: str


def may_see_reads(actor: Actor, case: Case) -> bool:
    """Whether the reader is told who looked: supervisors are."""
    return is_granted(actor, "view_audit", case)


def history_page(actor: Actor, case: Case, wanted: Filter, *, cursor: str = "") -> HistoryPage:
    """A page of PAGE lines, five statements at most. cursor: `next_cursor` of the page before; a malformed one is the
    first page. Looks are among them only for who may see them, and only when asked for.
    """
    after = Cursor.parse(cursor)
    if wanted.kind == "reads":
        looks = Access.objects.filter(case_key=case.id) if may_see_reads(actor, case) else Access.objects.none()
        rows: list[Event | Access] = _page(actor, looks, wanted, after)
    else:
        rows = _page(actor, _of_kind(told_events(actor, case), wanted.kind), wanted, after)
    shown = rows[:PAGE]
    more = str(Cursor(shown[-1].at, shown[-1].id)) if len(rows) > PAGE else ""
    return HistoryPage(_entries(actor, case, shown), more)


def _of_kind(events: QuerySet[Event], kind: str) -> QuerySet[Event]:
    messages, files = _any_of(_MESSAGES), _any_of(_FILES)
    if kind == "messages":
        return events.filter(messages)
    if kind == "files":
        return events.filter(files)
    if kind == "acts":
        return events.exclude(messages | files)
    return events


def _any_of(prefixes: Iterable[str]) -> Q:
    found = Q()
    for prefix in prefixes:
        found |= Q(action__startswith=prefix)
    return found


def _page(actor: Actor, rows: QuerySet[Any], wanted: Filter, after: Cursor | None) -> list[Any]:
    if wanted.side == "ours":
        rows = rows.filter(country=actor.country)
    elif wanted.side == "theirs":
        rows = rows.exclude(country__in=[actor.country, ""])
    if wanted.since is not None:
        rows = rows.filter(at__gte=_midnight(actor, wanted.since))
    if wanted.until is not None and wanted.until < date.max:
        rows = rows.filter(at__lt=_midnight(actor, wanted.until + timedelta(days=1)))
    if after is not None and after.at is not None:
        rows = rows.filter(Q(at__lt=after.at) | Q(at=after.at, id__lt=after.key))
    return list(rows.order_by("-at", "-id")[: PAGE + 1])


def _midnight(actor: Actor, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=actor.zone)


def _entries(actor: Actor, case: Case, rows: Sequence[Event | Access]) -> list[HistoryEntry]:
    """In words; an application is saved page by page and a file looked at page by page: each is told once in a row."""
    files = _files_named(case, {row.subject for row in rows})
    entries: list[HistoryEntry] = []
    before: Event | Access | None = None
    for row in rows:
        if before is None or not _is_again(row, before):
            entries.append(_entry(actor, row, files.get(row.subject, ("", ""))))
        before = row
    return entries


def _is_again(row: Event | Access, before: Event | Access) -> bool:
    if (row.action, row.subject, row.actor_id) != (before.action, before.subject, before.actor_id):
        return False
    return isinstance(row, Access) or row.action == "case.application_saved"


def _entry(actor: Actor, row: Event | Access, file: tuple[str, str]) -> HistoryEntry:
    is_own = row.country == actor.country
    parameters = row.parameters if isinstance(row, Event) else {}
    return HistoryEntry(
        at=row.at,
        text=event_words(row.action, parameters, row.result, is_own_side=is_own),
        side=side_word(actor, row),
        detail=row.reason if isinstance(row, Event) else "",
        actor=row.actor_name if is_own else row.authority_name or row.actor_name,
        office=row.authority_name if is_own else "",
        is_look=isinstance(row, Access),
        file_title=file[0],
        file_url=file[1],
    )


def _files_named(case: Case, subjects: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Audit subject -> (title, address of the viewer or "")."""
    return {
        subject: (title, reverse("cases:case-file", args=[case.id, file.id]) if file and can_be_shown(file) else "")
        for subject, (title, file) in _named(subjects).items()
    }


def _named(subjects: Iterable[str]) -> dict[str, tuple[str, StoredFile | None]]:
    """What the files and papers behind audit subjects (`storedfile:<id>`, `generateddocument:<id>`) are called, and the
    file, as far as the scope sees them. Two statements at most."""
    wanted = list(subjects)
    files, papers = _keys(wanted, "storedfile:"), _keys(wanted, "generateddocument:")
    if not files and not papers:
        return {}
    named: dict[str, tuple[str, StoredFile | None]] = {}
    drawn: dict[UUID, GeneratedDocument] = {}
    rows = GeneratedDocument.objects.filter(Q(id__in=papers) | Q(file_id__in=files)).select_related("file")
    for paper in rows.defer("context"):
        named[f"generateddocument:{paper.id}"] = (paper_title(paper), paper.file)
        if paper.file_id is not None:
            drawn[paper.file_id] = paper
    for file in StoredFile.objects.filter(id__in=files):
        named[f"storedfile:{file.id}"] = (file_title(file, drawn.get(file.id)), file)
    return named


def _keys(subjects: Iterable[str], prefix: str) -> list[UUID]:
    found = []
    for subject in subjects:
        key = uuid_or_none(subject.removeprefix(prefix)) if subject.startswith(prefix) else None
        if key:
            found.append(key)
    return found


# --- for delegates ----------------------------------------------------------------------------------------------------


def milestones_of(actor: Actor, case: Case) -> list[HistoryEntry]:
    """The steps that both sides know, newest first, from the shared rows: for delegates. Four statements."""
    steps: list[tuple[datetime | None, str, str]] = [
        (case.received_at, "case.received", "receiving"),
        (case.completed_at, "transfer.handed_over", "receiving"),
        (case.closed_at, "case.closed", "requesting"),
    ]
    # Returned as incomplete and sent again, an application was delivered more than once.
    for version in ApplicationVersion.objects.filter(case=case).defer("contents"):
        action = "case.submitted" if version.number == 1 else "case.resubmitted"
        steps.append((version.made_at, action, "requesting"))
    signed = Decision.objects.filter(case=case, state=DecisionState.COUNTERSIGNED)
    steps += [(row.countersigned_at, f"case.{row.outcome}", "receiving") for row in signed]
    steps += [
        (row.issued_at, f"travel_document.{'return_issued' if row.registered_id else 'replaced'}", "requesting")
        if row.fallback
        else (row.issued_at, "travel_document.issued", "receiving")
        for row in TravelDocument.objects.filter(case=case)
    ]
    for transfer in Transfer.objects.filter(case=case):
        steps.append((transfer.notified_at, "transfer.notified", "requesting"))
        steps.append((transfer.confirmed_at, "transfer.confirmed", "receiving"))
    offices = {"requesting": case.requesting_authority.name, "receiving": case.receiving_authority.name}
    own = side_of(actor, case)
    entries = [
        HistoryEntry(
            at, event_words(action, {}, is_own_side=False), "ours" if side == own else "theirs", "", offices[side], ""
        )
        for at, action, side in steps
        if at is not None
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)
