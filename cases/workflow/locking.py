"""One order of locks: the group operation before the cases of its passengers, a case before its parts.

A passenger follows the transfer of the case by triggers, which count seats and tell the border post: an act on one case
ends in the rows of the operation. Whoever acts on the whole operation has these first and comes to the cases then.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from cases.models import Case


def operations_lock(case_id: UUID, operation_id: UUID | None = None) -> None:
    """Lock the operation that carries the live transfer of a case, if there is one, and `operation_id`. To be called
    before the case is locked by whoever may go on to its transfer. Whoever acts need not read the operation."""
    with connection.cursor() as cursor:
        cursor.execute("select operations_lock(%s, %s)", [[case_id], operation_id])


def cases_lock(case_ids: Sequence[UUID], operation_id: UUID | None = None) -> None:
    """Lock several cases before acts on each of them: the operations of all, with `operation_id`, then the cases in the
    order of their keys. Of two people who come to the same cases in different orders one waits."""
    with connection.cursor() as cursor:
        cursor.execute("select operations_lock(%s, %s)", [sorted(case_ids), operation_id])
    list(Case.objects.select_for_update().filter(id__in=case_ids).order_by("id").values_list("id", flat=True))


def family_lock(case_id: UUID, operation_id: UUID | None = None) -> None:
    """Lock a family's cases, of whomever of them one begins with; operation_id: as in `cases_lock`."""
    group_id = Case.objects.filter(id=case_id).values_list("group_id", flat=True).first()
    family = Case.objects.filter(group_id=group_id).values_list("id", flat=True) if group_id is not None else ()
    cases_lock([*{case_id, *family}], operation_id)


def monitoring_lock(monitoring_id: UUID) -> None:
    """Lock the case of an assignment of the actor's own body, before the assignment: the body does not see the case."""
    with connection.cursor() as cursor:
        cursor.execute("select monitoring_lock(%s)", [monitoring_id])


def papers_lock(subject: str, authority_id: UUID) -> None:
    """Papers that one office prints of an operation or a visit are numbered one after the other. For offices that read
    it without a right to change it, which the lock of its row would need."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"papers:{subject}:{authority_id}"])
