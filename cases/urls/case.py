"""The case page, its acts, its audit trail."""

from django.urls import URLPattern, path

from cases.views import acts, audit, case, family, family_transfer, health_sheet

urlpatterns: list[URLPattern] = [
    path("cases/<uuid:case_id>", case.CaseDetailView.as_view(), name="case-detail"),
    path("cases/<uuid:case_id>/acts/<slug:name>", acts.ActView.as_view(), name="act"),
    path("cases/<uuid:case_id>/family", family.FamilyView.as_view(), name="family"),
    path(
        "cases/<uuid:case_id>/family/acts/<slug:family_act>", family_transfer.FamilyActView.as_view(), name="family-act"
    ),
    path("cases/<uuid:case_id>/health-sheet", health_sheet.HealthSheetView.as_view(), name="health-sheet"),
    path("cases/<uuid:case_id>/notes", case.NoteAddView.as_view(), name="note-add"),
    path("cases/<uuid:case_id>/audit", audit.CaseAuditView.as_view(), name="case-audit"),
    path("cases/<uuid:case_id>/audit/export", audit.CaseAuditExportView.as_view(), name="case-audit-export"),
]
