"""The register of documents of an office and its series of numbers."""

from django.urls import URLPattern, path

from cases.views import documents

urlpatterns: list[URLPattern] = [
    path("documents/", documents.RegisterView.as_view(), name="register"),
    path("documents/export", documents.RegisterExportView.as_view(), name="register-export"),
    path("documents/void", documents.NumberVoidView.as_view(), name="register-void"),
    path("documents/series", documents.SeriesView.as_view(), name="document-series"),
    path("documents/series/<uuid:series_id>/close", documents.SeriesCloseView.as_view(), name="document-series-close"),
    path("documents/numbers/<uuid:number_id>", documents.NumberView.as_view(), name="register-number"),
]
