"""Workload, time keeping, audit across cases, quality sampling: for supervisors and heads of office."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "Supervision"
