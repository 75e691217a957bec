"""Restriction of processing with what the agreement asks for: the other side is told that the data is blocked here."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from accounts.actor import Actor
from cases.models import ProcessingRestriction
from cases.services import restriction
from cases.services.talking import other_side_tell
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from protection.choices import BetweenKind, DataKind
from protection.services.between import notice_push

BLOCKED: Sequence[str] = (DataKind.IDENTITY, DataKind.DOCUMENTS)


def restriction_place(*, actor: Actor, case_id: UUID, ground: str, note: str = "") -> ProcessingRestriction:
    """As `cases.services.restriction.restriction_place`. The other side learns that data is blocked, not why."""
    row, case, side = restriction.restriction_place(actor=actor, case_id=case_id, ground=ground, note=note)
    if case.shared:
        notice_push(actor=actor, case=case, side=side, kind=BetweenKind.BLOCKING, data=BLOCKED)
    return row


def restriction_lift(
    *, actor: Actor, restriction_id: UUID, version: int | None, person_told_on: date | None, note: str = ""
) -> ProcessingRestriction:
    """As `cases.services.restriction.restriction_lift`; the other side learns that the data may be used again."""
    row, case, _side = restriction.restriction_lift(
        actor=actor, restriction_id=restriction_id, version=version, person_told_on=person_told_on, note=note
    )
    if case.shared:
        event_write(actor, case, "privacy.block_ended", Readers.BOTH)
        other_side_tell(actor=actor, case=case, action="privacy.block_ended", parameters={})
    return row
