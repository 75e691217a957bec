"""Sign-in with an authority's own provider: set up and linked to accounts by two administrators."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts import secrets
from accounts.actor import Actor
from accounts.models import IdentityProvider, User
from accounts.openid import secret_about
from accounts.outgoing import is_allowed
from accounts.selectors.absences import day_of
from accounts.services import users
from accounts.services.memberships import group_sync
from accounts.services.providers import CLAIMABLE_ROLES, link_make, provider_set
from administration import payloads
from administration.models import ChangeRequest
from administration.selectors.people import holds_special_role
from administration.services.setting import Setting, office_of
from administration.services.trail import trail
from core import clock
from core.errors import Invalid, NotVisible
from countries.models import Authority
from countries.services import authorities


def provider_of(authority_id: UUID | str) -> IdentityProvider | None:
    """The provider of an office, whether it is in use or not."""
    return IdentityProvider.objects.filter(authority_id=authority_id).first()


def provider_check(setting: Setting, payload: payloads.SetProvider) -> None:
    office = office_of(setting, payload.authority)
    if not office.is_active:
        raise Invalid({"authority": [_("This office is not in use")]})
    if not is_allowed(payload.issuer) or "?" in payload.issuer:
        raise Invalid({"issuer": [_("RCMS may not ask this host: the operator of the system names it first")]})
    if any(role.role not in CLAIMABLE_ROLES for role in payload.roles):
        raise Invalid({"roles": [_("This role is given by hand alone")]})
    if payload.roles and not payload.roles_claim:
        raise Invalid({"roles_claim": [_("Name the claim in which the provider says this")]})
    present = provider_of(office.id)
    if (present.version if present else 0) != payload.based_on:
        raise authorities.stale()
    if present and present.issuer != payload.issuer and not payload.has_new_secret:
        # What one provider knows RCMS by is no other one's business.
        raise Invalid({"client_secret": [_("Another issuer needs a secret of its own")]})
    if secrets.decrypt(payload.secret, about=secret_about(office.id)) is None:
        raise Invalid({"client_secret": [_("The secret cannot be read any more: send it again")]})


def provider_do(actor: Actor, change: ChangeRequest, payload: payloads.SetProvider) -> None:
    """Set it, and make sure that the roles of its mapping have their rights: a sign-in gives no rights to a group."""
    office = Authority.objects.select_related("country").get(id=payload.authority)
    values: dict[str, Any] = asdict(payload)
    values["client_secret"] = values.pop("secret")
    values["roles"] = [[row.value, row.role] for row in payload.roles]
    values["second_factor"] = list(payload.second_factor)
    provider_set(authority=office, values=values)
    for role in sorted({row.role for row in payload.roles}):
        group_sync(office, role)
    trail(actor=actor, action="provider.set", subject=f"authority:{office.id}", office=office)


def link_check(setting: Setting, payload: payloads.LinkAccount) -> None:
    user = User.objects.filter(id=payload.user, country=setting.country, is_machine=False).first()
    if user is None:
        raise NotVisible(f"user:{payload.user}")
    if not user.is_active:
        raise Invalid({"user": [_("This person's account is not active")]})
    office = office_of(setting, payload.authority)
    provider = provider_of(office.id)
    if provider is None or not provider.is_active:
        raise Invalid({"authority": [_("This office has no sign-in of its own")]})
    if provider.issuer != payload.issuer:
        raise Invalid({"authority": [_("The sign-in of this office has changed meanwhile: ask anew")]})


def link_do(actor: Actor, change: ChangeRequest, payload: payloads.LinkAccount) -> None:
    """Link the two. A password that one administrator alone may know goes: roles may follow at the next sign-in."""
    user = users.user_lock(UUID(payload.user))
    provider = provider_of(payload.authority)
    assert provider is not None
    if user.first_password_until is not None or not holds_special_role(user.id, day_of(actor, clock.now())):
        users.password_forget(user_id=user.id)
    link_make(provider=provider, user_id=user.id, subject=payload.subject)
    office = Authority.objects.get(id=payload.authority)
    trail(actor=actor, action="user.linked", subject=f"user:{user.id}", office=office)
