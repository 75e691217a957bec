"""How long what came of an act on many cases is kept, with the papers that were put together."""

from datetime import timedelta

import pytest

from cases.models import BulkRun
from cases.services import bulk
from core import clock
from core.scope import use_scope
from documents import issuing
from documents.models import GeneratedDocument, StoredFile
from tests import world
from tests.conftest import SWEEP, logged_in_as


@pytest.mark.commits
def test_runs_are_forgotten_with_their_bundles(transactional_db: None) -> None:
    people = world.corridor()
    case, officer = world.case_at(people, "submitted"), people.officer

    def printed() -> BulkRun:
        with use_scope(officer.scope):
            run = bulk.bulk_print(actor=officer, case_ids=[case.id])
            bulk.bulk_print_do(run.id)
            run.refresh_from_db()
        assert run.file_id is not None
        return run

    with use_scope(officer.scope):
        for document in GeneratedDocument.objects.filter(subject=case.subject):
            issuing.document_issue(document.id)
    printed()
    papers = StoredFile.objects.filter(kind="generated", subject=case.subject)
    with use_scope(officer.scope):
        kept = papers.count()
    assert kept
    with clock.travel(clock.now() + bulk.KEPT_FOR + timedelta(days=1)):
        new = printed()
        with logged_in_as(SWEEP):
            assert bulk.bulk_runs_forget() == 1
            assert bulk.bulk_runs_forget() == 0
    with use_scope(officer.scope):
        assert list(BulkRun.objects.values_list("id", flat=True)) == [new.id]
        bundles = StoredFile.objects.filter(subject__startswith="bulkrun:")
        assert [file.id for file in bundles] == [new.file_id], "without a row the sweep of the vault removes the bytes"
        assert papers.count() == kept, "the papers of the case stay"
