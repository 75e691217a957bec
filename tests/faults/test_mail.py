"""E-mail with real processes and real deaths: none is lost, none is sent twice; what nobody can know is told as such."""

import os
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from celery import current_app
from django.conf import settings

from accounts.models import User
from core.audience import Audience
from core.models import OutboxMessage
from core.outbox import wall_now
from core.scope import use_scope
from notifications.models import Delivery
from notifications.services import notice_send
from tests import world
from tests.conftest import OWNER, logged_in_as
from tests.faults.conftest import Station, wait_until
from tests.notifications.mail_server import MailServer, free_port, running

pytestmark = pytest.mark.commits
Process = subprocess.Popen[bytes]
REFERENCE = "NL-RS-2026-{:06d}-X"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where the workers of this module look for the mail server."""
    number = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "EMAIL_URL", f"smtp://127.0.0.1:{number}?tls=off")
        patch.setitem(os.environ, "RCMS_PUBLIC_URL", "https://rcms.example")
        patch.setattr(settings, "EMAIL_IS_ON", True)
        yield number


@pytest.fixture
def server(port: int) -> Iterator[MailServer]:
    with running(port) as made:
        yield made


@pytest.fixture
def mailing(port: int, station: Station) -> Iterator[Station]:
    """A station with a worker that knows the mail server; workers of another test's making are left alone."""
    if station.worker is None or station.worker not in station.processes:
        station.worker = station.start_worker()
    yield station


def tell(station: Station, number: int, count: int = 1) -> None:
    """Notices for one colleague of the station's actor, who is written to at once."""
    colleague = _colleague(station)
    with use_scope(station.actor.scope):
        for offset in range(count):
            notice_send(
                action="case.assigned",
                subject="case:01a200d1-5542-745a-b066-11bda63c7ac6",
                case_reference=REFERENCE.format(number + offset),
                audience=Audience((station.actor.country,), (station.actor.authority_id,)),
                recipient_id=colleague,
            )


def _colleague(station: Station) -> Any:
    found = world.every(User).filter(email="colleague@example.org").first()
    if found is None:
        actor = world.make_actor("nld-dtv", "reviewer", email="colleague@example.org")
        return actor.user_id
    return found.id


def states() -> list[tuple[str, str]]:
    with logged_in_as(OWNER):
        return list(Delivery.objects.order_by("created_at").values_list("state", "error"))


def arrived(server: MailServer, number: int) -> int:
    reference = REFERENCE.format(number)
    return sum(reference in server.text(index) for index in range(len(server.messages)))


def forget() -> None:
    """The next test begins with no e-mail."""
    with logged_in_as(OWNER):
        Delivery.objects.all().delete()


def now_again() -> None:
    """The pause before the next attempt is over."""
    with logged_in_as(OWNER):
        OutboxMessage.objects.filter(task="notifications.send", state="pending").update(available_at=wall_now())


def test_many_notices_arrive_once_each(mailing: Station, server: MailServer) -> None:
    """Two processes work, and the broker says everything again and again."""
    tell(mailing, 100, 12)

    def repeat() -> None:
        with logged_in_as(OWNER):
            rows = list(OutboxMessage.objects.filter(task__startswith="notifications.").values_list("id", "task"))
        with current_app.connection_for_write(url=mailing.valkey.address()) as broker:
            for key, task in rows:
                current_app.send_task(task, args=[str(key)], queue="interactive", ignore_result=True, connection=broker)

    repeat()
    for count in (1, 6, 12):
        wait_until(lambda count=count: len(server.messages) >= count, f"{count} e-mails arrive\n{mailing.log()}")
        repeat()
    wait_until(lambda: {state for state, _ in states()} == {"sent"}, "all are known to be sent")
    wait_until(lambda: mailing.client().llen("interactive") == 0, "the repetitions are taken")
    assert [arrived(server, number) for number in range(100, 112)] == [1] * 12
    forget()


def test_a_worker_killed_while_the_server_has_the_message_leaves_it_to_a_person(
    mailing: Station, server: MailServer
) -> None:
    server.is_slow = True
    tell(mailing, 200)
    wait_until(lambda: server.messages, f"the server has the message\n{mailing.log()}")
    assert states() == [("sending", "")]
    assert mailing.worker is not None
    mailing.kill(mailing.worker)
    server.is_slow = False
    mailing.worker = mailing.start_worker()
    wait_until(lambda: states() == [("uncertain", "stopped")], f"it is told as uncertain\n{mailing.log()}")
    tell(mailing, 201)
    wait_until(lambda: arrived(server, 201), "the next one arrives")
    assert arrived(server, 200) == 1, "and is not sent a second time"
    forget()


def test_a_killed_relay_delays_and_loses_nothing(mailing: Station, server: MailServer) -> None:
    assert mailing.relay is not None
    mailing.kill(mailing.relay)
    tell(mailing, 300, 3)
    assert server.messages == []
    mailing.relay = mailing.start_relay()
    wait_until(lambda: len(server.messages) == 3, f"all three arrive\n{mailing.log()}")
    assert [arrived(server, number) for number in (300, 301, 302)] == [1, 1, 1]
    wait_until(lambda: {state for state, _ in states()} == {"sent"}, "all are known to be sent")
    forget()


def test_a_mail_server_that_is_away_delays_and_loses_nothing(mailing: Station, port: int) -> None:
    tell(mailing, 400, 2)
    wait_until(lambda: states() == [("waiting", "away")] * 2, f"both were tried\n{mailing.log()}")
    with running(port) as server:
        now_again()
        wait_until(lambda: len(server.messages) == 2, f"both arrive\n{mailing.log()}")
        wait_until(lambda: states() == [("sent", "")] * 2, "both are known to be sent")
        assert [arrived(server, number) for number in (400, 401)] == [1, 1]
    forget()


def test_a_connection_cut_after_the_data_is_told_as_uncertain(mailing: Station, server: MailServer) -> None:
    server.cuts = 1
    tell(mailing, 500)
    wait_until(lambda: states() == [("uncertain", "no_answer")], f"it is told as uncertain\n{mailing.log()}")
    assert arrived(server, 500) == 1
    forget()
