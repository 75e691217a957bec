"""May this administrator do this? Three questions: is `administer` granted there, is it the own country, and does the
state of the thing allow it (asked by the services, which hold the row)."""

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.policies import require_act
from accounts.roles import ROLES
from administration.choices import ChangeKind
from administration.models import ChangeRequest
from core.errors import ActRefused, NotVisible
from countries.models import Authority

# Acts that open cases or rights. Two persons give every role, and make passwords for people who have one with such an
# act: otherwise a single administrator could make a person, give it the role and read cases under its name.
WEIGHTY_ACTS = frozenset(
    {"view_case", "answer_verification", "view_arrivals", "record_handover", "monitor_return", "administer"}
)
# Changes that concern two places.
MOVES = (ChangeKind.MOVE_OFFICE, ChangeKind.MOVE_PERSON)
TWO_PERSON_ROLES = frozenset(role.code for role in ROLES.values() if role.acts & WEIGHTY_ACTS)


def administers_country(actor: Actor) -> bool:
    """Whether the actor administers the whole own country."""
    return actor.reaches("administer", country=actor.country, authority_id=None)


def administers(actor: Actor, authority: Authority) -> bool:
    """Whether the actor administers this office: one of the own country, within reach."""
    return authority.country_id == actor.country and actor.reaches(
        "administer", country=authority.country_id, authority_id=authority.id
    )


def refuse_unless_administers(actor: Actor, authority: Authority) -> None:
    """Raise NotVisible for an office out of reach: other countries' offices and those not below the own one."""
    require_act(actor, "administer")
    if not administers(actor, authority):
        raise NotVisible(f"authority:{authority.id}")


def refuse_unless_national(actor: Actor) -> None:
    """Raise ActRefused for administrators of a single office where the whole country is concerned."""
    require_act(actor, "administer")
    if not administers_country(actor):
        raise ActRefused("not_granted", _("This is for the administrators of the national desk."))


def refuse_unless_of_country(actor: Actor, user: User) -> None:
    """Raise NotVisible for people of other countries."""
    require_act(actor, "administer")
    if user.country_id != actor.country or user.is_machine:
        raise NotVisible(f"user:{user.id}")


def administers_person(actor: Actor, user: User) -> bool:
    """Whether the actor administers a person's account, which is one for all roles: the national desk, or somebody who
    reaches every office where the person has or had a role. A person without any belongs to the desk alone."""
    if administers_country(actor):
        return True
    held = list(Membership.objects.filter(user=user).select_related("authority"))
    return bool(held) and all(administers(actor, membership.authority) for membership in held)


def refuse_unless_administers_person(actor: Actor, user: User) -> None:
    """Raise NotVisible for people of other countries, ActRefused for those with roles in offices out of reach."""
    refuse_unless_of_country(actor, user)
    if not administers_person(actor, user):
        raise ActRefused(
            "other_office",
            _("This person has no role, or one in an office that is not yours: ask the administrators of the desk."),
        )


def refuse_self(actor: Actor, user_id: object) -> None:
    """Raise ActRefused where somebody would change the own rights."""
    if user_id == actor.user_id:
        raise ActRefused("own_person", _("Another administrator must do this: it is about you."))


def may_decide(actor: Actor, change: ChangeRequest) -> bool:
    """Whether the actor may approve or reject: another person, who is among those the change was put before."""
    return (
        actor.holds("administer")
        and change.requested_by != actor.user_id
        and change.payload.get("user") != str(actor.user_id)
        and (actor.group_id in change.audience_groups)
        and (change.country_id != actor.country or _reaches(actor, change))
        and not _is_for_others(actor, change)
    )


def _reaches(actor: Actor, change: ChangeRequest) -> bool:
    if not actor.reaches("administer", country=change.country_id, authority_id=change.authority_id):
        return False
    if change.kind not in MOVES or administers_country(actor):
        return True
    # The row names the new place; the office or person is taken from the old one by somebody who has it there.
    return change.payload.get("authority") in {str(key) for key in actor.grants["administer"].authorities}


def _is_for_others(actor: Actor, change: ChangeRequest) -> bool:
    """A new country is confirmed by another partner where there is one: then not by the country that proposed it."""
    return bool(change.payload.get("is_for_partners")) and change.country_id == actor.country
