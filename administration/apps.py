"""Offices, people, grants, texts: what national administrators keep; dangerous changes by two persons."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "administration"
    verbose_name = "Administration"
