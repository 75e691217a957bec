"""Notices for the reader: row security says which; this says which of them are unread, and in which order.

Their order is that of their keys (UUIDv7, machine time): a notice's `at` is law's time, which demonstrations move.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce, Greatest

from accounts.actor import Actor
from core import clock
from core.ids import uuid7_floor
from core.outbox import wall_now
from notifications.choices import NoticeKind
from notifications.models import Notice, NoticeMark, NoticeWatermark

PAGE_SIZE: Final = 30
COUNT_BOUND: Final = 99
# What is older counts as read: nobody's first day begins with a year of notices, and the count stays cheap.
UNREAD_DAYS: Final = 30


def notice_list(since: datetime, number: int) -> list[Notice]:
    """The latest notices after `since`, newest first, at most `number`. One statement."""
    return list(Notice.objects.filter(at__gte=since).order_by("-at", "-id")[:number])


def unread_notices(actor: Actor) -> QuerySet[Notice]:
    """The notices of the last UNREAD_DAYS days that this person has not read.

    The days are counted twice: by the machine's time of the key, which bounds the search, and by law's time, which a
    demonstration fills with months in an hour.
    """
    kept = timedelta(days=UNREAD_DAYS)
    floor = Value(uuid7_floor(wall_now() - kept), output_field=UUIDField())
    read_before = NoticeWatermark.objects.filter(membership_id=actor.membership_id).values("read_before")
    marks = NoticeMark.objects.filter(user_id=actor.user_id, notice=OuterRef("pk"))
    return Notice.objects.filter(
        ~Exists(marks), id__gte=Greatest(floor, Coalesce(Subquery(read_before), floor)), at__gte=clock.now() - kept
    )


def notice_exists(notice_id: UUID) -> bool:
    """Whether the reader sees this notice."""
    return Notice.objects.filter(id=notice_id).exists()


def unread_count(actor: Actor) -> str:
    """How many, up to "99+"; empty for none. One statement."""
    number = unread_notices(actor).order_by()[: COUNT_BOUND + 1].count()
    return f"{COUNT_BOUND}+" if number > COUNT_BOUND else str(number or "")


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One page of notices, newest first; `after` begins the next one."""

    rows: list[Any]
    after: UUID | None


def notice_page(actor: Actor, *, is_unread: bool, kind: str = "", after: UUID | None = None) -> NoticePage:
    """Notices with `is_unread` told of each. kind: only of this kind. One statement, whatever their number."""
    unread = unread_notices(actor)
    rows = unread if is_unread else Notice.objects.all()
    if kind in NoticeKind.values:
        rows = rows.filter(kind=kind)
    if after is not None:
        rows = rows.filter(id__lt=after)
    rows = rows.annotate(is_unread=Exists(unread.filter(pk=OuterRef("pk"))))
    found = list(rows.order_by("-id")[: PAGE_SIZE + 1])
    return NoticePage(found[:PAGE_SIZE], found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None)
