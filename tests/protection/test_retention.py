"""Erasure by two persons: what is due, what keeps it back, and that of what is erased no word is left."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from core.scope import use_scope
from documents.models import StoredFile
from documents.vault import vault
from protection.models import DestroyedFile, RetentionItem, RetentionRun
from protection.selectors.retention import retention_due
from tests.conftest import OWNER, logged_in_as
from tests.protection.erasures import (
    NAMES,
    YEARS,
    Office,
    approved,
    case_as_owner,
    erase_all,
    found_anywhere,
    office,
    pass_time,
    talked_over,
)

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
    pass_time(YEARS * 2)
    with use_scope(both.officer.scope):
        assert {one.part for one in retention_due(both.officer)} == {"audit_personal"}
