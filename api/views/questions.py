"""What the receiving desk does about its questions to agencies: remind, ask again, withdraw."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api.payloads import form_data, refuse_invalid
from api.views.base import CaseView
from cases.forms.verification_desk import AskAgainForm
from cases.services import verification_tasks


class _QuestionActView(CaseView):
    """One act on a question; the answer is the case as it is then."""

    scopes: ClassVar[dict[str, str]] = {"POST": "cases:write"}
    service: ClassVar[Callable[..., Any]]
    form_class: ClassVar[type[AskAgainForm] | None] = None

    def post(self, request: Request, case_id: UUID, question_id: UUID) -> Response:
        """Do it, once."""
        return self.once_answered(lambda: self._do(case_id, question_id))

    def _do(self, case_id: UUID, question_id: UUID) -> UUID:
        found = self.locked(case_id)
        values: dict[str, Any] = {}
        if self.form_class is None:
            form_data({}, self.request.data)
        else:
            form = self.form_class(form_data(self.form_class.base_fields, self.request.data))
            refuse_invalid(form)
            values = {name: form.cleaned_data[name] for name in self.form_class.base_fields}
        type(self).service(actor=self.actor, case_id=case_id, task_id=question_id, version=found.case.version, **values)
        return case_id


@docs.question_act("Remind an agency of a question")
class QuestionRemindView(_QuestionActView):
    service = verification_tasks.question_remind


@docs.question_act("Ask an agency again", AskAgainForm)
class QuestionAgainView(_QuestionActView):
    service = verification_tasks.question_again
    form_class = AskAgainForm


@docs.question_act("Withdraw a question to an agency")
class QuestionCancelView(_QuestionActView):
    service = verification_tasks.question_cancel
