"""The daily digest in real life: a mail server gets it, the bell counts, and its link leads to the case."""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from accounts.models import User
from core.models import OutboxMessage
from core.outbox import nudge, wall_now
from tests import world
from tests.browser.people import Persona
from tests.conftest import OWNER, logged_in_as
from tests.faults.conftest import wait_until
from tests.notifications.mail_server import MailServer, running

ADDRESS = "registry@example.org"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """Requested before `site`: the worker takes its address from the environment."""
    with running() as made:
        monkeypatch.setitem(os.environ, "EMAIL_URL", f"smtp://127.0.0.1:{made.port}?tls=off")
        monkeypatch.setitem(os.environ, "RCMS_PUBLIC_URL", "https://rcms.example")
        monkeypatch.setattr(settings, "EMAIL_IS_ON", True)
        yield made


def seven_o_clock() -> bool:
    """The hour of the digests has come."""
    with logged_in_as(OWNER):
        waiting = OutboxMessage.objects.filter(task="notifications.digest", state="pending")
        waiting.update(available_at=wall_now())
    nudge()
    return True


def test_a_digest_arrives_and_leads_to_the_case(server: MailServer, site: str, chromium: Any) -> None:
    people = world.corridor()
    world.every(User).filter(id=people.registry.user_id).update(email=ADDRESS)
    cases = [world.case_at(people, "submitted") for _ in range(2)]
    registry = Persona(chromium, site, people.registry).sign_in()
    registry.sees("Notices")
    bell = registry.page.locator("a.bell .count")
    assert bell.inner_text() == "2"

    def has_come() -> bool:
        return seven_o_clock() and bool(server.messages)

    wait_until(has_come, "the digest arrives", 90)
    address, message = server.messages[0]
    assert address == ADDRESS and "2 notices of the last day" in str(message["Subject"])
    text = server.text(0)
    for case in cases:
        assert case.reference and case.reference in text
    for word in ("Petrović", "Miloš", "1991", "012345678"):
        assert word not in text

    link = re.search(rf"https://rcms\.example(/cases/{cases[0].id})", text)
    assert link
    registry.go(link[1])
    registry.sees(str(cases[0].reference))
    assert bell.inner_text() == "1", "opening the case has marked its notice as read"
    registry.go("/notices/")
    registry.look("notices")
    registry.press("Mark all as read")
    assert bell.count() == 0
    registry.press("Undo")
    assert bell.inner_text() == "1"
    registry.go("/notices/preferences")
    registry.page.locator("[name='acts'][value='in_app']").check(force=True)
    registry.press("Save my choices", shot="preferences")
    registry.sees("Your choices are saved.")
    registry.close()
