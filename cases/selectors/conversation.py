"""What the two sides wrote to each other, for one reader. Delegates get none of it. Nothing here marks a message read.

Row security hides the threads of cases that are not the reader's; the conditions here say it once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from cases.choices import OPEN_STATUSES, InformationStatus, Side, Status, ThreadKind, ThreadState
from cases.models import Case, InformationRequest, Message, MessageFile, Thread
from cases.policies import reaches_own_side, refusal, side_of
from cases.selectors.paging import Cursor, Page, bounded_counts, keyset_page
from cases.selectors.situation import is_restricted
from cases.selectors.standing import Reader, reader_of
from cases.silence_rules import silence_due
from cases.wording import other_country
from cases.wording_conversation import items_words
from cases.workflow.restriction import RESTRICTED
from cases.workflow.table import BY_NAME
from cases.workflow.types import Situation
from core.errors import NotVisible
from core.jinja import file_size
from countries.selectors.places import clock_place, country_name
from documents.models import StoredFile

PANEL_ROWS: Final = 3
MESSAGES_A_PAGE: Final = 50
STATES: Final = ("waiting", "closed")


def may_talk(actor: Actor, case: Case) -> bool:
    """Whether the actor can write to the other side of this case now."""
    return case.shared and case.status != Status.CLOSED and reaches_own_side(actor, "work_case", case)


def held_back(actor: Actor, case: Case) -> str:
    """Why the actor, who could write to the other side, tells it nothing now of the own accord; "" where nothing keeps
    it back. One statement."""
    return str(RESTRICTED) if may_talk(actor, case) and is_restricted(case) else ""


def may_ask_information(actor: Actor, case: Case) -> bool:
    """Whether the actor can ask the other side for information now."""
    situation = Situation(silence_due=silence_due(case))
    return refusal(actor, BY_NAME["request_information"], case, "", situation) is None


def may_read(actor: Actor, case: Case) -> bool:
    """Whether the actor reads what the sides wrote: people of both offices, no delegates."""
    return reader_of(actor, case) is not Reader.DELEGATE


# --- counts -----------------------------------------------------------------------------------------------------------


def _from_across(actor: Actor, column: str) -> Q:
    """Rows that the side across from the actor's country wrote, `column` naming the side that did."""
    return Q(requesting_country=actor.country, **{column: Side.RECEIVING}) | Q(
        receiving_country=actor.country, **{column: Side.REQUESTING}
    )


def unread_messages(actor: Actor) -> Coalesce:
    """How many messages of the other side nobody of the actor's side has opened, to annotate a queryset of cases."""
    return _unread(actor, "case", OuterRef("pk"))


def _unread(actor: Actor, column: str, value: Any) -> Coalesce:
    """How many messages of the other side whose `column` is `value` nobody of the actor's side has opened."""
    unread = Message.objects.filter(_from_across(actor, "side"), read_at=None, **{column: value})
    counted = unread.order_by().values(column).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def unread_count(actor: Actor, case: Case) -> int:
    """The same for one case; nothing for delegates and before submission. One statement at most."""
    if not case.shared or not may_read(actor, case):
        return 0
    return Message.objects.filter(_from_across(actor, "side"), case=case, read_at=None).count()


# --- threads ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One thread for one reader. waits: "ours" | "theirs" | "" (whose answer is awaited); zone and place: of the state
    that must answer; items: what a request for information asks, in words, empty for a question."""

    id: UUID
    url: str
    title: str
    is_request: bool
    is_ours: bool
    state: str
    kind: str
    waits: str
    office: str
    opened_at: datetime
    last_at: datetime
    count: int
    unread: int
    due_on: date | None
    zone: str
    place: str
    version: int
    case_id: UUID
    reference: str = ""


def _threads(actor: Actor) -> QuerySet[Thread]:
    """Threads with their requests and the number of messages that the actor's side has not opened."""
    return Thread.objects.select_related("information").annotate(unread=_unread(actor, "thread", OuterRef("pk")))


def threads_page(
    actor: Actor, case: Case, *, state: str = "", after: Cursor | None = None, before: Cursor | None = None
) -> Page:
    """One page of a case's threads as `ThreadRow`s, the latest first. state: one of STATES, or empty for all.
    One statement."""
    threads = _threads(actor).filter(case=case)
    if state == "waiting":
        threads = threads.filter(state=ThreadState.OPEN)
    elif state == "closed":
        threads = threads.filter(state=ThreadState.CLOSED)
    page = keyset_page(threads, "last_message_at", is_descending=True, after=after, before=before)
    return Page([_row(actor, case, thread) for thread in page.rows], page.after, page.before)


@dataclass(frozen=True, slots=True)
class ConversationPanel:
    """The latest threads on the case page. more: how many others there are, at least. request_url: the page of the
    first request for information that waits for the reader's side."""

    rows: Sequence[ThreadRow]
    has_more: bool
    unread: int
    unread_words: str
    can_ask: bool
    request_url: str = ""


def conversation_panel(
    actor: Actor, case: Case, *, has_threads: bool = True, is_restricted: bool = False
) -> ConversationPanel | None:
    """What the case page tells of the conversation; None where the reader has no part in it. One statement, none
    without `has_threads`."""
    if not case.shared or not may_read(actor, case):
        return None
    can_ask = may_talk(actor, case) and not is_restricted
    if not has_threads:
        return ConversationPanel([], has_more=False, unread=0, unread_words="", can_ask=can_ask)
    threads: list[Any] = list(
        _threads(actor)
        .filter(case=case)
        .annotate(
            unread_of_case=_unread(actor, "case", case), waiting=Subquery(_requests(actor, case).values("pk")[:1])
        )
        .order_by("-last_message_at", "-id")[: PANEL_ROWS + 1]
    )
    unread = threads[0].unread_of_case if threads else 0
    waiting = threads[0].waiting if threads else None
    return ConversationPanel(
        rows=[_row(actor, case, thread) for thread in threads[:PANEL_ROWS]],
        has_more=len(threads) > PANEL_ROWS,
        unread=unread,
        unread_words=unread_words(unread),
        can_ask=can_ask,
        request_url=reverse("cases:thread", args=[case.id, waiting]) if waiting else "",
    )


def _requests(actor: Actor, case: Case) -> QuerySet[Thread]:
    """The requests for information that wait for the actor's side, the most urgent first."""
    waiting = Thread.objects.filter(_from_across(actor, "opened_side"), case=case, state=ThreadState.OPEN)
    return waiting.filter(kind=ThreadKind.INFORMATION_REQUEST).order_by("due_on", "opened_at", "id")


def unread_words(count: int) -> str:
    """ "2 unread messages", or nothing."""
    return ngettext("%(n)d unread message", "%(n)d unread messages", count) % {"n": count} if count else ""


def waiting_threads(actor: Actor, number: int) -> tuple[list[ThreadRow], Any]:
    """Questions and requests of other countries that wait for the actor's side, the most urgent first: the first
    `number` of them, and their bounded count. Two statements."""
    threads = (
        _threads(actor)
        .filter(_from_across(actor, "opened_side"), state=ThreadState.OPEN, case__in=Case.objects.visible_to(actor))
        .exclude(case__status=Status.CLOSED)
        .filter(Q(kind=ThreadKind.QUESTION) | Q(case__status__in=OPEN_STATUSES))
    )
    rows = list(
        threads.select_related("case__requesting_country", "case__receiving_country", "information").order_by(
            F("due_on").asc(nulls_last=True), "last_message_at", "id"
        )[:number]
    )
    count = bounded_counts({"threads": threads})["threads"]
    return [_row(actor, thread.case, thread) for thread in rows], count


def _row(actor: Actor, case: Case, thread: Any) -> ThreadRow:
    side = side_of(actor, case)
    is_ours = thread.opened_side == side
    information: InformationRequest | None = getattr(thread, "information", None)
    words, kind, waits = _standing(case, thread, information, side)
    answering = case.receiving_country if thread.opened_side == Side.REQUESTING else case.requesting_country
    return ThreadRow(
        id=thread.id,
        url=reverse("cases:thread", args=[case.id, thread.id]),
        title=items_words(information.items) if information else thread.title,
        is_request=information is not None,
        is_ours=is_ours,
        state=words,
        kind=kind,
        waits=waits,
        office=thread.opened_by_office,
        opened_at=thread.opened_at,
        last_at=thread.last_message_at,
        count=thread.message_count,
        unread=thread.unread,
        due_on=thread.due_on if waits else None,
        zone=answering.time_zone,
        place=clock_place(answering),
        version=thread.version,
        case_id=case.id,
        reference=case.reference or "",
    )


def _standing(
    case: Case, thread: Thread, information: InformationRequest | None, side: Side | None
) -> tuple[str, str, str]:
    """(words, kind of tag, whose answer is awaited) of a thread, as the reader's side says it."""
    if information is not None and information.status == InformationStatus.CANCELLED:
        return _("Taken back"), "quiet", ""
    if thread.state == ThreadState.CLOSED:
        return _("Closed"), "quiet", ""
    is_request_open = information is not None and information.status == InformationStatus.ASKED
    if case.status == Status.CLOSED or (is_request_open and case.status not in OPEN_STATUSES):
        return (
            (_("Answered"), "quiet", "") if thread.state == ThreadState.ANSWERED else (_("Not answered"), "quiet", "")
        )
    is_ours = thread.opened_side == side
    if thread.state == ThreadState.ANSWERED:
        return (_("Answered"), "ok", "") if is_ours else (_("Answered by us"), "ok", "")
    if is_ours:
        return _("Waiting for %(country)s") % {"country": country_name(other_country(case, side))}, "", "theirs"
    return _("Waiting for your side"), "warn", "ours"


# --- one thread -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a message."""

    name: str
    url: str
    about: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message. author: which of us wrote it, empty for the other side's; read_at: when the other side opened it;
    asks: what a request asks, in words, in its first message."""

    number: int
    is_ours: bool
    office: str
    author: str
    text: str
    sent_at: datetime
    read_at: datetime | None
    is_answer: bool
    asks: Sequence[str]
    files: Sequence[FileRow]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One thread with its messages, oldest first; `earlier` and `later` are the places of the neighbouring pages. The
    can_*: what this actor may do here now."""

    row: ThreadRow
    messages: Sequence[MessageRow]
    earlier: Cursor | None
    later: Cursor | None
    can_write: bool
    can_answer: bool
    can_cancel: bool
    can_close: bool
    can_reopen: bool
    restricted: str = ""


def thread_get(actor: Actor, case: Case, thread_id: UUID) -> Thread:
    """A thread of a case that the actor sees; raises NotVisible."""
    thread = _threads(actor).filter(case=case, id=thread_id).first()
    if thread is None or not may_read(actor, case):
        raise NotVisible(f"thread:{thread_id}")
    return thread


def thread_page(
    actor: Actor, case: Case, thread: Thread, *, after: Cursor | None = None, before: Cursor | None = None
) -> ThreadPage:
    """The page of a thread from `thread_get`: the latest messages, or those before (`after` in the order of the list,
    which is the latest first). Two statements."""
    row = _row(actor, case, thread)
    messages = Message.objects.filter(thread=thread).select_related("author")
    page = keyset_page(messages, "sent_at", is_descending=True, after=after, before=before, size=MESSAGES_A_PAGE)
    files: dict[UUID, list[FileRow]] = {}
    keys = [message.id for message in page.rows]
    for found in (
        MessageFile.objects.filter(message__in=keys, file__destroyed_at=None).select_related("file").order_by("id")
    ):
        files.setdefault(found.message_id, []).append(file_row(found.file))
    information: InformationRequest | None = getattr(thread, "information", None)
    side = side_of(actor, case)
    writes = may_talk(actor, case)
    restricted = held_back(actor, case) if row.is_ours else ""
    is_closed = thread.state == ThreadState.CLOSED
    is_awaited = information is not None and information.status == InformationStatus.ASKED
    is_cancelled = information is not None and information.status == InformationStatus.CANCELLED
    return ThreadPage(
        row=row,
        messages=[_message(message, side, files.get(message.id, []), information) for message in reversed(page.rows)],
        earlier=page.after,
        later=page.before,
        can_write=writes and not is_closed and not restricted,
        restricted=restricted if writes and not is_closed else "",
        can_answer=_may(actor, case, "answer_information", information),
        can_cancel=may_cancel(actor, case, thread),
        can_close=writes and row.is_ours and not is_closed and not is_awaited,
        can_reopen=writes and row.is_ours and is_closed and not is_cancelled,
    )


def thread_row(actor: Actor, case: Case, thread: Thread) -> ThreadRow:
    """A thread from `thread_get` as lists show it. No statement."""
    return _row(actor, case, thread)


def may_cancel(actor: Actor, case: Case, thread: Thread) -> bool:
    """Whether the actor can take the request for information of a thread from `thread_get` back now."""
    return _may(actor, case, "cancel_information", getattr(thread, "information", None))


def _may(actor: Actor, case: Case, name: str, information: InformationRequest | None) -> bool:
    if information is None:
        return False
    situation = Situation(information_of=information.asked_side, silence_due=silence_due(case))
    return refusal(actor, BY_NAME[name], case, information.status, situation) is None


def _message(
    message: Any, side: Side | None, files: Sequence[FileRow], information: InformationRequest | None
) -> MessageRow:
    author = getattr(message, "author", None)
    asks = [items_words([code]) for code in information.items] if information and message.number == 1 else []
    return MessageRow(
        number=message.number,
        is_ours=message.side == side,
        office=message.office,
        author=author.name if author else "",
        text=message.text,
        sent_at=message.sent_at,
        read_at=message.read_at,
        is_answer=information is not None and information.answer_id == message.id,
        asks=asks,
        files=files,
    )


def file_row(file: StoredFile) -> FileRow:
    """A file with its address: "PDF, 2 pages, 340 kB"."""
    kind = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}.get(file.media_type, file.media_type)
    pages = ngettext("%(n)d page", "%(n)d pages", file.pages) % {"n": file.pages} if file.pages > 1 else ""
    about = ", ".join(filter(None, (kind, pages, file_size(file.size))))
    return FileRow(file.original_name, reverse("documents:file-download", args=[file.id]), about)
