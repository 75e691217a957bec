"""Addresses of the app."""

from django.urls import URLPattern, path

from protection.views import overview

app_name = "protection"
urlpatterns: list[URLPattern] = [
    path("", overview.OverviewView.as_view(), name="overview"),
]
