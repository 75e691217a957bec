"""The personas as users with memberships, and as actors."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.selectors.actors import actor_for
from accounts.services.memberships import membership_create
from cases.demo.files import PASSWORD, Persona, personas
from core.scope import operator_scope, use_scope
from countries.models import Authority, Country

_MEMBERS_SINCE: Final = date(2020, 1, 1)


def has_users() -> bool:
    """Whether anybody can sign in already: a finished seeding, or real people."""
    with _as_operator():
        return User.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()


def _as_operator() -> AbstractContextManager[None]:
    """The administration of every country: a demonstration is made by whoever starts it."""
    return use_scope(operator_scope(*Country.objects.values_list("code", flat=True)))


def personas_make() -> int:
    """Make the personas that are missing; returns how many. They cannot sign in before `personas_admit`."""
    offices = {office.code: office for office in Authority.objects.select_related("country")}
    with _as_operator():
        known = set(User.objects.values_list("login_name", flat=True))
        missing = [persona for persona in personas() if persona.login not in known]
        for persona in missing:
            _persona_make(persona, offices)
        return len(missing)


def _persona_make(persona: Persona, offices: Mapping[str, Authority]) -> None:
    user = User(
        login_name=persona.login,
        full_name=persona.name,
        country=offices[persona.offices[0].office].country,
        password=make_password(None),
    )
    user.save(force_insert=True)
    for place in persona.offices:
        membership_create(user=user, authority=offices[place.office], role=place.role, valid_from=_MEMBERS_SINCE)


def personas_admit() -> None:
    """Let the personas sign in: the last step, so that a seeding which was cut off is known by it."""
    # One hash for all: the password is public, and a slow hash for each of sixty would be felt.
    logins = [persona.login for persona in personas()]
    with _as_operator():
        waiting = User.objects.filter(login_name__in=logins, password__startswith=UNUSABLE_PASSWORD_PREFIX)
        waiting.update(password=make_password(PASSWORD))


def actors() -> dict[str, Actor]:
    """The actors by login, of the first membership; the others by `login:role`."""
    with _as_operator():
        return _actors()


def _actors() -> dict[str, Actor]:
    wanted = {(persona.login, place.role): place.office for persona in personas() for place in persona.offices}
    first = {persona.login: persona.offices[0].role for persona in personas()}
    found: dict[str, Actor] = {}
    rows = Membership.objects.filter(user__login_name__in=first).select_related("user", "authority__country")
    for membership in rows:
        login = membership.user.login_name
        if wanted.get((login, membership.role)) != membership.authority.code:
            continue
        actor = actor_for(membership.user, membership)
        found[f"{login}:{membership.role}"] = actor
        if membership.role == first[login]:
            found[login] = actor
    return found
