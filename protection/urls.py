"""Addresses of the app."""

from django.urls import URLPattern, path

from protection.views import between, disclosures, overview, persons, record, restriction, retention

app_name = "protection"
urlpatterns: list[URLPattern] = [
    path("", overview.OverviewView.as_view(), name="overview"),
    path("disclosures", disclosures.DisclosureListView.as_view(), name="disclosure-list"),
    path("disclosures/export", disclosures.DisclosureExportView.as_view(), name="disclosure-export"),
    path("cases/<uuid:case_id>/disclosures", disclosures.CaseDisclosuresView.as_view(), name="case-disclosures"),
    path("between", between.BetweenListView.as_view(), name="between-list"),
    path("between/<uuid:between_id>", between.BetweenView.as_view(), name="between"),
    path("cases/<uuid:case_id>/between", between.CaseBetweenView.as_view(), name="case-between"),
    path("cases/<uuid:case_id>/between/<slug:matter>", between.BetweenAskView.as_view(), name="between-ask"),
    path("persons", persons.PersonListView.as_view(), name="person-list"),
    path("persons/new", persons.PersonNewView.as_view(), name="person-new"),
    path("persons/<uuid:person_id>", persons.PersonView.as_view(), name="person"),
    path("persons/<uuid:person_id>/cases", persons.PersonFindView.as_view(), name="person-find"),
    path("persons/<uuid:person_id>/items", persons.PersonItemsView.as_view(), name="person-items"),
    path("persons/<uuid:person_id>/answer.json", persons.PersonExportView.as_view(), name="person-export"),
    path("record", record.RecordView.as_view(), name="record"),
    path("record/edit", record.RecordEditView.as_view(), name="record-edit"),
    path("notices/<slug:language>", record.NoticeView.as_view(), name="notice"),
    path("restrictions", restriction.RestrictionListView.as_view(), name="restriction-list"),
    path("cases/<uuid:case_id>/restriction", restriction.RestrictionView.as_view(), name="restriction"),
    path("retention", retention.ScheduleView.as_view(), name="retention"),
    path("retention/due", retention.DueView.as_view(), name="retention-due"),
    path("retention/runs", retention.RunListView.as_view(), name="retention-runs"),
    path("retention/runs/<uuid:erasure_id>", retention.RunView.as_view(), name="retention-run"),
    path("retention/announced", retention.AnnouncedView.as_view(), name="retention-announced"),
    path("retention/holds", retention.HoldListView.as_view(), name="retention-holds"),
    path("retention/holds/<uuid:hold_id>", retention.HoldView.as_view(), name="retention-hold"),
]
