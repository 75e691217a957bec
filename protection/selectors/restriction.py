"""Restrictions of processing of the own side."""

from uuid import UUID

from accounts.actor import Actor
from cases.models import Case, ProcessingRestriction
from cases.policies import side_of
from cases.selectors.paging import Cursor, Page, keyset_page
from core.errors import NotVisible
from protection.selectors.disclosures import cases_answered_for


def restriction_page(
    actor: Actor, *, is_lifted: bool, after: Cursor | None = None, before: Cursor | None = None
) -> Page:
    """One page of the restrictions that last, or of those that were lifted; the latest first. One statement."""
    rows = ProcessingRestriction.objects.filter(
        case__in=cases_answered_for(actor).values("pk"), lifted_at__isnull=not is_lifted
    )
    return keyset_page(rows.select_related("case__person"), "placed_at", is_descending=True, after=after, before=before)


def case_answered_for(actor: Actor, case_id: UUID) -> Case:
    """A case for whose data the actor answers, shared or not, with its person; raises NotVisible."""
    case = cases_answered_for(actor).filter(id=case_id).select_related("person").first()
    if case is None:
        raise NotVisible(f"case:{case_id}")
    return case


def restrictions_of(actor: Actor, case: Case) -> list[ProcessingRestriction]:
    """The restrictions of the own side, the latest first."""
    return list(ProcessingRestriction.objects.filter(case=case, own_side=side_of(actor, case) or ""))
