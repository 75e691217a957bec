"""Saying that one is away, and coming back early."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Absence
from accounts.selectors.absences import day_of, office_colleagues
from accounts.signals import account_acted
from core import clock
from core.errors import Invalid, NotVisible

LONGEST_DAYS = 366


def absence_set(*, actor: Actor, starts_on: date, ends_on: date, covered_by: UUID) -> Absence:
    """The actor is away from one day to another (both included); a colleague of the actor's office covers.

    Raises Invalid: for days that are past or in the wrong order, for an absence that overlaps another, for somebody of
    another office.
    """
    now = clock.now()
    today = day_of(actor, now)
    errors: dict[str, list[str]] = {}
    if ends_on < starts_on:
        errors["ends_on"] = [_("The last day must not be before the first")]
    elif ends_on < today:
        errors["ends_on"] = [_("The last day must not be past")]
    elif (ends_on - starts_on).days > LONGEST_DAYS:
        errors["ends_on"] = [_("An absence is at most a year long")]
    elif Absence.objects.filter(
        user=actor.user_id, ended_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on
    ).exists():
        errors["starts_on"] = [_("You are away on some of these days already")]
    colleagues = dict(office_colleagues(actor.authority_id, today, apart_from=actor.user_id))
    if covered_by not in colleagues:
        errors["covered_by"] = [_("Choose a colleague of your office")]
    if errors:
        raise Invalid(errors)
    absence = Absence(
        user_id=actor.user_id,
        covered_by_id=covered_by,
        authority_id=actor.authority_id,
        country=actor.country,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=now,
    )
    absence.save(force_insert=True)
    account_acted.send(absence_set, user=absence.user, action="account.absence_set")
    return absence


def absence_end(*, actor: Actor, absence_id: UUID) -> Absence:
    """Back early, or not going: the cover ends at once. Raises NotVisible for what is not the actor's own."""
    absence = Absence.objects.select_for_update().filter(id=absence_id, user=actor.user_id).first()
    if absence is None:
        raise NotVisible(f"absence:{absence_id}")
    if absence.ended_at is None:
        absence.ended_at = clock.now()
        absence.save(update_fields=["ended_at"])
        account_acted.send(absence_end, user=absence.user, action="account.absence_ended")
    return absence
