"""Work lists: queues, filters, acts on many cases, who has a case; verification tasks, expected arrivals."""

from django.urls import URLPattern, path

from cases.views import arrivals, assignment, presence, verification, verification_desk, work, work_bulk, work_filters

urlpatterns: list[URLPattern] = [
    path("cases/", work.CaseListView.as_view(), name="case-list"),
    path("cases/filter", work_filters.QueueFilterView.as_view(), name="case-filter"),
    path("cases/filters", work_filters.SavedFilterSaveView.as_view(), name="saved-filter-save"),
    path(
        "cases/filters/<uuid:filter_id>/first",
        work_filters.SavedFilterDefaultView.as_view(),
        name="saved-filter-default",
    ),
    path(
        "cases/filters/<uuid:filter_id>/delete",
        work_filters.SavedFilterDeleteView.as_view(),
        name="saved-filter-delete",
    ),
    path("cases/bulk", work_bulk.BulkView.as_view(), name="bulk"),
    path("cases/bulk/assign", work_bulk.BulkAssignView.as_view(), name="bulk-assign"),
    path("cases/bulk/<uuid:run_id>", work_bulk.BulkResultView.as_view(), name="bulk-result"),
    path("cases/<uuid:case_id>/assignment", assignment.AssignmentView.as_view(), name="assignment"),
    path("cases/<uuid:case_id>/presence", presence.PresenceView.as_view(), name="presence"),
    path("r/<str:reference>", work.CaseByReferenceView.as_view(), name="case-by-reference"),
    path(
        "cases/<uuid:case_id>/questions/<uuid:question_id>",
        verification_desk.QuestionView.as_view(),
        name="verification-question",
    ),
    path("verification/", verification.VerificationListView.as_view(), name="verification-list"),
    path("verification/<uuid:task_id>", verification.VerificationTaskView.as_view(), name="verification-task"),
    path("arrivals/", arrivals.ArrivalListView.as_view(), name="arrival-list"),
    path("arrivals/print", arrivals.ArrivalPrintView.as_view(), name="arrival-print"),
    path("arrivals/<uuid:case_id>", arrivals.ArrivalDetailView.as_view(), name="arrival-detail"),
]
