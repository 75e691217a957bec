"""Notes among colleagues of one side."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.models import Case, OwnSideNote
from cases.policies import reaches_own_side, side_of
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import ActRefused, Invalid, NotVisible


def note_add(*, actor: Actor, case_id: UUID, text: str) -> OwnSideNote:
    """A note that only the actor's side sees. It does not change the case's version."""
    case = Case.objects.visible_to(actor).filter(id=case_id).first()
    side = side_of(actor, case) if case else None
    if case is None or side is None:
        raise NotVisible(f"case:{case_id}")
    if not reaches_own_side(actor, "view_case", case):
        # A delegate sees one case of colleagues, not what these write among themselves.
        refused = ActRefused("not_granted", _("Your office and role do not include this."))
        refused.subject, refused.case_reference = case.subject, case.reference or ""
        raise refused
    if not text.strip():
        raise Invalid({"text": [_("Write the note")]})
    note = OwnSideNote(
        case=case,
        own_side=side,
        text=text.strip(),
        author_id=actor.user_id,
        author_name=actor.name,
        created_at=clock.now(),
    )
    note.save(force_insert=True)
    event_write(actor, case, "note.added", Readers(side.value))
    return note
