"""Browsers signed in as an actor, and rows in number, for the tests of the work lists."""

from typing import Any
from uuid import UUID

from django.test import Client

from accounts.actor import Actor
from accounts.sessions import MEMBERSHIP_KEY
from audit.services import AboutCase, event_record
from cases.models import Case, CaseClock, CasePrivate, Detention, Person
from core.audience import Audience
from core.ids import uuid7
from core.scope import use_scope
from tests import world


def browser(actor: Actor) -> Client:
    """A client signed in under the actor's membership."""
    client = Client()
    world.enter(client, world.user_of(actor))
    session = client.session
    session[MEMBERSHIP_KEY] = str(actor.membership_id)
    session.save()
    return client


def page(client: Client, address: str, status: int = 200, **data: Any) -> str:
    """The page's text; fails when the answer is another."""
    answer = client.get(address, data)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def copies(actor: Actor, case: Case, number: int) -> None:
    """More cases like this one, written past the services: for counting statements only."""
    with use_scope(actor.scope):
        parts = [
            (model, model.objects.filter(case=case).first()) for model in (Person, CasePrivate, Detention, CaseClock)
        ]
        stem = Case.objects.get(id=case.id)
        for index in range(number):
            key = uuid7()
            event_record(
                actor=actor, action="case.started", subject=f"case:{key}", about=AboutCase(key), audience=Audience()
            )
            _copy(stem, id=key, reference=f"{stem.reference}{index}" if stem.reference else None)
            for _model, part in parts:
                if part is not None:
                    _copy(part, id=uuid7(), case_id=key)


def _copy(row: Any, **values: UUID | str | None) -> None:
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    type(row)(**{**fields, **values}).save(force_insert=True)
