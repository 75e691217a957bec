"""Work lists: queues, verification tasks, expected arrivals."""

from django.urls import URLPattern, path

from cases.views import arrivals, verification, work

urlpatterns: list[URLPattern] = [
    path("cases/", work.CaseListView.as_view(), name="case-list"),
    path("r/<str:reference>", work.CaseByReferenceView.as_view(), name="case-by-reference"),
    path("verification/", verification.VerificationListView.as_view(), name="verification-list"),
    path("verification/<uuid:task_id>", verification.VerificationTaskView.as_view(), name="verification-task"),
    path("arrivals/", arrivals.ArrivalListView.as_view(), name="arrival-list"),
    path("arrivals/<uuid:case_id>", arrivals.ArrivalDetailView.as_view(), name="arrival-detail"),
]
