"""People of the own country: made, edited, kept out, let in again; roles that are asked for and ended."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.policies import require_act
from accounts.selectors.absences import day_of
from accounts.services import users
from accounts.services.memberships import membership_end
from administration import payloads, policies
from administration.choices import ChangeKind
from administration.models import ChangeRequest
from administration.selectors.people import (
    ADMINISTRATORS_AT_LEAST,
    administrators_of,
    awaits_special_role,
    holds_special_role,
)
from administration.services.changes import change_request
from administration.services.doings import password_reset
from administration.services.trail import trail
from core import clock
from core.errors import ActRefused, NotVisible
from countries.services import authorities


def person_create(*, actor: Actor, login_name: str, values: Mapping[str, Any]) -> tuple[User, str]:
    """A new person of the own country, and the first password: shown once, kept nowhere. Raises ActRefused, Invalid."""
    require_act(actor, "administer")
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
    if holds_special_role(user.id, day_of(actor, clock.now())) or awaits_special_role(user.id):
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
    authority: UUID | str,
    role: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    reason: str = "",
) -> ChangeRequest:
    """Ask for a role for a person in an office: a second administrator decides.

    Raises NotVisible (person or office out of reach), ActRefused (oneself), Invalid.
    """
    require_act(actor, "administer")
    # A role in the own office touches no other one: any person of the country. Locked, so that nobody alone makes a
    # password for the person meanwhile.
    user = users.user_lock(user_id)
    policies.refuse_unless_of_country(actor, user)
    payload = payloads.GiveRole(
        user=str(user.id), authority=str(authority), role=role, valid_from=valid_from, valid_to=valid_to
    )
    return change_request(actor=actor, kind=ChangeKind.GIVE_ROLE, payload=payload, reason=reason)


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
    require_act(actor, "administer")
    user = users.user_lock(user_id)
    policies.refuse_unless_administers_person(actor, user)
    return user


def _refuse_too_few_administrators(user: User) -> None:
    """Two administrators of a national desk remain, so that nobody is left to act alone. Counted are those without a
    last day; the desk is locked so that two acts at once do not both count the
    same persons."""
    today = clock.now().astimezone(ZoneInfo(user.country.time_zone)).date()
    held = Membership.objects.filter(user=user, role="administrator", authority__is_national_desk=True)
    for authority_id in sorted(set(held.values_list("authority", flat=True))):
        authorities.authority_lock(authority_id)
        if administrators_of(authority_id, today, apart_from=user.id) < ADMINISTRATORS_AT_LEAST:
            raise ActRefused(
                "last_administrator",
                _("Two other administrators of the desk must remain: give the role to somebody else first."),
            )
