"""Files and papers as rows: who sees them, what never changes, what a worker does with a request."""

import dataclasses
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from audit.models import Event
from core.errors import NotVisible
from core.scope import use_scope
from documents import fonts, intake, selectors, services, sweeping, tasks
from documents.letters.contexts import LetterContext
from documents.letters.parts import Photograph
from documents.models import GeneratedDocument, StoredFile
from documents.vault import FileDamaged, vault
from tests.conftest import APP, SWEEP, become, logged_in_as
from tests.documents import makers, samples
from tests.documents.conftest import BOTH, DUTCH, Officer, People, officer

SUBJECT = f"case:{uuid4()}"


def store(by: Officer, **changes: object) -> StoredFile:
    fields: dict[str, object] = {
        "stream": makers.picture(),
        "declared_name": "../photo.jpg",
        "kind": StoredFile.Kind.PHOTOGRAPH,
        "subject": SUBJECT,
        "case_reference": samples.REFERENCE,
        "audience": DUTCH,
    }
    return services.file_store(actor=by.actor, **{**fields, **changes})  # type: ignore[arg-type]


def ask(by: Officer, context: LetterContext | None = None, **changes: object) -> GeneratedDocument:
    fields: dict[str, object] = {"subject": SUBJECT, "case_reference": samples.REFERENCE, "audience": BOTH}
    return services.document_request(
        actor=by.actor,
        context=context or samples.reply(),
        **{**fields, **changes},  # type: ignore[arg-type]
    )


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(DatabaseError), transaction.atomic():
        yield


def count_of_files() -> int:
    return len([path for path in Path(settings.FILE_STORE_ROOT).rglob("*") if path.is_file()])


def test_a_file_is_stored_with_its_hash_and_an_event(people: People) -> None:
    with use_scope(people.dutch.actor.scope):
        file = store(people.dutch)
        again = selectors.file_get(file.id)
        assert (again.original_name, again.media_type, again.width, again.height) == ("photo.jpg", "image/jpeg", 60, 40)
        with selectors.file_open(again) as content:
            assert content.read() == makers.picture().getvalue()
        assert again.viewing_sha256 != again.sha256
        assert selectors.file_list(SUBJECT) == [again]
        event = Event.objects.get(action="file.stored", subject=f"storedfile:{file.id}")
        assert event.parameters["sha256"] == file.sha256
        assert f"case:{event.case_key}" == SUBJECT


def test_a_refused_upload_leaves_neither_row_nor_bytes(people: People) -> None:
    with use_scope(people.dutch.actor.scope):
        for content, kind in ((io.BytesIO(b"%PDF-broken"), "evidence"), (makers.pdf(), "photograph")):
            with pytest.raises(intake.UploadRefused):
                store(people.dutch, stream=content, declared_name="scan", kind=kind)
        assert not StoredFile.objects.exists()
    assert count_of_files() == 0


def test_the_other_side_sees_a_file_only_once_it_is_addressed(people: People) -> None:
    with use_scope(people.dutch.actor.scope):
        file = store(people.dutch)
    with use_scope(people.serbian.actor.scope):
        assert selectors.file_list(SUBJECT) == []
        with pytest.raises(NotVisible):
            selectors.file_get(file.id)
        # Raw SQL behind the view's back meets the same wall.
        with connection.cursor() as cursor:
            cursor.execute("update documents_storedfile set is_withdrawn = true")
            assert cursor.rowcount == 0
    with use_scope(people.dutch.actor.scope):
        StoredFile.objects.filter(id=file.id).update(**BOTH.fields())
    with use_scope(people.serbian.actor.scope):
        assert [found.id for found in selectors.file_list(SUBJECT)] == [file.id]


def test_a_withdrawn_file_leaves_the_list_and_stays_in_the_record(people: People) -> None:
    with use_scope(people.dutch.actor.scope):
        file = store(people.dutch)
        services.file_withdraw(actor=people.dutch.actor, file_id=file.id)
        assert selectors.file_list(SUBJECT) == []
        assert selectors.file_get(file.id).is_withdrawn
        assert Event.objects.filter(action="file.withdrawn").count() == 1


@pytest.mark.parametrize("column", ["storage_id", "sha256", "viewing_sha256", "subject", "original_name"])
def test_what_was_stored_does_not_change(people: People, column: str) -> None:
    with use_scope(people.dutch.actor.scope):
        file = store(people.dutch)
        with refused():
            StoredFile.objects.filter(id=file.id).update(**{column: "0" * 32})
        with refused():
            StoredFile.objects.filter(id=file.id).delete()


def test_versions_count_per_subject_and_paper(people: People) -> None:
    with use_scope(people.dutch.actor.scope):
        first, second, other = ask(people.dutch), ask(people.dutch), ask(people.dutch, samples.handover_record())
        assert [document.version for document in (first, second, other)] == [1, 2, 1]
        assert ask(people.dutch, subject=f"case:{uuid4()}").version == 1
        assert selectors.document_latest(SUBJECT, "reply") == second


def test_the_worker_draws_the_paper_once(people: People, run_posted: Callable[[], None]) -> None:
    with use_scope(people.dutch.actor.scope):
        document = ask(people.dutch)
    run_posted()
    with use_scope(people.serbian.actor.scope):
        done = selectors.document_get(document.id)
        assert done.state == GeneratedDocument.State.DONE
        assert done.progress is not None
        assert done.progress.state == "done"
        assert done.file is not None
        assert done.file.original_name == f"{samples.REFERENCE} Reply to a readmission application 1.pdf"
        with selectors.file_open(done.file) as content:
            assert samples.REFERENCE in PdfReader(content).pages[0].extract_text()
    before = count_of_files()
    run_posted()
    with use_scope(people.dutch.actor.scope):
        tasks.render(str(document.id))
        assert StoredFile.objects.filter(kind=StoredFile.Kind.GENERATED).count() == 1
    assert count_of_files() == before


def test_a_paper_is_drawn_although_whoever_asked_sees_it_no_longer(
    people: People, run_posted: Callable[[], None]
) -> None:
    """A delegation ends with the handover, often before the worker comes to the paper that the delegate asked for."""
    border = officer("GEO", "border_officer")
    delegated = dataclasses.replace(BOTH, groups=(border.actor.group_id,))
    with use_scope(border.actor.scope):
        document = ask(border, samples.handover_record(), audience=delegated)
    with use_scope(people.dutch.actor.scope):
        GeneratedDocument.objects.filter(id=document.id).update(audience_groups=[])
    with use_scope(border.actor.scope):
        assert not GeneratedDocument.objects.filter(id=document.id).exists()
    run_posted()
    with use_scope(people.serbian.actor.scope):
        assert selectors.document_get(document.id).state == GeneratedDocument.State.DONE


def test_the_paper_shows_the_photograph_of_its_time(people: People, run_posted: Callable[[], None]) -> None:
    with use_scope(people.dutch.actor.scope):
        file = store(people.dutch)
        photograph = Photograph(storage_id=file.viewing_storage_id or "", sha256=file.viewing_sha256)
        document = ask(people.dutch, samples.application(photograph=photograph))
        services.file_withdraw(actor=people.dutch.actor, file_id=file.id)
    run_posted()
    with use_scope(people.dutch.actor.scope):
        done = selectors.document_get(document.id)
        assert done.file is not None
        with selectors.file_open(done.file) as content:
            assert len(PdfReader(content).pages[0].images) == 1


def test_contents_are_frozen_and_an_issued_paper_does_not_change(
    people: People, run_posted: Callable[[], None]
) -> None:
    with use_scope(people.dutch.actor.scope):
        document = ask(people.dutch)
        changed = dataclasses.replace(samples.reply(), place="Niš").to_json()
        for change in ({"context": changed}, {"context_sha256": "0" * 64}, {"version": 7}, {"subject": "case:other"}):
            with refused():
                GeneratedDocument.objects.filter(id=document.id).update(**change)
    run_posted()
    with use_scope(people.dutch.actor.scope):
        other = store(people.dutch)
        for change in ({"file": other}, {"state": "requested", "file": None, "issued_at": None}):
            with refused():
                GeneratedDocument.objects.filter(id=document.id).update(**change)
        with refused():
            GeneratedDocument.objects.filter(id=document.id).delete()


@pytest.mark.commits
def test_a_paper_that_cannot_be_drawn_says_so_and_is_drawn_later(
    transactional_db: None, run_posted: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    dutch = officer("NLD", "return_officer")
    with use_scope(dutch.actor.scope):
        document = ask(dutch, audience=DUTCH)

    def no_fonts(*_: object, **__: object) -> None:
        raise fonts.FontsMissing("none")

    with monkeypatch.context() as broken:
        broken.setattr(tasks.issuing.rendering, "render", no_fonts)
        run_posted()
    with use_scope(dutch.actor.scope):
        failed = selectors.document_get(document.id)
        assert failed.state == GeneratedDocument.State.FAILED
        assert failed.progress is not None
        assert failed.progress.state == "failed"
        assert failed.is_waiting
    run_posted()
    with use_scope(dutch.actor.scope):
        assert selectors.document_get(document.id).state == GeneratedDocument.State.DONE


def test_a_damaged_photograph_is_never_printed(people: People) -> None:
    with use_scope(people.dutch.actor.scope):
        document = ask(people.dutch, samples.application())
        with pytest.raises(FileDamaged):
            tasks.issuing.document_issue(document.id)


@pytest.mark.commits
def test_the_sweep_takes_what_no_row_names_and_nothing_else(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    dutch = officer("NLD", "return_officer")
    with use_scope(dutch.actor.scope):
        file = store(dutch)
    orphan = vault().put(io.BytesIO(b"upload whose transaction failed"))
    monkeypatch.setattr(sweeping, "ORPHAN_SECONDS", -1)
    monkeypatch.setattr(settings, "RCMS_LOGIN", "sweep")
    with logged_in_as(SWEEP):
        tasks.sweep_orphans()
    become(APP)
    with use_scope(dutch.actor.scope):
        assert selectors.file_open(file).read()
        viewing = selectors.file_open_viewing(file)
        assert viewing is not None
        assert viewing.read()
    assert (Path(settings.FILE_STORE_ROOT) / "aside" / orphan.storage_id).is_file()


def test_the_sweep_refuses_a_login_that_does_not_see_all(people: People) -> None:
    with pytest.raises(ImproperlyConfigured):
        tasks.sweep_orphans()


def test_the_sweep_touches_nothing_beside_an_empty_table(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = vault().put(io.BytesIO(b"bytes"))
    monkeypatch.setattr(sweeping, "ORPHAN_SECONDS", -1)
    with use_scope(people.dutch.actor.scope):
        assert sweeping.sweep() == sweeping.Swept(0, 0)
    assert vault().read_checked(stored.storage_id, stored.sha256) == b"bytes"
