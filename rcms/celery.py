"""The Celery application. Messages are hints that name an outbox row; the row is the truth (see core.outbox)."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")

app = Celery("rcms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_default_queue="interactive",
    task_soft_time_limit=240,
    task_time_limit=300,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 3600, "socket_keepalive": True},
    timezone="UTC",
    beat_schedule={
        "documents-sweep-orphans": {
            "task": "documents.sweep_orphans",
            "schedule": crontab(hour=3, minute=20),
            "options": {"queue": "system"},
        },
        "accounts-clear-sessions": {
            "task": "accounts.clear_sessions",
            "schedule": crontab(hour=3, minute=40),
            "options": {"queue": "system"},
        },
        "api-clear-answers": {
            "task": "api.clear_answers",
            "schedule": crontab(minute=50),
            "options": {"queue": "system"},
        },
        "core-purge-outbox": {
            "task": "core.purge_outbox",
            "schedule": crontab(hour=4, minute=0),
            "options": {"queue": "system"},
        },
        # Before the sweep of the vault, which finds the bundles' bytes without a row.
        "cases-forget-bulk-runs": {
            "task": "cases.forget_bulk_runs",
            "schedule": crontab(hour=3, minute=10),
            "options": {"queue": "system"},
        },
        "administration-sweep-people": {
            "task": "administration.sweep_people",
            "schedule": crontab(minute=5),
            "options": {"queue": "system"},
        },
        "supervision-sweep-accesses": {
            "task": "supervision.sweep_accesses",
            "schedule": crontab(minute=25),
            "options": {"queue": "system"},
        },
        "protection-sweep-requests": {
            "task": "protection.sweep_requests",
            "schedule": crontab(hour=2, minute=40),
            "options": {"queue": "system"},
        },
        # A sweep that waited longer than this is followed by the next one anyway.
        "cases-forget-searches": {
            "task": "cases.forget_searches",
            "schedule": 600.0,
            "options": {"queue": "system", "expires": 595},
        },
        "cases-sweep-clocks": {
            "task": "cases.sweep_clocks",
            "schedule": 60.0,
            "options": {"queue": "system", "expires": 55},
        },
        "cases-sweep-deadlines": {
            "task": "cases.sweep_deadlines",
            "schedule": 60.0,
            "options": {"queue": "system", "expires": 55},
        },
    },
)
app.autodiscover_tasks()
