"""The transfer of a whole family in one go: every person by an act on the own case, with an event, clocks and a letter
of its own. A person who is refused leaves the others; the same day, place and means hold for all who go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import TransferStatus
from cases.models import Case
from cases.selectors.family_transfers import NOTIFY, PLAN, Traveller, travellers
from cases.services import transfer
from cases.workflow.locking import family_lock
from core.errors import ActRefused, NotVisible, StaleVersion

# Of the plan that is replaced: what is of one person alone.
_OF_ONE_PERSON = ("special_help", "note")


@dataclass(frozen=True, slots=True)
class MemberResult:
    """What became of one member of the family: code "" where it was done, else why not, in words."""

    case: Case
    code: str = ""
    reason: str = ""

    @property
    def is_done(self) -> bool:
        """Whether the act was done."""
        return not self.code


def family_transfer_plan(
    *, actor: Actor, case_id: UUID, versions: Mapping[UUID, int], values: Mapping[str, Any]
) -> list[MemberResult]:
    """Plan the transfer of everybody of the family who was accepted, and plan anew what nobody was told of yet.

    versions: of the cases, as the form showed them. Raises NotVisible, StaleVersion, Invalid; ActRefused where nobody
    goes (nobody_of_family).
    """

    def plan(row: Traveller, shared: dict[str, Any]) -> None:
        kept = {name: getattr(row.transfer, name) for name in _OF_ONE_PERSON if row.transfer is not None}
        is_planned = row.transfer is not None and row.transfer.status == TransferStatus.PLANNED
        service = transfer.transfer_replan if is_planned else transfer.transfer_plan
        service(**shared, values={**values, **kept})

    return _each(actor, case_id, versions, PLAN, plan)


def family_transfer_notify(
    *, actor: Actor, case_id: UUID, versions: Mapping[UUID, int], reason: str = ""
) -> list[MemberResult]:
    """Give notice of every transfer of the family that is planned; each is confirmed by itself. As
    `family_transfer_plan`."""

    def notify(row: Traveller, shared: dict[str, Any]) -> None:
        transfer.transfer_notify(**shared, reason=reason)

    return _each(actor, case_id, versions, NOTIFY, notify)


def _each(
    actor: Actor,
    case_id: UUID,
    versions: Mapping[UUID, int],
    name: str,
    act: Callable[[Traveller, dict[str, Any]], None],
) -> list[MemberResult]:
    with transaction.atomic():
        family_lock(case_id)
        case = Case.objects.visible_to(actor).filter(id=case_id).first()
        if case is None:
            raise NotVisible(f"case:{case_id}")
        results = []
        for row in travellers(actor, case, name):
            member = row.case
            if not row.goes:
                results.append(MemberResult(member, row.code, row.reason))
                continue
            if member.id not in versions:
                stale = StaleVersion("stale", _("Somebody changed the family after you opened the page."))
                raise stale.about(member.subject, member.reference)
            shared = {"actor": actor, "case_id": member.id, "version": versions[member.id]}
            try:
                with transaction.atomic():
                    act(row, shared)
            except StaleVersion:
                raise
            except ActRefused as error:
                results.append(MemberResult(member, error.code, str(error.message)))
            else:
                results.append(MemberResult(member))
        if not any(result.is_done for result in results):
            refused = ActRefused("nobody_of_family", _("This can be done for nobody of the family now."))
            refused.lines = [(result.case.person.full_name, result.reason) for result in results]
            raise refused.about(case.subject, case.reference)
    return results
