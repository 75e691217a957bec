"""Erasure by two persons: what is due, what keeps it back, and that of what is erased no word is left."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from audit import sealing
from audit.exporting import log_export
from audit.services import AboutCase, access_record
from cases.services import notes
from cases.services.case_file import case_file_request
from core import clock
from core.errors import NotVisible
from core.scope import use_scope
from documents.issuing import document_issue
from documents.models import GeneratedDocument, PagePreview, StoredFile
from documents.previews import preview_draw
from documents.querysets import naming
from documents.vault import vault
from protection.models import DestroyedFile, RetentionItem, RetentionRun
from protection.restoring import erasures_ask_again
from protection.selectors.retention import retention_due
from tests.audit.recording import SIGNER, check_log, rows, seal_all
from tests.conftest import OWNER, SEAL, logged_in_as
from tests.permissions.pages import client_of
from tests.protection.erasures import (
    NAMES,
    YEARS,
    Office,
    approved,
    case_as_owner,
    erase_all,
    found_anywhere,
    not_emptied,
    office,
    pass_time,
    stored_paper,
    talked_over,
)
from verify import rcms_verify

pytestmark = pytest.mark.commits


@pytest.fixture
def both(transactional_db: None) -> Office:
    return office()


def test_no_word_of_an_erased_case_is_left(both: Office, tmp_path: Path) -> None:
    case = talked_over(both.people)
    before = found_anywhere(*NAMES)
    assert ("cases_person", "family_name") in before and ("cases_message", "text") in before
    pass_time(YEARS)
    first = approved(both.officer, both.second)
    assert erase_all(tmp_path) == 0, "the other side has time to place a hold"
    pass_time(YEARS + timedelta(days=31))
    assert erase_all(tmp_path) == 1
    # The receiving side's own data are that side's to erase.
    assert found_anywhere(*NAMES), "the sheet of the receiving side's agency"
    approved(both.their_officer, both.their_second)
    assert erase_all(tmp_path) == 1
    assert found_anywhere(*NAMES) == []
    case = case_as_owner(case.id)
    assert case.erased_at is not None and case.erased_rule == "default:case_transferred:60"
    with logged_in_as(OWNER):
        assert RetentionRun.objects.get(id=first.id).state == "done"
        files = list(StoredFile.objects.filter(subject=case.subject))
        assert files and all(file.destroyed_at and file.sha256 and not file.original_name for file in files)
        assert not DestroyedFile.objects.filter(gone_at=None).exists()
        assert set(RetentionItem.objects.values_list("state", flat=True)) == {"done"}
    assert not list((Path(settings.FILE_STORE_ROOT) / "files").glob("??/??/*"))
    assert vault().root.exists()
    assert not_emptied(case.id) == []


def test_what_was_added_after_a_part_went_goes_with_the_record(
    both: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = talked_over(both.people)
    days = timedelta(days=31)
    officer = client_of(both.people.officer)

    def turn(months: int) -> set[str]:
        """Both sides' runs of what is due after so many months; which parts the first one erased."""
        pass_time(days * months)
        run = approved(both.officer, both.second)
        approved(both.their_officer, both.their_second)
        pass_time(days * (months + 1))
        erase_all(tmp_path)
        with logged_in_as(OWNER):
            return set(run.items.filter(state="done").values_list("part", flat=True))

    with monkeypatch.context() as patch:
        patch.setattr("documents.vault.Vault.destroy", failing)
        assert turn(13) == {"biometrics", "free_text"}
        with logged_in_as(OWNER):
            photograph = StoredFile.objects.get(kind="photograph", subject=case.subject)
            assert not RetentionRun.objects.filter(country="NLD", state="done").exists(), "the disk refused"
        # The bytes are there still, and nobody is given them.
        for path in ("", "/preview", "/download"):
            assert officer.get(f"/files/{photograph.id}{path}").status_code == 404, path
        with use_scope(both.people.officer.scope):
            PagePreview(file=photograph, page=1, asked_at=clock.now(), **photograph.audience.fields()).save()
            with pytest.raises(NotVisible):
                preview_draw(photograph.id, 1)
            assert naming([photograph.storage_id]).count() == 1
    page = officer.get(f"/cases/{case.id}")
    assert page.status_code == 200 and str(photograph.id) not in page.content.decode()
    assert officer.get(f"/cases/{case.id}/documents").status_code == 200
    with use_scope(both.people.officer.scope):
        case_file_request(actor=both.people.officer, case_id=case.id)
        paper = GeneratedDocument.objects.get(subject=case.subject, template="case_file")
        assert paper.context["photograph"] is None
        document_issue(paper.id)
        notes.note_add(actor=both.people.officer, case_id=case.id, text="Kasniji was here")
    erase_all(tmp_path)
    assert turn(37) == {"papers_and_files"}
    late = stored_paper(case.subject, both.officer)
    with logged_in_as(OWNER):
        assert not DestroyedFile.objects.filter(gone_at=None).exists()
        assert StoredFile.objects.get(id=late.id).destroyed_at is None and found_anywhere("Kasniji")
    assert turn(61) == {"biometrics", "free_text", "papers_and_files", "record"}
    assert found_anywhere("Kasniji", *NAMES) == []
    # A backup of before the last turn is put back: what went with the record then goes with it again.
    with logged_in_as(OWNER):
        last = RetentionRun.objects.filter(country="NLD").latest("requested_at")
        DestroyedFile.objects.filter(item__run=last).delete()
        last.items.all().delete()
        assert erasures_ask_again(tmp_path / "erasures.jsonl").parts == 8
        assert erasures_ask_again(tmp_path / "erasures.jsonl").parts == 0


def failing(*_args: object) -> bool:
    raise OSError("Read-only file system")


def test_the_log_verifies_after_names_and_grounds_in_it_are_erased(
    both: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = talked_over(both.people)
    with logged_in_as(SEAL):
        sealing.key_introduce(SIGNER)
    seal_all()
    pass_time(YEARS)
    approved(both.officer, both.second)
    # Asked for by both sides: what they share is asked for once.
    run = approved(both.their_officer, both.their_second)
    with logged_in_as(OWNER):
        assert {item.own_side for item in run.items.all()} == {"receiving"}
    pass_time(YEARS + timedelta(days=31))
    assert erase_all(tmp_path) == 2
    assert rows(f"select count(*) from audit_event where case_key = '{case.id}' and salts ? 'values'") == [(0,)]
    people = both.people
    named = (people.officer.name, people.registry.name, people.signer.name)
    assert ("audit_event", "actor_name") in found_anywhere(*(f"^{name}$" for name in named))
    pass_time(YEARS * 2)
    with use_scope(both.officer.scope):
        assert {one.part for one in retention_due(both.officer)} == {"audit_personal"}
    approved(both.officer, both.second)
    approved(both.their_officer, both.their_second)
    # Somebody looks at the case after the moment that the erasure names.
    pass_time(YEARS * 2 + timedelta(days=1))
    with use_scope(both.officer.scope):
        about = AboutCase(case.id, case.reference or "")
        access_record(actor=both.officer, action="case.viewed", subject=case.subject, about=about)
    pass_time(YEARS * 2)
    assert erase_all(tmp_path) == 2
    seen = f"select actor_name from audit_access where case_key = '{case.id}' and actor_name <> ''"
    assert rows(seen) == [(both.officer.name,)]
    left = f"from audit_event where case_key = '{case.id}' and action <> 'case.erased'"
    assert rows(f"select count(*) {left} and (actor_name <> '' or reason <> '' or salts <> '{{}}')") == [(0,)]
    seal_all()
    with logged_in_as(SEAL):
        sealing.checkpoint_sign(SIGNER, every=timedelta(0))
    check_log()
    export = tmp_path / "export.jsonl"
    with logged_in_as(OWNER):
        export.write_text("".join(json.dumps(record) + "\n" for record in log_export()), encoding="utf-8")
    code = rcms_verify.main([str(export), "--key", SIGNER.key.text, "--processes", "1"])
    told = capsys.readouterr().out
    assert code == 0 and f"values of case {case.reference}" in told and "by default:audit_personal:36" in told
