"""For tests of the log: recording, sealing, and what must be true of the log at any time."""

from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from accounts.actor import Actor
from audit import merkle, sealing
from audit.notes import Checkpoint, Signer, note_opened
from audit.services import access_record, event_record, own_audience
from core.scope import use_scope
from tests.conftest import OWNER, SEAL, logged_in_as

NAME = "rcms.example/log"
ENTER = "select scope_enter(%s, 'NLD', '{NLD}', '{}', '{}', '', '{}', '')"
ADD = """insert into audit_event (id, at, actor_name, on_behalf_of, role, authority_name, country, action, subject,
    case_reference, request_id, audience_countries, audience_authorities, audience_groups, result, parameters, changed,
    "values", reason) values (%s, now(), 'x', '', '', '', '', 'case.started', '', '', '', '{NLD}', '{}', '{}', 'done', '{}', '[]', '', '')"""


def signer_of(seed: int) -> Signer:
    return Signer.of(NAME, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


SIGNER = signer_of(1)


def record(actor: Actor, count: int) -> None:
    """So many events and as many looks."""
    for number in range(count):
        with use_scope(actor.scope):
            event_record(actor=actor, action="case.started", subject=f"case:{number}", audience=own_audience(actor))
            access_record(actor=actor, action="case.opened", subject=f"case:{number}")


def rows(question: str) -> list[Any]:
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def session_of(login: dict[str, Any]) -> psycopg.Connection:
    return psycopg.connect(
        dbname=connection.settings_dict["NAME"],
        user=login["USER"],
        password=login["PASSWORD"],
        host=login["HOST"],
        port=login["PORT"] or None,
        autocommit=True,
    )


def seal_all() -> None:
    with logged_in_as(SEAL):
        while sealing.entries_seal():
            pass


def check_log() -> None:
    """Positions without a gap, each entry once, the tree over them, every checkpoint a beginning of it."""
    seals = rows("select position, kind, entry, leaf_hash from audit_seal order by position")
    assert [position for position, *_ in seals] == list(range(len(seals)))
    leaves = [bytes(leaf) for *_, leaf in seals]
    tiles: dict[tuple[int, int], bytes] = {}
    merkle.append(tiles, 0, leaves)
    assert {(level, place): bytes(hashes) for level, place, hashes in rows("select * from audit_tile")} == tiles
    waiting = set(rows("select kind, entry from audit_unsealed"))
    recorded = {
        (kind, key): bytes(leaf)
        for kind in ("event", "access")
        for key, leaf in rows(f"select id, leaf_hash from audit_{kind}")
    }
    sealed = {(kind, entry): bytes(leaf) for _, kind, entry, leaf in seals}
    assert not waiting & sealed.keys() and waiting | sealed.keys() == recorded.keys()
    assert all(recorded[entry] == leaf for entry, leaf in sealed.items())
    for size, note in rows("select size, note from audit_checkpoint"):
        signed = Checkpoint.read(note_opened(note, SIGNER.key))
        assert (signed.size, signed.root) == (size, merkle.root(tiles, size))
