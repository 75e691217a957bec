"""Questions of identity, for the system of the agency that is asked."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actor import Actor
from api import documentation as docs
from api.payloads import form_data, refuse_invalid
from api.preconditions import etag_of, refuse_unless_matching
from api.selectors.paging import slice_of
from api.serializers.lists import TaskRowSerializer, TaskSerializer
from api.views.base import ApiView, refuse_unknown_codes
from audit.services import AboutCase, access_record
from cases.choices import VerificationStatus
from cases.forms.verification import AnswerForm
from cases.models import VerificationTask
from cases.selectors.verification import task_get, tasks_of
from cases.services.verification import verification_answer
from core.errors import ActRefused


@docs.task_list
class TaskListView(ApiView):
    """The questions put to the client's agency."""

    scopes = {"GET": "verification:read"}

    def get(self, request: Request) -> Response:
        """One page, in the order in which they were put; the data sheet comes with each question alone."""
        values, cursor, limit = self.paged("status")
        refuse_unknown_codes("status", [values["status"]], VerificationStatus.values)
        tasks = tasks_of(self.actor)
        if values["status"]:
            tasks = tasks.filter(status=values["status"])
        page = slice_of(tasks, cursor, limit)
        return Response({"results": TaskRowSerializer(page.rows, many=True).data, "next": page.next_cursor})


@docs.task
class TaskView(ApiView):
    """One question."""

    scopes = {"GET": "verification:read"}

    def get(self, request: Request, task_id: UUID) -> Response:
        """The question with its data sheet; the look is recorded."""
        self.known()
        return self.tagged(_represented(_looked_at(self.actor, task_id)))


@docs.task_answer
class TaskAnswerView(ApiView):
    """The agency's answer."""

    scopes = {"POST": "verification:write"}

    def post(self, request: Request, task_id: UUID) -> Response:
        """Answer, once."""
        return self.once(lambda: self._answer(task_id), self._tell)

    def _tell(self, task_id: UUID, *, is_repeated: bool) -> Response:
        task = _looked_at(self.actor, task_id) if is_repeated else task_get(self.actor, task_id)
        return self.tagged(_represented(task))

    def _answer(self, task_id: UUID) -> UUID:
        list(tasks_of(self.actor).select_for_update().filter(id=task_id).values_list("id", flat=True))
        task = task_get(self.actor, task_id)
        refuse_unless_matching(self.request.headers, etag_of(_represented(task)))
        if task.status != VerificationStatus.ASKED:
            refused = ActRefused("wrong_status", _("This question was answered already, or withdrawn."))
            raise refused.about(f"case:{task.case_id}", task.case_reference)
        form = AnswerForm(form_data(AnswerForm.base_fields, self.request.data), sheet=task.sheet)
        refuse_invalid(form)
        verification_answer(
            actor=self.actor,
            task_id=task_id,
            version=task.version,
            answer=form.cleaned_data["answer"],
            remarks=form.cleaned_data["remarks"],
            findings=form.findings(),
            adverse=form.cleaned_data["adverse"],
        )
        return task_id


def _looked_at(actor: Actor, task_id: UUID) -> VerificationTask:
    """The question, or NotVisible; the look is recorded."""
    task = task_get(actor, task_id)
    access_record(
        actor=actor,
        action="verification.opened",
        subject=f"case:{task.case_id}",
        about=AboutCase(task.case_id, task.case_reference),
    )
    return task


def _represented(task: VerificationTask) -> dict[str, Any]:
    return dict(TaskSerializer(task).data)
