"""The case page, per side: what is shown, what is not, and in how many statements."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from accounts.sessions import MEMBERSHIP_KEY
from cases.models import Case
from tests import world
from tests.world import Corridor

pytestmark = pytest.mark.django_db


def client_of(actor: Actor) -> Client:
    """A browser signed in as this actor."""
    client = Client()
    client.force_login(world.user_of(actor))
    session = client.session
    session[MEMBERSHIP_KEY] = str(actor.membership_id)
    session.save()
    return client


@pytest.mark.parametrize("status", ["draft", "in_review", "submitted", "received", "in_verification", "answered", "decision_proposed", "accepted", "documented", "planned", "notified", "confirmed", "completed", "closed", "refused", "inconclusive"])
def test_smoke(status: str) -> None:
    people = world.corridor()
    if status == "answered":
        case = world.case_at(people, "in_verification")
        world.answer(people, case.id)
    else:
        case = world.case_at(people, status)
    for name in ("officer", "reviewer", "registry", "proposer", "signer", "consul", "supervisor", "their_supervisor"):
        answer = client_of(getattr(people, name)).get(reverse("cases:case-detail", args=[case.id]))
        print(status, name, answer.status_code)
        if answer.status_code == 200:
            import re
            text = answer.content.decode()
            band = re.search(r'<section class="turn.*?</section>', text, re.S).group(0)
            print("   ", " ".join(re.sub(r"<[^>]+>", " ", band).split()))
            st = re.search(r'<ol class="stages.*?</ol>', text, re.S).group(0)
            print("   ", " ".join(re.sub(r"<[^>]+>", " ", st).split()))
