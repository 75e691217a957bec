"""E-mail from notices, by the outbox: who is written to, the daily digest, sending, trying again.

The order that makes it safe (docs/adr/0007): the row `Delivery` is made in the transaction of the task that decided on
it; `sending` is committed before the mail server is spoken to; the outcome is committed with the task itself. Whoever
finds a row in `sending` knows that an attempt died in the middle, and leaves it to a person.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import F, Q

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.roles import ROLES
from accounts.selectors.actors import actor_for
from core import clock, outbox
from core.errors import NotVisible
from core.independent import run_independently
from core.scope import SYSTEM_ID, Scope, current_scope, use_scope
from countries.models import Authority
from notifications import smtp
from notifications.choices import DeliveryError, DeliveryKind, DeliveryState, Mode, NoticeKind
from notifications.composing import Addressee, compose
from notifications.models import Delivery, Notice, NoticePreference, OfficeMailbox
from notifications.selectors.notices import unread_notices

SEND_TASK = "notifications.send"
DIGEST_TASK = "notifications.digest"
# Pauses after each attempt that the server answered with "not now" or did not take: about two days in all.
PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 720, 1440))
# A digest tells of this many notices by reference and counts the rest.
DIGEST_LINES: Final = 200
DIGEST_DAYS: Final = 7


# --- who is written to ------------------------------------------------------------------------------------------------


def mail_fan_out(notice_id: UUID, *, actor_id: UUID | None, assignee_id: UUID | None) -> None:
    """Make an e-mail of a notice for each person who wants one at once and each mailbox, and promise the digests."""
    notice = Notice.objects.filter(id=notice_id).first()
    if notice is None:
        raise NotVisible(f"notice:{notice_id}")
    with use_scope(replace(current_scope() or Scope(), administers=_countries(notice))):
        people = _readers(notice, actor_id)
    wanted = _preferences(people)
    for membership in people:
        preference = wanted.get(membership.user_id) or NoticePreference(user_id=membership.user_id)
        kind = NoticeKind.ASSIGNMENTS if membership.user_id == assignee_id else notice.kind
        mode = preference.mode_of(kind)
        if mode is Mode.AT_ONCE:
            _promise(_to_person(membership, DeliveryKind.NOTICE, f"notice:{notice.id}:{membership.user_id}", notice))
        elif mode is Mode.DIGEST:
            _promise_digest(membership, preference.digest_hour)
    if notice.recipient_id is None:
        for mailbox in _mailboxes(notice):
            _promise(_to_mailbox(mailbox, notice))


def _countries(notice: Notice) -> tuple[str, ...]:
    """The countries whose people a notice is for: these are read as the administration of each."""
    groups = Group.objects.filter(id__in=notice.audience_groups).values_list("name", flat=True)
    offices = Q(id__in=notice.audience_authorities) | Q(code__in=[name.partition(":")[0] for name in groups])
    of_offices = Authority.objects.filter(offices).values_list("country_id", flat=True)
    return tuple(sorted({*notice.audience_countries, *of_offices}))


def _preferences(people: Iterable[Membership]) -> dict[UUID, NoticePreference]:
    """Their choices, read as the administration of each country: a notice may be for people of several."""
    countries = tuple(sorted({membership.authority.country_id for membership in people}))
    with use_scope(replace(current_scope() or Scope(), administers=countries)):
        rows = NoticePreference.objects.filter(user_id__in=[membership.user_id for membership in people])
        return {row.user_id: row for row in rows}


def _readers(notice: Notice, actor_id: UUID | None) -> list[Membership]:
    """One membership for each person who reads the notice by office, national desk or delegation, but whoever acted.

    Memberships in force, of people with an address, in roles that see cases (or in a group that the notice names).
    """
    rows = (
        Membership.objects.filter(
            Q(authority_id__in=notice.audience_authorities)
            | Q(authority__is_national_desk=True, authority__country__in=notice.audience_countries)
            | Q(group_id__in=notice.audience_groups)
        )
        .filter(user__is_active=True)
        .exclude(user__email="")
        .select_related("user", "authority__country")
        .order_by("valid_from", "id")
    )
    if notice.recipient_id is not None:
        rows = rows.filter(user_id=notice.recipient_id)
    elif actor_id is not None:
        rows = rows.exclude(user_id=actor_id)
    found: dict[UUID, Membership] = {}
    for row in rows:
        role = ROLES.get(row.role)
        reads = role is not None and (row.group_id in notice.audience_groups or "view_case" in role.acts)
        if reads and role is not None and not role.is_machine and is_in_force(row):
            found.setdefault(row.user_id, row)
    return list(found.values())


def is_in_force(membership: Membership) -> bool:
    """Whether the membership holds today, in the country of its office; of people who may sign in."""
    today = clock.now().astimezone(ZoneInfo(membership.authority.country.time_zone)).date()
    has_begun = membership.valid_from <= today
    return membership.user.is_active and has_begun and (membership.valid_to is None or membership.valid_to >= today)


def _mailboxes(notice: Notice) -> Iterable[OfficeMailbox]:
    return OfficeMailbox.objects.filter(
        Q(authority_id__in=notice.audience_authorities)
        | Q(authority__is_national_desk=True, country__in=notice.audience_countries),
        is_active=True,
        kinds__contains=[notice.kind],
    )


def _to_person(membership: Membership, kind: DeliveryKind, key: str, notice: Notice | None = None) -> Delivery:
    now = outbox.wall_now()
    return Delivery(
        key=key,
        kind=kind,
        notice_kind=notice.kind if notice else "",
        notice_id=notice.id if notice else None,
        recipient_id=membership.user_id,
        membership_id=membership.id,
        country=membership.authority.country_id,
        authority_id=membership.authority_id,
        created_at=now,
        changed_at=now,
    )


def _to_mailbox(mailbox: OfficeMailbox, notice: Notice) -> Delivery:
    now = outbox.wall_now()
    return Delivery(
        key=f"notice:{notice.id}:{mailbox.id}",
        kind=DeliveryKind.NOTICE,
        notice_kind=notice.kind,
        notice_id=notice.id,
        mailbox=mailbox,
        country=mailbox.country,
        authority_id=mailbox.authority_id,
        created_at=now,
        changed_at=now,
    )


def _promise(delivery: Delivery) -> None:
    """Keep the delivery and promise its sending. A delivery with this key that exists already stays the only one."""
    Delivery.objects.bulk_create([delivery], ignore_conflicts=True)
    send_promise(delivery)


def send_promise(delivery: Delivery, pause: timedelta | None = None) -> None:
    """Promise the next attempt at a delivery that waits, after a pause."""
    outbox.post(
        task=SEND_TASK,
        key=f"send:{delivery.id}:{delivery.attempts}",
        arguments={"delivery_id": str(delivery.id)},
        scope=Scope(
            user_id=delivery.recipient_id or SYSTEM_ID, country=delivery.country, administers=(delivery.country,)
        ),
        available_at=outbox.wall_now() + pause if pause else None,
    )


# --- the daily digest -------------------------------------------------------------------------------------------------


def next_digest_at(now: datetime, zone: str, hour: int) -> datetime:
    """The next moment (aware) at which it is `hour` o'clock in `zone`, after `now`."""
    local = now.astimezone(ZoneInfo(zone))
    then = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return then if then > local else then + timedelta(days=1)


def _promise_digest(membership: Membership, hour: int) -> None:
    """One promise per person, office and day, whatever the number of notices."""
    country = membership.authority.country
    at = next_digest_at(outbox.wall_now(), country.time_zone, hour)
    outbox.post(
        task=DIGEST_TASK,
        key=f"digest:{membership.id}:{at.date()}",
        arguments={"membership_id": str(membership.id), "on": at.date().isoformat()},
        scope=Scope(user_id=membership.user_id, country=country.code, administers=(country.code,)),
        available_at=at,
    )


def digest_make(membership_id: UUID, on: str) -> None:
    """The digest of one person for one office and day; nothing when there is nothing unread to tell.

    Read under the grants that the person has now, not those at the time of the notices.
    """
    membership = Membership.objects.select_related("user", "authority__country").filter(id=membership_id).first()
    if membership is None or not is_in_force(membership) or not membership.user.email:
        return
    last = Delivery.objects.filter(membership_id=membership_id, kind=DeliveryKind.DIGEST).order_by("-id").first()
    delivery = _to_person(membership, DeliveryKind.DIGEST, f"digest:{membership_id}:{on}")
    delivery.after = last.through if last else None
    actor = actor_for(membership.user, membership)
    with use_scope(_reading(actor)):
        notices = _digest_notices(actor, delivery)
    if notices:
        delivery.through = max(notice.id for notice in notices)
        _promise(delivery)


def _reading(actor: Actor) -> Scope:
    """The person's own scope; and the preference is read with it."""
    return replace(actor.scope, administers=(actor.country,))


def _digest_notices(actor: Actor, delivery: Delivery) -> list[Notice]:
    preference = NoticePreference.objects.filter(user_id=actor.user_id).first() or NoticePreference()
    kinds = [kind for kind in NoticeKind if preference.mode_of(kind) is Mode.DIGEST]
    since = clock.now() - timedelta(days=DIGEST_DAYS)
    rows = unread_notices(actor).filter(kind__in=kinds, at__gte=since)
    if delivery.after is not None:
        rows = rows.filter(id__gt=delivery.after)
    if delivery.through is not None:
        rows = rows.filter(id__lte=delivery.through)
    return list(rows.order_by("id")[:DIGEST_LINES])


# --- sending ----------------------------------------------------------------------------------------------------------


def mail_send(delivery_id: UUID) -> None:
    """One attempt at one delivery. Repeating it sends nothing twice: only who moves the row to `sending` sends."""
    delivery = Delivery.objects.select_related("mailbox").filter(id=delivery_id).first()
    if delivery is None:
        return
    if delivery.state == DeliveryState.SENDING:
        # The row lock of the outbox is ours, so the attempt that began is dead; what it had done nobody knows.
        _move(delivery, DeliveryState.UNCERTAIN, DeliveryError.STOPPED)
        return
    if delivery.state != DeliveryState.WAITING:
        return
    found = _content(delivery)
    if found is None:
        _move(delivery, DeliveryState.CANCELLED, DeliveryError.GONE)
        return
    addressee, notices = found
    message = compose(delivery, addressee, notices)
    if not _claim(delivery):
        return
    delivery.attempts += 1
    try:
        smtp.hand_over(message, sender=settings.EMAIL_FROM, recipient=addressee.address)
    except smtp.Unanswered:
        _move(delivery, DeliveryState.UNCERTAIN, DeliveryError.NO_ANSWER)
    except smtp.NotAccepted as refused:
        _not_accepted(delivery, refused)
    else:
        _move(delivery, DeliveryState.SENT)


def _claim(delivery: Delivery) -> bool:
    """Move the row from waiting to sending, committed before this returns: the trace of an attempt outlives it."""
    claimed: list[int] = []
    scope = current_scope() or Scope()

    def claim() -> None:
        with use_scope(scope):
            claimed.append(
                Delivery.objects.filter(id=delivery.id, state=DeliveryState.WAITING).update(
                    state=DeliveryState.SENDING, attempts=F("attempts") + 1, changed_at=outbox.wall_now()
                )
            )

    run_independently(claim)
    return claimed == [1]


def _not_accepted(delivery: Delivery, refused: smtp.NotAccepted) -> None:
    """The server has certainly not taken it: try again later, unless it said "not at all" or was tried too often."""
    if refused.is_final:
        _move(delivery, DeliveryState.FAILED, refused.error)
    elif delivery.attempts > len(PAUSES):
        _move(delivery, DeliveryState.GIVEN_UP, refused.error)
    else:
        _move(delivery, DeliveryState.WAITING, refused.error)
        send_promise(delivery, PAUSES[delivery.attempts - 1])


def _move(delivery: Delivery, state: DeliveryState, error: DeliveryError | None = None) -> None:
    now = outbox.wall_now()
    sent_at = now if state is DeliveryState.SENT else None
    Delivery.objects.filter(id=delivery.id).update(
        state=state, error=error.value if error else "", changed_at=now, sent_at=sent_at
    )


def _content(delivery: Delivery) -> tuple[Addressee, list[Notice]] | None:
    """To whom and what, read under the rights that the recipient has now; None when there is nobody or nothing left."""
    if delivery.mailbox is not None:
        return _mailbox_content(delivery, delivery.mailbox)
    membership = (
        Membership.objects.select_related("user", "authority__country").filter(id__in=[delivery.membership_id]).first()
    )
    if membership is None or not is_in_force(membership) or not membership.user.email:
        return None
    user, office = membership.user, membership.authority
    actor = actor_for(user, membership)
    with use_scope(_reading(actor)):
        if delivery.kind == DeliveryKind.DIGEST:
            notices = _digest_notices(actor, delivery)
        else:
            notices = list(Notice.objects.filter(id__in=[delivery.notice_id]))
    return (_person(user, office), notices) if notices else None


def _person(user: User, office: Authority) -> Addressee:
    country = office.country
    return Addressee(user.email, user.language, country.time_zone, country.code, office.name, is_person=True)


def _mailbox_content(delivery: Delivery, mailbox: OfficeMailbox) -> tuple[Addressee, list[Notice]] | None:
    office = Authority.objects.select_related("country").get(id=mailbox.authority_id)
    if not mailbox.is_active:
        return None
    countries = (mailbox.country,) if office.is_national_desk else ()
    with use_scope(Scope(user_id=SYSTEM_ID, country=mailbox.country, countries=countries, authorities=(office.id,))):
        notices = list(Notice.objects.filter(id__in=[delivery.notice_id]))
    country = office.country
    person = Addressee(mailbox.address, mailbox.language, country.time_zone, country.code, office.name, is_person=False)
    return (person, notices) if notices else None
