"""Addresses of transits at a border post."""

from django.urls import URLPattern, path

from cases.views import transits

urlpatterns: list[URLPattern] = [path("arrivals/transits", transits.TransitListView.as_view(), name="transits")]
