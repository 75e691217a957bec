"""What failed: seen and decided by the administrators of the recipients' own country or office, recorded."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from core import outbox
from core.models import OutboxMessage
from core.outbox import wall_now
from core.scope import SYSTEM_ID, Scope, use_scope
from notifications.choices import DeliveryState
from notifications.models import Delivery
from tests import world
from tests.conftest import OWNER, logged_in_as
from tests.notifications.conftest import give_address
from tests.notifications.test_notices import client_of

pytestmark = pytest.mark.commits
LIST, WORK = "/notices/deliveries", "/notices/work"


@pytest.fixture
def offices(transactional_db: None) -> dict[str, Actor]:
    """Administrators of two countries and of an office below a desk, and people with mail."""
    found = {
        "nl": world.make_actor("nld-dtv", "administrator", "Nora Administrator"),
        "rs": world.make_actor("srb-mup-readmission", "administrator"),
        "region": world.make_actor("nld-dtv-region-west", "administrator"),
        "officer": world.make_actor("nld-dtv", "return_officer", "Otto Officer"),
        "region officer": world.make_actor("nld-dtv-region-west", "return_officer", "Rika Region"),
        "registry": world.make_actor("srb-mup-readmission", "registry_officer", "Rade Registry"),
    }
    give_address(found["officer"], found["region officer"], found["registry"])
    return found


def failed(actor: Actor, state: str = "failed", **values: Any) -> UUID:
    """An e-mail to this person that did not arrive."""
    now = wall_now()
    row = Delivery(
        key=f"test:{now.isoformat()}:{actor.user_id}",
        kind="notice",
        notice_kind="acts",
        recipient_id=actor.user_id,
        membership_id=actor.membership_id,
        country=actor.country,
        authority_id=actor.authority_id,
        **({"state": state, "error": "recipient", "attempts": 1, "created_at": now, "changed_at": now} | values),
    )
    with use_scope(Scope(user_id=SYSTEM_ID)):
        row.save(force_insert=True)
    return row.id


def dead(country: str, word: str = "tests.never") -> UUID:
    with use_scope(Scope(user_id=SYSTEM_ID, country=country)):
        key = outbox.post(task=word, key=f"letter:{country}:{wall_now().isoformat()}", arguments={"id": "secret-id"})
    assert key
    with logged_in_as(OWNER):
        OutboxMessage.objects.filter(id=key).update(state="dead", attempts=5, last_error="ZeroDivisionError")
    return key


def page(actor: Actor, address: str, status: int = 200) -> str:
    answer = client_of(actor).get(address)
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def state_of(key: UUID) -> str:
    with logged_in_as(OWNER):
        return Delivery.objects.get(id=key).state


def test_each_administrator_sees_the_own_country_or_office(offices: dict[str, Actor]) -> None:
    for name in ("officer", "region officer", "registry"):
        failed(offices[name])
    nl, rs, region = (page(offices[name], LIST) for name in ("nl", "rs", "region"))
    assert "Otto Officer" in nl and "Rika Region" in nl and "Rade Registry" not in nl
    assert "Rade Registry" in rs and "Otto" not in rs and "Rika" not in rs
    assert "Rika Region" in region and "Otto" not in region and "Rade" not in region
    assert "The mail server refused the recipient&#39;s address" in nl
    page(offices["officer"], LIST, 403)


def test_only_what_needs_a_decision_is_listed(offices: dict[str, Actor]) -> None:
    for state in ("waiting", "sent", "cancelled", "sending"):
        failed(offices["officer"], state)
    assert "Every e-mail arrived" in page(offices["nl"], LIST)
    failed(offices["officer"], "sending", changed_at=wall_now().replace(year=2020))
    assert "Otto Officer" in page(offices["nl"], LIST), "left by a process that ended long ago"


def test_a_failed_email_is_tried_again_once_and_recorded(offices: dict[str, Actor]) -> None:
    key = failed(offices["officer"])
    client = client_of(offices["nl"])
    assert client.post(reverse("notifications:delivery-retry", args=[key])).status_code == 302
    assert state_of(key) == DeliveryState.WAITING
    with logged_in_as(OWNER):
        assert OutboxMessage.objects.filter(task="notifications.send", arguments__delivery_id=str(key)).count() == 1
        event = Event.objects.get(action="delivery.retried")
        assert event.parameters == {"state": "failed", "kind": "notice"} and event.country == "NLD"
    again = client.post(reverse("notifications:delivery-retry", args=[key]))
    assert again.status_code == 404, "it no longer stands in the list"


def test_sending_what_may_have_arrived_asks_first(offices: dict[str, Actor]) -> None:
    key = failed(offices["officer"], "uncertain", error="no_answer")
    assert f'href="{reverse("notifications:delivery-retry", args=[key])}"' in page(offices["nl"], LIST)
    asked = page(offices["nl"], reverse("notifications:delivery-retry", args=[key]))
    assert "it may have arrived" in asked and "Send it again" in asked
    client_of(offices["nl"]).post(reverse("notifications:delivery-retry", args=[key]))
    assert state_of(key) == DeliveryState.WAITING


def test_an_email_can_be_laid_aside(offices: dict[str, Actor]) -> None:
    key = failed(offices["officer"])
    client_of(offices["nl"]).post(reverse("notifications:delivery-dismiss", args=[key]))
    assert state_of(key) == DeliveryState.CANCELLED
    assert "Every e-mail arrived" in page(offices["nl"], LIST)


@pytest.mark.parametrize("who", ["rs", "region", "officer"])
def test_nobody_decides_about_others_mail(offices: dict[str, Actor], who: str) -> None:
    key = failed(offices["officer"])
    for name in ("delivery-retry", "delivery-dismiss"):
        answer = client_of(offices[who]).post(reverse(f"notifications:{name}", args=[key]))
        assert answer.status_code == (403 if who == "officer" else 404)
    assert state_of(key) == DeliveryState.FAILED


def test_dead_work_is_seen_by_the_administrators_of_its_country(offices: dict[str, Actor]) -> None:
    dead("NLD", "tests.dutch")
    dead("SRB", "tests.serbian")
    nl, rs = page(offices["nl"], WORK), page(offices["rs"], WORK)
    assert "tests.dutch" in nl and "tests.serbian" not in nl and "ZeroDivisionError" in nl
    assert "tests.serbian" in rs and "tests.dutch" not in rs
    assert "secret-id" not in nl, "of the arguments nothing is shown"
    for name in ("region", "officer"):
        page(offices[name], WORK, 403)


def test_dead_work_is_revived_or_laid_aside_and_recorded(offices: dict[str, Actor]) -> None:
    first, second = dead("NLD"), dead("NLD")
    client = client_of(offices["nl"])
    assert client.post(reverse("notifications:dead-letter-retry", args=[first])).status_code == 302
    assert "never done" in page(offices["nl"], reverse("notifications:dead-letter-dismiss", args=[second]))
    assert client.post(reverse("notifications:dead-letter-dismiss", args=[second])).status_code == 302
    with logged_in_as(OWNER):
        rows = {row.id: (row.state, row.attempts) for row in OutboxMessage.objects.filter(task="tests.never")}
        assert rows == {first: ("pending", 0), second: ("dismissed", 5)}
        assert set(Event.objects.values_list("action", flat=True)) >= {"work.retried", "work.dismissed"}
    assert "Nothing failed" in page(offices["nl"], WORK)
    for name in ("retry", "dismiss"):
        answer = client.post(reverse(f"notifications:dead-letter-{name}", args=[second]))
        assert answer.status_code == 404


@pytest.mark.parametrize(("who", "status"), [("rs", 404), ("region", 403), ("officer", 403)])
def test_nobody_revives_the_work_of_another_country(offices: dict[str, Actor], who: str, status: int) -> None:
    key = dead("NLD")
    for name in ("retry", "dismiss"):
        address = reverse(f"notifications:dead-letter-{name}", args=[key])
        assert client_of(offices[who]).post(address).status_code == status
    with logged_in_as(OWNER):
        assert OutboxMessage.objects.get(id=key).state == "dead"


def test_an_administrator_changes_no_work_that_is_done_or_under_way(offices: dict[str, Actor]) -> None:
    """By raw SQL, past our own code."""
    key = dead("NLD")
    for state in ("done", "leased"):
        with logged_in_as(OWNER):
            OutboxMessage.objects.filter(id=key).update(state=state)
        with use_scope(offices["nl"].scope), connection.cursor() as cursor:
            cursor.execute("update core_outboxmessage set attempts = 0 where id = %s", [key])
            assert cursor.rowcount == 0
    with use_scope(offices["rs"].scope):
        assert not OutboxMessage.objects.exists()


def test_both_lists_cost_the_same_whatever_their_length(offices: dict[str, Actor]) -> None:
    for address, make in ((LIST, lambda: failed(offices["officer"])), (WORK, lambda: dead("NLD"))):
        client, counts = client_of(offices["nl"]), []
        for number in (1, 60):
            for _ in range(number):
                make()
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                body = client.get(address).content.decode()
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 16
        assert "Older" in body and body.count("Lay aside") == 50


def test_old_work_is_cleared_away_and_dead_work_stays(offices: dict[str, Actor]) -> None:
    from tests.conftest import SWEEP

    keys = {state: dead("NLD") for state in ("done", "dismissed", "dead", "pending")}
    with logged_in_as(OWNER):
        for state, key in keys.items():
            OutboxMessage.objects.filter(id=key).update(state=state, created_at=wall_now().replace(year=2020))
    with logged_in_as(SWEEP):
        assert outbox.purge() == 2
    with logged_in_as(OWNER):
        assert set(OutboxMessage.objects.values_list("id", flat=True)) == {keys["dead"], keys["pending"]}


def test_a_signed_out_person_is_led_to_sign_in(transactional_db: None) -> None:
    for address in (LIST, WORK, "/notices/", "/notices/preferences"):
        assert Client().get(address).status_code == 302
