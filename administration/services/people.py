"""People of the own country: made, edited, kept out, let in again; roles that are asked for and ended."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.policies import require_act
from accounts.selectors.absences import day_of
from accounts.services import users
from accounts.services.memberships import membership_end
from administration import payloads, policies
from administration.choices import ChangeKind
from administration.models import ChangeRequest
from administration.selectors.people import needs_two
from administration.services.changes import change_request
from administration.services.doings_people import password_reset
from administration.services.housekeeping import people_settle_promise, person_left
from administration.services.remaining import refuse_too_few_administrators
from administration.services.trail import trail
from core import clock
from core.errors import NotVisible


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
    refuse_too_few_administrators(user)
    users.user_deactivate(user_id=user.id)
    trail(actor=actor, action="user.deactivated", subject=f"user:{user.id}", changed=["is_active"])
    # The cases of this person come back to the office.
    people_settle_promise(actor.country)


def person_password_reset(*, actor: Actor, user_id: UUID, reason: str = "") -> tuple[str, ChangeRequest | None]:
    """A new first password: (password, None), or ("", the change that waits) for a person whose account is closed, or
    who holds a role that two persons give, or shall hold one: whoever makes a password could sign in with it.

    Raises NotVisible, ActRefused (oneself, other office), Invalid.
    """
    user = _person(actor, user_id)
    policies.refuse_self(actor, user.id)
    today = day_of(actor, clock.now())
    if not user.is_active or needs_two(user.id, today):
        payload = payloads.AboutPerson(user=str(user.id))
        return "", change_request(actor=actor, kind=ChangeKind.RESET_PASSWORD, payload=payload, reason=reason)
    return password_reset(actor, user.id), None


def person_factors_reset(*, actor: Actor, user_id: UUID, reason: str) -> ChangeRequest:
    """Ask that a person's second factors be taken away; two administrators do it, whatever the person may do: with a
    new password it would let in whoever made both. Raises NotVisible, ActRefused (oneself, other office), Invalid."""
    user = _person(actor, user_id)
    payload = payloads.AboutPerson(user=str(user.id))
    return change_request(actor=actor, kind=ChangeKind.RESET_FACTORS, payload=payload, reason=reason)


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
        refuse_too_few_administrators(found.user)
    membership = membership_end(membership_id=membership_id, valid_to=valid_to)
    trail(
        actor=actor,
        action="membership.ended",
        subject=f"membership:{membership.id}",
        office=membership.authority,
        parameters={"user": str(membership.user_id), "role": membership.role, "valid_to": valid_to.isoformat()},
        changed=["valid_to"],
    )
    if valid_to < day_of(actor, clock.now()):
        # Over already: sessions end now, and what is left to settle does not wait for the hour.
        person_left(membership.user_id, day_of(actor, clock.now()))
        people_settle_promise(actor.country)
    return membership


def _person(actor: Actor, user_id: UUID) -> User:
    """A person whose account the actor administers, locked."""
    require_act(actor, "administer")
    user = users.user_lock(user_id)
    policies.refuse_unless_administers_person(actor, user)
    return user
