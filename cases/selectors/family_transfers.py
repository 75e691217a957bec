"""The transfer of a whole family: who goes along now, and what hinders the others."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import TransferStatus
from cases.models import Case, Transfer
from cases.policies import is_granted, side_of
from cases.selectors.situation import LIVE_TRANSFER
from cases.selectors.versions import with_persons
from cases.wording import status_for
from cases.workflow.table import BY_NAME

PLAN: Final = "plan_transfer"
NOTIFY: Final = "notify_transfer"
# Acts on each person's transfer that one page does for the whole family -> where the transfer may stand for it.
FAMILY_ACTS: Final = {
    PLAN: ("", TransferStatus.PLANNED, TransferStatus.COUNTER_PROPOSED),
    NOTIFY: (TransferStatus.PLANNED,),
}


@dataclass(frozen=True, slots=True)
class Traveller:
    """A member of the family. transfer: the live one; code: what hinders the act, "" where nothing does, and reason the
    same in words."""

    case: Case
    transfer: Transfer | None
    code: str = ""
    reason: str = ""

    @property
    def goes(self) -> bool:
        """Whether the act reaches this person; the guards of the act are asked when it is done."""
        return not self.code


def travellers(actor: Actor, case: Case, name: str) -> list[Traveller]:
    """Every member of the family that the actor sees, for one of `FAMILY_ACTS`; the person alone where there is no
    family. As many statements for few members as for many."""
    family = Case.objects.visible_to(actor).filter(Q(id=case.id) | Q(group__isnull=False, group=case.group_id))
    members = with_persons(actor, family.select_related("requesting_country", "receiving_country").order_by("id"))
    transfers = {row.case_id: row for row in Transfer.objects.filter(case__in=members, status__in=LIVE_TRANSFER)}
    rows = []
    for member in members:
        transfer = transfers.get(member.id)
        rows.append(Traveller(member, transfer, *hindrance(actor, member, transfer, name)))
    return rows


def hindrance(actor: Actor, case: Case, transfer: Transfer | None, name: str) -> tuple[str, str]:
    """What hinders one of `FAMILY_ACTS` for this person, as code and in words; twice "" where nothing does. No
    statement."""
    row = BY_NAME[name]
    side = side_of(actor, case)
    status = transfer.status if transfer else ""
    if side is not row.side or not is_granted(actor, row.permission, case):
        return "not_granted", _("Your office and role do not include this.")
    if case.status not in row.cases:
        return "not_accepted", _("The case stands at: %(status)s.") % {"status": status_for(case, side)[1]}
    if transfer is not None and transfer.operation_id is not None:
        return "with_operation", _("The person travels with a group operation, which is planned as a whole.")
    if status in FAMILY_ACTS[name]:
        return "", ""
    if status == "":
        return "no_transfer_planned", _("No transfer is planned.")
    if status == TransferStatus.COUNTER_PROPOSED:
        return "counter_proposed", _("The other side proposed another date: plan the transfer again first.")
    return "announced", _("Notice was given already: change this transfer on the person’s own case.")
