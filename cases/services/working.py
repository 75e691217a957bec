"""What every act of daily work around a case asks first: is it seen, and may this person write on this side of it.

The case is locked before any of its parts, as acts of the workflow lock it: whoever had a part and waited for the case
would wait for somebody who has the case and goes on to that part.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Side, Status
from cases.models import Case
from cases.models.base import CasePart
from cases.policies import reaches_own_side, side_of
from cases.selectors.case_head import refuse_erased
from cases.selectors.situation import is_restricted
from cases.workflow.restriction import RESTRICTED
from core.errors import ActRefused, NotVisible

Part = TypeVar("Part", bound=CasePart)


def working_case(*, actor: Actor, case_id: UUID, acts: tuple[str, ...] = ("work_case",)) -> tuple[Case, Side]:
    """The case, locked, with its two countries, and the actor's side, for somebody to whom one of `acts` is granted
    there.

    A delegate sees one case of colleagues, not what these write. Raises NotVisible, ActRefused (not_granted).
    """
    case = (
        Case.objects.visible_to(actor)
        .select_for_update(of=("self",), no_key=True)
        .filter(id=case_id)
        .select_related("requesting_country", "receiving_country")
        .first()
    )
    side = side_of(actor, case) if case else None
    if case is None or side is None:
        raise NotVisible(f"case:{case_id}")
    refuse_erased(case)
    if not any(reaches_own_side(actor, act, case) for act in acts):
        raise refused_about(case, "not_granted", _("Your office and role do not include this."))
    return case, side


def talking_case(*, actor: Actor, case_id: UUID) -> tuple[Case, Side]:
    """As `working_case`, where the two sides can write to each other: the other side knows of the case, and the file is
    not closed. Raises NotVisible, ActRefused (not_granted, not_shared, wrong_status)."""
    case, side = working_case(actor=actor, case_id=case_id)
    if not case.shared:
        raise refused_about(case, "not_shared", _("The other side does not see this case yet."))
    if case.status == Status.CLOSED:
        raise refused_about(case, "wrong_status", _("The file is closed. Everything stays readable."))
    return case, side


def telling_case(*, actor: Actor, case_id: UUID) -> tuple[Case, Side]:
    """As `talking_case`, to tell the other side something of one's own accord: refused (restricted) while the own side
    has restricted the use of the data. An answer to what the other side asked goes through `talking_case`."""
    case, side = talking_case(actor=actor, case_id=case_id)
    refuse_restricted(case)
    return case, side


def refuse_restricted(case: Case) -> None:
    """Raise ActRefused (restricted) where the own side has restricted the use of the data (GDPR, Article 18(2))."""
    if is_restricted(case):
        raise refused_about(case, "restricted", str(RESTRICTED))


def part_locked(
    parts: QuerySet[Part],
    *,
    actor: Actor,
    part_id: UUID,
    case_for: Callable[..., tuple[Case, Side]] = working_case,
) -> tuple[Part, Case, Side]:
    """One of `parts` with its case and the actor's side, the case locked first, then the part. case_for: `working_case`
    or another of this module, whose refusals are raised; NotVisible where there is no such part."""
    missing = NotVisible(f"{parts.model._meta.model_name}:{part_id}")
    case_id = parts.filter(id=part_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise missing
    case, side = case_for(actor=actor, case_id=case_id)
    part = parts.select_for_update(of=("self",)).filter(id=part_id).first()
    if part is None:
        raise missing
    return part, case, side


def refused_about(case: Case, code: str, message: str, *, kind: type[ActRefused] = ActRefused) -> ActRefused:
    """A refusal that names the case in the audit trail."""
    return kind(code, message).about(case.subject, case.reference)
