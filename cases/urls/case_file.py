"""The case file: documents, viewer, history, versions."""

from django.urls import URLPattern, path

from cases.views import case_file, case_history

urlpatterns: list[URLPattern] = [
    path("cases/<uuid:case_id>/documents", case_file.CaseDocumentsView.as_view(), name="case-documents"),
    path("cases/<uuid:case_id>/case-file", case_file.CaseFileMakeView.as_view(), name="case-file-make"),
    path("cases/<uuid:case_id>/files/<uuid:file_id>", case_file.CaseFileView.as_view(), name="case-file"),
    path("cases/<uuid:case_id>/history", case_history.CaseHistoryView.as_view(), name="case-history"),
    path("cases/<uuid:case_id>/versions", case_history.CaseVersionsView.as_view(), name="case-versions"),
]
