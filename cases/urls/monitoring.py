"""Forced-return monitoring."""

from django.urls import URLPattern, path

from cases.views import monitoring

urlpatterns: list[URLPattern] = [
    path("monitoring/", monitoring.AssignmentListView.as_view(), name="monitoring-list"),
    path("monitoring/<uuid:monitoring_id>", monitoring.AssignmentView.as_view(), name="monitoring-assignment"),
    path(
        "operations/<uuid:operation_id>/monitoring",
        monitoring.OperationMonitoringView.as_view(),
        name="operation-monitoring",
    ),
    path("cases/<uuid:case_id>/monitoring", monitoring.CaseMonitoringView.as_view(), name="case-monitoring"),
]
