"""People of the own country: made, edited, kept out, let in again; roles that one administrator gives and ends."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.services import users
from accounts.services.memberships import membership_end
from administration import payloads, policies
from administration.choices import ChangeKind
from administration.models import ChangeRequest
from administration.selectors.offices import in_force, today_of
from administration.selectors.people import awaits_special_role, holds_special_role
from administration.services.changes import change_request
from administration.services.doings import Setting, check_role, give_role, office_of, password_reset
from administration.services.trail import trail
from core import clock
from core.errors import ActRefused, NotVisible
from countries.services import authorities

ADMINISTRATORS_AT_LEAST: Final = 2


def person_create(*, actor: Actor, login_name: str, values: Mapping[str, Any]) -> tuple[User, str]:
    """A new person of the own country, and the first password: shown once, kept nowhere. Raises ActRefused, Invalid."""
    policies.refuse_unless_administrator(actor)
    user, password = users.user_create(login_name=login_name, country=actor.country, values=values)
    trail(actor=actor, action="user.created", subject=f"user:{user.id}")
    return user, password


def person_save(*, actor: Actor, user_id: UUID, version: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Edit a person; returns the changed fields. Raises NotVisible, ActRefused, StaleVersion."""
    user = _person(actor, user_id)
    changed = users.user_save(user_id=user.id, version=version, values=values)
    if changed:
        trail(actor=actor, action="user.changed", subject=f"user:{user.id}", changed=changed)
    return changed


def person_deactivate(*, actor: Actor, user_id: UUID) -> None:
    """Keep a person out; every session ends at once. Raises NotVisible, ActRefused (oneself, too few remain)."""
    user = _person(actor, user_id)
    policies.refuse_self(actor, user.id)
    _refuse_too_few_administrators(user)
    users.user_deactivate(user_id=user.id)
    trail(actor=actor, action="user.deactivated", subject=f"user:{user.id}", changed=["is_active"])


def person_password_reset(*, actor: Actor, user_id: UUID, reason: str = "") -> tuple[str, ChangeRequest | None]:
    """A new first password, also for somebody who was kept out: (password, None), or ("", the change that waits) for a
    person who holds a role that two persons give, or shall hold one: whoever makes a password could sign in with it.

    Raises NotVisible, ActRefused (oneself, other office), Invalid.
    """
    user = _person(actor, user_id)
    policies.refuse_self(actor, user.id)
    if holds_special_role(user.id) or awaits_special_role(user.id):
        payload = payloads.AboutPerson(user=str(user.id))
        return "", change_request(actor=actor, kind=ChangeKind.RESET_PASSWORD, payload=payload, reason=reason)
    return password_reset(actor, user.id), None


def person_unlock(*, actor: Actor, user_id: UUID) -> int:
    """End the pause after wrong passwords; returns how many there were. Raises NotVisible, ActRefused."""
    user = _person(actor, user_id)
    count = users.sign_in_unlock(login_name=user.login_name)
    trail(actor=actor, action="user.unlocked", subject=f"user:{user.id}", parameters={"failures": count})
    return count


def role_give(
    *,
    actor: Actor,
    user_id: UUID,
    authority_id: UUID,
    role: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    reason: str = "",
) -> ChangeRequest | None:
    """Give a person a role in an office: at once, or as a change that waits for a second administrator (returned).

    Raises NotVisible (person or office out of reach), ActRefused (oneself), Invalid.
    """
    policies.refuse_unless_administrator(actor)
    # A role in the own office touches no other one: any person of the country.
    user = users.user_lock(user_id)
    policies.refuse_unless_of_country(actor, user)
    payload = payloads.GiveRole(
        user=str(user.id), authority=str(authority_id), role=role, valid_from=valid_from, valid_to=valid_to
    )
    setting = Setting(actor.country, today_of(actor))
    office = office_of(setting, payload.authority)
    policies.refuse_unless_administers(actor, office)
    policies.refuse_self(actor, user.id)
    check_role(setting, payload)
    if policies.is_two_person_role(role):
        return change_request(actor=actor, kind=ChangeKind.GIVE_ROLE, payload=payload, reason=reason)
    give_role(actor, payload)
    return None


def role_end(*, actor: Actor, membership_id: UUID, valid_to: dt.date) -> Membership:
    """Let a role end with a day. Raises NotVisible, ActRefused (oneself, too few administrators), Invalid."""
    found = Membership.objects.select_related("authority", "user__country").filter(id=membership_id).first()
    if found is None or found.authority.country_id != actor.country:
        raise NotVisible(f"membership:{membership_id}")
    policies.refuse_unless_administers(actor, found.authority)
    policies.refuse_self(actor, found.user_id)
    if found.role == "administrator" and found.authority.is_national_desk:
        _refuse_too_few_administrators(found.user)
    membership = membership_end(membership_id=membership_id, valid_to=valid_to)
    trail(
        actor=actor,
        action="membership.ended",
        subject=f"membership:{membership.id}",
        office=membership.authority,
        parameters={"user": str(membership.user_id), "role": membership.role, "valid_to": valid_to.isoformat()},
        changed=["valid_to"],
    )
    return membership


def _person(actor: Actor, user_id: UUID) -> User:
    """A person whose account the actor administers, locked."""
    policies.refuse_unless_administrator(actor)
    user = users.user_lock(user_id)
    policies.refuse_unless_administers_person(actor, user)
    return user


def _refuse_too_few_administrators(user: User) -> None:
    """Two administrators of a national desk remain, so that nobody is left to act alone. Counted are those without a
    last day, as the operator's command counts them; the desk is locked so that two acts at once do not both count the
    same persons."""
    held = Membership.objects.filter(user=user, role="administrator", authority__is_national_desk=True)
    for authority_id in sorted(set(held.values_list("authority", flat=True))):
        authorities.authority_lock(authority_id)
        others = Membership.objects.filter(
            in_force(clock.now().astimezone(ZoneInfo(user.country.time_zone)).date()),
            valid_to__isnull=True,
            role="administrator",
            authority=authority_id,
            user__is_active=True,
        ).exclude(user=user)
        if others.values("user").distinct().count() < ADMINISTRATORS_AT_LEAST:
            raise ActRefused(
                "last_administrator",
                _("Two other administrators of the desk must remain: give the role to somebody else first."),
            )
