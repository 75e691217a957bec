"""Saying that one is away, or that a colleague is, and coming back early."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Absence
from accounts.policies import may_enter_absence
from accounts.selectors.absences import colleague_office, day_of, office_colleagues
from accounts.signals import account_acted
from core import clock
from core.errors import Invalid, NotVisible

LONGEST_DAYS = 366


def absence_set(
    *, actor: Actor, starts_on: date, ends_on: date, covered_by: UUID, for_user: UUID | None = None
) -> Absence:
    """Somebody is away from one day to another (both included); a colleague of the same office covers.

    for_user: a colleague whose cases the actor assigns, by default the actor. Raises NotVisible for anybody else;
    Invalid for days that are past or in the wrong order, for an absence that overlaps another, for a cover of another
    office or without work on cases.
    """
    now = clock.now()
    today = day_of(actor, now)
    user_id, office = for_user or actor.user_id, actor.authority_id
    if user_id != actor.user_id:
        office = colleague_office(actor, user_id, today).id
    errors: dict[str, list[str]] = {}
    if ends_on < starts_on:
        errors["ends_on"] = [_("The last day must not be before the first")]
    elif ends_on < today:
        errors["ends_on"] = [_("The last day must not be past")]
    elif (ends_on - starts_on).days > LONGEST_DAYS:
        errors["ends_on"] = [_("An absence is at most a year long")]
    elif Absence.objects.filter(user=user_id, ended_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        errors["starts_on"] = [_("An absence on some of these days is entered already")]
    if covered_by not in dict(office_colleagues(office, today, apart_from=user_id)):
        errors["covered_by"] = [_("Choose a colleague of the same office who works on cases")]
    if errors:
        raise Invalid(errors)
    absence = Absence(
        user_id=user_id,
        covered_by_id=covered_by,
        authority_id=office,
        country=actor.country,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=now,
        entered_by_id=actor.user_id,
    )
    absence.save(force_insert=True)
    _told(absence, actor, "account.absence_set")
    return absence


def absence_end(*, actor: Actor, absence_id: UUID, is_colleagues: bool = False) -> Absence:
    """Back early, or not going: the cover ends at once. is_colleagues: the absence of somebody whose cases the actor
    assigns, not the own one. Raises NotVisible for all others."""
    absence = Absence.objects.select_for_update(of=("self",)).filter(id=absence_id).first()
    if absence is None or not (
        may_enter_absence(actor, absence.country, absence.authority_id)
        if is_colleagues
        else absence.user_id == actor.user_id
    ):
        raise NotVisible(f"absence:{absence_id}")
    if absence.ended_at is None:
        absence.ended_at = clock.now()
        absence.save(update_fields=["ended_at"])
        _told(absence, actor, "account.absence_ended")
    return absence


def _told(absence: Absence, actor: Actor, action: str) -> None:
    account_acted.send(Absence, user=absence.user, actor=actor, office=absence.authority_id, action=action)
