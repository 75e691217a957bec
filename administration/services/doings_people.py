"""What is done with a person's account once two administrators want it: a new first password, a new second step."""

from uuid import UUID

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.selectors.absences import day_of
from accounts.services import users
from accounts.services.factors import second_factors_forget
from administration import payloads
from administration.models import ChangeRequest
from administration.services.setting import Setting
from administration.services.trail import trail
from core import clock
from core.audience import Audience
from core.errors import NotVisible
from notifications.choices import NoticeKind
from notifications.services import notice_send


def reset_check(setting: Setting, payload: payloads.AboutPerson) -> None:
    if not User.objects.filter(id=payload.user, country=setting.country, is_machine=False).exists():
        raise NotVisible(f"user:{payload.user}")


def password_do(actor: Actor, change: ChangeRequest, payload: payloads.AboutPerson) -> str:
    return password_reset(actor, UUID(payload.user))


def password_reset(actor: Actor, user_id: UUID) -> str:
    """Make a first password and write the event; returns it, to be shown once."""
    was_active = User.objects.values_list("is_active", flat=True).get(id=user_id)
    _user, password = users.password_reset(user_id=user_id)
    action = "user.password_reset" if was_active else "user.reactivated"
    trail(actor=actor, action=action, subject=f"user:{user_id}", changed=[] if was_active else ["is_active"])
    return password


def factors_do(actor: Actor, change: ChangeRequest, payload: payloads.AboutPerson) -> None:
    """The person enrols anew after the next sign-in, is signed out everywhere and told of it."""
    user_id = UUID(payload.user)
    second_factors_forget(user_id)
    trail(actor=actor, action="user.factors_reset", subject=f"user:{user_id}")
    today = day_of(actor, clock.now())
    groups = Membership.objects.in_force(today).filter(user=user_id).values_list("group_id", flat=True)
    notice_send(
        action="user.factors_reset",
        subject=f"user:{user_id}",
        case_reference="",
        audience=Audience(groups=tuple(groups)),
        kind=NoticeKind.ADMINISTRATION,
        recipient_id=user_id,
    )
