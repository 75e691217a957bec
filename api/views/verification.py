"""Questions of identity, for the system of the agency that is asked."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api.errors import Problem
from api.payloads import form_data, refuse_invalid
from api.preconditions import etag_of, refuse_unless_matching
from api.selectors.paging import slice_of
from api.serializers.lists import TaskSerializer
from api.views.base import ApiView
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
        """One page, in the order in which they were put."""
        values, cursor, limit = self.paged("status")
        tasks = tasks_of(self.actor).select_related("photograph")
        if values["status"]:
            if values["status"] not in VerificationStatus.values:
                words = _("A parameter of the address cannot be used.")
                raise Problem(400, "bad_parameter", words, fields={"status": [_("There is no such code")]})
            tasks = tasks.filter(status=values["status"])
        page = slice_of(tasks, cursor, limit)
        return Response({"results": TaskSerializer(page.rows, many=True).data, "next": page.next_cursor})


@docs.task
class TaskView(ApiView):
    """One question."""

    scopes = {"GET": "verification:read"}

    def get(self, request: Request, task_id: UUID) -> Response:
        """The question with its data sheet; the look is recorded."""
        self.known()
        task = task_get(self.actor, task_id)
        access_record(
            actor=self.actor,
            action="verification.opened",
            subject=f"case:{task.case_id}",
            about=AboutCase(task.case_id, task.case_reference),
        )
        return self.tagged(_represented(task))


@docs.task_answer
class TaskAnswerView(ApiView):
    """The agency's answer."""

    scopes = {"POST": "verification:write"}

    def post(self, request: Request, task_id: UUID) -> Response | HttpResponse:
        """Answer, once."""
        return self.once(lambda: self._answer(task_id))

    def _answer(self, task_id: UUID) -> Response:
        list(tasks_of(self.actor).select_for_update().filter(id=task_id).values_list("id", flat=True))
        task = task_get(self.actor, task_id)
        refuse_unless_matching(self.request.headers, etag_of(_represented(task)))
        if task.status != VerificationStatus.ASKED:
            refused = ActRefused("wrong_status", _("This question was answered already, or withdrawn."))
            refused.subject, refused.case_reference = f"case:{task.case_id}", task.case_reference
            raise refused
        form = AnswerForm(form_data(AnswerForm.base_fields, self.request.data))
        refuse_invalid(form)
        verification_answer(
            actor=self.actor,
            task_id=task_id,
            version=task.version,
            answer=form.cleaned_data["answer"],
            remarks=form.cleaned_data["remarks"],
        )
        return self.tagged(_represented(task_get(self.actor, task_id)))


def _represented(task: VerificationTask) -> dict[str, Any]:
    return dict(TaskSerializer(task).data)
