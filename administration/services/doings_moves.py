"""A person moves to another office: the old membership ends the day before the new one begins, in one change.

Cases do not move along: they go back to the office when the old membership ends, unless its head hands them over.
"""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.roles import ROLES
from accounts.services.memberships import membership_create, membership_end
from administration import payloads
from administration.models import ChangeRequest
from administration.services.remaining import refuse_too_few_administrators
from administration.services.setting import Setting, office_of
from administration.services.trail import trail
from core.errors import Invalid, NotVisible
from countries.models import Authority


def move_check(setting: Setting, payload: payloads.MovePerson) -> None:
    """Raises NotVisible (person or membership gone), Invalid, ActRefused (too few administrators would remain)."""
    user = User.objects.select_related("country").filter(id=payload.user, country=setting.country).first()
    held = Membership.objects.filter(id=payload.membership, user__id=payload.user).first()
    if user is None or user.is_machine or held is None or str(held.authority_id) != payload.authority:
        raise NotVisible(f"membership:{payload.membership}")
    office = office_of(setting, payload.parent, "office")
    last_day = payload.valid_from - dt.timedelta(days=1)
    if not user.is_active:
        raise Invalid({"user": [_("This person's account is not active")]})
    if not office.is_active:
        raise Invalid({"office": [_("This office is not in use")]})
    if str(office.id) == payload.authority:
        raise Invalid({"office": [_("The person is there already: give another role instead")]})
    if payload.role not in ROLES or ROLES[payload.role].is_machine:
        raise Invalid({"role": [_("Choose one")]})
    if payload.valid_from < setting.today:
        raise Invalid({"valid_from": [_("The first day in the new office must not be past")]})
    if last_day < held.valid_from:
        raise Invalid({"valid_from": [_("The person must have been in the old office for a day at least")]})
    if held.valid_to is not None and last_day > held.valid_to:
        raise Invalid({"valid_from": [_("The old role ends earlier than that: give the new one by itself")]})
    if Membership.objects.not_ended(payload.valid_from).filter(user=user, authority=office, role=payload.role).exists():
        raise Invalid({"role": [_("The person holds this role in this office in these days already")]})
    if held.role == "administrator":
        refuse_too_few_administrators(user)


def move_do(actor: Actor, change: ChangeRequest, payload: payloads.MovePerson) -> None:
    """Both in the transaction of the approval: there is no day on which the person has both, or neither."""
    last_day = payload.valid_from - dt.timedelta(days=1)
    left = membership_end(membership_id=Membership.objects.get(id=payload.membership).id, valid_to=last_day)
    office = Authority.objects.select_related("country").get(id=payload.parent)
    user = User.objects.get(id=payload.user)
    given = membership_create(user=user, authority=office, role=payload.role, valid_from=payload.valid_from)
    trail(
        actor=actor,
        action="membership.ended",
        subject=f"membership:{left.id}",
        office=left.authority,
        parameters={"user": payload.user, "role": left.role, "valid_to": last_day.isoformat()},
        changed=["valid_to"],
    )
    trail(
        actor=actor,
        action="membership.given",
        subject=f"membership:{given.id}",
        office=office,
        parameters={"user": payload.user, "role": payload.role},
    )
