"""Somebody who owns tables and server changes the past by SQL; an export of what is left is checked by the verifier,
with the checkpoint that a partner kept: each is found, with what and where."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from audit import merkle, sealing
from audit.notes import Checkpoint, Signer, note_signed
from audit.services import AboutCase, access_record, event_record, own_audience
from core.ids import uuid7
from core.scope import use_scope
from tests import world
from tests.audit.recording import SIGNER, record, rows, seal_all, signer_of
from tests.conftest import OWNER, SEAL, logged_in_as
from verify import rcms_verify

pytestmark = pytest.mark.commits
CASE = AboutCase(uuid7(), "NL-RS-2026-000777-X")
TABLES = (
    *("audit_event", "audit_access", "audit_unsealed"),
    *("audit_seal", "audit_tile", "audit_checkpoint", "audit_key"),
)


@dataclass
class Partner:
    """What somebody outside has: the key as it was handed over, and two checkpoints."""

    folder: Path
    notes: dict[int, str]

    def verify(self, capsys: pytest.CaptureFixture[str], *more: str, case: str = "") -> tuple[int, str]:
        options = ["--key", SIGNER.key.text]
        for size, note in self.notes.items():
            path = self.folder / f"kept-{size}.txt"
            path.write_text(note, encoding="utf-8")
            options += ["--earlier", str(path)]
        export = self.folder / "export.jsonl"
        with logged_in_as(OWNER), pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.conf.settings.RCMS_LOGIN", "owner")
            call_command(
                "export_log",
                "--output",
                str(export),
                *(["--case", case, "--earlier", *map(str, self.notes)] if case else []),
            )
        code = rcms_verify.main([str(export), *options, *more, "--processes", "1"])
        told = capsys.readouterr()
        return code, told.out + told.err


@pytest.fixture(scope="module")
def sealed(module_db: str, tmp_path_factory: pytest.TempPathFactory) -> Partner:
    """Fourteen entries, four of them of one case; checkpoints over 6 and 14, which a partner kept; two more wait."""
    actor = world.make_actor("nld-dtv", "supervisor")
    with logged_in_as(SEAL):
        sealing.key_introduce(SIGNER)
    for count in (3, 4):
        if count == 4:
            with use_scope(actor.scope):
                for number in range(2):
                    event_record(
                        actor=actor,
                        action="case.submitted",
                        subject="case:777",
                        about=CASE,
                        audience=own_audience(actor),
                        parameters={"number": number, "is_urgent": True},
                        reason="so that it is done",
                    )
                    access_record(actor=actor, action="case.opened", subject="case:777", about=CASE)
            count = 2
        record(actor, count)
        seal_all()
        with logged_in_as(SEAL):
            sealing.checkpoint_sign(SIGNER, every=timedelta(0))
    record(actor, 1)
    notes = dict(rows("select size, note from audit_checkpoint"))
    assert list(notes) == [6, 14]
    return Partner(tmp_path_factory.mktemp("partner"), notes)


@pytest.fixture
def as_intruder(sealed: Partner) -> Iterator[Callable[[str], None]]:
    """Runs SQL with every trigger off, as whoever owns the tables can; afterwards all is as it was."""
    with logged_in_as(OWNER), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"create table kept_{table} as table {table}")

    def run(statements: str) -> None:
        with logged_in_as(OWNER), transaction.atomic(), connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"alter table {table} disable trigger user")
            cursor.execute(statements)
            for table in TABLES:
                cursor.execute(f"alter table {table} enable trigger user")

    yield run
    run("".join(f"delete from {t}; insert into {t} select * from kept_{t}; drop table kept_{t};" for t in TABLES))


def test_what_nobody_changed_is_right(sealed: Partner, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = sealed.verify(capsys, "--case", CASE.reference)
    assert code == 0, told
    assert "14 entries, 2 checkpoints, the last over 14 entries" in told
    assert "2 entries wait for the log" in told
    assert f"Case {CASE.reference}, 4 entries" in told


def test_the_entries_of_one_case_with_their_proofs(sealed: Partner, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = sealed.verify(capsys, case=CASE.reference)
    assert code == 0, told
    assert "4 entries, 2 checkpoints, the last over 14 entries" in told


OF_SEVEN = "(select entry from audit_seal where position = 7)"
# The first event of the case stands at 6 or 7: what was recorded at the same time has no order.
WRONG: dict[str, tuple[str, str]] = {
    "an act renamed": (
        "update audit_event set action = 'case.withdrawn' where reason <> ''",
        "action was changed: sealed as 'case.submitted', now 'case.withdrawn'",
    ),
    "a moment moved": ("update audit_event set at = at - interval '1 day' where reason <> ''", "at was changed"),
    "another actor": ("update audit_event set actor_id = gen_random_uuid() where reason <> ''", "actor_id was changed"),
    "another name": (
        "update audit_event set actor_name = 'Somebody Else' where reason <> ''",
        "actor_name was changed: 'Somebody Else' is not what was sealed",
    ),
    "grounds taken away": (
        "update audit_event set reason = '' where reason <> ''",
        "reason was changed: '' is not what was sealed",
    ),
    "grounds and salt taken away": (
        "update audit_event set reason = '', salts = salts - 'reason' where reason <> ''",
        "reason was removed, and nothing says that it was erased",
    ),
    "a parameter": (
        "update audit_event set parameters = jsonb_set(parameters, '{is_urgent}', '1') where reason <> ''",
        "parameters was changed",
    ),
    "readers": (
        "update audit_event set audience_countries = '{}' where reason <> ''",
        "audience_countries was changed",
    ),
    "row and bytes": (
        "update audit_event set canonical = convert_to(replace(convert_from(canonical, 'UTF8'), 'case.submitted',"
        " 'case.withdrawn'), 'UTF8'), action = 'case.withdrawn' where reason <> '';"
        " update audit_event set leaf_hash = sha256('\\x00'::bytea || canonical)",
        "its bytes are not those that were sealed: they were changed",
    ),
    "row, bytes and seal": (
        "update audit_event set canonical = convert_to(replace(convert_from(canonical, 'UTF8'), 'case.submitted',"
        " 'case.withdrawn'), 'UTF8'), action = 'case.withdrawn' where reason <> '';"
        " update audit_event set leaf_hash = sha256('\\x00'::bytea || canonical);"
        " update audit_seal s set leaf_hash = e.leaf_hash from audit_event e where e.id = s.entry",
        "the checkpoint over 14 entries has another root: among the entries 6 to 13 one was changed",
    ),
    "an event deleted": ("delete from audit_event where reason <> ''", "only the hash is left, they were deleted"),
    "a look deleted": (
        "delete from audit_access where case_key is not null",
        "of 2 entries only the hash is left, they were deleted",
    ),
    "an event and its seal": (
        "delete from audit_seal where entry in (select id from audit_event where reason <> '');"
        " delete from audit_event where reason <> ''",
        "entries were removed",
    ),
    "an event, its seal, the rest moved up": (
        "delete from audit_event where reason <> '';"
        " delete from audit_seal s where kind = 'event' and not exists (select 1 from audit_event e where e.id = s.entry);"
        " update audit_seal set position = position + 1000;"
        " update audit_seal s set position = n.row - 1 from (select entry, row_number() over (order by position) as row"
        " from audit_seal) n where n.entry = s.entry",
        "the checkpoint over 14 entries: the export has only 12; the tail was cut",
    ),
    "an event put in past the log": (
        "insert into audit_event select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).*"
        " from audit_event e where reason <> ''",
        "stands in the table and is neither in the log nor waiting for it: it was inserted past the log",
    ),
    "two entries change places": (
        "update audit_seal set position = position + 1000 where position in (2, 9);"
        " update audit_seal set position = case position when 1002 then 9 else 2 end where position > 999",
        "the checkpoint over 6 entries has another root: among the entries 0 to 5 one was",
    ),
    "an entry sealed as another": (
        f"update audit_seal set leaf_hash = (select leaf_hash from audit_seal where position = 3) where entry = {OF_SEVEN}",
        "its bytes are not those that were sealed",
    ),
    "emptied tables": ("truncate audit_event; truncate audit_access", "of 14 entries only the hash is left"),
    "the tail removed": (
        "delete from audit_seal where position > 9; delete from audit_checkpoint where size > 9",
        "kept-14.txt is over 14 entries, the export has only 10: the tail was removed, or an older state was restored",
    ),
    "an older backup": (
        "delete from audit_seal where position > 5; delete from audit_checkpoint where size > 6;"
        " delete from audit_event e where not exists (select 1 from audit_seal s where s.entry = e.id);"
        " delete from audit_access e where not exists (select 1 from audit_seal s where s.entry = e.id)",
        "kept-14.txt is over 14 entries, the export has only 6: the tail was removed, or an older state was restored",
    ),
    "a checkpoint changed": (
        "update audit_checkpoint set note = regexp_replace(note, E'\\n14\\n', E'\\n15\\n'), size = 15 where size = 14",
        "the checkpoint over 15 entries: the signature is not good: the note was changed",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_was_changed_is_found(
    name: str, sealed: Partner, as_intruder: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    statements, message = WRONG[name]
    as_intruder(statements)
    code, told = sealed.verify(capsys)
    assert (code, message in told) == (1, True), told


def written_anew(signer: Signer) -> dict[int, str]:
    """The whole log over what stands in the seals now, signed by this key."""
    leaves = [bytes(leaf) for (leaf,) in rows("select leaf_hash from audit_seal order by position")]
    tiles: dict[tuple[int, int], bytes] = {}
    merkle.append(tiles, 0, leaves)
    return {
        size: note_signed(Checkpoint(signer.key.name, size, merkle.root(tiles, size)).text, signer) for size in (6, 14)
    }


@pytest.mark.parametrize("has_key", [False, True], ids=["with another key", "with the stolen key"])
def test_a_history_that_was_written_anew_is_found(
    has_key: bool, sealed: Partner, as_intruder: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows, bytes, seals, tree and checkpoints, all agreeing with each other."""
    as_intruder(WRONG["row, bytes and seal"][0])
    signer = SIGNER if has_key else signer_of(9)
    for size, note in written_anew(signer).items():
        as_intruder(f"update audit_checkpoint set note = '{note}' where size = {size}")
    as_intruder(f"update audit_key set key = '{signer.key.text}'")
    code, told = sealed.verify(capsys)
    assert code == 1
    if has_key:
        assert "kept-14.txt, over 14 entries, is of another history: what stood before entry 14 was rewritten" in told
        assert "kept-6.txt" not in told, "what the case did not touch is as it was"
    else:
        assert "the key that you gave is none of the log's" in told


def test_a_key_put_in_the_place_of_the_logs_is_found(
    sealed: Partner, as_intruder: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    other = signer_of(9)
    text = f"rcms log key\n{SIGNER.key.name}\n6\n{other.key.text}\n"
    as_intruder(
        f"insert into audit_key values (1, now(), '{other.key.text}', '{note_signed(text, other)}');"
        f" update audit_checkpoint set note = '{written_anew(other)[14]}' where size = 14"
    )
    code, told = sealed.verify(capsys)
    assert (code, "was not introduced by the key before it: it was replaced" in told) == (1, True), told
    assert "the checkpoint over 14 entries is not signed with the log's key" in told


def test_nothing_is_exported_that_was_never_signed(transactional_db: None, settings: Any, tmp_path: Path) -> None:
    settings.RCMS_LOGIN = "owner"
    with logged_in_as(OWNER), pytest.raises(Exception, match="nothing is signed yet"):
        call_command("export_log", "--output", str(tmp_path / "export.jsonl"))
