"""The top floor as a Django application: it holds commands of the whole house (demo, checks) and no models."""

from django.apps import AppConfig


class RcmsConfig(AppConfig):
    name = "rcms"
    verbose_name = "Readmission case management"
