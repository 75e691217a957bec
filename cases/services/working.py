"""What every act of daily work around a case asks first: is it seen, and may this person write on this side of it."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Side, Status
from cases.models import Case
from cases.policies import reaches_own_side, side_of
from core.errors import ActRefused, NotVisible


def working_case(*, actor: Actor, case_id: UUID) -> tuple[Case, Side]:
    """The case with its two countries, and the actor's side, for somebody who may work on it there.

    A delegate sees one case of colleagues, not what these write. Raises NotVisible, ActRefused (not_granted).
    """
    case = (
        Case.objects.visible_to(actor)
        .filter(id=case_id)
        .select_related("requesting_country", "receiving_country")
        .first()
    )
    side = side_of(actor, case) if case else None
    if case is None or side is None:
        raise NotVisible(f"case:{case_id}")
    if not reaches_own_side(actor, "work_case", case):
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


def refused_about(case: Case, code: str, message: str, *, kind: type[ActRefused] = ActRefused) -> ActRefused:
    """A refusal that names the case in the audit trail."""
    error = kind(code, message)
    error.subject, error.case_reference = case.subject, case.reference or ""
    return error
