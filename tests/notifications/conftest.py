"""Mail on, a real SMTP server, and the work of the outbox done by hand."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.conf import settings

from accounts.actor import Actor
from accounts.models import User
from core.models import OutboxMessage
from core.outbox import wall_now
from notifications.models import Delivery
from rcms.celery import app
from tests import world
from tests.conftest import OWNER, logged_in_as
from tests.notifications.mail_server import MailServer, running

PUBLIC_URL = "https://rcms.example"


def mail_settings(patch: pytest.MonkeyPatch, port: int) -> None:
    """Send to a server on this machine, without encryption."""
    values = {
        "EMAIL_IS_ON": True,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_SSL": False,
        "EMAIL_USE_TLS": False,
        "EMAIL_TIMEOUT": 5,
        "PUBLIC_URL": PUBLIC_URL,
        "EMAIL_FROM": "rcms@rcms.example",
    }
    for name, value in values.items():
        patch.setattr(settings, name, value, raising=False)


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with running() as server:
        mail_settings(monkeypatch, server.port)
        yield server


def give_address(*actors: Actor) -> None:
    """An e-mail address made from the role: `supervisor.SRB@example.org`."""
    for actor in actors:
        world.every(User).filter(id=actor.user_id).update(email=address_of(actor))


def address_of(actor: Actor) -> str:
    return f"{actor.role}.{actor.country}.{str(actor.user_id)[-4:]}@example.org"


def waiting(prefix: str = "notifications.") -> list[OutboxMessage]:
    """The promises that nobody has kept yet."""
    with logged_in_as(OWNER):
        rows = OutboxMessage.objects.filter(state__in=["pending", "leased"], task__startswith=prefix)
        return list(rows.order_by("created_at", "id"))


@pytest.fixture(scope="session", autouse=True)
def _tasks_are_known() -> None:
    app.loader.import_default_modules()


def work_off(prefix: str = "notifications.", *, ahead: timedelta = timedelta()) -> int:
    """Do what waits, also what this brings with it, as workers do; gives how many tasks ran. `ahead`: as if so much
    machine time had passed for those whose time has not come."""
    done = 0
    while due := [row for row in waiting(prefix) if row.available_at <= wall_now() + ahead]:
        for row in due:
            current_app.tasks[row.task](str(row.id))
            done += 1
        failed = [row for row in waiting(prefix) if row.last_error]
        assert not failed, [(row.task, row.last_error) for row in failed]
    return done


def deliveries(**filters: Any) -> list[Delivery]:
    with logged_in_as(OWNER):
        return list(Delivery.objects.filter(**filters).order_by("created_at", "id"))


def states(**filters: Any) -> list[tuple[str, str, int]]:
    return [(row.state, row.error, row.attempts) for row in deliveries(**filters)]
