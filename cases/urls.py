"""Addresses of cases (filled below)."""

urlpatterns: list = []
