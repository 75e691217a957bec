"""The case file carries the proof that its events stand in the sealed log, and nothing that its reader does not read."""

import base64
import json
from pathlib import Path

import pytest

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case
from cases.services.case_access import person_exclude
from cases.services.case_file import case_file_request
from core.scope import use_scope
from documents import issuing
from documents.models import GeneratedDocument, StoredFile
from documents.vault import vault
from tests import world
from tests.audit.recording import SIGNER, sign_all
from verify import rcms_verify

pytestmark = pytest.mark.commits


def case_file(actor: Actor, case: Case, folder: Path) -> Path:
    """The drawn case file of the actor's side."""
    with use_scope(actor.scope):
        document = case_file_request(actor=actor, case_id=case.id)
        issuing.document_issue(document.id)
        document = GeneratedDocument.objects.get(id=document.id)
        file = StoredFile.objects.get(id=document.file_id)
        path = folder / f"{actor.country}.pdf"
        path.write_bytes(vault().read_checked(file.storage_id, file.sha256))
    return path


def test_a_case_file_is_verified_without_rcms(
    transactional_db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    unsigned = case_file(people.officer, case, tmp_path)
    assert rcms_verify.main([str(unsigned)]) == 2 and "carries no proof" in capsys.readouterr().err
    colleague = world.make_actor("nld-dtv", "return_officer")
    with use_scope(people.supervisor.scope):
        person_exclude(actor=people.supervisor, case_id=case.id, user_id=colleague.user_id, reason="A neighbour")
    sign_all()
    seen = {}
    for actor in (people.officer, people.registry):
        path = case_file(actor, case, tmp_path)
        code = rcms_verify.main(
            [
                str(path),
                "--key",
                SIGNER.key.text,
                "--case",
                str(case.reference),
                "--output",
                str(tmp_path / "proof.jsonl"),
            ]
        )
        told = capsys.readouterr().out
        assert code == 0, told
        text = (tmp_path / "proof.jsonl").read_text(encoding="utf-8")
        records = [json.loads(line) for line in text.splitlines()]
        entries = [record for record in records if record["record"] == "entry"]
        seen[actor.country] = {json.loads(base64.b64decode(record["bytes"]))["action"] for record in entries}
        assert entries and all(record["proof"] for record in entries)
        opened = {name for record in entries for name, one in record["openings"].items() if "value" in one}
        assert opened == {"actor_name"}
        other = people.registry if actor is people.officer else people.officer
        assert actor.name in text and other.name not in text
    assert {"case.submitted", "case.received"} <= seen["NLD"] & seen["SRB"]
    assert "case.application_saved" in seen["NLD"] - seen["SRB"]
    # For supervisors, who read the trail, and for nobody who is handed the file.
    assert not {action for action in seen["NLD"] if action.startswith("access.")}
    with use_scope(people.supervisor.scope):
        assert Event.objects.filter(case_key=case.id, action="access.excluded").exists()
    # A byte of an entry, changed within the file that was taken out.
    entry = entries[0]
    content = base64.b64decode(entry["bytes"]).replace(b'"result": "done"', b'"result": "dome"')
    entry["bytes"] = base64.b64encode(content).decode()
    forged = tmp_path / "forged.jsonl"
    forged.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    assert rcms_verify.main([str(forged)]) == 1
    assert "was changed" in capsys.readouterr().out
