"""Addresses of cases, one module per part: the work lists, the case and its acts, the filing of an application."""

from cases.urls import (
    access,
    case,
    case_file,
    conversation,
    costs,
    documents,
    filing,
    help,
    monitoring,
    operations,
    search,
    transit,
    visits,
    work,
)

app_name = "cases"
urlpatterns = [
    *work.urlpatterns,
    *operations.urlpatterns,
    *monitoring.urlpatterns,
    *costs.urlpatterns,
    *transit.urlpatterns,
    *search.urlpatterns,
    *filing.urlpatterns,
    *case.urlpatterns,
    *case_file.urlpatterns,
    *access.urlpatterns,
    *conversation.urlpatterns,
    *documents.urlpatterns,
    *visits.urlpatterns,
    *help.urlpatterns,
]
