"""Writing an application, page by page, and reading it whole."""

from django.urls import URLPattern, path

from cases.views import filing, refiling

urlpatterns: list[URLPattern] = [
    path("cases/new", filing.CaseStartView.as_view(), name="case-start"),
    path("cases/<uuid:case_id>/application", filing.CaseApplicationView.as_view(), name="case-application"),
    path("cases/<uuid:case_id>/file-again", refiling.CaseRefileView.as_view(), name="case-refile"),
    path("cases/<uuid:case_id>/what-is-new", refiling.RefilingChangeView.as_view(), name="refiling-change"),
    path("cases/<uuid:case_id>/application/<slug:step>", filing.FilingView.as_view(), name="filing"),
]
