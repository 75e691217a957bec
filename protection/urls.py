"""Addresses of the app."""

from django.urls import URLPattern, path

from protection.views import overview, retention

app_name = "protection"
urlpatterns: list[URLPattern] = [
    path("", overview.OverviewView.as_view(), name="overview"),
    path("retention", retention.ScheduleView.as_view(), name="retention"),
    path("retention/due", retention.DueView.as_view(), name="retention-due"),
    path("retention/runs", retention.RunListView.as_view(), name="retention-runs"),
    path("retention/runs/<uuid:erasure_id>", retention.RunView.as_view(), name="retention-run"),
    path("retention/announced", retention.AnnouncedView.as_view(), name="retention-announced"),
    path("retention/holds", retention.HoldListView.as_view(), name="retention-holds"),
    path("retention/holds/<uuid:hold_id>", retention.HoldView.as_view(), name="retention-hold"),
]
