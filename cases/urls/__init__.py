"""Addresses of cases, one module per part: the work lists, the case and its acts, the filing of an application."""

from cases.urls import case, filing, work

app_name = "cases"
urlpatterns = [*work.urlpatterns, *filing.urlpatterns, *case.urlpatterns]
