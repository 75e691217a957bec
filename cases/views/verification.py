"""Questions of identity: the agency's list and the page on which it answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.policies import require_act
from audit.services import AboutCase, access_record
from cases.choices import VerificationStatus
from cases.forms.verification import AnswerForm
from cases.models import VerificationTask
from cases.selectors import verification as selectors
from cases.services.verification import verification_answer
from cases.views.base import ActorRequest, ActorView, add_errors, version_of
from core.errors import Invalid
from notifications.services.notices import notices_mark_subject


class VerificationListView(ActorView):
    """The agency's tasks: open ones by due date, then the answered ones."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """Two lists."""
        require_act(request.actor, "answer_verification")
        tasks = selectors.task_list(request.actor)
        context = {"tasks": tasks, "open_shown": selectors.OPEN_SHOWN, "answered_shown": selectors.ANSWERED_SHOWN}
        return render(request, "cases/work/verification_list.html", context)


class VerificationTaskView(ActorView):
    """One question: the data sheet, the photograph, the answer. Everything shown comes from the task itself."""

    def get(self, request: ActorRequest, task_id: UUID) -> HttpResponseBase:
        """The question, or the answer that was given; each look is recorded."""
        task = selectors.task_get(request.actor, task_id)
        access_record(
            actor=request.actor,
            action="verification.opened",
            subject=f"case:{task.case_id}",
            about=AboutCase(task.case_id, task.case_reference),
        )
        notices_mark_subject(actor=request.actor, subject=f"case:{task.case_id}")
        form = AnswerForm(sheet=task.sheet) if task.status == VerificationStatus.ASKED else None
        return self._page(request, task, form, task.version)

    def post(self, request: ActorRequest, task_id: UUID) -> HttpResponseBase:
        """The answer; what is wrong with it is shown beside the fields."""
        task = selectors.task_get(request.actor, task_id)
        form = AnswerForm(request.POST, sheet=task.sheet)
        # A task that was answered meanwhile refuses before the form is judged: the service says so.
        if form.is_valid() or task.status != VerificationStatus.ASKED:
            try:
                verification_answer(
                    actor=request.actor,
                    task_id=task_id,
                    version=version_of(request),
                    answer=form.cleaned_data.get("answer", ""),
                    remarks=form.cleaned_data.get("remarks", ""),
                    findings=form.findings(),
                    adverse=form.cleaned_data.get("adverse", ""),
                )
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                reference = task.case_reference
                messages.success(request, _("Your answer about %(reference)s is recorded.") % {"reference": reference})
                return redirect("cases:verification-list")
        return self._page(request, task, form, version_of(request), status=422)

    def _page(
        self, request: ActorRequest, task: VerificationTask, form: AnswerForm | None, version: int, status: int = 200
    ) -> HttpResponse:
        context = {
            "task": task,
            "sheet": selectors.sheet_of(task),
            "country": selectors.other_country_of(task),
            "form": form,
            "findings": selectors.finding_rows(task),
            "version": version,
        }
        return render(request, "cases/work/verification_task.html", context, status=status)
