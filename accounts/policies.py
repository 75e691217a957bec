"""What is asked of an actor in every app: an act that is granted somewhere, and whose absence may be entered."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from core.errors import ActRefused


def require_act(actor: Actor, act: str) -> None:
    """Raise ActRefused for a page that is not for the actor's role. On what it may be used is asked of the thing."""
    if not actor.holds(act):
        raise ActRefused("not_granted", _("Your office and role do not include this."))


def may_enter_absence(actor: Actor, country: str, authority_id: UUID) -> bool:
    """Whether the actor may say of the people of an office that they are away: whoever assigns its cases."""
    return country == actor.country and actor.reaches("assign_case", country=country, authority_id=authority_id)
