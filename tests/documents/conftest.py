"""Two officers of two countries, their browsers, and the outbox message of the paper asked for last."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from celery import current_app
from django.test import Client

from accounts.actor import Actor
from accounts.models import User
from accounts.selectors.actors import actor_for
from accounts.services.memberships import membership_create
from accounts.sessions import MEMBERSHIP_KEY
from core import outbox
from core.audience import Audience
from countries.choices import AuthorityKind
from countries.models import Authority
from documents import tasks
from tests import world


@dataclass(frozen=True)
class Officer:
    actor: Actor
    client: Client


def officer(country: str, role: str) -> Officer:
    with world.as_operator(country):
        authority = world.every(Authority).create(
            code=f"test-{country.lower()}",
            country_id=country,
            kind=AuthorityKind.values[0],
            name=f"Central authority of {country}",
            is_national_desk=True,
        )
        user = User.objects.create_user(f"{role}.{country}", full_name=f"Officer of {country}", country_id=country)
        membership = membership_create(user=user, authority=authority, role=role, valid_from=dt.date(2020, 1, 1))
        actor = actor_for(user, membership)
    client = Client()
    world.enter(client, user)
    session = client.session
    session[MEMBERSHIP_KEY] = str(membership.id)
    session.save()
    return Officer(actor, client)


@dataclass(frozen=True)
class People:
    dutch: Officer
    serbian: Officer


@pytest.fixture
def people(db: None) -> People:
    return People(officer("NLD", "return_officer"), officer("SRB", "decision_maker"))


DUTCH = Audience(countries=("NLD",))
BOTH = Audience(countries=("NLD", "SRB"))


@pytest.fixture
def run_posted(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it to do, as a worker would, what was posted last; call it twice to do it twice."""
    posted: list[tuple[str, UUID]] = []
    real = outbox.post

    def spy(*, task: str, key: str, **rest: object) -> UUID | None:
        message_id = real(task=task, key=key, **rest)  # type: ignore[arg-type]
        if message_id is not None:
            posted.append((task, message_id))
        return message_id

    monkeypatch.setattr(outbox, "post", spy)

    def run() -> None:
        task, message_id = posted[-1]
        assert task == tasks.RENDER_TASK  # registered by the import above, as the worker does at its start
        current_app.tasks[task](str(message_id))

    return run
