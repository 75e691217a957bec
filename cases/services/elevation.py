"""An administrator looks at one case: for a short time, to read alone, with a reason, and seen by both sides.

Administrators see no case. Whoever has to look at one all the same (a paper that does not come, a file that does not
open) says why; the supervisors of both sides are told at once and find what was looked at.
"""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from cases.choices import Side
from cases.choices_access import ELEVATION_MINUTES, REASON_LENGTH, AccessKind
from cases.models import Case, CaseAccess
from cases.policies import side_of, supervises
from cases.selectors.supervisors import supervisors_of_case
from cases.services.case_access import reason_checked, supervisors_tell
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.audience import Audience
from core.errors import ActRefused, Invalid, NotVisible
from core.jinja import local_time
from core.references import normalised
from core.scope import use_scope


def elevation_begin(*, actor: Actor, reference: str, reason: str, minutes: int) -> CaseAccess:
    """An administrator sees one case of the own country and office, for so many minutes.

    Raises ActRefused (not_granted), Invalid (reference, also of a case that the actor sees already; reason, minutes).
    """
    require_act(actor, "administer")
    reason = reason_checked(reason)
    if minutes not in ELEVATION_MINUTES:
        raise Invalid({"minutes": [_("Choose one")]})
    found = _case_named(normalised(reference) or "")
    if found is None:
        raise Invalid({"reference": [_("No case of your country and office has this reference.")]})
    now, (case_id, side, is_shared) = clock.now(), found
    live = CaseAccess.objects.filter(case_id=case_id, user_id=actor.user_id, kind=AccessKind.ELEVATION, ended_at=None)
    if (running := live.filter(ends_at__gt=now).first()) is not None:
        words = _("You see this case already, until %(moment)s. The time is not made longer.")
        raise Invalid({"reference": [words % {"moment": local_time(running.ends_at)}]})
    row = CaseAccess(
        case_id=case_id,
        own_side="" if is_shared else side,
        side=side,
        kind=AccessKind.ELEVATION,
        user_id=actor.user_id,
        authority_id=actor.authority_id,
        office=actor.authority_name,
        reference=normalised(reference) or "",
        reason=reason,
        starts_at=now,
        ends_at=now + timedelta(minutes=minutes),
        decided_by=actor.user_id,
    )
    row.save(force_insert=True)
    # With what was just written the scope shows the case, which the event and the notices are about.
    with use_scope(actor.scope):
        case = Case.objects.visible_to(actor).get(id=case_id)
        _tell(actor, case, row, "access.elevated", row.reason, minutes=minutes)
    return row


def elevation_end(*, actor: Actor, access_id: UUID, reason: str = "") -> CaseAccess:
    """The administrator needs it no longer, or a supervisor of the own side ends it. Raises NotVisible, ActRefused."""
    row = CaseAccess.objects.select_for_update(of=("self",)).filter(id=access_id, kind=AccessKind.ELEVATION).first()
    case = Case.objects.visible_to(actor).filter(id=row.case_id).first() if row else None
    if row is None or case is None:
        raise NotVisible(f"caseaccess:{access_id}")
    is_own = side_of(actor, case) == row.side
    if row.user_id != actor.user_id and not (is_own and supervises(actor, case)):
        raise ActRefused("not_granted", _("Your office and role do not include this.")).about(
            case.subject, case.reference
        )
    if row.ended_at is None and row.ends_at is not None and row.ends_at > clock.now():
        row.ended_at, row.ended_by, row.end_reason = clock.now(), actor.user_id, reason.strip()[:REASON_LENGTH]
        _tell(actor, case, row, "access.elevation_ended", row.end_reason, is_own_reason=True)
        row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    return row


def _case_named(reference: str) -> tuple[UUID, str, bool] | None:
    """Key, own side, and whether both sides know the case: asked of the database, for an administrator sees none."""
    with connection.cursor() as cursor:
        cursor.execute("select key, side, is_shared from case_for_elevation(%s)", [reference])
        found: tuple[UUID, str, bool] | None = cursor.fetchone()
    return found


def _tell(
    actor: Actor,
    case: Case,
    row: CaseAccess,
    action: str,
    reason: str,
    *,
    is_own_reason: bool = False,
    **parameters: int,
) -> None:
    """The trail of both sides, and a notice to the supervisors of both: as far as they know of the case. is_own_reason:
    why is told to the own side alone."""
    readers = Readers.BOTH if case.shared else Readers(Side(row.side).value)
    event_write(actor, case, action, readers, parameters, reason=reason, is_own_reason=is_own_reason)
    sides = (Side.REQUESTING, Side.RECEIVING) if case.shared else (Side(row.side),)
    groups = tuple(group for side in sides for group in supervisors_of_case(case, side))
    supervisors_tell(action, case, Audience(groups=groups))
