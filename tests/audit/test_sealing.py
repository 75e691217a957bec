"""The sealer: every committed entry once, in one order, under checkpoints that anybody can check."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.actor import Actor
from audit import merkle, sealing
from audit.notes import Checkpoint, note_opened
from tests import world
from tests.audit.recording import ADD, ENTER, SIGNER, check_log, record, rows, seal_all, session_of, signer_of
from tests.conftest import APP, ERASE, OWNER, RELAY, SEAL, SWEEP, logged_in_as

pytestmark = pytest.mark.commits
AT_ONCE = timedelta(0)


@pytest.fixture
def actor(transactional_db: None) -> Actor:
    return world.make_actor("nld-dtv", "supervisor")


def test_what_is_recorded_is_sealed_in_batches_and_signed(actor: Actor) -> None:
    record(actor, 9)
    with logged_in_as(SEAL):
        assert sealing.key_introduce(SIGNER) and not sealing.key_introduce(SIGNER)
        assert sealing.entries_seal(limit=7) == 7
        assert sealing.checkpoint_sign(SIGNER) == 7
        assert sealing.checkpoint_sign(SIGNER, every=AT_ONCE) is None, "nothing is new"
        assert sealing.entries_seal(limit=7) == 7
        assert sealing.checkpoint_sign(SIGNER) is None, "at most one a minute"
        assert sealing.checkpoint_sign(SIGNER, every=AT_ONCE) == 14
    check_log()
    seal_all()
    assert rows("select count(*) from audit_unsealed") == [(0,)]
    check_log()


def test_what_commits_late_is_sealed_late(actor: Actor) -> None:
    """An id that is smaller than those that were sealed: nothing goes by `id > last`."""
    first = session_of(APP)
    first.execute("begin")
    first.execute(ENTER, [str(actor.user_id)])
    first.execute(ADD, ["00000000-0000-7000-8000-000000000001"])
    record(actor, 2)
    seal_all()
    assert rows("select count(*) from audit_seal") == [(4,)]
    first.execute("commit")
    first.close()
    seal_all()
    assert rows("select entry::text from audit_seal where position = 4") == [("00000000-0000-7000-8000-000000000001",)]
    check_log()


def test_a_second_sealer_waits(actor: Actor) -> None:
    record(actor, 1)
    other = session_of(SEAL)
    other.execute("begin")
    other.execute("select pg_advisory_xact_lock(hashtext('audit.sealer'))")
    with logged_in_as(SEAL), pytest.raises(Exception, match="lock timeout"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '100ms'")
        sealing.entries_seal()
    other.close()
    seal_all()
    check_log()


def test_many_tiles(actor: Actor) -> None:
    """Beyond the first level of tiles, in batches that end anywhere."""
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_unsealed select gen_random_uuid(), 'event', sha256(n::text::bytea)"
            " from generate_series(1, 70000) n"
        )
    with logged_in_as(SEAL):
        sealing.key_introduce(SIGNER)
        for limit in (1, 254, 1, 256, 300, 65000, 5000):
            assert 0 < sealing.entries_seal(limit) <= limit
            assert sealing.checkpoint_sign(SIGNER, every=AT_ONCE)
    leaves = [bytes(leaf) for (leaf,) in rows("select leaf_hash from audit_seal order by position")]
    tiles: dict[tuple[int, int], bytes] = {}
    merkle.append(tiles, 0, leaves)
    assert {level for level, _ in tiles} == {0, 1, 2}
    assert {(level, place): bytes(hashes) for level, place, hashes in rows("select * from audit_tile")} == tiles
    notes = rows("select size, note from audit_checkpoint order by size")
    assert [size for size, _ in notes] == [1, 255, 256, 512, 812, 65812, 70000]
    for size, note in notes:
        assert Checkpoint.read(note_opened(note, SIGNER.key)).root == merkle.root(tiles, size)


REWRITTEN = {
    "a hash of the tree": "update audit_tile set hashes = set_byte(hashes, 3, 1 + get_byte(hashes, 3) % 255)",
    "a tile taken away": "delete from audit_tile",
    "the last checkpoint": "update audit_checkpoint set note = replace(note, 'rcms', 'mine')",
}


@pytest.mark.parametrize("change", REWRITTEN.values(), ids=REWRITTEN)
def test_no_checkpoint_over_a_history_that_was_rewritten(actor: Actor, change: str) -> None:
    """By somebody who owns the tables and switches their triggers off."""
    record(actor, 2)
    seal_all()
    with logged_in_as(SEAL):
        sealing.key_introduce(SIGNER)
        assert sealing.checkpoint_sign(SIGNER) == 4
    record(actor, 1)
    seal_all()
    with logged_in_as(OWNER), transaction.atomic(), connection.cursor() as cursor:
        for table in ("audit_tile", "audit_checkpoint"):
            cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(change)
        for table in ("audit_tile", "audit_checkpoint"):
            cursor.execute(f"alter table {table} enable trigger user")
    with logged_in_as(SEAL), pytest.raises(sealing.CannotSeal, match="does not begin with what was signed over 4"):
        sealing.checkpoint_sign(SIGNER, every=AT_ONCE)
    assert rows("select count(*) from audit_checkpoint") == [(1,)]


def test_a_new_key_is_introduced_by_the_one_before(actor: Actor) -> None:
    other, third = signer_of(2), signer_of(3)
    record(actor, 1)
    seal_all()
    with logged_in_as(SEAL):
        sealing.key_introduce(SIGNER)
        sealing.checkpoint_sign(SIGNER)
        for before in (None, third):
            with pytest.raises(sealing.CannotSeal, match="a new key is introduced"):
                sealing.key_introduce(other, before=before)
        assert sealing.key_introduce(other, before=SIGNER)
        with pytest.raises(sealing.CannotSeal, match="does not come back"):
            sealing.key_introduce(SIGNER, before=other)
    record(actor, 1)
    seal_all()
    with logged_in_as(SEAL):
        with pytest.raises(sealing.CannotSeal, match="another key has followed"):
            sealing.checkpoint_sign(SIGNER, every=AT_ONCE)
        assert sealing.checkpoint_sign(other, every=AT_ONCE) == 4
    introduction = rows("select introduction from audit_key order by number")[1][0]
    text = note_opened(introduction, SIGNER.key, other.key)
    assert text == f"rcms log key\nrcms.example/log\n2\n{other.key.text}\n"


CHANGES = [
    "update audit_seal set position = position",
    "delete from audit_seal",
    "truncate audit_seal",
    "update audit_checkpoint set note = note",
    "delete from audit_checkpoint",
    "truncate audit_checkpoint",
    "update audit_key set key = key",
    "delete from audit_key",
    "truncate audit_key",
    "update audit_tile set hashes = substring(hashes from 33)",
    "update audit_tile set hashes = set_byte(hashes, 0, 1 + get_byte(hashes, 0) % 255)",
    "update audit_tile set place = place + 1",
    "delete from audit_tile",
    "truncate audit_tile",
]


def test_no_login_rewrites_the_log(actor: Actor) -> None:
    record(actor, 2)
    seal_all()
    with logged_in_as(SEAL):
        sealing.key_introduce(SIGNER)
        sealing.checkpoint_sign(SIGNER)
    for login in (APP, RELAY, SWEEP, SEAL, ERASE, OWNER):
        session = session_of(login)
        for change in CHANGES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"append-only|only grows|permission denied"):
                session.execute(change)
        session.close()
    check_log()


def test_the_sealer_reads_no_entry(actor: Actor) -> None:
    session = session_of(SEAL)
    for table in ("audit_event", "audit_access"):
        for column in ("*", "id", "leaf_hash", "canonical", "salts", "actor_name"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(f"select {column} from {table}")
    session.close()


@pytest.fixture
def key_file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "seal.key"
    path.write_text(base64.b64encode(bytes([1]) * 32).decode() + "\n")
    path.chmod(0o600)
    yield path


def test_the_command_seals_and_signs(actor: Actor, key_file: Path, settings: Any) -> None:
    record(actor, 3)
    settings.RCMS_LOGIN, settings.SEAL_KEY_FILE, settings.LOG_ORIGIN = "seal", str(key_file), "rcms.example/log"
    told = StringIO()
    with logged_in_as(SEAL):
        call_command("seal_log", "--once", stdout=told)
    assert told.getvalue() == f"The key of this log: {SIGNER.key.text}\n"
    assert rows("select size from audit_checkpoint") == [(6,)]
    check_log()


def test_the_command_refuses_what_is_no_good_key(transactional_db: None, key_file: Path, settings: Any) -> None:
    settings.RCMS_LOGIN, settings.LOG_ORIGIN = "seal", "rcms.example/log"
    for path, message in (("", "RCMS_SEAL_KEY_FILE is not set"), ("/nowhere/seal.key", "cannot be read")):
        settings.SEAL_KEY_FILE = path
        with pytest.raises(CommandError, match=message):
            call_command("seal_log", "--once")
    settings.SEAL_KEY_FILE = str(key_file)
    key_file.chmod(0o640)
    with pytest.raises(CommandError, match="others than its owner may read"):
        call_command("seal_log", "--once")
    key_file.chmod(0o600)
    for content in ("not base64!", base64.b64encode(b"short").decode()):
        key_file.write_text(content)
        with pytest.raises(CommandError, match=r"cannot be read|is not 32 bytes"):
            call_command("seal_log", "--once")
    settings.RCMS_LOGIN = "app"
    with pytest.raises(Exception, match="RCMS_LOGIN=seal"):
        call_command("seal_log", "--once")
