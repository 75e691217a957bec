"""Files and the state of papers over HTTP: 404 for strangers, safe headers for all, each look recorded."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from audit.models import Access
from core.scope import use_scope
from documents import services
from documents.models import StoredFile
from documents.views import POLL_SECONDS, polling
from tests.documents import makers, samples
from tests.documents.conftest import BOTH, DUTCH, People

NAME = "პასპორტი ანა"


def stored(people: People, content: object, kind: str = "evidence", name: str = NAME) -> StoredFile:
    with use_scope(people.dutch.actor.scope):
        return services.file_store(
            actor=people.dutch.actor,
            stream=content,
            declared_name=name,
            kind=kind,
            subject=f"case:{uuid4()}",  # type: ignore[arg-type]
            audience=DUTCH,
            case_reference=samples.REFERENCE,
        )


def address(name: str, file: StoredFile) -> str:
    return reverse(f"documents:{name}", args=[file.id])


@pytest.mark.parametrize(
    ("view", "action", "disposition"),
    [("file-view", "file.viewed", "inline"), ("file-download", "file.downloaded", "attachment")],
)
def test_a_picture_is_shown_as_its_copy_and_given_as_it_is(
    people: People, view: str, action: str, disposition: str
) -> None:
    file = stored(people, makers.photograph_with_position())
    answer = people.dutch.client.get(address(view, file))
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == f"{disposition}; filename*=utf-8''{quote(NAME + '.jpg')}"
    assert (b"secret" in body.lower()) == (view == "file-download")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store"
    with use_scope(people.dutch.actor.scope):
        look = Access.objects.get(action=action)
    assert look.subject == f"storedfile:{file.id}"
    assert (look.case_key, look.case_reference) == (file.case_key, samples.REFERENCE)


def test_a_pdf_is_an_attachment_and_its_preview_a_picture(people: People) -> None:
    file = stored(people, makers.pdf())
    shown = people.dutch.client.get(address("file-view", file))
    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"].startswith("attachment")
    assert b"".join(shown.streaming_content) == makers.pdf().getvalue()  # type: ignore[attr-defined]
    preview = people.dutch.client.get(address("file-preview", file))
    assert preview["Content-Type"] == "image/png"
    assert b"".join(preview.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]


@pytest.mark.parametrize("view", ["file-view", "file-preview", "file-download"])
def test_strangers_get_404_and_the_try_is_not_a_look(people: People, view: str) -> None:
    file = stored(people, makers.picture())
    assert people.serbian.client.get(address(view, file)).status_code == 404
    assert people.serbian.client.get(reverse(f"documents:{view}", args=[uuid4()])).status_code == 404
    people.dutch.client.logout()
    assert people.dutch.client.get(address(view, file)).status_code in {302, 404}
    with use_scope(people.dutch.actor.scope):
        assert not Access.objects.filter(action__startswith="file.").exists()


def test_a_damaged_file_is_not_given_out(people: People) -> None:
    file = stored(people, makers.pdf())
    path = next(Path(settings.FILE_STORE_ROOT).rglob(file.storage_id))
    path.write_bytes(path.read_bytes() + b" ")
    answer = people.dutch.client.get(address("file-download", file))
    assert answer.status_code == 500
    assert not answer.streaming
    assert b"does not match what was recorded" in answer.content


def test_waiting_for_a_paper(people: People, run_posted: Callable[[], None]) -> None:
    with use_scope(people.dutch.actor.scope):
        document = services.document_request(
            actor=people.dutch.actor, context=samples.reply(), subject=f"case:{uuid4()}", audience=BOTH
        )
    where = reverse("documents:document-status", args=[document.id])
    waiting = people.dutch.client.get(where, {"step": "3"}, headers={"HX-Request": "true"}).content.decode()
    assert f'hx-get="{where}?step=4"' in waiting
    assert "load delay:5s" in waiting
    assert "X-RCMS-Poll" in waiting
    assert "<html" not in waiting
    run_posted()
    with use_scope(people.dutch.actor.scope):
        document.refresh_from_db()
    done = people.dutch.client.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in done
    assert reverse("documents:file-download", args=[document.file_id]) in done
    assert "<html" in people.serbian.client.get(where).content.decode()


def test_a_paper_of_others_has_no_state(people: People) -> None:
    with use_scope(people.dutch.actor.scope):
        document = services.document_request(
            actor=people.dutch.actor, context=samples.reply(), subject=f"case:{uuid4()}", audience=DUTCH
        )
    where = reverse("documents:document-status", args=[document.id])
    assert people.serbian.client.get(where).status_code == 404


@pytest.mark.parametrize("step", ["", "-1", "x", "²", "999999999"])
def test_a_strange_step_starts_again(people: People, step: str) -> None:
    with use_scope(people.dutch.actor.scope):
        document = services.document_request(
            actor=people.dutch.actor, context=samples.reply(), subject=f"case:{uuid4()}", audience=DUTCH
        )
    where = reverse("documents:document-status", args=[document.id])
    page = people.dutch.client.get(where, {"step": step}, headers={"HX-Request": "true"})
    assert b"step=1" in page.content


def test_questions_come_more_and_more_slowly() -> None:
    pauses = [polling(step)["poll_seconds"] for step in range(20)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == POLL_SECONDS[-1] == 30
