"""Group operations."""

from django.urls import URLPattern, path

from cases.views import operation_acts
from cases.views import operations as views

urlpatterns: list[URLPattern] = [
    path("operations/", views.OperationListView.as_view(), name="operation-list"),
    path("operations/new", views.OperationStartView.as_view(), name="operation-start"),
    path("operations/<uuid:operation_id>", views.OperationView.as_view(), name="operation"),
    path("operations/<uuid:operation_id>/edit", views.OperationEditView.as_view(), name="operation-edit"),
    path("operations/<uuid:operation_id>/seats", views.OperationSeatsView.as_view(), name="operation-seats"),
    path("operations/<uuid:operation_id>/staff", views.OperationStaffView.as_view(), name="operation-staff"),
    path(
        "operations/<uuid:operation_id>/staff/<uuid:staff_id>/remove",
        views.OperationStaffRemoveView.as_view(),
        name="operation-staff-remove",
    ),
    path("operations/<uuid:operation_id>/cases", views.OperationCasesView.as_view(), name="operation-cases"),
    path(
        "operations/<uuid:operation_id>/cases/<uuid:case_id>/remove",
        views.OperationCaseRemoveView.as_view(),
        name="operation-case-remove",
    ),
    path("operations/<uuid:operation_id>/list", views.OperationListPaperView.as_view(), name="operation-list-paper"),
    path(
        "operations/<uuid:operation_id>/acts/<slug:act>",
        operation_acts.OperationActView.as_view(),
        name="operation-act",
    ),
]
