"""Erasure by two persons: what is due, what keeps it back, and that of what is erased no word is left."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from audit import sealing
from audit.exporting import log_export
from core.scope import use_scope
from documents.models import StoredFile
from documents.vault import vault
from protection.models import DestroyedFile, RetentionItem, RetentionRun
from protection.selectors.retention import retention_due
from tests.audit.recording import SIGNER, check_log, rows, seal_all
from tests.conftest import OWNER, SEAL, logged_in_as
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
    assert erase_all(tmp_path) == 2
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
