"""Links between cases: one side's own remark that two cases have to do with each other."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import LinkKind, Side
from cases.models import Case, CaseLink
from cases.policies import reaches_own_side, side_of
from cases.services.working import part_locked, refused_about, working_case
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import Invalid, NotVisible, StaleVersion
from core.references import normalised

NOTE_LENGTH = 300


def link_add(*, actor: Actor, case_id: UUID, reference: str, kind: str, note: str = "") -> CaseLink:
    """Link a case with another one, named by its reference. For an earlier case the other one is the earlier.

    A reference that is not one, of no case, or of a case that the actor does not see: the same complaint. Raises
    NotVisible, ActRefused (not_granted), Invalid (reference, kind, note).
    """
    other = _found(actor, reference)
    _lock(actor, [case_id, other.id] if other else [case_id])
    case, side = working_case(actor=actor, case_id=case_id)
    errors: dict[str, list[str]] = {}
    if kind not in LinkKind.values:
        errors["kind"] = [_("Choose one")]
    if len(note.strip()) > NOTE_LENGTH:
        errors["note"] = [_("At most %(number)d characters") % {"number": NOTE_LENGTH}]
    if other is None:
        errors["reference"] = [_("There is no case with this reference among those that you may open")]
    elif other.id == case.id:
        errors["reference"] = [_("This is the case itself")]
    elif _is_linked(case, other, side_of(actor, other), side):
        errors["reference"] = [_("The two cases are linked already")]
    if errors or other is None:
        raise Invalid(errors)
    link = CaseLink(
        case=case,
        own_side=side,
        other=other,
        kind=kind,
        note=" ".join(note.split()),
        made_by_name=actor.name,
        made_at=clock.now(),
    )
    link.save(force_insert=True)
    _tell(actor, link, case, other, "link.added")
    return link


def link_end(*, actor: Actor, link_id: UUID, reason: str) -> CaseLink:
    """A link holds no longer; it stays in the history.

    Raises NotVisible (also where the actor does not see both cases), ActRefused (not_granted), StaleVersion, Invalid
    (reason).
    """
    visible = Case.objects.visible_to(actor)
    links = CaseLink.objects.filter(other__in=visible)
    link, case, side = part_locked(links, actor=actor, part_id=link_id)
    if link.own_side != side:
        raise NotVisible(f"caselink:{link_id}")
    if link.ended_at is not None:
        raise refused_about(case, "stale", _("Somebody ended this link after you opened the page."), kind=StaleVersion)
    if not reason.strip() or len(reason.strip()) > NOTE_LENGTH:
        raise Invalid({"reason": [_("Give the reason, in at most %(number)d characters") % {"number": NOTE_LENGTH}]})
    link.ended_at, link.ended_by_name, link.end_reason = clock.now(), actor.name, reason.strip()
    link.save(force_update=True)
    _tell(actor, link, case, visible.get(id=link.other_id), "link.ended")
    return link


def _found(actor: Actor, reference: str) -> Case | None:
    found = normalised(reference)
    return Case.objects.visible_to(actor).filter(reference=found).first() if found else None


def _lock(actor: Actor, keys: list[UUID]) -> None:
    """Lock the cases at both ends, in one order: the same link may be made from either end at the same moment."""
    cases = Case.objects.visible_to(actor).select_for_update(of=("self",), no_key=True).filter(id__in=keys)
    list(cases.order_by("id").values_list("id", flat=True))


def _is_linked(case: Case, other: Case, other_side: Side | None, side: Side) -> bool:
    """Whether a link of the actor's side ties the two, whichever of them it was made from."""
    pairs = Q(case=case, other=other, own_side=side)
    if other_side is not None:
        pairs |= Q(case=other, other=case, own_side=other_side)
    return CaseLink.objects.filter(pairs, ended_at=None).exists()


def _tell(actor: Actor, link: CaseLink, case: Case, other: Case, action: str) -> None:
    """An event in both cases, for the own side. It names no other case: not everybody who reads it sees that one."""
    for about in (case, other):
        side = side_of(actor, about)
        if side is not None and reaches_own_side(actor, "view_case", about):
            event_write(actor, about, action, Readers(side.value), {"link": str(link.id), "kind": link.kind})
