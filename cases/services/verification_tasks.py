"""What the receiving desk does about a question that it put: remind, ask again, withdraw it."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import VerificationStatus
from cases.models import Case, Person, VerificationResult, VerificationTask
from cases.services.verification import agency_tell, question_put
from cases.workflow.engine import applying
from core import clock
from core.errors import ActRefused, Invalid, NotVisible


def question_remind(*, actor: Actor, case_id: UUID, task_id: UUID, version: int | None) -> VerificationTask:
    """Remind the agency of a question that it has not answered. Raises ActRefused (wrong_status)."""
    with applying(actor=actor, case_id=case_id, name="remind_verification", version=version) as act:
        task = _task(act.case, task_id, VerificationStatus.ASKED)
        task.reminded_at = clock.now()
        task.save(force_update=True)
        act.parameters |= {"agency": task.agency.name}
        agency_tell(task, "verification.reminded")
    return task


def question_again(
    *, actor: Actor, case_id: UUID, task_id: UUID, version: int | None, question: str, due_on: date | None = None
) -> VerificationTask:
    """Ask the same agency again: what its answer left open, or what it has not answered; then the earlier question is
    withdrawn. The data are those of the application as they are now. Raises Invalid (question)."""
    with applying(actor=actor, case_id=case_id, name="reask_verification", version=version) as act:
        task = _task(act.case, task_id, VerificationStatus.ASKED, VerificationStatus.ANSWERED)
        if not question.strip():
            raise Invalid({"question": [_("Say what is still to be looked up")]})
        open_now = VerificationTask.objects.filter(
            case=act.case, agency=task.agency_id, status=VerificationStatus.ASKED
        ).exclude(id=task.id)
        if open_now.exists():
            raise Invalid({"question": [_("The agency has another question that it has not answered yet")]})
        if task.status == VerificationStatus.ASKED:
            _cancel(task)
        person = Person.objects.select_related("photograph").get(case=act.case)
        act.parameters |= {"agency": task.agency.name}
        return question_put(
            actor=actor,
            case=act.case,
            person=person,
            agency=task.agency,
            question=question.strip(),
            due_on=due_on,
            follows=task,
        )


def question_cancel(*, actor: Actor, case_id: UUID, task_id: UUID, version: int | None) -> VerificationTask:
    """Withdraw a question: no answer is awaited any more."""
    with applying(actor=actor, case_id=case_id, name="cancel_verification", version=version) as act:
        task = _task(act.case, task_id, VerificationStatus.ASKED)
        _cancel(task)
        act.parameters |= {"agency": task.agency.name}
        agency_tell(task, "verification.cancelled")
    return task


def _cancel(task: VerificationTask) -> None:
    task.status = VerificationStatus.CANCELLED
    task.version += 1
    task.save(force_update=True)
    # The other side does not wait for what nobody answers.
    VerificationResult.objects.filter(task=task.id).delete()


def _task(case: Case, task_id: UUID, *statuses: str) -> VerificationTask:
    rows = VerificationTask.objects.select_for_update(of=("self",)).select_related("agency__country")
    task = rows.filter(case=case, id=task_id).first()
    if task is None:
        raise NotVisible(f"verificationtask:{task_id}")
    if task.status not in statuses:
        refused = ActRefused("wrong_status", _("This question was answered already, or withdrawn."))
        raise refused.about(case.subject, case.reference)
    return task
