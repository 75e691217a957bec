"""Checkpoints leave: to witnesses, to a file, to a time-stamping authority; and come back to be compared."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from accounts.actor import Actor
from audit import merkle, publishing
from audit.holding import checkpoint_show
from audit.log import Verdict
from audit.models import Cosignature, Event, Holding
from audit.notes import Checkpoint, note_signed
from core.outgoing import NoAnswer
from core.scope import use_scope
from tests import world
from tests.audit.recording import SIGNER, record, rows, sign_all, signer_of
from tests.audit.witness import NAME, Witness, key_text, running
from tests.conftest import OWNER, SEAL, logged_in_as
from verify import rcms_verify

pytestmark = pytest.mark.commits
OFFICE = "srb-mup-readmission"


@pytest.fixture
def actor(transactional_db: None) -> Actor:
    return world.make_actor(OFFICE, "supervisor")


@pytest.fixture
def witness(actor: Actor) -> Iterator[Witness]:
    found = Witness(SIGNER.key.text)
    with running(found) as address:
        with logged_in_as(OWNER):
            operated("log_witness", OFFICE, key=key_text(), url=address)
        yield found


def operated(name: str, *arguments: str, **options: Any) -> None:
    """A command of the operator."""
    with override_settings(RCMS_LOGIN="owner"):
        call_command(name, *arguments, **options)


def more(actor: Actor, count: int = 3) -> str:
    """So many more entries under a new checkpoint; returns it."""
    record(actor, count)
    sign_all()
    return str(rows("select note from audit_checkpoint order by size desc limit 1")[0][0])


def push() -> int:
    with logged_in_as(SEAL):
        return publishing.Witnesses().push()


def holdings() -> dict[str, int]:
    with logged_in_as(OWNER):
        return dict(Holding.objects.values_list("how", "size"))


def test_a_witness_signs_each_checkpoint_that_follows_from_the_last(actor: Actor, witness: Witness) -> None:
    for turn in (1, 2, 3):
        more(actor)
        assert (push(), push()) == (1, 0)
        assert holdings() == {"cosigned": 6 * turn} and witness.held[0] == 6 * turn
    assert witness.asked == [0, 6, 12]
    with logged_in_as(OWNER):
        lines = dict(Cosignature.objects.values_list("size", "line"))
    assert set(lines) == {6, 12, 18}
    key = rcms_verify.Key.read(key_text())
    for size, note in rows("select size, note from audit_checkpoint"):
        signed = rcms_verify.Checkpoint.read(note + lines[size])
        assert rcms_verify.cosigned_at(signed.text, signed.signatures, key) == 1_800_000_000 + size
        other = rcms_verify.Checkpoint.read(note.replace(f"\n{size}\n", f"\n{size + 1}\n", 1) + lines[size])
        assert rcms_verify.cosigned_at(other.text, other.signatures, key) is None


def test_a_witness_that_holds_less_than_we_remember_is_led_on(actor: Actor, witness: Witness) -> None:
    more(actor)
    assert push() == 1
    held = witness.held
    more(actor)
    assert push() == 1
    witness.held = held
    more(actor)
    assert push() == 1
    assert witness.asked == [0, 6, 12, 6] and witness.held[0] == 18


@pytest.mark.parametrize("held", [(6, b"x" * 32), (5, b"x" * 32), (7, b"x" * 32)])
def test_a_witness_that_knows_another_history_does_not_sign(
    actor: Actor, witness: Witness, held: tuple[int, bytes]
) -> None:
    more(actor)
    assert push() == 1
    before = holdings()
    witness.held = held
    if held[0] != 7:
        more(actor)
    else:
        record(actor, 1)
        sign_all()
        witness.held = 9, held[1]
    assert push() == 0
    told = holdings()
    assert told["cosigned"] == before["cosigned"]
    assert ("disputed" in told) == (held[0] != 7)


def test_a_line_that_is_not_the_witnesses_is_not_kept(
    actor: Actor, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    more(actor)
    monkeypatch.setattr(witness, "answer", lambda body: (200, f"— {NAME} {'A' * 104}\n"))
    assert push() == 0 and holdings() == {}


def test_only_a_witness_s_key_is_taken(actor: Actor) -> None:
    with logged_in_as(OWNER):
        for options in ({"key": SIGNER.key.text}, {"key": "x+y+z"}, {"url": "https://w.example/x"}):
            with pytest.raises(CommandError):
                operated("log_witness", OFFICE, **options)
        with pytest.raises(CommandError):
            operated("log_witness", "nowhere", key=key_text())


# --- a checkpoint that somebody kept ----------------------------------------------------------------------------------


def shown(actor: Actor, note: str) -> Verdict:
    with use_scope(actor.scope):
        return checkpoint_show(actor=actor, note=note).verdict


def forged(size: int, root: bytes, signer: Any = SIGNER, name: str = "") -> str:
    return note_signed(Checkpoint(name or signer.key.name, size, root).text, signer)


def test_what_comes_of_a_kept_checkpoint(actor: Actor) -> None:
    first = more(actor)
    more(actor)
    assert shown(actor, first) == shown(actor, first.replace("\n", "\r\n")) == Verdict.FITS
    assert holdings() == {"confirmed": 6}
    assert shown(actor, "no checkpoint") == Verdict.UNREADABLE
    assert shown(actor, forged(6, b"x" * 32, name="elsewhere/log")) == Verdict.FOREIGN
    assert holdings() == {"confirmed": 6}
    cases = {
        forged(7, b"x" * 32, signer_of(2)): Verdict.UNSIGNED,
        forged(6, b"x" * 32): Verdict.DIFFERENT,
        forged(99, b"x" * 32): Verdict.LARGER,
    }
    for note, verdict in cases.items():
        assert shown(actor, note) == verdict
    # The first that this log signed and that does not fit stays; the trail has them all.
    assert holdings() == {"confirmed": 6, "disputed": 6}
    with logged_in_as(OWNER):
        told = Event.objects.filter(action="log.disputed").order_by("at").values_list("parameters__verdict", flat=True)
        assert list(told) == ["unsigned", "different", "larger"]


def test_a_log_that_was_rewritten_does_not_fit_what_was_kept(actor: Actor) -> None:
    first = more(actor)
    leaves = [bytes(leaf) for (leaf,) in rows("select leaf_hash from audit_seal order by position")]
    tiles: dict[tuple[int, int], bytes] = {}
    merkle.append(tiles, 0, [b"y" * 32, *leaves[1:]])
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute("alter table audit_tile disable trigger user")
        cursor.execute("update audit_tile set hashes = %s where level = 0", [tiles[0, 0]])
        cursor.execute("alter table audit_tile enable trigger user")
    assert shown(actor, first) == Verdict.DIFFERENT


def test_what_an_office_holds_is_written_by_its_own_country_and_never_undone(actor: Actor) -> None:
    note = more(actor)
    shown(actor, note)
    shown(actor, forged(6, b"x" * 32))
    other = world.make_actor("nld-dtv", "supervisor")
    with use_scope(other.scope):
        assert Holding.objects.count() == 2
        assert Holding.objects.update(size=1) == 0
    with use_scope(actor.scope):
        assert Holding.objects.filter(how="disputed").update(size=1) == 0
        assert Holding.objects.filter(how="confirmed").update(size=1) == 1
        assert Holding.objects.all().delete()[0] == 0


def test_a_witness_s_line_may_come_with_what_is_shown(actor: Actor) -> None:
    note = more(actor)
    with logged_in_as(OWNER):
        operated("log_witness", OFFICE, key=key_text())
    signed = rcms_verify.cosigned(note, NAME, bytes(range(32)), 1_800_000_000)
    other = rcms_verify.cosigned(note, NAME, bytes(32), 1_800_000_000)
    assert shown(actor, other) == Verdict.FITS and "cosigned" not in holdings()
    assert shown(actor, signed) == Verdict.FITS and holdings()["cosigned"] == 6
    stranger = world.make_actor("nld-dtv", "supervisor")
    assert shown(stranger, signed) == Verdict.FITS
    assert rows("select count(*) from audit_cosignature") == [(1,)]


# --- file and time-stamps ---------------------------------------------------------------------------------------------


def test_the_file_only_grows(actor: Actor, tmp_path: Path) -> None:
    path = tmp_path / "checkpoints.jsonl"

    def append() -> int:
        with logged_in_as(SEAL):
            return publishing.file_append(path)

    assert append() == 0
    more(actor)
    more(actor)
    assert (append(), append()) == (2, 0)
    whole = path.read_bytes()
    # The power failed while the third was written.
    more(actor)
    assert append() == 1
    path.write_bytes(path.read_bytes()[:-40])
    assert append() == 1 and path.read_bytes().startswith(whole)
    more(actor)
    assert append() == 1
    kept = rcms_verify.kept_checkpoints(path)
    assert [one.size for one in kept.values()] == [6, 12, 18, 24]
    assert [json.loads(line)["note"] for line in whole.decode().splitlines()] == [
        note for (note,) in rows("select note from audit_checkpoint order by size limit 2")
    ]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl plays the authority")
def test_a_checkpoint_is_stamped_and_openssl_agrees(actor: Actor, tmp_path: Path) -> None:
    """The authority is OpenSSL's, and so is the check."""

    def openssl(arguments: str) -> None:
        subprocess.run(["openssl", *arguments.split()], cwd=tmp_path, check=True, capture_output=True)

    extension = "extendedKeyUsage=critical,timeStamping"
    openssl("req -x509 -newkey ed25519 -nodes -keyout ca.key -out ca.pem -subj /CN=CA -days 2")
    openssl("req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=TSA")
    (tmp_path / "tsa.ext").write_text(extension)
    openssl("x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -out tsa.pem -days 2 -extfile tsa.ext")
    (tmp_path / "serial").write_text("01")
    (tmp_path / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\n"
        "signer_digest = sha256\ndefault_policy = 1.2.3.4\ndigests = sha256, sha512\n"
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (tmp_path / "asked.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            openssl("ts -reply -config tsa.cnf -queryfile asked.tsq -out given.tsr")
            self.send_response(200)
            self.end_headers()
            self.wfile.write((tmp_path / "given.tsr").read_bytes())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/tsa"
    try:
        more(actor)
        with logged_in_as(SEAL):
            assert (publishing.stamp(address), publishing.stamp(address)) == (True, False)
            with pytest.raises(NoAnswer):
                publishing.ask("http://elsewhere.example/", publishing.Question(), hosts=["other.example"])
    finally:
        server.shutdown()
        server.server_close()
    with logged_in_as(OWNER):
        operated("export_log", output=(tmp_path / "export.jsonl").open("w"), stamps=tmp_path / "stamps")
    openssl("ts -verify -data stamps/checkpoint-6.txt -in stamps/checkpoint-6.tsr -CAfile ca.pem")
    (tmp_path / "stamps/checkpoint-6.txt").write_text("another")
    with pytest.raises(subprocess.CalledProcessError):
        openssl("ts -verify -data stamps/checkpoint-6.txt -in stamps/checkpoint-6.tsr -CAfile ca.pem")
