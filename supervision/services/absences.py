"""Saying that a colleague is away, by whoever assigns the cases of the office: the two people are told."""

from datetime import date
from uuid import UUID

from accounts.actor import Actor
from accounts.models import Absence
from accounts.policies import require_act
from accounts.services.absences import absence_end, absence_set
from core.audience import Audience
from notifications.choices import NoticeKind
from notifications.services import notice_send


def colleague_absence_set(*, actor: Actor, user_id: UUID, starts_on: date, ends_on: date, covered_by: UUID) -> Absence:
    """A colleague is away and another one covers. Raises ActRefused, and as `absence_set` of accounts."""
    require_act(actor, "assign_case")
    absence = absence_set(actor=actor, for_user=user_id, starts_on=starts_on, ends_on=ends_on, covered_by=covered_by)
    _tell(absence, "account.absence_set", actor)
    return absence


def colleague_absence_end(*, actor: Actor, absence_id: UUID) -> Absence:
    """The colleague is back, or does not go: the cover ends at once. Raises NotVisible, ActRefused."""
    require_act(actor, "assign_case")
    absence = absence_end(actor=actor, absence_id=absence_id, is_colleagues=True)
    _tell(absence, "account.absence_ended", actor)
    return absence


def _tell(absence: Absence, action: str, actor: Actor) -> None:
    for person, part in ((absence.user_id, "away"), (absence.covered_by_id, "cover")):
        if person != actor.user_id:
            notice_send(
                action=action,
                subject=f"absence:{absence.id}",
                case_reference="",
                audience=Audience((absence.country,), (absence.authority_id,)),
                parameters={"part": part},
                kind=NoticeKind.ASSIGNMENTS,
                recipient_id=person,
            )
