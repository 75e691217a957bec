"""Who of a family returns together with one of its members, as the cases and their transfers stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef

from cases.choices import OPEN_STATUSES, Status, TransferStatus, WithdrawalReason
from cases.models import Case, CaseSuspension, Transfer, Withdrawal

_CONFIRMED: Final = (TransferStatus.CONFIRMED, TransferStatus.DEPARTED)
# A date that the other side cannot keep is nobody's arrival.
_PLANNED: Final = (TransferStatus.PLANNED, TransferStatus.NOTIFIED, TransferStatus.CHANGED, *_CONFIRMED)


@dataclass(frozen=True, slots=True)
class Relative:
    """Another member of the family. comes_along: has returned, or returns together with the person; stays: neither
    that, nor left by himself; is_going: a transfer is in hand, for whatever arrival."""

    case: Case
    comes_along: bool
    stays: bool
    is_going: bool = False


def relatives_of(case: Case) -> list[Relative]:
    """The other cases of the family with their persons, as row security shows them. Before the acceptance whoever may
    still return comes along; then whoever is accepted and not suspended; once a transfer of the person is in hand only
    who arrives with it, and from its confirmation on only whose transfer is confirmed too.

    One statement, and one for the transfers once the case is accepted.
    """
    here = {"case": OuterRef("pk")}
    rows = list(
        Case.objects.filter(group_id=case.group_id)
        .exclude(id=case.id)
        .select_related("person")
        .annotate(
            is_suspended=Exists(CaseSuspension.objects.filter(**here, ended_at=None)),
            has_left=Exists(Withdrawal.objects.filter(**here, reason_code=WithdrawalReason.LEFT_VOLUNTARILY)),
        )
        .order_by("id")
    )
    if case.status != Status.ACCEPTED:
        return [Relative(other, other.status in OPEN_STATUSES or _has_returned(other), False) for other in rows]
    keys = [case.id, *(other.id for other in rows)]
    transfers = {row.case_id: row for row in Transfer.objects.filter(case__in=keys, ended_at=None)}
    own = transfers.get(case.id)
    found = []
    for other in rows:
        going = transfers.get(other.id)
        if own is not None:
            comes = other.status == Status.ACCEPTED and going is not None and _arrive_together(own, going)
            is_left = not comes
        else:
            comes = other.status in OPEN_STATUSES and not other.is_suspended
            is_left = other.status != Status.ACCEPTED or other.is_suspended
        is_back = _has_returned(other)
        stays = is_left and not is_back and not other.has_left
        found.append(Relative(other, comes or is_back, stays, going is not None))
    return found


def staying(relatives: Sequence[Relative]) -> list[Case]:
    """The cases of those who would not return together with the person."""
    return [relative.case for relative in relatives if relative.stays]


def _has_returned(case: Case) -> bool:
    return case.completed_at is not None and case.status != Status.TAKEN_BACK


def _arrive_together(own: Transfer, other: Transfer) -> bool:
    """At the same place and time, or with the same group operation, and the other one has come as far."""
    if other.status not in (_CONFIRMED if own.status in _CONFIRMED else _PLANNED):
        return False
    if own.operation_id is not None and own.operation_id == other.operation_id:
        return True
    return (own.crossing_point_id, own.arrives_at) == (other.crossing_point_id, other.arrives_at)
