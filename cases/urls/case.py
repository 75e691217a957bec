"""The case page, its acts, its audit trail."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
