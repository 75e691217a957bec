"""Addresses of cases, one module per part: the work lists, the case and its acts, the filing of an application."""

from cases.urls import case, case_file, conversation, filing, search, work

app_name = "cases"
urlpatterns = [
    *work.urlpatterns,
    *search.urlpatterns,
    *filing.urlpatterns,
    *case.urlpatterns,
    *case_file.urlpatterns,
    *conversation.urlpatterns,
]
