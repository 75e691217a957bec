"""Identity providers of offices: set, switched off; whose account a person there opens; roles by what it says.

Whether somebody may is asked above. Roles are followed at the sign-in, in a scope that administers this one office: the
database lets no other office's role be given.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.groups import group_name
from accounts.models import IdentityProvider, Membership, ProviderLink, User
from accounts.roles import ROLES
from accounts.signals import account_acted
from core import clock, outbox
from core.errors import Invalid, NotVisible
from core.outbox import wall_now
from core.scope import Scope, operator_scope, use_scope
from countries.models import Authority

# Tells the administrators of the office; done by `administration`.
TELL_TASK: Final = "administration.claimed_roles_tell"
# Whoever holds one of these gives rights, or watches those who work: given by hand alone.
_BY_HAND: Final = frozenset({"administer", "view_audit"})
CLAIMABLE_ROLES: Final = tuple(role.code for role in ROLES.values() if not role.is_machine and not role.acts & _BY_HAND)
SETTABLE: Final = ("issuer", "client_id", "client_secret", "scopes", "roles_claim", "roles", "second_factor")


def provider_set(*, authority: Authority, values: Mapping[str, Any]) -> IdentityProvider:
    """Make the provider of an office, or set it anew and switch it on. Another issuer is another provider: who was
    linked is linked no more, for the same name there may be somebody else."""
    found = IdentityProvider.objects.select_for_update().filter(authority=authority).first()
    provider = found or IdentityProvider(authority=authority, code=authority.code, version=0)
    if found and found.issuer != values["issuer"]:
        for link in ProviderLink.objects.filter(provider=found, ended_at=None):
            link_end(link_id=link.id)
    for name in SETTABLE:
        setattr(provider, name, values[name])
    provider.is_active = True
    provider.version += 1
    provider.save(force_insert=found is None)
    return provider


def provider_switch_off(*, provider: IdentityProvider) -> None:
    """Let nobody in by it any more, and nobody go on who was let in by it; roles that it gave end by their date."""
    provider.is_active = False
    provider.version += 1
    provider.save(update_fields=["is_active", "version"])


# --- who is who -------------------------------------------------------------------------------------------------------


def link_make(*, provider: IdentityProvider, user_id: UUID, subject: str) -> ProviderLink:
    """From now on whoever is `subject` at the provider opens this account. Raises Invalid where one has a link."""
    link = ProviderLink(
        provider=provider,
        authority_id=provider.authority_id,
        user_id=user_id,
        subject=subject,
        linked_at=wall_now(),
    )
    try:
        with transaction.atomic():
            link.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid({"subject": [_("This account, or this person at the provider, is linked already")]}) from error
    return link


def link_end(*, link_id: UUID) -> ProviderLink:
    """The provider stands for the person no more: sessions that it began end, and so do the roles that it gave."""
    link = ProviderLink.objects.select_for_update().filter(id=link_id, ended_at=None).first()
    if link is None:
        raise NotVisible(f"providerlink:{link_id}")
    link.ended_at = wall_now()
    link.save(update_fields=["ended_at"])
    rows = Membership.objects.filter(user=link.user_id, claimed_by=link.provider_id)
    _end(rows.not_ended(_today(link.authority)), _today(link.authority))
    return link


def _today(authority: Authority) -> date:
    return clock.now().astimezone(ZoneInfo(authority.country.time_zone)).date()


# --- roles ------------------------------------------------------------------------------------------------------------


def roles_follow(provider: IdentityProvider, user: User, claims: Iterable[str]) -> tuple[list[str], list[str]]:
    """Give and end roles in the provider's office as its mapping says of these claims: (given, ended).

    A role lasts some weeks from the last sign-in that confirmed it. What a person settled (gave, or ended before its
    time) is left alone. Each role that comes or goes is an event, and the administrators of the office are told.
    """
    authority = Authority.objects.select_related("country").get(id=provider.authority_id)
    today = _today(authority)
    said = set(claims)
    wanted = {role for value, role in provider.roles if value in said and role in CLAIMABLE_ROLES}
    with use_scope(Scope(user_id=user.id, country=authority.country_id, administers=(str(authority.id),))):
        # Of two sign-ins at the same moment one gives the role.
        IdentityProvider.objects.select_for_update().get(id=provider.id)
        rows = list(Membership.objects.filter(user=user, authority=authority).select_for_update(of=("self",)))
        settled = {row.role for row in rows if row.claimed_by_id is None}
        claimed = [row for row in rows if row.claimed_by_id == provider.id]
        held = {row.role for row in claimed if row.valid_to is None or row.valid_to >= today}
        until = today + timedelta(days=settings.OPENID_ROLE_DAYS)
        given = [
            role for role in sorted(wanted - settled - held) if _give(provider, user, authority, role, today, until)
        ]
        for row in claimed:
            if row.role in wanted and row.role in held and row.valid_to != until:
                row.valid_to = until
                row.save(update_fields=["valid_to"])
        ended = _end([row for row in claimed if row.role in held and row.role not in wanted], today)
        if given or ended:
            outbox.post(
                task=TELL_TASK,
                key=f"claimed:{user.id}:{wall_now().timestamp()}",
                arguments={"user": str(user.id), "authority": str(authority.id)},
                scope=operator_scope(authority.country_id),
            )
    for action, roles in (("account.role_claimed", given), ("account.role_unclaimed", ended)):
        for role in roles:
            account_acted.send(Membership, user=user, action=action, office=authority.id, parameters={"role": role})
    return given, ended


def _give(provider: IdentityProvider, user: User, authority: Authority, role: str, today: date, until: date) -> bool:
    """A role from today. The group and its grants are there since the mapping was agreed on: a sign-in makes none."""
    group = Group.objects.filter(name=group_name(authority.code, role)).first()
    if group is None:
        return False
    # Given, taken back and given again on one day.
    again = Membership.objects.filter(
        Q(valid_to__lt=today), user=user, authority=authority, role=role, claimed_by=provider, valid_from=today
    )
    if not again.update(valid_to=until):
        Membership(
            user=user,
            authority=authority,
            role=role,
            group=group,
            valid_from=today,
            valid_to=until,
            claimed_by=provider,
        ).save(force_insert=True)
    return True


def _end(rows: Iterable[Membership], today: date) -> list[str]:
    """With yesterday: at once, and not at midnight."""
    ended = []
    for row in rows:
        row.valid_to = today - timedelta(days=1)
        row.save(update_fields=["valid_to"])
        ended.append(row.role)
    return sorted(ended)
