"""What one administrator alone does about an authority's own sign-in: take away. And who is told of roles that came."""

from uuid import UUID

from accounts.actor import Actor
from accounts.models import Membership, ProviderLink
from accounts.policies import require_act
from accounts.selectors.absences import day_of
from accounts.services.providers import link_end, provider_switch_off
from administration import policies
from administration.services.doings_providers import provider_of
from administration.services.housekeeping import people_settle_promise, person_left
from administration.services.trail import administrator_groups, trail
from core import clock
from core.audience import Audience
from core.errors import NotVisible
from countries.models import Authority
from notifications.choices import NoticeKind
from notifications.services import notice_send


def switch_off(*, actor: Actor, authority: Authority) -> None:
    """Nobody is let in by an office's provider from now on. Raises NotVisible, ActRefused."""
    policies.refuse_unless_administers(actor, authority)
    provider = provider_of(authority.id)
    if provider is None or not provider.is_active:
        raise NotVisible(f"provider:{authority.code}")
    provider_switch_off(provider=provider)
    trail(actor=actor, action="provider.switched_off", subject=f"authority:{authority.id}", office=authority)


def unlink(*, actor: Actor, link_id: UUID) -> UUID:
    """End a link, and the roles that came by it; returns whose it was. Raises NotVisible, ActRefused."""
    require_act(actor, "administer")
    found = ProviderLink.objects.select_related("authority", "user__country").filter(id=link_id, ended_at=None).first()
    if found is None:
        raise NotVisible(f"providerlink:{link_id}")
    policies.refuse_unless_administers(actor, found.authority)
    policies.refuse_self(actor, found.user_id)
    link_end(link_id=link_id)
    trail(actor=actor, action="user.unlinked", subject=f"user:{found.user_id}", office=found.authority)
    if Membership.objects.filter(user=found.user_id).exists():
        person_left(found.user_id, day_of(actor, clock.now()))
        people_settle_promise(actor.country)
    return found.user_id


def claimed_roles_tell(*, user_id: UUID, authority_id: UUID) -> None:
    """Tell the administrators of an office that its provider gave a person a role or ended one; cases of a role that
    ended come back to the office."""
    authority = Authority.objects.select_related("country").get(id=authority_id)
    notice_send(
        action="user.roles_claimed",
        subject=f"user:{user_id}",
        case_reference="",
        audience=Audience(groups=administrator_groups(authority.country_id, authority)),
        kind=NoticeKind.ADMINISTRATION,
    )
    people_settle_promise(authority.country_id)
