"""People of the own country: made, edited, kept out, let in again; roles that one administrator gives and ends."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.services import users
from accounts.services.memberships import membership_end
from administration import payloads, policies
from administration.choices import ChangeKind
from administration.models import ChangeRequest
from administration.selectors.offices import in_force, today_of
from administration.services.changes import change_request
from administration.services.doings import Setting, check_role, give_role, holds_special_role, office_of, password_reset
from administration.services.trail import trail
from core.errors import ActRefused, NotVisible


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
    """Keep a person out; every session ends at once. Raises NotVisible, ActRefused (oneself, last administrator)."""
    user = _person(actor, user_id)
    policies.refuse_self(actor, user.id)
    _refuse_last_administrator(actor, user)
    users.user_deactivate(user_id=user.id)
    trail(actor=actor, action="user.deactivated", subject=f"user:{user.id}", changed=["is_active"])


def person_password_reset(*, actor: Actor, user_id: UUID, reason: str = "") -> tuple[str, ChangeRequest | None]:
    """A new first password, also for somebody who was kept out: (password, None), or ("", the change that waits) for a
    person who holds a role that two persons give: whoever makes a password could sign in with it first.

    Raises NotVisible, ActRefused (oneself, other office), Invalid.
    """
    user = _person(actor, user_id)
    policies.refuse_self(actor, user.id)
    if holds_special_role(user.id):
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
    user = _person(actor, user_id, is_any_role=True)
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
    give_role(actor, None, payload)
    return None


def role_end(*, actor: Actor, membership_id: UUID, valid_to: dt.date) -> Membership:
    """Let a role end with a day. Raises NotVisible, ActRefused (last administrator of the country), Invalid."""
    found = Membership.objects.select_related("authority", "user").filter(id=membership_id).first()
    if found is None or found.authority.country_id != actor.country:
        raise NotVisible(f"membership:{membership_id}")
    policies.refuse_unless_administers(actor, found.authority)
    policies.refuse_self(actor, found.user_id)
    if found.role == "administrator" and found.authority.is_national_desk:
        _refuse_last_administrator(actor, found.user)
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


def _person(actor: Actor, user_id: UUID, *, is_any_role: bool = False) -> User:
    """A person of the own country. Administrators of a single office edit only people who have no role outside their
    reach: the account is one for all roles. is_any_role: the act touches nothing but a role in the own office."""
    policies.refuse_unless_administrator(actor)
    user = users.user_lock(user_id)
    policies.refuse_unless_of_country(actor, user)
    if is_any_role or policies.administers_country(actor):
        return user
    for membership in Membership.objects.filter(user=user).select_related("authority"):
        if not policies.administers(actor, membership.authority):
            raise ActRefused(
                "other_office",
                _("This person has a role in an office that is not yours: ask the administrators of the desk."),
            )
    return user


def _refuse_last_administrator(actor: Actor, user: User) -> None:
    """A country without an administrator could only be helped by the operator."""
    others = Membership.objects.filter(
        in_force(today_of(actor)),
        role="administrator",
        authority__country=actor.country,
        authority__is_national_desk=True,
        user__is_active=True,
    ).exclude(user=user)
    is_one = Membership.objects.filter(user=user, role="administrator", authority__is_national_desk=True).exists()
    if is_one and not others.exists():
        raise ActRefused("last_administrator", _("This is the last administrator of the country: give the role first."))
