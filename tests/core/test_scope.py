"""For whom the database is read: opened, nested, left, and never left open."""

from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction

from core import clock
from core.errors import ScopeMissing
from core.models import ClockOffset, OutboxMessage
from core.scope import Scope, current_scope, outbox_scope, use_scope
from notifications.models import Notice
from tests.conftest import OWNER, logged_in_as

DUTCH = Scope(
    user_id=uuid4(),
    country="NLD",
    countries=("NLD",),
    authorities=(uuid4(),),
    agencies=(uuid4(),),
    group=7,
    administers=("NLD",),
)
SERBIAN = Scope(user_id=uuid4(), country="SRB", countries=("SRB",))
FUNCTIONS = ("user", "country", "countries", "authorities", "agencies", "group", "administers")


def stated() -> tuple[object, ...]:
    """What the database has been told."""
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(f"scope_{name}()" for name in FUNCTIONS))
        return tuple(cursor.fetchone())


NOTHING = (None, None, [], [], [], None, [])


def of(scope: Scope) -> tuple[object, ...]:
    lists = [list(scope.countries), list(scope.authorities), list(scope.agencies)]
    return (scope.user_id, scope.country, *lists, scope.group, list(scope.administers))


def test_a_scope_is_stated_and_taken_back(transactional_db: None) -> None:
    assert stated() == NOTHING and current_scope() is None
    with use_scope(DUTCH):
        assert stated() == of(DUTCH) and current_scope() is DUTCH
        with use_scope(SERBIAN):
            assert stated() == of(SERBIAN)
        assert stated() == of(DUTCH)
    assert stated() == NOTHING and current_scope() is None


def test_an_error_inside_takes_the_scope_back_too(transactional_db: None) -> None:
    with use_scope(DUTCH):
        with pytest.raises(ZeroDivisionError), use_scope(SERBIAN):
            raise ZeroDivisionError
        assert stated() == of(DUTCH) and current_scope() is DUTCH
    with pytest.raises(ZeroDivisionError), use_scope(DUTCH):
        raise ZeroDivisionError
    assert stated() == NOTHING and current_scope() is None


def test_the_scope_of_one_thread_is_not_anothers(transactional_db: None) -> None:
    found: list[object] = []

    def look() -> None:
        found.extend([current_scope(), stated()])
        connection.close()

    with use_scope(DUTCH):
        thread = Thread(target=look)
        thread.start()
        thread.join()
    assert found == [None, NOTHING]


@pytest.mark.parametrize("word", ['a"b', "a,b", "a\\b", "{}", "' or true --", "NULL", ""])
def test_a_scope_is_data_never_sql(transactional_db: None, word: str) -> None:
    with use_scope(Scope(user_id=uuid4(), country="X", countries=(word, "NLD"))):
        with connection.cursor() as cursor:
            cursor.execute("select scope_countries()")
            assert cursor.fetchone() == ([word, "NLD"],)
        assert not Notice.objects.exists()


def test_a_scope_travels_in_the_outbox_unchanged() -> None:
    for scope in (DUTCH, SERBIAN, Scope()):
        assert Scope.from_json(scope.to_json()) == scope


READS = (
    "select * from notifications_notice",
    'select "id" from "notifications_notice" where true',
    "SELECT 1 FROM public_things, x JOIN notifications_notice n ON true",
    "update notifications_notice set action = ''",
    "delete from notifications_notice",
    "insert into notifications_notice default values",
)


@pytest.mark.parametrize("sql", READS)
def test_a_secured_table_without_a_scope_is_a_loud_mistake(transactional_db: None, sql: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ScopeMissing):
        cursor.execute(sql)


@pytest.mark.parametrize("sql", ["select * from countries_country", "select 'from notifications_noticeboard'"])
def test_other_tables_are_read_without_one(transactional_db: None, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_system_login_needs_no_scope(transactional_db: None) -> None:
    with logged_in_as(OWNER):
        assert OutboxMessage.objects.count() == 0


def test_a_worker_sees_one_message_and_nothing_else(transactional_db: None) -> None:
    now = clock.now()
    keys = [uuid4(), uuid4()]
    with use_scope(DUTCH):
        for key in keys:
            OutboxMessage(id=key, task="x", key=str(key), created_at=now, available_at=now).save(force_insert=True)
        Notice(at=now, action="x", subject="case:x", audience_countries=["NLD"]).save(force_insert=True)
    with outbox_scope(keys[0]):
        assert [message.id for message in OutboxMessage.objects.all()] == [keys[0]]
        assert not Notice.objects.exists()
    with use_scope(DUTCH):
        assert not OutboxMessage.objects.exists() and Notice.objects.exists()


def test_leaving_the_outer_transaction_leaves_nothing_on_the_connection(transactional_db: None) -> None:
    """A pooled connection goes to the next request: the settings must have ended with the transaction."""
    for ends_well in (True, False):
        with transaction.atomic():
            with use_scope(DUTCH):
                pass
            transaction.set_rollback(not ends_well)
        assert stated() == NOTHING


def test_the_offset_of_the_clock_comes_with_the_scope(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = clock.now()
    with logged_in_as(OWNER):
        ClockOffset(id=1, seconds=86_400 * 10).save(force_insert=True)
    try:
        with use_scope(DUTCH):
            assert timedelta(days=9) < clock.now() - before < timedelta(days=11)
        monkeypatch.setattr(settings, "CLOCK_MAY_MOVE", False)
        clock._offset.set(timedelta())
        with use_scope(DUTCH):
            assert clock.now() - before < timedelta(days=1), "production reads no offset"
        with pytest.raises(RuntimeError):
            clock.set_offset(timedelta(seconds=1))
        with pytest.raises(RuntimeError), clock.travel(before):
            pass
    finally:
        clock._offset.set(timedelta())
