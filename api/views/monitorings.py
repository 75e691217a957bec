"""Transfers that the client's office monitors: the redacted plan, observations, the report."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.forms import Form
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation_transfers as docs
from api.payloads import form_data, refuse_invalid
from api.preconditions import etag_of, refuse_unless_matching
from api.selectors.paging import slice_of
from api.serializers.monitoring import MonitoringRowSerializer, MonitoringSerializer
from api.views.base import ApiView
from audit.services import AboutCase, access_record
from cases.choices_monitoring import MonitoringStatus
from cases.forms.monitoring import ObservationForm, ReportForm
from cases.models import Monitoring
from cases.selectors.monitoring import assignment_get, assignments_of, monitoring_page
from cases.services.monitoring import observation_record, report_submit
from cases.workflow.locking import monitoring_lock
from core.errors import ActRefused, Invalid, NotVisible


@docs.monitorings
class MonitoringListView(ApiView):
    """The assignments of the client's body; none for an office that monitors nothing."""

    scopes: ClassVar[Mapping[str, str]] = {"GET": "monitoring:read"}

    def get(self, request: Request) -> Response:
        """One page, in the order in which they were assigned."""
        _values, cursor, limit = self.paged()
        page = slice_of(assignments_of(self.actor), cursor, limit)
        return Response({"results": MonitoringRowSerializer(page.rows, many=True).data, "next": page.next_cursor})


class _OneView(ApiView):
    def told(self, monitoring_id: UUID, *, is_repeated: bool = True) -> Response:
        """The assignment; a look is recorded unless it follows from an act."""
        row = assignment_get(self.actor, monitoring_id)
        if is_repeated:
            about = AboutCase(row.case_id, row.case_reference)
            access_record(actor=self.actor, action="monitoring.opened", subject=f"case:{row.case_id}", about=about)
        return self.tagged(_represented(row))

    def open_row(self, monitoring_id: UUID) -> Monitoring:
        """The assignment, locked, that goes on. Raises NotVisible, ActRefused."""
        monitoring_lock(monitoring_id)
        if not assignments_of(self.actor).select_for_update(of=("self",)).filter(id=monitoring_id).exists():
            raise NotVisible(f"monitoring:{monitoring_id}")
        row = assignment_get(self.actor, monitoring_id)
        if row.status != MonitoringStatus.ASSIGNED:
            refused = ActRefused("wrong_status", _("This assignment has ended."))
            raise refused.about(f"case:{row.case_id}", row.case_reference)
        return row

    def filled(self, kind: type[Form], **options: Any) -> Any:
        """The body as a form that is in order, or 422."""
        form = kind(form_data(kind.base_fields, self.request.data), **options)
        refuse_invalid(form)
        return form


def _represented(row: Monitoring) -> dict[str, Any]:
    page = monitoring_page(row, with_plan=True)
    plan = [{"label": label, "value": value} for label, value in page.plan]
    return {**MonitoringSerializer(_Told(row, page.report)).data, "plan": plan}


class _Told:
    """The row with its report where there is one."""

    plan = ()

    def __init__(self, row: Monitoring, report: Any) -> None:
        self._row, self.report = row, report

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


@docs.monitoring
class MonitoringView(_OneView):
    """One assignment."""

    scopes: ClassVar[Mapping[str, str]] = {"GET": "monitoring:read"}

    def get(self, request: Request, monitoring_id: UUID) -> Response:
        """Plan, observations, report and replies; the look is recorded."""
        self.known()
        return self.told(monitoring_id)


@docs.observations
class ObservationsView(_OneView):
    """What the body sees."""

    scopes: ClassVar[Mapping[str, str]] = {"POST": "monitoring:write"}

    def post(self, request: Request, monitoring_id: UUID) -> Response:
        """Record an observation, once. It stands for itself: no tag is asked for."""
        return self.once(lambda: self._record(monitoring_id), self.told)

    def _record(self, monitoring_id: UUID) -> UUID:
        row = self.open_row(monitoring_id)
        form = self.filled(ObservationForm, zone=self.actor.time_zone)
        said = {name: form.cleaned_data[name] for name in ("phase", "at", "text", "incidents")}
        try:
            observation_record(actor=self.actor, monitoring_id=row.id, **said)
        except Invalid as invalid:
            names = form.service_names
            raise Invalid({names.get(key, key): texts for key, texts in invalid.errors.items()}) from invalid
        return row.id


@docs.monitoring_report
class MonitoringReportView(_OneView):
    """The final report of the body."""

    scopes: ClassVar[Mapping[str, str]] = {"POST": "monitoring:write"}

    def post(self, request: Request, monitoring_id: UUID) -> Response:
        """Submit it, once, of what was read."""
        return self.once(lambda: self._submit(monitoring_id), self.told)

    def _submit(self, monitoring_id: UUID) -> UUID:
        row = self.open_row(monitoring_id)
        refuse_unless_matching(self.request.headers, etag_of(_represented(row)))
        said = self.filled(ReportForm).cleaned_data
        report_submit(actor=self.actor, monitoring_id=row.id, version=row.version, **said)
        return row.id
