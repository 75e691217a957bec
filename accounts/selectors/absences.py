"""Who is away today, and whose work a person looks after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.actor import Actor
from accounts.models import Absence, Membership, User
from accounts.policies import may_enter_absence
from accounts.selectors.colleagues import WORKING_ROLES
from core.errors import NotVisible
from countries.models import Authority


def day_of(actor: Actor, at: datetime) -> date:
    """The calendar day of an instant in the actor's country: absences are counted in whole days there."""
    return at.astimezone(actor.zone).date()


def absences_in_force(on: date) -> QuerySet[Absence]:
    """Absences that count on this day, as far as row security shows them."""
    return Absence.objects.filter(starts_on__lte=on, ends_on__gte=on, ended_at=None)


def covered_people(user_id: UUID, on: date) -> set[UUID]:
    """The people for whom this person stands in on this day. One statement."""
    return set(absences_in_force(on).filter(covered_by=user_id).values_list("user_id", flat=True))


@dataclass(frozen=True, slots=True)
class Away:
    """One colleague's absence, for a warning: until when, and who covers."""

    user_id: UUID
    ends_on: date
    covered_by_name: str


def away_people(user_ids: Iterable[UUID], on: date) -> dict[UUID, Away]:
    """Which of these people are away on this day. One statement."""
    rows = absences_in_force(on).filter(user__in=list(user_ids))
    return {
        key: Away(key, ends_on, name)
        for key, ends_on, name in rows.values_list("user_id", "ends_on", "covered_by__full_name")
    }


def absences_of(user: User, on: date) -> list[Absence]:
    """The person's absences that count today or later, the next first."""
    rows = Absence.objects.filter(user=user, ends_on__gte=on, ended_at=None).select_related("covered_by", "entered_by")
    return list(rows.order_by("starts_on", "id"))


def covers_of(user: User, on: date) -> list[Absence]:
    """For whom the person stands in today or later, the next first."""
    rows = Absence.objects.filter(covered_by=user, ends_on__gte=on, ended_at=None).select_related("user")
    return list(rows.order_by("starts_on", "id"))


def colleague_office(actor: Actor, user_id: UUID, on: date) -> Authority:
    """The office of a colleague whose absence the actor may enter: the first, where the colleague has several. Raises
    NotVisible. One statement."""
    rows = Membership.objects.in_force(on).filter(user=user_id, user__is_active=True, user__is_machine=False)
    for row in rows.select_related("authority").order_by("valid_from", "id"):
        if may_enter_absence(actor, row.authority.country_id, row.authority_id):
            return row.authority
    raise NotVisible(f"user:{user_id}")


def office_colleagues(authority_id: UUID, on: date, *, apart_from: UUID) -> list[tuple[UUID, str]]:
    """(id, name) of the other people who work on the cases of this office, by a membership in force there: whoever
    covers finds the cases of the absent person among the own. No national systems. One statement."""
    rows = (
        Membership.objects.in_force(on)
        .filter(authority=authority_id, role__in=WORKING_ROLES, user__is_active=True, user__is_machine=False)
        .exclude(user=apart_from)
        .order_by("user__full_name", "user_id")
        .values_list("user_id", "user__full_name")
    )
    return list(dict.fromkeys(rows))
