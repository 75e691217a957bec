"""rcms-verify against exports that are good and exports that are not: each wrong is said, with its place."""

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import merkle
from tests.audit.exports import ORIGIN, Log, Record, base64_of, entry_of, rewritten, signer_of
from tests.audit.witness import NAME, SEED, key_text
from verify import rcms_verify


@pytest.fixture
def log() -> Log:
    """Twelve entries of two cases, checkpoints over 5, 9 and 11."""
    log = Log()
    for size in (5, 9, 11):
        log.add(size - len(log.entries), case="AAA-1" if size < 11 else "BBB-2")
        log.sign()
    log.add()
    return log


def verified(
    folder: Path, records: list[Record], capsys: pytest.CaptureFixture[str], *options: str, text: str = ""
) -> tuple[int, str]:
    path = folder / "export.jsonl"
    path.write_text(text or "".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    code = rcms_verify.main([str(path), "--processes", "1", *options])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_a_good_export(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = verified(
        tmp_path, log.records(), capsys, "--key", log.signer.key.text, "--case", "BBB-2", *kept(tmp_path, log, 5, 9)
    )
    assert code == 0, told
    assert "12 entries, 3 checkpoints, the last over 11 entries" in told
    assert "1 entries are not yet under a checkpoint" in told
    assert "Case BBB-2, 2 entries" in told
    assert "Everything that was checked is right" in told


def kept(folder: Path, log: Log, *sizes: int) -> list[str]:
    """Options that name checkpoints which a partner kept."""
    options = []
    for size in sizes:
        path = folder / f"note-{size}.txt"
        path.write_text(log.notes[size], encoding="utf-8")
        options += ["--earlier", str(path)]
    return options


def change(number: int, **changes: object) -> Callable[[list[Record]], object]:
    return lambda records: entry_of(records, number).update(changes)


def in_row(name: str, value: object) -> Callable[[list[Record]], object]:
    return lambda records: entry_of(records, 3)["row"].update({name: value})


def of_opening(name: str, value: object) -> Callable[[list[Record]], object]:
    return lambda records: entry_of(records, 3)["openings"].update({name: value})


def remove(records: list[Record], *, renumber: bool) -> None:
    gone = entry_of(records, 6)
    at = records.index(gone)
    records.remove(gone)
    if renumber:
        for record in records[at:-1]:
            record["position"] -= 1


def insert(records: list[Record], *, renumber: bool) -> None:
    twin = json.loads(json.dumps(entry_of(records, 6)))
    rewritten(twin, id="00000000-0000-0000-0000-0000000000ff")
    at = records.index(entry_of(records, 6))
    if renumber:
        for record in records[at:-1]:
            record["position"] += 1
    records.insert(at, twin)


def swap(records: list[Record], *, renumber: bool) -> None:
    one, two = entry_of(records, 2), entry_of(records, 3)
    first, second = records.index(one), records.index(two)
    records[first], records[second] = two, one
    if renumber:
        one["position"], two["position"] = 3, 2


def cut_tail(records: list[Record]) -> None:
    records[:] = [r for r in records if r.get("position", 0) < 10]


def only_hash(records: list[Record]) -> None:
    entry = entry_of(records, 4)
    records[records.index(entry)] = {"record": "leaf", "position": 4, "leaf": entry["leaf"]}


def twice(records: list[Record]) -> None:
    entry_of(records, 11)["bytes"] = entry_of(records, 10)["bytes"]
    entry_of(records, 11)["row"] = entry_of(records, 10)["row"]
    entry_of(records, 11)["openings"] = entry_of(records, 10)["openings"]
    entry_of(records, 11)["leaf"] = entry_of(records, 10)["leaf"]


def of_note(old: str, new: str) -> Callable[[list[Record]], object]:
    def edit(records: list[Record]) -> None:
        record = next(r for r in records if r["record"] == "checkpoint" and r["size"] == 9)
        assert old in record["note"]
        record["note"] = record["note"].replace(old, new)

    return edit


def other_log() -> Log:
    log = Log()
    log.add(9)
    log.sign()
    return log


def forked(records: list[Record]) -> None:
    records.insert(3, {"record": "checkpoint", "size": 9, "note": other_log().notes[9]})


def stray(records: list[Record]) -> None:
    records.insert(-1, {"record": "stray", "kind": "event", "id": "x", "at": "2026", "action": "case.submitted"})


TAMPERED: dict[str, tuple[Callable[[list[Record]], object], str]] = {
    "a changed column": (in_row("action", "case.closed"), "position 3 (event 0"),
    "true that became one": (in_row("parameters", {"number": 3, "is_urgent": 1}), "parameters was changed"),
    "a column without a value": (lambda r: entry_of(r, 3)["row"].pop("result"), "result was changed: sealed as 'done'"),
    "a changed name": (of_opening("actor_name", {"salt": "00" * 16, "value": "Other"}), "actor_name was changed"),
    "a name taken away": (
        of_opening("actor_name", None),
        "actor_name was removed, and nothing says that it was erased",
    ),
    "grounds put in": (of_opening("on_behalf_of", {"salt": "00" * 16, "value": "X"}), "on_behalf_of was added"),
    "erased, yet there": (
        of_opening("reason", {"erased": {"event": str(UUID(int=4))}, "value": "X"}),
        "is said to be erased, and has a value",
    ),
    "erased by what is no erasure": (
        of_opening("reason", {"erased": {"event": str(UUID(int=6))}}),
        "reason is said to be erased by event 00000000-0000-0000-0000-000000000006, which is no erasure",
    ),
    "erased by nothing": (
        of_opening("reason", {"erased": {"event": str(UUID(int=999))}}),
        "which is not in the log",
    ),
    "changed bytes": (change(3, bytes=base64_of(b'{"v": 1}')), "cannot be read"),
    "bytes and row": (
        lambda r: entry_of(r, 3).update(leaf=rewritten(entry_of(r, 3), action="case.closed") or entry_of(r, 4)["leaf"]),
        "position 3 (event 00000000-0000-0000-0000-000000000004): its bytes are not those that were sealed",
    ),
    "bytes, row and leaf": (
        lambda r: rewritten(entry_of(r, 6), action="case.closed"),
        "among the entries 5 to 8 one was changed",
    ),
    "removed": (lambda r: remove(r, renumber=False), "position 6 was expected and 7 was found: entries were removed"),
    "removed, renumbered": (lambda r: remove(r, renumber=True), "among the entries 5 to 8 one was"),
    "inserted": (lambda r: insert(r, renumber=False), "position 7 was expected and 6 was found: entries were inserted"),
    "inserted, renumbered": (lambda r: insert(r, renumber=True), "among the entries 5 to 8 one was"),
    "reordered": (lambda r: swap(r, renumber=False), "position 2 was expected and 3 was found"),
    "reordered, renumbered": (lambda r: swap(r, renumber=True), "among the entries 0 to 4 one was"),
    "deleted, its hash left": (only_hash, "of 1 entries only the hash is left, they were deleted: 4"),
    "sealed twice": (twice, "was sealed twice: at 10 and at 11"),
    "cut tail": (cut_tail, "the checkpoint over 11 entries: the export has only 10; the tail was cut"),
    "cut file": (lambda r: r.pop(), "the file ends early"),
    "inserted past the log": (stray, "stands in the table and is neither in the log nor waiting for it"),
    "another size in a note": (of_note("\n9\n", "\n8\n"), "the signature is not good: the note was changed"),
    "another log's note": (of_note(f"{ORIGIN}\n9", "other/log\n9"), "is of another log: other/log"),
    "a fork": (forked, "two checkpoints over 9 entries have different roots: a fork"),
    "an unknown record": (lambda r: r.insert(-1, {"record": "else"}), "this verifier knows no such record"),
    "an unknown version": (lambda r: rewritten(entry_of(r, 11), v=2), "is of version 2"),
    "far away": (change(11, position=10**15), "position 11 was expected and 1000000000000000 was found"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_export(name: str, log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = log.records()
    tamper, message = TAMPERED[name]
    tamper(records)
    code, told = verified(tmp_path, records, capsys)
    assert (code, message in told) == (1, True), told
    assert "The log is NOT what was signed" in told


def test_a_forged_log_under_another_key(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever has the database and no key makes a good log of his own: the key that was handed over tells."""
    forged = Log(signer_of(9))
    forged.add(11)
    forged.sign()
    code, told = verified(tmp_path, forged.records(), capsys)
    assert code == 0
    assert f"the key is taken from the export itself; compare it: {forged.signer.key.text}" in told
    code, told = verified(tmp_path, forged.records(), capsys, "--key", log.signer.key.text)
    assert code == 1
    assert "the key that you gave is none of the log's" in told
    assert "the checkpoint over 11 entries is not signed with the log's key" in told


def test_a_rewritten_log_under_the_right_key(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who also has the key signs anything: the checkpoint that a partner kept tells."""
    rewritten_log = Log()
    rewritten_log.add(12)
    rewritten_log.sign()
    assert verified(tmp_path, rewritten_log.records(), capsys)[0] == 0
    code, told = verified(tmp_path, rewritten_log.records(), capsys, *kept(tmp_path, log, 9))
    assert code == 1
    assert (
        "the kept checkpoint note-9.txt, over 9 entries, is of another history: what stood before entry 9 was rewritten"
        in told
    )


def test_an_older_backup(tmp_path: Path, capsys: pytest.CaptureFixture[str], log: Log) -> None:
    old = Log()
    old.entries, old.tiles = log.entries[:9], {(0, 0): log.tiles[0, 0][: 9 * 32]}
    old.notes = {size: note for size, note in log.notes.items() if size <= 9}
    assert verified(tmp_path, old.records(), capsys)[0] == 0
    code, told = verified(tmp_path, old.records(), capsys, *kept(tmp_path, log, 5, 11))
    assert code == 1
    assert "note-11.txt is over 11 entries, the export has only 9: the tail was removed, or an older state" in told
    assert "note-5.txt" not in told


def test_a_new_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is introduced by the old one, which signs nothing larger after that."""

    def rotated(*by: object) -> Log:
        log = Log()
        log.add(4)
        log.sign()
        log.rotate(signer_of(2), *by)
        log.add(4)
        log.sign()
        return log

    good = rotated()
    for seed in (1, 2):
        assert verified(tmp_path, good.records(), capsys, "--key", signer_of(seed).key.text)[0] == 0
    for by in ((signer_of(2),), (signer_of(1),), (signer_of(3), signer_of(2))):
        code, told = verified(tmp_path, rotated(*by).records(), capsys)
        assert code == 1
        assert "was not introduced by the key before it: it was replaced" in told
    good.signer = signer_of(1)
    good.add()
    good.sign()
    code, told = verified(tmp_path, good.records(), capsys)
    assert (code, "the checkpoint over 9 entries is not signed with the log's key" in told) == (1, True), told


def test_erased_values_leave_the_log_valid(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules, parts = ["default:audit_personal:36"], ["audit_personal"]
    log.add(action="case.erased", parameters={"run": "1", "rules": rules, "parts": parts})
    log.add(action="case.erased", parameters={"run": "2", "rules": rules, "parts": ["record"]})
    log.add(
        action="case.erased", case="AAA-2", case_key="other", parameters={"run": "3", "rules": rules, "parts": parts}
    )
    log.add(action="case.erased", country="SRB", parameters={"run": "4", "rules": rules, "parts": parts})
    log.add(action="case.erased", at="2026-02-01T10:00:00Z", parameters={"run": "5", "rules": rules, "parts": parts})
    log.sign()
    *_, right, of_part, of_case, of_country, before = (entry["row"]["id"] for entry in log.entries)
    log.entries[2]["openings"]["reason"] = {"erased": {"event": right}}
    code, told = verified(tmp_path, log.records(), capsys)
    assert (code, "1 values were erased; what binds them still holds" in told) == (0, True), told
    assert "Erased: 1 values of case AAA-1" in told and "by default:audit_personal:36" in told
    for wrong in (of_part, of_case, of_country, before):
        log.entries[2]["openings"]["reason"] = {"erased": {"event": wrong}}
        code, told = verified(tmp_path, log.records(), capsys)
        assert (code, "which erased other data" in told) == (1, True), told


def test_an_erasure_that_is_not_in_the_log_yet_must_be_waiting_for_it(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(UUID(int=999))
    log.entries[2]["openings"]["reason"] = {"erased": {"event": name}}
    records = log.records()
    waiting = {"record": "waiting", "entries": [f"event {UUID(int=998)}"]}
    records.insert(-1, waiting)
    code, told = verified(tmp_path, records, capsys)
    assert (code, "which is not in the log" in told) == (1, True), told
    waiting["entries"] = [f"event {name}"]
    code, told = verified(tmp_path, records, capsys)
    assert (code, "1 values are said to be erased by events that this export does not tell" in told) == (0, True), told


def test_an_export_for_a_partner_tells_hashes_of_what_is_not_its_own(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = log.records(whole=False)
    only_hash(records)
    code, told = verified(tmp_path, records, capsys)
    assert (code, "of 1 entries this export tells the hash alone" in told) == (0, True), told


def test_some_entries_with_their_proofs(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = verified(tmp_path, log.proofs(2, 9, 10), capsys, "--case", "BBB-2", *kept(tmp_path, log, 5))
    assert code == 0, told
    assert "3 entries, 3 checkpoints, the last over 11" in told

    records = log.proofs(2, 9)
    rewritten(entry_of(records, 2), action="case.closed")
    code, told = verified(tmp_path, records, capsys)
    assert (code, "position 2: its proof does not lead to the checkpoint over 11 entries" in told) == (1, True), told

    records = log.proofs(2, 9)
    del entry_of(records, 2)["proof"]
    code, told = verified(tmp_path, records, capsys)
    assert (code, "1 entries came without a proof" in told) == (1, True), told

    records = log.proofs(2)
    (tmp_path / "note-9.txt").write_text(other_log().notes[9], encoding="utf-8")
    code, told = verified(tmp_path, records, capsys, "--earlier", str(tmp_path / "note-9.txt"))
    assert (code, "note-9.txt is of another history than the checkpoint over 11 entries" in told) == (1, True), told

    records = [record for record in log.proofs(2) if record["record"] != "consistency"]
    code, told = verified(tmp_path, records, capsys)
    assert (code, "no proof that it is the beginning of 11" in told) == (1, True), told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no export of the log"),
        ("nonsense\n", "is no export of the log"),
        ('{"record": "header", "format": "rcms-log", "version": 7}\n', "is of version 7"),
        ('{"record": "header", "format": "rcms-log", "version": 1}\n', "names no key"),
    ],
)
def test_what_cannot_be_checked(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], log: Log
) -> None:
    code, told = verified(tmp_path, [], capsys, text=text or "\n")
    assert (code, message in told) == (2, True), told


def test_a_log_without_a_checkpoint_proves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = Log()
    log.add()
    code, told = verified(tmp_path, log.records(), capsys)
    assert (code, "holds no checkpoint" in told) == (2, True), told


def test_what_a_terminal_would_obey_is_shown_as_text(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.add(action="\x1b[2Jcase.closed", case="EVIL")
    code, told = verified(tmp_path, log.records(), capsys, "--case", "EVIL")
    assert code == 0
    assert "\x1b" not in told
    assert "\\x1b[2Jcase.closed" in told


def test_several_processes_find_the_same(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rcms_verify, "SMALL_BYTES", 0)
    monkeypatch.setattr(rcms_verify, "LINES_AT_ONCE", 3)
    records = log.records()
    for wrong in (False, True):
        if wrong:
            swap(records, renumber=True)
        one = verified(tmp_path, records, capsys)
        two = verified(tmp_path, records, capsys, "--processes", "2")
        assert one == two
        assert one[0] == int(wrong)


@settings(max_examples=25, deadline=None)
@given(size=st.integers(1, 300), data=st.data())
def test_proofs_of_the_log_are_taken_and_no_others(size: int, data: st.DataObject) -> None:
    """What audit.merkle gives, the verifier's own arithmetic takes; with anything changed it does not."""
    leaves = [merkle.leaf_hash(number.to_bytes(2, "big")) for number in range(size)]
    tiles: dict[tuple[int, int], bytes] = {}
    merkle.append(tiles, 0, leaves)
    position, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    root, old_root = merkle.root(tiles, size), merkle.root(tiles, old)
    assert rcms_verify.roots_at(leaves, {0, old, size}) == {0: merkle.root({}, 0), old: old_root, size: root}
    included = merkle.inclusion_proof(tiles, position, size)
    assert rcms_verify.root_by_inclusion(leaves[position], position, size, included) == root
    consistent = merkle.consistency_proof(tiles, old, size)
    assert rcms_verify.is_consistent(old, old_root, size, root, consistent)
    for wrong in wrong_proofs(included):
        assert rcms_verify.root_by_inclusion(leaves[position], position, size, wrong) != root
    for wrong in wrong_proofs(consistent):
        assert not rcms_verify.is_consistent(old, old_root, size, root, wrong)
    if old < size:
        assert not rcms_verify.is_consistent(old, root, size, root, consistent)
        assert not rcms_verify.is_consistent(size, root, old, old_root, consistent)


def wrong_proofs(proof: list[bytes]) -> list[list[bytes]]:
    other = bytes(32)
    wrong = [[*proof, other], [other, *proof]]
    for number in range(len(proof)):
        wrong += [proof[:number] + proof[number + 1 :], [*proof[:number], other, *proof[number + 1 :]]]
    for one, two in combinations(range(len(proof)), 2):
        swapped = list(proof)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        wrong.append(swapped)
    return wrong


def test_a_value_may_be_withheld_and_not_half(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = log.records()
    entry_of(records, 3)["openings"]["reason"] = {"withheld": True}
    code, told = verified(tmp_path, records, capsys)
    assert code == 1 and "1 values are withheld from an export that leaves nothing out" in told
    records[0]["whole"] = False
    code, told = verified(tmp_path, records, capsys)
    assert code == 0 and "1 values were not told" in told
    entry_of(records, 3)["openings"]["reason"] = {"withheld": True, "value": "other grounds"}
    code, told = verified(tmp_path, records, capsys)
    assert code == 1 and "is said to be withheld, and has a value" in told


def test_a_witness_must_have_signed(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = log.records()
    code, told = verified(tmp_path, records, capsys, "--witness", key_text())
    assert code == 1 and f"no checkpoint is signed by the witness {NAME}" in told
    for record in records:
        if record["record"] == "checkpoint" and record["size"] == 9:
            record["note"] = rcms_verify.cosigned(record["note"], NAME, SEED, 1_800_000_000)
    code, told = verified(tmp_path, records, capsys, "--witness", key_text())
    assert code == 0 and f"{NAME} signed the checkpoint over 9 entries at 2027-01-15 08:00:00 UTC" in told


def test_what_is_kept_is_compared_and_then_renewed(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep = tmp_path / "kept.txt"
    assert verified(tmp_path, log.records(), capsys, "--keep", str(keep))[0] == 0
    assert keep.read_text(encoding="utf-8") == log.notes[11]
    log.add(3)
    log.sign()
    assert verified(tmp_path, log.records(), capsys, "--keep", str(keep))[0] == 0
    assert keep.read_text(encoding="utf-8") == log.notes[15]
    other = Log()
    other.add(20)
    other.sign()
    code, told = verified(tmp_path, other.records(), capsys, "--keep", str(keep))
    assert code == 1 and "is of another history" in told
    assert keep.read_text(encoding="utf-8") == log.notes[15]


def test_a_witness_signs_what_was_checked_and_tells_its_key(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    calls: list[str] = []
    monkeypatch.setattr(rcms_verify.Api, "sign_in", lambda self, client, secret: calls.append(client))
    monkeypatch.setattr(rcms_verify.Api, "export", lambda self, case, earlier: log.records())
    monkeypatch.setattr(rcms_verify.Api, "show", lambda self, note: shown.append(note) or "fits")
    secret, seed = tmp_path / "secret", tmp_path / "witness.key"
    secret.write_text("s", encoding="utf-8")

    def run(content: str, name: str) -> tuple[int, str]:
        seed.write_text(content, encoding="utf-8")
        options = ["--client", "c", "--secret-file", str(secret), "--cosign", str(seed), "--cosign-name", name]
        code = rcms_verify.main(["https://rcms.example/api/v1", "--processes", "1", *options])
        told = capsys.readouterr()
        return code, told.out + told.err

    for content, name in (
        ("no key!", NAME),
        (base64_of(SEED[1:]), NAME),
        (base64_of(SEED), ""),
        (base64_of(SEED), "a b"),
    ):
        code, told = run(content, name)
        assert (code, "--cosign needs" in told, calls) == (2, True, []), told
    code, told = run(base64_of(SEED) + "\n", NAME)
    assert code == 0 and f"The key of your witness, for the operator: {key_text()}\n" in told
    [note] = shown
    checkpoint = rcms_verify.Checkpoint.read(note)
    key = rcms_verify.Key.read(key_text())
    assert checkpoint.size == 11 and rcms_verify.cosigned_at(checkpoint.text, checkpoint.signatures, key)
    log.entries[4] = log.entries[5]
    code, told = run(base64_of(SEED), NAME)
    assert (code, key_text() in told, len(shown)) == (1, False, 1), told
