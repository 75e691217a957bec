"""Addresses of the app."""

from django.urls import URLPattern, path

from supervision.views import absence, access, audit, exports, log, overview, quality, unusual, workload

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("", overview.OverviewView.as_view(), name="overview"),
    path("cases/<slug:measure>", overview.CaseListView.as_view(), name="case-list"),
    path("export/<slug:table>", exports.ExportView.as_view(), name="export"),
    path("audit", audit.AuditView.as_view(), name="audit"),
    path("unusual", unusual.UnusualListView.as_view(), name="unusual-list"),
    path("unusual/<uuid:finding_id>", unusual.UnusualView.as_view(), name="unusual"),
    path("log", log.LogView.as_view(), name="log"),
    path("log/<int:size>", log.CheckpointView.as_view(), name="checkpoint"),
    path("workload", workload.WorkloadView.as_view(), name="workload"),
    path("workload/<uuid:holder_id>", workload.ReassignView.as_view(), name="reassign"),
    path("workload/<uuid:holder_id>/absence", absence.AbsenceView.as_view(), name="absence"),
    path("absences/<uuid:absence_id>/end", absence.AbsenceEndView.as_view(), name="absence-end"),
    path("access", access.AccessView.as_view(), name="access"),
    path("access/requests/<uuid:access_request_id>", access.RequestAnswerView.as_view(), name="request-answer"),
    path("access/<uuid:access_id>/end", access.AccessEndView.as_view(), name="access-end"),
    path("samples", quality.SampleListView.as_view(), name="sample-list"),
    path("samples/new", quality.SampleDrawView.as_view(), name="sample-draw"),
    path("samples/<uuid:sample_id>", quality.SampleDetailView.as_view(), name="sample-detail"),
    path("reviews/<uuid:review_id>", quality.ReviewView.as_view(), name="review"),
]
