"""Work lists: queues, verification tasks, expected arrivals."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
