"""Administrators of two countries, and clients that act as them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.actor import Actor
from tests import world


@dataclass(frozen=True)
class Administrators:
    """Two of the Dutch desk, one of an office below, one of Serbia, one of Austria; and a supervisor for contrast."""

    first: Actor
    second: Actor
    regional: Actor
    serbian: Actor
    austrian: Actor
    supervisor: Actor


@pytest.fixture
def people(db: None) -> Administrators:
    return Administrators(
        first=world.make_actor("nld-dtv", "administrator", "Anna First"),
        second=world.make_actor("nld-dtv", "administrator", "Bert Second"),
        regional=world.make_actor("nld-dtv-region-west", "administrator", "Carla Regional"),
        serbian=world.make_actor("srb-mup-readmission", "administrator", "Dragan Serbian"),
        austrian=world.make_actor("aut-bmi", "administrator", "Eva Austrian"),
        supervisor=world.make_actor("nld-dtv", "supervisor", "Frits Supervisor"),
    )


@pytest.fixture
def client_of() -> Callable[[Actor], Client]:
    def sign_in(actor: Actor) -> Client:
        client = Client()
        world.enter(client, world.user_of(actor))
        session = client.session
        session["membership"] = str(actor.membership_id)
        session.save()
        return client

    return sign_in
