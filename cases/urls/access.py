"""Exceptions to who sees a case."""

from django.urls import URLPattern, path

from cases.views import access

urlpatterns: list[URLPattern] = [
    path("access", access.AccessAskView.as_view(), name="access-ask"),
    path("cases/<uuid:case_id>/access", access.CaseAccessView.as_view(), name="case-access"),
    path("cases/<uuid:case_id>/conflict", access.ConflictView.as_view(), name="conflict"),
]
