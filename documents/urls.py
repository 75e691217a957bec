"""Addresses of files and papers."""

from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("<uuid:file_id>", views.FileView.as_view(), name="file-view"),
    path("<uuid:file_id>/preview", views.FilePreviewView.as_view(), name="file-preview"),
    path("<uuid:file_id>/download", views.FileDownloadView.as_view(), name="file-download"),
    path("<uuid:file_id>/pages/<int:page>", views.FilePageView.as_view(), name="file-page"),
    path("papers/<uuid:document_id>/status", views.DocumentStatusView.as_view(), name="document-status"),
]
