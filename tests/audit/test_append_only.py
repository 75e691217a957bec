"""Events and looks are added and read; nobody changes them, whatever the login."""

import psycopg
import pytest

from accounts.actor import Actor
from audit.models import Access, Event
from audit.services import access_record, event_record, own_audience
from core.scope import use_scope
from tests import world
from tests.conftest import APP, ERASE, OWNER, RELAY, SEAL, SWEEP

pytestmark = pytest.mark.commits
CHANGES = {
    "update": "update {table} set action = 'nothing'",
    "update of the reader": "update {table} set audience_countries = '{{ALB}}'",
    "delete": "delete from {table}",
    "truncate": "truncate {table}",
    "truncate by another table": "truncate {table} cascade",
}


@pytest.fixture(scope="module")
def actor(module_db: str) -> Actor:
    """Somebody who has left one event and one look."""
    actor = world.make_actor("nld-dtv", "supervisor")
    with use_scope(actor.scope):
        event_record(actor=actor, action="case.started", subject="case:x", audience=own_audience(actor))
        access_record(actor=actor, action="case.opened", subject="case:x")
    return actor


@pytest.mark.parametrize("table", ["audit_event", "audit_access"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(
    "login", [APP, RELAY, SWEEP, SEAL, ERASE, OWNER], ids=["app", "relay", "sweep", "seal", "erase", "owner"]
)
def test_no_login_changes_the_trail(
    actor: Actor, module_db: str, login: dict[str, str], change: str, table: str
) -> None:
    with psycopg.connect(
        dbname=module_db,
        user=login["USER"],
        password=login["PASSWORD"],
        host=login["HOST"],
        port=login["PORT"] or None,
    ) as session:
        if login is APP:
            session.execute("select scope_enter('', 'NLD', '{NLD}', '{}', '{}', '', '{}', '')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"append-only|permission denied"):
            session.execute(change.format(table=table))
        session.rollback()
    with use_scope(actor.scope):
        assert Event.objects.filter(action="case.started").count() == 1
        assert Access.objects.filter(action="case.opened").count() == 1


def test_an_event_is_written_in_the_callers_transaction(module_db: str) -> None:
    actor = world.make_actor("nld-dtv", "supervisor")
    with pytest.raises(ZeroDivisionError), use_scope(actor.scope):
        event_record(actor=actor, action="case.started", subject="case:lost", audience=own_audience(actor))
        raise ZeroDivisionError
    with use_scope(actor.scope):
        assert not Event.objects.filter(subject="case:lost").exists()


def test_an_event_can_be_written_for_readers_who_are_not_the_writer(module_db: str) -> None:
    """The insert needs no reading: an agency's answer tells the requesting side, which the agency does not see."""
    verifier, supervisor = world.make_actor("srb-civil-registry", "verifier"), world.make_actor("nld-dtv", "supervisor")
    with use_scope(verifier.scope):
        event_record(actor=verifier, action="verification.result", subject="case:x", audience=own_audience(supervisor))
        assert not Event.objects.exists()
    with use_scope(supervisor.scope):
        assert Event.objects.filter(action="verification.result").count() == 1


def test_the_stamp_is_text_of_that_day(module_db: str) -> None:
    """A later change of name or office does not rewrite who it was."""
    actor = world.make_actor("nld-dtv", "supervisor", "Old Name")
    with use_scope(actor.scope):
        event_record(actor=actor, action="case.started", subject="case:x", audience=own_audience(actor))
    user = world.user_of(actor)
    user.full_name = "New Name"
    with world.as_operator():
        user.save(update_fields=["full_name"])
    with use_scope(actor.scope):
        event = Event.objects.get(actor_id=actor.user_id)
    assert (event.actor_name, event.role, event.country) == ("Old Name", "supervisor", "NLD")
    assert event.authority_name == actor.authority_name
