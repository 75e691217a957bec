"""The person left while the procedure ran: the case is withdrawn and closed, and nothing more is asked.

The other side reads what it reads of every withdrawal, each of which can be closed at once. If some of them were
explained to it, the ones that are not would tell that something else is behind them (decision record 15).
"""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Side, WithdrawalReason
from cases.choices_exits import DepartureProof
from cases.models import Case, VoluntaryDeparture
from cases.services.submission import case_close, withdrawing
from core import clock
from core.errors import Invalid


def voluntary_departure_record(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    left_on: date,
    proof: str,
    destination: str = "",
    is_assisted: bool = False,
    note: str = "",
) -> Case:
    """The case is withdrawn because the person left, and its file closed: when, where to, how that is known. All of it
    is for the own side.

    Raises Invalid (left_on, proof).
    """
    errors: dict[str, list[str]] = {}
    if left_on > clock.now().astimezone(actor.zone).date():
        errors["left_on"] = [_("The day of departure cannot lie in the future")]
    if proof not in DepartureProof.values:
        errors["proof"] = [_("Choose how it is known")]
    if errors:
        raise Invalid(errors)
    name = "record_voluntary_departure"
    code = WithdrawalReason.LEFT_VOLUNTARILY
    with withdrawing(actor=actor, case_id=case_id, version=version, name=name, code=code, note=note) as act:
        VoluntaryDeparture(
            case=act.case,
            own_side=Side.REQUESTING,
            left_on=left_on,
            destination=" ".join(destination.split()),
            proof=proof,
            is_assisted=is_assisted,
            note=note.strip(),
        ).save(force_insert=True)
    return case_close(actor=actor, case_id=case_id, version=None)
