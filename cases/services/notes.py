"""Notes: among colleagues of one side, and let out to the other side on purpose."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.models import OwnSideNote, SharedNote
from cases.services.talking import other_side_tell
from cases.services.working import part_locked, refused_about, telling_case, working_case
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import Invalid, NotVisible

NOTE_LENGTH = 2000


def note_add(*, actor: Actor, case_id: UUID, text: str) -> OwnSideNote:
    """A note that only the actor's side sees. It does not change the case's version.

    Raises NotVisible, ActRefused (not_granted), Invalid (text).
    """
    case, side = working_case(actor=actor, case_id=case_id)
    if not text.strip():
        raise Invalid({"text": [_("Write the note")]})
    if len(text.strip()) > NOTE_LENGTH:
        raise Invalid({"text": [_("At most %(number)d characters") % {"number": NOTE_LENGTH}]})
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


def note_share(*, actor: Actor, note_id: UUID) -> SharedNote:
    """Let the other side read a note of one's own side. It cannot be taken back; the copy names the office alone.

    Raises NotVisible, ActRefused (not_granted, not_shared, wrong_status, restricted, already_shared).
    """
    note, case, side = part_locked(OwnSideNote.objects.all(), actor=actor, part_id=note_id, case_for=telling_case)
    if note.own_side != side:
        raise NotVisible(f"ownsidenote:{note_id}")
    if note.shared_as_id is not None:
        raise refused_about(case, "already_shared", _("The other side has this note already."))
    shared = SharedNote(case=case, text=note.text, side=side, office=actor.authority_name, shared_at=clock.now())
    shared.save(force_insert=True)
    OwnSideNote.objects.filter(id=note.id).update(shared_as=shared)
    event_write(actor, case, "note.shared", Readers.BOTH, {"note": str(shared.id)})
    other_side_tell(actor=actor, case=case, action="note.shared", parameters={"note": str(shared.id)})
    return shared
