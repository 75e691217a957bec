"""What follows by itself for people: who left is let in no more, work comes back to its office, unused accounts close.

The sweep promises the work for each country; it is done by RCMS for that country, any number of
times, and does nothing where nothing is left to do. One account that fails holds up no other.
"""

import datetime as dt
import logging
from collections.abc import Callable
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import Absence, MachineClient, Membership, User
from accounts.selectors.disuse import used_at
from accounts.services.machine_clients import machine_client_revoke
from accounts.services.users import user_deactivate, user_lock
from accounts.signals import account_acted
from administration.selectors.disuse import TOLD, told_at
from administration.selectors.people import awaits_special_role
from administration.selectors.reviews import reviews_of_country
from administration.services.remaining import office_left_without
from administration.services.trail import administrator_groups, trail
from cases.services.assignment import assignments_return
from cases.services.deadlines import leads_of
from cases.workflow.system import system_of
from core import clock, outbox
from core.audience import Audience
from core.ids import uuid7
from core.outbox import wall_now
from core.scope import SYSTEM_ID, Scope, use_scope
from countries.models import Authority, Country
from notifications.choices import NoticeKind
from notifications.services import notice_send

log = logging.getLogger(__name__)

SETTLE_TASK: Final = "administration.people_settle"


# --- the sweep (rcms_sweep) ------------------------------------------------------------------------------------------


def people_sweep() -> int:
    """Promise the work once an hour for each country that has people; gives how many countries."""
    with use_scope(Scope(user_id=SYSTEM_ID)):
        with connection.cursor() as cursor:
            cursor.execute("select country from countries_with_people()")
            countries = [country for (country,) in cursor.fetchall()]
        return sum(people_settle_promise(country, f"{clock.now():%Y%m%d%H}") for country in countries)


def people_settle_promise(country: str, key: str = "") -> bool:
    """Promise to put things right for a country; without a key at once, whatever was promised before."""
    scope = Scope(user_id=SYSTEM_ID, country=country, countries=(country,), administers=(country,))
    arguments = {"country": country}
    key = f"people:{country}:{key or uuid7()}"
    return outbox.post(task=SETTLE_TASK, key=key, arguments=arguments, queue="heavy", scope=scope) is not None


# --- the work (for one country) ---------------------------------------------------------------------------------------


def people_settle(country: str) -> None:
    """Close the accounts of those who left, end their cover, give their cases back, close what nobody uses."""
    zone = ZoneInfo(Country.objects.get(code=country).time_zone)
    today = clock.now().astimezone(zone).date()
    for key in _leavers(country, today):
        _alone(person_left, key, today)
    covers_end(country, today)
    assignments_return(country, today)
    if settings.ACCOUNT_UNUSED_DAYS:
        # The longest unused first: of two administrators that nobody replaces the other one stays.
        users = User.objects.filter(country=country, is_active=True)
        for user in sorted(users, key=used_at):
            _alone(account_judge, user.id, today)
    reviews_remind(country, today)


def _alone(work: Callable[[UUID, dt.date], None], key: UUID, today: dt.date) -> None:
    try:
        with transaction.atomic():
            work(key, today)
    except Exception:
        log.exception("account %s could not be settled", key)


def _leavers(country: str, today: dt.date) -> list[UUID]:
    """People who had memberships and have none any more, neither today nor later; not those who are just let in."""
    held = Membership.objects.filter(user=OuterRef("pk"))
    people = User.objects.filter(country=country, is_active=True, is_machine=False)
    people = people.exclude(first_password_until__gt=wall_now())
    return list(people.filter(Exists(held)).exclude(Exists(held.not_ended(today))).values_list("id", flat=True))


def person_left(user_id: UUID, today: dt.date) -> None:
    """The last membership has ended: the password is taken away, which ends every session for good."""
    user = user_lock(user_id)
    held = Membership.objects.filter(user=user)
    if not user.is_active or held.not_ended(today).exists() or awaits_special_role(user.id):
        return
    office = _office(user)
    user_deactivate(user_id=user.id)
    trail(
        actor=system_of(user.country_id, office.id),
        action="user.left",
        subject=f"user:{user.id}",
        office=office,
        changed=["is_active"],
    )


def _office(user: User) -> Authority:
    """Where the account is looked after: the office of the latest membership, without one the national desk."""
    latest = Membership.objects.filter(user=user).select_related("authority__country").order_by("-valid_from", "-id")
    found = latest.first()
    if found is not None:
        return found.authority
    return Authority.objects.filter(country=user.country_id, is_national_desk=True, is_active=True).earliest("id")


def covers_end(country: str, today: dt.date) -> None:
    """Nobody stands in where he or she no longer works, and nobody is away from where nobody waits."""
    here = Membership.objects.not_ended(today).filter(authority=OuterRef("authority"), user__is_active=True)
    rows = Absence.objects.filter(country=country, ended_at=None, ends_on__gte=today).filter(
        ~Q(Exists(here.filter(user=OuterRef("user")))) | ~Q(Exists(here.filter(user=OuterRef("covered_by"))))
    )
    for row in rows.select_for_update(of=("self",)).select_related("user"):
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        actor = system_of(country, row.authority_id)
        account_acted.send(Absence, user=row.user, actor=actor, office=row.authority_id, action="account.absence_ended")
        for person, part in ((row.user_id, "away"), (row.covered_by_id, "cover")):
            notice_send(
                action="account.absence_ended",
                subject=f"absence:{row.id}",
                case_reference="",
                audience=Audience((country,), (row.authority_id,)),
                parameters={"part": part},
                kind=NoticeKind.ASSIGNMENTS,
                recipient_id=person,
                is_by_system=True,
            )


def reviews_remind(country: str, today: dt.date) -> None:
    """Tell the administrators of an office once a quarter that its list of access is to be signed soon, or was not."""
    for line in reviews_of_country(country, today):
        if line.state in ("late", "soon"):
            notice_send(
                action="access.review_due",
                subject=f"access:{line.office.code}",
                case_reference="",
                audience=Audience(groups=administrator_groups(country, line.office)),
                is_by_system=True,
                key=f"access:{line.office.id}:{line.due_on}:{line.state}",
            )


# --- accounts that nobody uses ----------------------------------------------------------------------------------------


def account_judge(user_id: UUID, today: dt.date) -> None:
    """Tell of an account that will be closed, and close it once that was told long enough ago and nobody came."""
    user = user_lock(user_id)
    client = MachineClient.objects.filter(user=user).first()
    if not user.is_active or (client is not None and client.revoked_at is not None):
        return
    since = used_at(user)
    left = settings.ACCOUNT_UNUSED_DAYS - (wall_now() - since).days
    if left > settings.ACCOUNT_UNUSED_NOTICE_DAYS:
        return
    office, subject = _office(user), f"user:{user.id}"
    told = told_at(subject, since)
    if told is None:
        _tell_before(user, office, since)
    elif left <= 0 and clock.now() - told >= dt.timedelta(days=settings.ACCOUNT_UNUSED_NOTICE_DAYS):
        _close(user, client, office, since, today)


def _tell_before(user: User, office: Authority, since: dt.datetime) -> None:
    actor = system_of(user.country_id, office.id)
    parameters = {"since": since.isoformat(), "days": settings.ACCOUNT_UNUSED_NOTICE_DAYS}
    trail(actor=actor, action=TOLD, subject=f"user:{user.id}", office=office, parameters=parameters)
    days = {"days": settings.ACCOUNT_UNUSED_NOTICE_DAYS}
    _tell(TOLD, user, administrator_groups(user.country_id, office), days)
    groups = tuple(Membership.objects.filter(user=user).values_list("group", flat=True).distinct())
    if groups and not user.is_machine:
        _tell("account.unused_own", user, groups, days, recipient_id=user.id)


def _close(user: User, client: MachineClient | None, office: Authority, since: dt.datetime, today: dt.date) -> None:
    bereft = office_left_without(user.id, today)
    if bereft is not None:
        _tell_above(user, bereft, since)
        return
    if client is not None:
        machine_client_revoke(client_id=client.client_id)
    else:
        user_deactivate(user_id=user.id)
    trail(
        actor=system_of(user.country_id, office.id),
        action="user.expired" if client is None else "client.expired",
        subject=f"user:{user.id}",
        office=office,
        parameters={"days": settings.ACCOUNT_UNUSED_DAYS},
        changed=["is_active" if client is None else "revoked_at"],
    )
    _tell("account.expired", user, administrator_groups(user.country_id, office), {})


def _tell_above(user: User, office: Authority, since: dt.datetime) -> None:
    """The last administrator of an office stays; whoever stands above must know, once."""
    above = administrator_groups(user.country_id, office.parent) if office.parent_id else leads_of(office.id)
    _tell("account.unused_last", user, above, {}, key=f"unused-last:{user.id}:{since:%Y%m%d}")


def _tell(
    action: str,
    user: User,
    groups: tuple[int, ...],
    parameters: dict[str, int],
    *,
    recipient_id: UUID | None = None,
    key: str | None = None,
) -> None:
    notice_send(
        action=action,
        subject=f"user:{user.id}",
        case_reference="",
        audience=Audience(groups=groups),
        parameters=parameters,
        kind=NoticeKind.ADMINISTRATION,
        recipient_id=recipient_id,
        is_by_system=True,
        key=key,
    )
