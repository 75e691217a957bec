"""Costs."""

from django.urls import URLPattern, path

from cases.views import costs, operation_costs

urlpatterns: list[URLPattern] = [
    path("costs/", costs.CostListView.as_view(), name="cost-list"),
    path("costs/export", costs.CostExportView.as_view(), name="cost-export"),
    path("cases/<uuid:case_id>/costs", costs.CaseCostsView.as_view(), name="case-costs"),
    path("cases/<uuid:case_id>/costs/<uuid:item_id>/remove", costs.CostRemoveView.as_view(), name="cost-remove"),
    path(
        "operations/<uuid:operation_id>/costs",
        operation_costs.OperationCostsView.as_view(),
        name="operation-costs",
    ),
    path(
        "operations/<uuid:operation_id>/costs/<uuid:shared_as>/remove",
        operation_costs.OperationCostRemoveView.as_view(),
        name="operation-cost-remove",
    ),
]
