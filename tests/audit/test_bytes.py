"""The bytes that the log seals are the database's: the application cannot choose them, and they tell the row."""

import hashlib
import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actor import Actor
from audit.models import Access, Event
from audit.services import event_record, own_audience
from core.scope import use_scope
from tests import world
from tests.conftest import OWNER, logged_in_as
from verify.rcms_verify import leaf_hash

pytestmark = pytest.mark.commits
PERSONAL = ("actor_name", "on_behalf_of", "values", "reason", "address")


@pytest.fixture(scope="module")
def actor(module_db: str) -> Actor:
    return world.make_actor("nld-dtv", "supervisor")


def stored(table: str, key: object) -> dict[str, Any]:
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute(f"select to_jsonb(t) from {table} t where id = %s", [key])
        row = cursor.fetchone()
    assert row is not None
    found: dict[str, Any] = json.loads(row[0])
    return found


def added(actor: Actor, **columns: object) -> dict[str, Any]:
    """One event by plain SQL, as somebody would add it who has taken over the application."""
    key = uuid4()
    with use_scope(actor.scope):
        subject = f"case:{key}"
        event_record(actor=actor, action="case.started", subject=subject, audience=own_audience(actor), reason="why")
        template = Event.objects.get(subject=subject).id
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into audit_event select (jsonb_populate_record(e, %s)).* from audit_event e where id = %s",
                [json.dumps({"id": str(key), **columns}), template],
            )
    return stored("audit_event", key)


def test_what_the_application_brings_is_overwritten(actor: Actor) -> None:
    mine = json.dumps({"v": 1, "nonce": "0" * 32}).encode()
    row = added(
        actor,
        canonical="\\x" + mine.hex(),
        leaf_hash="\\x" + leaf_hash(mine).hex(),
        salts=dict.fromkeys(PERSONAL, "00" * 16),
    )
    content = bytes.fromhex(row["canonical"][2:])
    assert content != mine
    assert row["leaf_hash"] == "\\x" + leaf_hash(content).hex()
    sealed = json.loads(content)
    assert (sealed["id"], sealed["kind"]) == (row["id"], "event")
    assert sealed["nonce"] != "0" * 32
    assert "00" * 16 not in row["salts"].values()
    assert set(row["salts"]) == {name for name in PERSONAL if row[name]}


def test_two_events_that_say_the_same_have_nothing_in_common(actor: Actor) -> None:
    """Partners hold hashes: what could be guessed is not to be guessed from them, neither an act nor a name."""
    rows = [added(actor) for _ in range(4)]
    sealed = [json.loads(bytes.fromhex(row["canonical"][2:])) for row in rows]
    assert len({row["leaf_hash"] for row in rows}) == len({one["nonce"] for one in sealed}) == len(rows)
    for name in ("actor_name", "reason"):
        assert len({row["salts"][name] for row in rows}) == len(rows)
        assert len({one["commitments"][name] for one in sealed}) == len(rows)
    salts = [salt for row in rows for salt in row["salts"].values()]
    assert len(set(salts)) == len(salts)


def test_personal_values_are_bound_and_not_told(actor: Actor) -> None:
    row = added(
        actor,
        on_behalf_of="Somebody Else",
        address="2001:db8::7",
        reason="Gründe „ohne“ Ende",
        values='{"family_name": ["Alt", "Neu"]}',
    )
    text = bytes.fromhex(row["canonical"][2:]).decode()
    sealed = json.loads(text)
    for name in PERSONAL:
        assert row[name] and row[name] not in text and name not in sealed
        bound = bytes.fromhex(row["salts"][name]) + name.encode() + b"\0" + row[name].encode()
        assert sealed["commitments"][name] == hashlib.sha256(bound).hexdigest()


def test_what_is_added_waits_for_the_log_and_what_is_taken_back_does_not(actor: Actor) -> None:
    row = added(actor)
    with pytest.raises(ZeroDivisionError), use_scope(actor.scope):
        event_record(actor=actor, action="case.lost", subject="case:lost", audience=own_audience(actor))
        raise ZeroDivisionError
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute("select entry::text, kind, '\\x' || encode(leaf_hash, 'hex') from audit_unsealed")
        waiting = {entry: (kind, leaf) for entry, kind, leaf in cursor.fetchall()}
        cursor.execute(
            "select id::text, 'event', '\\x' || encode(leaf_hash, 'hex') from audit_event"
            " union all select id::text, 'access', '\\x' || encode(leaf_hash, 'hex') from audit_access"
        )
        assert waiting == {entry: (kind, leaf) for entry, kind, leaf in cursor.fetchall()}
    assert waiting[row["id"]] == ("event", row["leaf_hash"])


@pytest.mark.parametrize(
    "statement",
    [
        "select * from audit_unsealed",
        "delete from audit_unsealed",
        "insert into audit_unsealed values (gen_random_uuid(), 'event', '')",
        "create trigger t before insert on bait for each row execute function audit_bytes('event')",
        "create trigger t after insert on bait for each row execute function audit_wait('event')",
    ],
)
def test_the_application_does_not_reach_what_waits(actor: Actor, statement: str) -> None:
    with use_scope(actor.scope), connection.cursor() as cursor:
        cursor.execute("create temporary table bait (id uuid, leaf_hash bytea) on commit drop")
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute(statement)
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_the_models_know_nothing_of_the_bytes() -> None:
    """Pages read entries by columns: the bytes would be read with each."""
    for model in (Event, Access):
        assert not {field.name for field in model._meta.fields} & {"canonical", "leaf_hash", "salts", "xact"}
