"""Readmission case management: settings, urls, the Celery application, the embedded services."""

from rcms.celery import app as celery_app

__all__ = ["celery_app"]
