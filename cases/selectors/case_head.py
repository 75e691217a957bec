"""One case with what every page of it shows in its head."""

from typing import Final
from uuid import UUID

from django.db.models import BooleanField, F, Func

from accounts.actor import Actor
from cases.models import Case
from cases.selectors.versions import shown_as_submitted
from core.errors import Erased, NotVisible
from countries.selectors.agreed import agreed_head, head_apply

# Whether the reader's side has restricted the use of the data (`cases.selectors.situation.is_restricted`).
RESTRICTED_NOW: Final = Func(F("id"), function="processing_is_restricted", output_field=BooleanField())
# What tells the sides of a case and who reaches it there.
_SIDES: Final = (
    *("id", "track", "status", "shared", "delegates"),
    *("requesting_country", "requesting_authority", "receiving_country", "receiving_authority"),
)


def case_head_for(actor: Actor, case_id: UUID) -> Case:
    """The case with countries, offices, agreement and person, or NotVisible, Erased. To be shown and judged, not to
    be saved: the other side gets the application as it was submitted, not the corrections being made.
    """
    case = (
        Case.objects.visible_to(actor)
        .select_related(
            "requesting_country",
            "receiving_country",
            "requesting_authority",
            "receiving_authority",
            "agreement",
            "person",
            "person__photograph",
        )
        .annotate(
            agreed_head=agreed_head("agreement", "requesting_country", "receiving_country"),
            is_restricted=RESTRICTED_NOW,
        )
        .filter(id=case_id)
        .first()
    )
    if case is None:
        raise NotVisible(f"case:{case_id}")
    refuse_erased(case)
    if case.agreed_head:
        head_apply(case.agreement, case.agreed_head)
    return shown_as_submitted(actor, case)


def refuse_erased(case: Case) -> None:
    """Raise Erased for a case of which nothing is left to show or to do."""
    if case.erased_at is not None:
        raise Erased(reference=case.reference or "", at=case.erased_at, rule=case.erased_rule)


def case_to_judge(actor: Actor, case_id: UUID) -> Case:
    """The case with nothing but what says who may do what, or NotVisible: one row of one table."""
    case = Case.objects.visible_to(actor).only(*_SIDES).filter(id=case_id).first()
    if case is None:
        raise NotVisible(f"case:{case_id}")
    return case
