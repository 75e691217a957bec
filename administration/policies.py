"""May this administrator do this? Three questions: is `administer` granted there, is it the own country, and does the
state of the thing allow it (asked by the services, which hold the row)."""

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import User
from accounts.roles import ROLES
from administration.models import ChangeRequest
from core.errors import ActRefused, NotVisible
from countries.models import Authority

# Roles that release, decide, supervise or administer: two persons give them. National systems are enrolled by two as
# well, as a kind of change of their own.
TWO_PERSON_ROLES = frozenset({"reviewer", "decision_maker", "supervisor", "administrator"})


def is_administrator(actor: Actor) -> bool:
    """Whether the actor administers anything at all."""
    return actor.holds("administer")


def administers_country(actor: Actor) -> bool:
    """Whether the actor administers the whole own country."""
    return actor.reaches("administer", country=actor.country, authority_id=None)


def administers(actor: Actor, authority: Authority) -> bool:
    """Whether the actor administers this office: one of the own country, within reach."""
    return authority.country_id == actor.country and actor.reaches(
        "administer", country=authority.country_id, authority_id=authority.id
    )


def refuse_unless_administrator(actor: Actor) -> None:
    """Raise ActRefused for everybody who administers nothing."""
    if not is_administrator(actor):
        raise ActRefused("not_granted", _("These pages are for administrators."))


def refuse_unless_administers(actor: Actor, authority: Authority) -> None:
    """Raise NotVisible for an office out of reach: other countries' offices and those not below the own one."""
    refuse_unless_administrator(actor)
    if not administers(actor, authority):
        raise NotVisible(f"authority:{authority.id}")


def refuse_unless_national(actor: Actor) -> None:
    """Raise ActRefused for administrators of a single office where the whole country is concerned."""
    refuse_unless_administrator(actor)
    if not administers_country(actor):
        raise ActRefused("not_granted", _("This is for the administrators of the national desk."))


def refuse_unless_of_country(actor: Actor, user: User) -> None:
    """Raise NotVisible for people of other countries."""
    refuse_unless_administrator(actor)
    if user.country_id != actor.country or user.is_machine:
        raise NotVisible(f"user:{user.id}")


def refuse_self(actor: Actor, user_id: object) -> None:
    """Raise ActRefused where somebody would change the own rights."""
    if user_id == actor.user_id:
        raise ActRefused("own_person", _("Another administrator must do this: it is about you."))


def may_decide(actor: Actor, change: ChangeRequest) -> bool:
    """Whether the actor may approve or reject: another person, who is among those the change was put before."""
    return (
        is_administrator(actor)
        and change.requested_by != actor.user_id
        and change.payload.get("user") != str(actor.user_id)
        and (actor.group_id in change.audience_groups)
        and (change.country_id != actor.country or _reaches(actor, change))
        and not _is_for_others(actor, change)
    )


def _reaches(actor: Actor, change: ChangeRequest) -> bool:
    return actor.reaches("administer", country=change.country_id, authority_id=change.authority_id)


def _is_for_others(actor: Actor, change: ChangeRequest) -> bool:
    """A new country is confirmed by another partner where there is one: then not by the country that proposed it."""
    return bool(change.payload.get("is_for_partners")) and change.country_id == actor.country


def is_two_person_role(role: str) -> bool:
    """Whether a second administrator must agree before somebody gets this role. Raises KeyError for no role."""
    return ROLES[role].code in TWO_PERSON_ROLES
