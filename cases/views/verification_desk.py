"""The receiving desk's page of one question to an agency: what was asked and answered; remind, ask again, withdraw."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.services import access_record
from cases.choices import Side, Status, VerificationStatus
from cases.forms.verification_desk import QuestionForm
from cases.models import Case, VerificationTask
from cases.policies import is_granted, reaches_own_side, side_of
from cases.selectors import verification as selectors
from cases.services import verification_tasks as services
from cases.views.base import ActorRequest, ActorView, about, add_errors, case_get, leading_back, refused, version_of
from core.errors import Invalid, NotVisible


class QuestionView(ActorView):
    """GET shows the question with its answer; POST does one of the three acts."""

    def get(self, request: ActorRequest, case_id: UUID, question_id: UUID) -> HttpResponseBase:
        """The page; each look is recorded."""
        case, task = self._find(request, case_id, question_id)
        access_record(actor=request.actor, action="verification.opened", subject=case.subject, about=about(case))
        return self._page(request, case, task, QuestionForm(), case.version)

    def post(self, request: ActorRequest, case_id: UUID, question_id: UUID) -> HttpResponseBase:
        """Remind, ask again or withdraw."""
        case, task = self._find(request, case_id, question_id)
        if not is_granted(request.actor, "assign_verification", case):
            raise refused(case, "not_granted", _("Your office and role do not include this."))
        form, version = QuestionForm(request.POST), version_of(request)
        known: dict[str, Any] = {"actor": request.actor, "case_id": case.id, "task_id": task.id, "version": version}
        home = reverse("cases:case-detail", args=[case.id])
        act = request.POST.get("act", "again")
        if form.is_valid():
            try:
                with leading_back(home):
                    if act == "remind":
                        services.question_remind(**known)
                        told = _("The agency is reminded.")
                    elif act == "cancel":
                        services.question_cancel(**known)
                        told = _("The question is withdrawn.")
                    else:
                        values = form.cleaned_data
                        services.question_again(**known, question=values["question"], due_on=values["due_on"])
                        told = _("The agency is asked again.")
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, told)
                return redirect(home)
        return self._page(request, case, task, form, version, status=422)

    def _find(self, request: ActorRequest, case_id: UUID, question_id: UUID) -> tuple[Case, VerificationTask]:
        case = case_get(request.actor, case_id)
        task = VerificationTask.objects.filter(case=case, id=question_id).select_related("agency").first()
        # Of whom was asked the other side and the consulate know nothing.
        is_desk = side_of(request.actor, case) is Side.RECEIVING and reaches_own_side(request.actor, "view_case", case)
        if task is None or not is_desk:
            raise NotVisible(f"verificationtask:{question_id}")
        return case, task

    def _page(
        self,
        request: ActorRequest,
        case: Case,
        task: VerificationTask,
        form: QuestionForm,
        version: int,
        status: int = 200,
    ) -> HttpResponse:
        may = is_granted(request.actor, "assign_verification", case) and case.status == Status.IN_VERIFICATION
        context = {
            "case": case,
            "task": task,
            "sheet": selectors.sheet_of(task),
            "findings": selectors.finding_rows(task),
            "form": form,
            "version": version,
            "can_ask": may and task.status in (VerificationStatus.ASKED, VerificationStatus.ANSWERED),
            "is_open": task.status == VerificationStatus.ASKED,
        }
        return render(request, "cases/work/verification_question.html", context, status=status)
