"""The pages of messages, notes and links: where a refusal leads, what counts as read, files with a request."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case, CaseLink, InformationRequest, Message, MessageFile, Thread
from cases.selectors import conversation
from cases.selectors.conversation import unread_count
from cases.services import links, messages
from cases.services.information_requests import information_ask
from cases.specimens.portrait import portrait_jpeg
from core.scope import use_scope
from documents.models import StoredFile
from notifications.selectors.notices import unread_notices
from tests import world
from tests.cases.talk_pages import ask, examined_once, reply, seen
from tests.cases.work_pages import browser
from tests.days import local_day
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def thread_url(case: Case, key: UUID) -> str:
    return reverse("cases:thread", args=[case.id, key])


def refused_page(actor: Actor, address: str, status: int, **data: Any) -> str:
    """The page of a refusal, once the way that it offers has been gone."""
    answer = browser(actor).post(address, data)
    assert answer.status_code == status
    ways = re.findall(r'href="([^"]*)"[^>]*>\s*(?:See how it stands now|Open the page again)', answer.content.decode())
    for way in ways:
        assert browser(actor).get(way).status_code == 200, way
    return "".join(ways)


# --- where a refusal leads ----------------------------------------------------------------------------------------------


def test_a_stale_closing_and_opening_lead_to_the_thread(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    for name in ("cases:thread-close", "cases:thread-reopen"):
        way = refused_page(people.officer, reverse(name, args=[case.id, thread.id]), 409, version=0)
        assert way == thread_url(case, thread.id)
        way = refused_page(people.registry, reverse(name, args=[case.id, thread.id]), 403, version=thread.version)
        assert way == thread_url(case, thread.id)


def test_taking_back_what_was_answered_leads_to_the_thread(people: Corridor) -> None:
    case = world.case_at(people, "received")
    with use_scope(people.registry.scope):
        due_on = local_day() + world._days(7)
        asked = information_ask(actor=people.registry, case_id=case.id, items=["photograph"], due_on=due_on)
    address = reverse("cases:information-cancel", args=[case.id, asked.thread_id])
    assert refused_page(people.registry, address, 409, version=0) == thread_url(case, asked.thread_id)
    answer = browser(people.officer).get(address)
    assert answer.status_code == 403 and thread_url(case, asked.thread_id) in answer.content.decode()


def test_a_note_that_is_refused_leads_to_the_case_and_is_shown_again(people: Corridor) -> None:
    case = world.case_at(people, "received")
    address = reverse("cases:note-add", args=[case.id])
    way = refused_page(people.supervisor, address, 403, text="Spoken to the embassy")
    assert way == reverse("cases:case-detail", args=[case.id])
    answer = browser(people.supervisor).post(address, {"text": "Spoken to the embassy"})
    assert "Spoken to the embassy" in answer.content.decode()


def test_an_address_that_only_takes_what_is_sent_is_not_offered_as_a_page(people: Corridor) -> None:
    address = reverse("cases:bulk")
    assert browser(people.border).get(address).status_code == 405
    assert refused_page(people.border, address, 403) == ""


def test_a_link_that_was_ended_meanwhile(people: Corridor) -> None:
    """The form is not shown once more, and the reason that was typed is not lost."""
    case, other = world.case_at(people, "submitted"), world.case_at(people, "submitted")
    with use_scope(people.officer.scope):
        link = links.link_add(actor=people.officer, case_id=case.id, reference=str(other.reference), kind="related")
        links.link_end(actor=people.officer, link_id=link.id, reason="Another person")
    address = reverse("cases:link-end", args=[other.id, link.id])
    there = reverse("cases:case-detail", args=[other.id]) + "#links"
    answer = browser(people.reviewer).get(address)
    assert answer.status_code == 409 and there in answer.content.decode()
    assert refused_page(people.reviewer, address, 409, reason="Not the same fingers") == there
    assert "Not the same fingers" in browser(people.reviewer).post(address, {"reason": "Not the same fingers"}).text
    with use_scope(people.officer.scope):
        assert CaseLink.objects.get().end_reason == "Another person"


# --- what counts as read ------------------------------------------------------------------------------------------------


def test_what_was_not_shown_is_not_read(people: Corridor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "MESSAGES_A_PAGE", 2)
    case = world.case_at(people, "received")
    thread = ask(people, case)
    for text in ("Second", "Third"):
        reply(people.officer, thread, text)
    latest = browser(people.registry).get(thread_url(case, thread.id)).content.decode()
    earlier = re.findall(r'href="([^"]*)">Earlier messages', latest)
    assert len(earlier) == 1
    with use_scope(people.registry.scope):
        assert unread_count(people.registry, case) == 1, "the first one stands on the page before"
        assert list(Message.objects.filter(read_at=None).values_list("number", flat=True)) == [1]
    browser(people.registry).get(earlier[0].replace("&amp;", "&"))
    with use_scope(people.registry.scope):
        assert unread_count(people.registry, case) == 0


def test_an_old_page_reads_nothing_of_the_latest(people: Corridor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "MESSAGES_A_PAGE", 2)
    case = world.case_at(people, "received")
    thread = ask(people, case)
    reply(people.officer, thread, "Second")
    reply(people.officer, thread, "Third")
    earlier = re.findall(
        r'href="([^"]*)">Earlier messages', browser(people.registry).get(thread_url(case, thread.id)).text
    )
    reply(people.officer, thread, "Fourth")
    browser(people.registry).get(earlier[0].replace("&amp;", "&"))
    with use_scope(people.registry.scope):
        assert list(Message.objects.filter(read_at=None).values_list("number", flat=True)) == [4]


def test_a_thread_without_news_is_looked_at_and_nothing_else(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    seen(people.officer, thread_url(case, thread.id))
    with use_scope(people.officer.scope):
        assert not Event.objects.filter(action="message.read").exists()


def test_opening_a_thread_reads_its_notices_and_the_case_page_reads_the_others(people: Corridor) -> None:
    case = world.case_at(people, "received")
    first, second = ask(people, case, title="First"), ask(people, case, title="Second")

    def unread() -> set[str]:
        with use_scope(people.registry.scope):
            rows = unread_notices(people.registry).filter(subject=case.subject)
            return {notice.parameters.get("thread", notice.action) for notice in rows}

    assert {str(first.id), str(second.id), "case.submitted"} <= unread()
    seen(people.registry, reverse("cases:case-detail", args=[case.id]))
    assert unread() == {str(first.id), str(second.id)}
    seen(people.registry, thread_url(case, first.id))
    assert unread() == {str(second.id)}


# --- files with a request for information -------------------------------------------------------------------------------


def _request(case: Case, *files: SimpleUploadedFile) -> dict[str, Any]:
    day = local_day() + world._days(7)
    return {
        "version": case.version,
        "items": ["photograph"],
        "text": "As on this page of the register",
        "due_on_day": day.day,
        "due_on_month": day.month,
        "due_on_year": day.year,
        "attachments": list(files),
    }


def test_a_request_for_information_takes_files(people: Corridor) -> None:
    case = world.case_at(people, "received")
    address = reverse("cases:act", args=[case.id, "request_information"])
    assert 'enctype="multipart/form-data"' in seen(people.registry, address)
    scan = SimpleUploadedFile("register.jpg", portrait_jpeg(5, "F", 30), content_type="image/jpeg")
    with examined_once():
        answer = browser(people.registry).post(address, _request(case, scan))
    assert answer.status_code == 302, answer.content.decode()
    with use_scope(people.officer.scope):
        asked = InformationRequest.objects.get()
        assert MessageFile.objects.get(message__thread=asked.thread_id).file.original_name == "register.jpg"
    assert "register.jpg" in seen(people.officer, thread_url(case, asked.thread_id))


def test_a_hostile_file_with_a_request_is_refused_and_what_was_typed_comes_back(people: Corridor) -> None:
    case = world.case_at(people, "received")
    address = reverse("cases:act", args=[case.id, "request_information"])
    program = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00 not a picture", content_type="image/jpeg")
    with examined_once():
        answer = browser(people.registry).post(address, _request(case, program))
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 422 and "The file is neither a PDF nor" in text
    assert "As on this page of the register" in text and "Choose the files again" in text
    assert 'id="id_attachments-error"' in text
    with use_scope(people.officer.scope):
        assert not InformationRequest.objects.exists() and not Thread.objects.exists()
        assert not StoredFile.objects.filter(kind=StoredFile.Kind.ATTACHMENT).exists()


def test_an_act_without_files_is_sent_as_before(people: Corridor) -> None:
    case = world.case_at(people, "received")
    assert "enctype" not in seen(people.registry, reverse("cases:act", args=[case.id, "return_incomplete"]))


def test_reading_part_of_a_thread_by_service(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    reply(people.officer, thread, "Second")
    with use_scope(people.registry.scope):
        assert messages.thread_read(actor=people.registry, thread_id=thread.id, numbers=[2]) == 1
        assert messages.thread_read(actor=people.registry, thread_id=thread.id) == 1
