"""The monitoring body of a group operation: assigned to the transfers of the passengers of the actor's country."""

from uuid import UUID

from django.db import transaction

from accounts.actor import Actor
from cases.choices_operations import SEATED
from cases.models import Operation, OperationPassenger
from cases.services.monitoring import monitor_assign
from cases.services.operation_passengers import Result
from cases.workflow.locking import cases_lock
from core.errors import ActRefused, NotVisible


def passengers_monitor(*, actor: Actor, operation: Operation, body: UUID) -> list[Result]:
    """What became of each passenger whose case the actor's country filed; one that is refused leaves the others.

    Each is an act on the passenger's own case, as every act of an operation on a person is. Raises Invalid (body).
    """
    results = []
    aboard = OperationPassenger.objects.filter(operation=operation, country=actor.country, status__in=SEATED)
    cases_lock(list(aboard.values_list("case_id", flat=True)), operation.id)
    for passenger in aboard.order_by("id"):
        try:
            with transaction.atomic():
                monitor_assign(actor=actor, case_id=passenger.case_id, version=None, body=body)
        except ActRefused as refused:
            results.append(Result(passenger, refused.code, str(refused.message)))
        except NotVisible:
            continue
        else:
            results.append(Result(passenger))
    return results
