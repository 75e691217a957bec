"""Notes of a case for one reader: those of the own side, and those that the other side let us read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from accounts.actor import Actor
from cases.models import Case, OwnSideNote, SharedNote
from cases.policies import reaches_own_side, side_of
from cases.selectors.conversation import may_read, may_talk
from cases.selectors.paging import Cursor, Page, keyset_page
from core.errors import NotVisible

PANEL_NOTES = 5
NOTES_A_PAGE = 20
NOTES_OF_OTHERS = 100


@dataclass(frozen=True, slots=True)
class NotesPanel:
    """Notes on the case page. own: the latest of our side, with `shared_as` joined; theirs: what the other side let us
    read; has_more: there are other own ones; can_write and can_share: what the actor may do."""

    own: Sequence[OwnSideNote]
    theirs: Sequence[SharedNote]
    has_more: bool
    can_write: bool
    can_share: bool


def notes_panel(actor: Actor, case: Case, *, has_shared: bool = True, is_restricted: bool = False) -> NotesPanel | None:
    """The notes on the case page; None for delegates. Two statements, one without `has_shared`."""
    if not may_read(actor, case):
        return None
    own = list(_own(actor, case).order_by("-created_at", "-id")[: PANEL_NOTES + 1])
    return NotesPanel(
        own=own[:PANEL_NOTES],
        theirs=notes_of_other_side(actor, case, PANEL_NOTES) if has_shared else [],
        has_more=len(own) > PANEL_NOTES,
        can_write=may_write(actor, case),
        can_share=may_talk(actor, case) and not is_restricted,
    )


def may_write(actor: Actor, case: Case) -> bool:
    """Whether the actor adds notes to this case."""
    return reaches_own_side(actor, "work_case", case)


def _own(actor: Actor, case: Case) -> QuerySet[OwnSideNote]:
    return OwnSideNote.objects.filter(case=case, own_side=side_of(actor, case) or "-").select_related("shared_as")


def notes_page(actor: Actor, case: Case, *, after: Cursor | None = None, before: Cursor | None = None) -> Page:
    """One page of the own side's notes, the latest first. One statement."""
    return keyset_page(
        _own(actor, case), "created_at", is_descending=True, after=after, before=before, size=NOTES_A_PAGE
    )


def notes_of_other_side(actor: Actor, case: Case, number: int = NOTES_OF_OTHERS) -> list[SharedNote]:
    """The latest `number` notes that the other side let us read. One statement at most."""
    if not case.shared or not may_read(actor, case):
        return []
    side = side_of(actor, case)
    theirs = SharedNote.objects.filter(case=case, side=side.other if side else "")
    return list(theirs.order_by("-shared_at", "-id")[:number])


def note_get(actor: Actor, case: Case, note_id: UUID) -> OwnSideNote:
    """A note of the actor's side; raises NotVisible."""
    note = _own(actor, case).filter(id=note_id).first() if may_read(actor, case) else None
    if note is None:
        raise NotVisible(f"ownsidenote:{note_id}")
    return note
