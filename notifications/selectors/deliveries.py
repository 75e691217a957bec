"""E-mail that did not arrive, for the administrators of its recipients."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.actor import Actor, Reach
from accounts.models import User
from core.outbox import wall_now
from countries.models import Authority
from notifications.choices import UNDELIVERED, DeliveryError, DeliveryKind, DeliveryState, NoticeKind
from notifications.models import Delivery

PAGE_SIZE: Final = 50
# Much longer than any attempt lasts: what is still "being sent" then was left by a process that ended.
STUCK_AFTER: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One e-mail that did not arrive. what: the kind of notice in words, never the case."""

    id: UUID
    recipient: str
    address: str
    office: str
    what: str
    state: str
    state_words: str
    error: str
    attempts: int
    created_at: datetime
    changed_at: datetime

    @property
    def may_arrive_twice(self) -> bool:
        """Whether trying again can bring the same message a second time."""
        return self.state in {DeliveryState.UNCERTAIN, DeliveryState.SENDING}


def undelivered_for(actor: Actor) -> QuerySet[Delivery]:
    """E-mails to people and mailboxes that the actor administers, which need a person's decision."""
    reach = actor.grants.get("administer", Reach())
    stuck = Q(state=DeliveryState.SENDING, changed_at__lt=wall_now() - STUCK_AFTER)
    return Delivery.objects.filter(
        Q(country__in=reach.countries) | Q(authority_id__in=reach.authorities), Q(state__in=UNDELIVERED) | stuck
    )


def undelivered_page(actor: Actor, after: UUID | None = None) -> tuple[list[DeliveryRow], UUID | None]:
    """One page, latest first, and where the next begins. Three statements, whatever the number of rows."""
    rows = undelivered_for(actor).select_related("mailbox")
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows.order_by("-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    people = {
        user.id: user
        for user in User.objects.filter(id__in=[row.recipient_id for row in shown if row.recipient_id]).only(
            "full_name", "email"
        )
    }
    offices = dict(Authority.objects.filter(id__in=[row.authority_id for row in shown]).values_list("id", "name"))
    return [_row(row, people, offices) for row in shown], shown[-1].id if len(found) > PAGE_SIZE else None


def undelivered_get(actor: Actor, delivery_id: UUID) -> DeliveryRow | None:
    """One of them, or None."""
    row = undelivered_for(actor).select_related("mailbox").filter(id=delivery_id).first()
    if row is None:
        return None
    people = {user.id: user for user in User.objects.filter(id__in=[row.recipient_id])}
    offices = dict(Authority.objects.filter(id=row.authority_id).values_list("id", "name"))
    return _row(row, people, offices)


def _row(delivery: Delivery, people: dict[UUID, User], offices: dict[UUID, str]) -> DeliveryRow:
    office = offices.get(delivery.authority_id, "")
    user = people.get(delivery.recipient_id) if delivery.recipient_id else None
    is_digest = delivery.kind == DeliveryKind.DIGEST
    return DeliveryRow(
        id=delivery.id,
        recipient=user.full_name if user else office,
        address=delivery.mailbox.address if delivery.mailbox else user.email if user else "",
        office=office,
        what=str(DeliveryKind.DIGEST.label if is_digest else NoticeKind(delivery.notice_kind).label),
        state=delivery.state,
        state_words=str(DeliveryState(delivery.state).label),
        error=str(DeliveryError(delivery.error).label) if delivery.error else "",
        attempts=delivery.attempts,
        created_at=delivery.created_at,
        changed_at=delivery.changed_at,
    )
