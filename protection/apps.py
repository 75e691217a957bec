"""Data protection: what goes to the other side and comes back, requests of persons, retention and erasure."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "protection"
    verbose_name = "Data protection"
