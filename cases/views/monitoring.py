"""Forced-return monitoring: the body's list, one assignment, its observations and report; what supervisors read."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.policies import require_act
from audit.services import AboutCase, access_record
from cases.choices_monitoring import MonitoringStatus
from cases.forms.monitoring import AssignMonitorForm, ObservationForm, ReportForm
from cases.models import Monitoring, Operation
from cases.selectors.case_tabs import tabs_for
from cases.selectors.monitoring import (
    assignment_get,
    assignment_list,
    may_assign_monitors,
    monitoring_page,
    monitorings_of,
)
from cases.selectors.operations import operation_get
from cases.services.monitoring import monitoring_bodies, observation_record, report_submit
from cases.services.operation_monitoring import passengers_monitor
from cases.views.base import ActorRequest, ActorView, about, add_errors, case_get, version_of
from cases.views.operations import operation_shown
from core import clock
from core.errors import ActRefused, Invalid
from notifications.services.notices import notices_mark_subject


class AssignmentListView(ActorView):
    """The transfers that the body monitors."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """What goes on first."""
        require_act(request.actor, "monitor_return")
        return render(request, "cases/work/monitoring_list.html", {"rows": assignment_list(request.actor)})


class AssignmentView(ActorView):
    """One assignment: the redacted plan, the observations, the report."""

    def get(self, request: ActorRequest, monitoring_id: UUID) -> HttpResponseBase:
        """Each look is recorded."""
        row = assignment_get(request.actor, monitoring_id)
        access_record(
            actor=request.actor,
            action="monitoring.opened",
            subject=f"case:{row.case_id}",
            about=AboutCase(row.case_id, row.case_reference),
        )
        notices_mark_subject(actor=request.actor, subject=f"case:{row.case_id}")
        return self._page(request, row, self.observation_form(request), self.report_form(None), row.version)

    def post(self, request: ActorRequest, monitoring_id: UUID) -> HttpResponseBase:
        """An observation, or the final report."""
        row = assignment_get(request.actor, monitoring_id)
        is_report = request.POST.get("what") == "report"
        observation = self.observation_form(request, None if is_report else request.POST)
        report = self.report_form(request.POST if is_report else None)
        form: Any = report if is_report else observation
        # What has ended meanwhile refuses before the form is judged: the service says so.
        if form.is_valid() or row.status != MonitoringStatus.ASSIGNED:
            try:
                if is_report:
                    report_submit(
                        actor=request.actor,
                        monitoring_id=row.id,
                        version=version_of(request),
                        text=form.cleaned_data.get("text", ""),
                        recommendations=form.cleaned_data.get("recommendations", ""),
                    )
                else:
                    observation_record(
                        actor=request.actor,
                        monitoring_id=row.id,
                        phase=form.cleaned_data.get("phase", ""),
                        at=form.cleaned_data.get("at") or clock.now(),
                        text=form.cleaned_data.get("text", ""),
                        incidents=form.cleaned_data.get("incidents", ()),
                    )
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                said = _("Your report was submitted.") if is_report else _("Your observation is recorded.")
                messages.success(request, said)
                return redirect("cases:monitoring-assignment", monitoring_id=row.id)
        return self._page(request, row, observation, report, version_of(request) or row.version, status=422)

    def report_form(self, data: Any) -> ReportForm:
        """Beside the other form, whose fields have the same names."""
        return ReportForm(data, auto_id="report_%s")

    def observation_form(self, request: ActorRequest, data: Any = None) -> ObservationForm:
        """Empty forms begin with now, on the clocks of the body."""
        local = clock.now().astimezone(request.actor.zone)
        initial = {"seen_date": local.date(), "seen_time": f"{local:%H:%M}"}
        return ObservationForm(data, zone=request.actor.time_zone, initial=initial)

    def _page(
        self,
        request: ActorRequest,
        row: Monitoring,
        observation: ObservationForm,
        report: ReportForm,
        version: int,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "page": monitoring_page(row, with_plan=True),
            "is_open": row.status == MonitoringStatus.ASSIGNED,
            "observation": observation,
            "report": report,
            "version": version,
        }
        return render(request, "cases/work/monitoring.html", context, status=status)


class OperationMonitoringView(ActorView):
    """One body for every passenger of the actor's country, before they leave."""

    def get(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """The bodies to choose from."""
        operation = self._find(request, operation_id)
        return self._page(request, operation, None)

    def post(self, request: ActorRequest, operation_id: UUID) -> HttpResponseBase:
        """Assign it; what is refused for one passenger is said on the page of the operation."""
        operation = self._find(request, operation_id)
        form = self._form(request, request.POST)
        if not form.is_valid():
            return self._page(request, operation, form, status=422)
        body = UUID(form.cleaned_data["body"])
        results = passengers_monitor(actor=request.actor, operation=operation, body=body)
        if any(not result.is_done for result in results):
            return operation_shown(request, operation, results=results)
        messages.success(request, _("The monitoring body is assigned to every passenger of your country."))
        return redirect("cases:operation", operation.id)

    def _find(self, request: ActorRequest, operation_id: UUID) -> Operation:
        operation = operation_get(operation_id)
        if not may_assign_monitors(request.actor, operation):
            refused = ActRefused("not_granted", _("Your office and role do not include this."))
            raise refused.about(operation.subject, operation.name)
        return operation

    def _form(self, request: ActorRequest, data: Any) -> AssignMonitorForm:
        return AssignMonitorForm(
            data, bodies=[(str(body.id), body.name) for body in monitoring_bodies(request.actor.country)]
        )

    def _page(
        self, request: ActorRequest, operation: Operation, form: AssignMonitorForm | None, status: int = 200
    ) -> HttpResponse:
        context = {"operation": operation, "form": form or self._form(request, None)}
        return render(request, "cases/operations/monitoring.html", context, status=status)


class CaseMonitoringView(ActorView):
    """What monitors saw and reported, for the supervisors of both sides."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """Each look is recorded."""
        case = case_get(request.actor, case_id)
        pages = monitorings_of(request.actor, case)
        access_record(actor=request.actor, action="monitoring.opened", subject=case.subject, about=about(case))
        context = {"case": case, "pages": pages, "tabs": tabs_for(request.actor, case, "")}
        return render(request, "cases/case/monitoring.html", context)
