"""Writing an application, page by page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
