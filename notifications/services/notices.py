"""Writing notices, in the transaction of the act they tell of; marking them as read."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.actor import Actor
from core import clock, outbox
from core.audience import Audience
from core.ids import uuid7, uuid7_floor
from core.scope import Scope, current_scope
from notifications.choices import NoticeKind
from notifications.models import Notice, NoticeMark, NoticeWatermark
from notifications.selectors.notices import unread_notices

FAN_OUT_TASK = "notifications.fan_out"

# Kinds by the first word of an act's code; acts on a case that stand nowhere here are acts of the workflow.
_KINDS: Final = {
    "message": NoticeKind.MESSAGES,
    "thread": NoticeKind.MESSAGES,
    "information": NoticeKind.MESSAGES,
    "assignment": NoticeKind.ASSIGNMENTS,
    "deadline": NoticeKind.DEADLINES,
    "escalation": NoticeKind.ESCALATIONS,
}
# A transaction that is under way may still commit a notice with an earlier key: what is younger than this is marked
# one by one, so that "mark all as read" never swallows a notice that nobody saw. Requests and tasks end long before.
_UNDER_WAY: Final = timedelta(minutes=10)


def kind_of(action: str, subject: str, recipient_id: UUID | None) -> NoticeKind:
    """The kind of a notice, from the act's code and from what it is about."""
    found = _KINDS.get(action.split(".", 1)[0])
    if found is not None:
        return found
    if not subject.startswith(("case:", "operation:", "visit:")):
        return NoticeKind.ADMINISTRATION
    return NoticeKind.ASSIGNMENTS if recipient_id else NoticeKind.ACTS


def notice_send(
    *,
    action: str,
    subject: str,
    case_reference: str,
    audience: Audience,
    parameters: Mapping[str, Any] | None = None,
    kind: str = "",
    recipient_id: UUID | None = None,
    assignee_id: UUID | None = None,
    due_at: datetime | None = None,
    due_zone: str = "",
    is_by_system: bool = False,
    key: str | None = None,
) -> bool:
    """Tell the offices of `audience`, or one person in it. Parameters are codes, dates and ids: no personal data.

    kind: a `NoticeKind`, by default what `action` and `subject` say; recipient_id: the person who alone is meant (also
    given as `parameters["assignee"]`); assignee_id: whose own case it is: that person is told by e-mail as of an
    assignment; due_at, due_zone: the time limit that runs; is_by_system: nobody acted; key: what may be told only once.
    False when a notice with this key exists.

    E-mail is made from it by a task, promised here with one row: nobody waits for it in the request.
    """
    values = dict(parameters or {})
    assignee = values.pop("assignee", None)
    recipient_id = recipient_id or (UUID(str(assignee)) if assignee else None)
    scope = current_scope() or Scope()
    notice = Notice(
        at=clock.now(),
        kind=kind or kind_of(action, subject, recipient_id),
        action=action,
        subject=subject,
        case_reference=case_reference,
        parameters=values,
        recipient_id=recipient_id,
        by_country="" if is_by_system else scope.country,
        due_at=due_at,
        due_zone=due_zone,
        key=key,
        **audience.fields(),
    )
    if key is None:
        notice.save(force_insert=True)
    else:
        try:
            with transaction.atomic():
                notice.save(force_insert=True)
        except IntegrityError:
            return False
    if settings.EMAIL_IS_ON:
        _promise_mail(notice, audience, scope, assignee_id)
    return True


def _promise_mail(notice: Notice, audience: Audience, scope: Scope, assignee_id: UUID | None) -> None:
    """The task reads the notice as its readers do: the other side's notice is hidden from whoever acted."""
    outbox.post(
        task=FAN_OUT_TASK,
        key=f"fan-out:{notice.id}",
        arguments={
            "notice_id": str(notice.id),
            "actor_id": str(scope.user_id or ""),
            "assignee_id": str(assignee_id or ""),
        },
        scope=Scope(
            user_id=notice.recipient_id or scope.user_id,
            country=audience.countries[0] if audience.countries else scope.country,
            countries=audience.countries,
            authorities=audience.authorities,
            group=audience.groups[0] if audience.groups else None,
            administers=audience.countries or (scope.country,),
        ),
    )


# --- read -------------------------------------------------------------------------------------------------------------


def _mark(actor: Actor, keys: list[UUID], batch: UUID) -> None:
    now = outbox.wall_now()
    NoticeMark.objects.bulk_create(
        [NoticeMark(user_id=actor.user_id, notice_id=key, batch=batch, at=now) for key in keys], ignore_conflicts=True
    )


def notice_mark_read(*, actor: Actor, notice_id: UUID) -> UUID | None:
    """Mark one notice that the actor sees; gives the batch for undoing, or None when there is nothing to mark."""
    keys = list(unread_notices(actor).filter(id=notice_id).values_list("id", flat=True))
    if not keys:
        return None
    batch = uuid7()
    _mark(actor, keys, batch)
    return batch


def notices_mark_subject(*, actor: Actor, subject: str, thread: str = "", actions: str = "") -> None:
    """Whoever opens a page has read what its notices say: that of a thread those about this thread, the page of the
    subject itself those about none. actions: how the codes of those begin that the page is about; all if empty.
    """
    rows = unread_notices(actor).filter(subject=subject, action__startswith=actions)
    rows = rows.filter(parameters__thread=thread) if thread else rows.exclude(parameters__has_key="thread")
    keys = list(rows.values_list("id", flat=True)[:200])
    if keys:
        _mark(actor, keys, uuid7())


def notices_mark_all(*, actor: Actor) -> UUID:
    """Everything that the actor sees under this membership is read; gives the batch for undoing."""
    batch = uuid7()
    floor = uuid7_floor(outbox.wall_now() - _UNDER_WAY)
    _mark(actor, list(unread_notices(actor).filter(id__gte=floor).values_list("id", flat=True)), batch)
    mark = NoticeWatermark.objects.select_for_update().filter(membership_id=actor.membership_id).first()
    if mark is None:
        mark = NoticeWatermark(user_id=actor.user_id, membership_id=actor.membership_id)
    mark.read_before_was, mark.read_before, mark.batch = mark.read_before, floor, batch
    mark.save()
    return batch


def notices_unmark(*, actor: Actor, batch: UUID) -> None:
    """Take back what one press marked as read."""
    NoticeMark.objects.filter(user_id=actor.user_id, batch=batch).delete()
    NoticeWatermark.objects.filter(membership_id=actor.membership_id, batch=batch).update(
        read_before=F("read_before_was"), batch=None
    )
