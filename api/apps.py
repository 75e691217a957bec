"""The interface for national systems: the same services and selectors that the pages use."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = "API"
