"""The documents of a case, the viewer, the case file as one paper: per side, what is there and what is not."""

import json
import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from accounts.actor import Actor
from audit.models import Access, Event
from cases.models import Case, Evidence
from cases.services import filing, messages, notes, submission
from cases.services.case_file import case_file_request
from core.errors import ActRefused, NotVisible
from core.scope import use_scope
from documents import issuing, previews
from documents.models import GeneratedDocument, PagePreview, StoredFile
from documents.vault import vault
from tests import world
from tests.cases.test_case_page import client_of, secrets
from tests.documents import makers
from tests.world import Corridor

pytestmark = pytest.mark.django_db
_CONTROL = re.compile(r"^\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)", re.IGNORECASE)


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def get(actor: Actor, name: str, *keys: object, query: str = "", status: int = 200) -> str:
    answer = client_of(actor).get(reverse(f"cases:{name}", args=keys) + query)
    assert answer.status_code == status, answer.status_code
    return " ".join(answer.content.decode().split())


def scan_added(
    people: Corridor, case: Case, name: str = "scan.pdf", kind: str = "identity_card", pages: int = 3
) -> Evidence:
    with use_scope(people.officer.scope):
        return filing.evidence_add(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"kind": kind, "number": "ID-9"},
            upload=makers.pdf(pages),
            upload_name=name,
        )


def drawn_papers(actor: Actor, case: Case) -> None:
    """Draw everything that waits, as the worker would."""
    with use_scope(actor.scope):
        for document in GeneratedDocument.objects.filter(subject=case.subject, state="requested"):
            issuing.document_issue(document.id)


def released(people: Corridor, *, scans: int = 1) -> Case:
    case = world.draft(people)
    for number in range(scans):
        scan_added(people, case, f"scan-{number}.pdf")
    world._as(people.officer, submission.review_send)(case.id)
    world._as(people.reviewer, submission.case_submit)(case.id)
    with use_scope(people.officer.scope):
        return Case.objects.get(id=case.id)


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_groups_files_and_papers_and_names_people_of_the_own_side_only(people: Corridor) -> None:
    case = released(people)
    drawn_papers(people.officer, case)
    ours = get(people.officer, "case-documents", case.id)
    for words in ("Photograph", "Identity card", "scan-0.pdf", "3 pages", "Readmission application", "Version 1"):
        assert words in ours, words
    assert people.officer.name in ours and people.reviewer.name in ours
    with use_scope(people.officer.scope):
        file = StoredFile.objects.get(subject=case.subject, kind="evidence")
    assert file.sha256[:12] in ours
    assert reverse("cases:case-file", args=[case.id, file.id]) in ours
    assert reverse("documents:file-download", args=[file.id]) in ours
    theirs = get(people.registry, "case-documents", case.id)
    assert "scan-0.pdf" in theirs and file.sha256[:12] in theirs
    assert people.officer.name not in theirs and people.reviewer.name not in theirs
    assert people.officer.authority_name in theirs


def test_a_draft_has_documents_for_its_own_side_only_and_an_empty_one_says_so(people: Corridor) -> None:
    case = world.draft(people)
    assert "Photograph" in get(people.officer, "case-documents", case.id)
    for actor in (people.registry, people.consul, people.border, people.verifier):
        get(actor, "case-documents", case.id, status=404)
    with use_scope(people.officer.scope):
        empty = filing.case_start(actor=people.officer, receiving_country="SRB", agreement="eu-serbia")
    assert "No documents yet" in get(people.officer, "case-documents", empty.id)


def test_a_removed_scan_stands_behind_the_one_that_replaced_it(people: Corridor) -> None:
    case = world.draft(people)
    old = scan_added(people, case, "old.pdf")
    with use_scope(people.officer.scope):
        filing.evidence_remove(actor=people.officer, case_id=case.id, version=None, evidence_id=old.id)
    alone = get(people.officer, "case-documents", case.id)
    assert "withdrawn" in alone and "old.pdf" in alone
    world._as(people.officer, submission.review_send)(case.id)
    world._as(people.reviewer, submission.case_submit)(case.id)
    assert "old.pdf" not in get(people.registry, "case-documents", case.id)


def test_a_scan_exchanged_in_a_correction_is_the_earlier_version_once_it_is_submitted(people: Corridor) -> None:
    case = released(people)
    world._as(people.registry, submission.case_return_incomplete, codes=["evidence"])(case.id)
    with use_scope(people.officer.scope):
        old = Evidence.objects.get(case=case, file__isnull=False)
        filing.evidence_remove(actor=people.officer, case_id=case.id, version=None, evidence_id=old.id)
    scan_added(people, case, "better.pdf")
    meanwhile = get(people.registry, "case-documents", case.id)
    assert "scan-0.pdf" in meanwhile and "better.pdf" not in meanwhile
    assert "withdrawn" not in meanwhile and "replaced" not in meanwhile
    assert "better.pdf" in get(people.officer, "case-documents", case.id)
    world.recheck(people, case.id)
    world._as(people.reviewer, submission.case_resubmit)(case.id)
    for actor in (people.officer, people.registry):
        text = get(actor, "case-documents", case.id)
        assert "better.pdf" in text and "Earlier versions: Identity card (1)" in text
        assert text.index("better.pdf") < text.index("scan-0.pdf")


def test_the_list_is_sorted_within_its_groups(people: Corridor) -> None:
    case = world.draft(people)
    for name, pages in (("bb.pdf", 1), ("aa.pdf", 9), ("cc.pdf", 4)):
        scan_added(people, case, name, pages=pages)

    def order(query: str) -> list[str]:
        text = get(people.officer, "case-documents", case.id, query=query)
        return re.findall(r"<bdi>ID-9, (\w\w)\.pdf", text)

    assert order("") == ["cc", "aa", "bb"] == order("?sort=newest") == order("?sort=nonsense")
    assert order("?sort=oldest") == ["bb", "aa", "cc"]
    assert order("?sort=title") == ["aa", "bb", "cc"]
    assert order("?sort=size") == ["aa", "cc", "bb"]


def test_statements_do_not_grow_with_files(people: Corridor) -> None:
    counts = []
    for scans in (1, 6):
        case = released(people, scans=scans)
        for actor in (people.officer, people.registry):
            client = client_of(actor)
            address = reverse("cases:case-documents", args=[case.id])
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            counts.append(len([q for q in queries.captured_queries if not _CONTROL.match(q["sql"])]))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 22


# --- the viewer -------------------------------------------------------------------------------------------------------


def picture_of(people: Corridor, case: Case) -> StoredFile:
    with use_scope(people.officer.scope):
        return StoredFile.objects.get(subject=case.subject, kind="photograph")


def test_a_picture_is_shown_at_once_turned_and_enlarged_without_scripts(people: Corridor) -> None:
    case = released(people)
    file = picture_of(people, case)
    text = get(people.registry, "case-file", case.id, file.id)
    assert reverse("documents:file-page", args=[file.id, 1]) in text
    assert f'viewBox="0 0 {file.width} {file.height}"' in text and "viewer__sheet--100" in text
    turned = get(people.registry, "case-file", case.id, file.id, query="?turn=90&zoom=200")
    assert f'viewBox="0 0 {file.height} {file.width}"' in turned
    assert f'transform="translate({file.height} 0) rotate(90)"' in turned and "viewer__sheet--200" in turned
    for query in ("?turn=45&zoom=1&page=99", "?turn=x&zoom=&page=-1", "?page=²"):
        assert "viewer__sheet--100" in get(people.registry, "case-file", case.id, file.id, query=query)


def test_pages_of_a_pdf_are_drawn_when_they_are_asked_for(people: Corridor) -> None:
    case = released(people)
    with use_scope(people.officer.scope):
        file = StoredFile.objects.get(subject=case.subject, kind="evidence")
    waiting = get(people.registry, "case-file", case.id, file.id)
    assert "The page is being prepared." in waiting and "hx-trigger" in waiting and "Look again" in waiting
    with use_scope(people.registry.scope):
        assert set(PagePreview.objects.filter(file=file).values_list("page", "state")) == {
            (page, "asked") for page in (1, 2, 3)
        }
        for page in (1, 2):
            previews.preview_draw(file.id, page)
            previews.preview_draw(file.id, page)
    first = get(people.registry, "case-file", case.id, file.id)
    assert "Page 1 of 3" in first and reverse("documents:file-page", args=[file.id, 1]) in first
    assert "The page is being prepared." not in first and 'data-viewer-key="ArrowRight"' in first
    assert 'data-viewer-key="ArrowLeft"' not in first
    last = get(people.registry, "case-file", case.id, file.id, query="?page=3")
    assert "The page is being prepared." in last
    client = client_of(people.officer)
    answer = client.get(reverse("documents:file-page", args=[file.id, 1]))
    assert answer["Content-Type"] == "image/jpeg" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    assert client.get(reverse("documents:file-page", args=[file.id, 3])).status_code == 404


def test_a_page_that_cannot_be_drawn_says_so(people: Corridor) -> None:
    case = released(people)
    with use_scope(people.officer.scope):
        file = StoredFile.objects.get(subject=case.subject, kind="evidence")
        previews.page_show(file, 1)
        vault()._path(file.storage_id).write_bytes(b"something else")
        previews.preview_draw(file.id, 1)
    assert "This page cannot be shown." in get(people.officer, "case-file", case.id, file.id)


def test_looking_is_recorded_with_the_file(people: Corridor) -> None:
    case = released(people)
    file = picture_of(people, case)
    client_of(people.registry).get(reverse("documents:file-page", args=[file.id, 1]))
    with use_scope(people.their_supervisor.scope):
        look = Access.objects.get(action="file.viewed", subject=f"storedfile:{file.id}")
    assert (look.case_key, look.actor_id) == (case.id, people.registry.user_id)


def test_the_viewer_shows_files_of_its_case_and_nothing_to_strangers(people: Corridor) -> None:
    case, other = released(people), world.draft(people, family_name="Jovanović")
    file, foreign = picture_of(people, case), picture_of(people, other)
    get(people.officer, "case-file", case.id, foreign.id, status=404)
    get(people.officer, "case-file", case.id, uuid4(), status=404)
    stranger = world.make_actor("alb-border-migration", "supervisor")
    for actor in (stranger, people.verifier, people.border):
        get(actor, "case-file", case.id, file.id, status=404)
        assert client_of(actor).get(reverse("documents:file-page", args=[file.id, 1])).status_code == 404
    get(people.registry, "case-file", other.id, foreign.id, status=404)


def test_pictures_of_pages_follow_the_readers_of_their_file(people: Corridor) -> None:
    case = world.draft(people)
    file = scan_added(people, case).file
    assert file is not None
    with use_scope(people.officer.scope):
        previews.page_show(file, 1)
        previews.preview_draw(file.id, 1)
    address = reverse("documents:file-page", args=[file.id, 1])
    assert client_of(people.registry).get(address).status_code == 404
    with use_scope(people.registry.scope):
        assert not PagePreview.objects.filter(file=file).exists()
    world._as(people.officer, submission.review_send)(case.id)
    world._as(people.reviewer, submission.case_submit)(case.id)
    assert client_of(people.registry).get(address).status_code == 200


# --- the case file ----------------------------------------------------------------------------------------------------


def case_file_of(actor: Actor, case: Case) -> GeneratedDocument:
    """Ask for the case file and draw it, as the worker would."""
    with use_scope(actor.scope):
        document = case_file_request(actor=actor, case_id=case.id)
        issuing.document_issue(document.id)
        return GeneratedDocument.objects.select_related("file", "progress").get(id=document.id)


def text_of(actor: Actor, document: GeneratedDocument) -> tuple[str, bytes]:
    with use_scope(actor.scope):
        assert document.file is not None
        data = vault().read_checked(document.file.storage_id, document.file.sha256)
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages), data


def test_each_side_gets_its_own_case_file(people: Corridor) -> None:
    case = released(people)
    drawn_papers(people.officer, case)
    secrets(people, case)
    world._as(people.registry, submission.case_acknowledge)(case.id)
    with use_scope(people.registry.scope):
        notes.note_add(actor=people.registry, case_id=case.id, text="Ask the register of Niš")
        messages.thread_open(actor=people.registry, case_id=case.id, title="Place of birth", text="Is it Niš or Pirot?")
    ours, _data = text_of(people.officer, case_file_of(people.officer, case))
    their_file = case_file_of(people.registry, case)
    theirs, their_bytes = text_of(people.registry, their_file)
    frozen = json.dumps(their_file.context, ensure_ascii=False)
    private = ("V-77", "Rotterdam centre", "Pregnant", "Lawyer asked for the file")
    for words in (*private, "Is it Niš or Pirot?", "PETROVIĆ", people.officer.name, "Identity card"):
        assert words in ours, words
    assert people.reviewer.name not in frozen, "the letter itself bears the signature, our pages do not"
    for words in (*private, people.officer.name):
        assert words not in theirs and words not in frozen, words
        assert words.encode() not in their_bytes and words.encode("utf-16-be") not in their_bytes
    assert "Ask the register of Niš" in theirs and "Is it Niš or Pirot?" in theirs
    assert "Ask the register of Niš" not in ours
    assert f"{case.reference} · 1 of " in ours


def test_a_case_file_is_read_by_the_side_that_made_it(people: Corridor) -> None:
    case = released(people)
    document = case_file_of(people.officer, case)
    address = reverse("documents:file-download", args=[document.file_id])
    for actor, status in (
        (people.officer, 200),
        (people.supervisor, 200),
        (people.registry, 404),
        (people.their_supervisor, 404),
        (world.make_actor("alb-border-migration", "supervisor"), 404),
    ):
        assert client_of(actor).get(address).status_code == status, actor.role
    their = case_file_of(people.registry, case)
    assert (document.version, their.version) == (1, 1), "the number tells nobody how many the other side made"
    assert "Case file" in get(people.officer, "case-documents", case.id)
    with use_scope(people.supervisor.scope):
        event = Event.objects.get(action="document.requested", subject=f"generateddocument:{document.id}")
    assert event.parameters["template"] == "case_file" and event.audience_countries == ["NLD"]
    with use_scope(people.registry.scope):
        assert not Event.objects.filter(subject=f"generateddocument:{document.id}").exists()


def test_pressing_twice_makes_one_and_what_it_holds_is_frozen(people: Corridor) -> None:
    case = released(people)
    client = client_of(people.officer)
    address = reverse("cases:case-file-make", args=[case.id])
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 302
    with use_scope(people.officer.scope):
        document = GeneratedDocument.objects.get(subject=case.subject, template="case_file")
    page = client.get(reverse("cases:case-documents", args=[case.id])).content.decode()
    assert "the paper is being made" in page and reverse("documents:document-status", args=[document.id]) in page
    world._as(people.registry, submission.case_acknowledge)(case.id)
    with use_scope(people.officer.scope):
        issuing.document_issue(document.id)
        document = GeneratedDocument.objects.select_related("file", "progress").get(id=document.id)
    text, _data = text_of(people.officer, document)
    assert "Submitted" in text and "Receipt acknowledged" not in text
    assert document.progress is not None and document.progress.done == document.progress.total > 1


def test_delegates_and_strangers_make_no_case_file(people: Corridor) -> None:
    case = world.case_at(people, "accepted")
    with use_scope(people.consul.scope), pytest.raises(ActRefused):
        case_file_request(actor=people.consul, case_id=case.id)
    assert "Make the case file" not in get(people.consul, "case-documents", case.id)
    with use_scope(people.border.scope), pytest.raises(NotVisible):
        case_file_request(actor=people.border, case_id=case.id)
    assert client_of(people.consul).post(reverse("cases:case-file-make", args=[case.id])).status_code == 403
    assert Client().post(reverse("cases:case-file-make", args=[case.id])).status_code == 302


def test_a_proposal_is_in_the_receiving_sides_case_file_alone(people: Corridor) -> None:
    case = world.case_at(people, "decision_proposed")
    theirs, _ = text_of(people.signer, case_file_of(people.signer, case))
    ours, _ = text_of(people.officer, case_file_of(people.officer, case))
    assert "Decision proposed" in theirs
    assert "roposed" not in ours and "Identity being verified" in ours
