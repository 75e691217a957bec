"""Questions between the two sides: who may ask, who reads, what each side learns, files, read state, closing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.urls import reverse

from audit.models import Access, Event
from cases.models import Case, Message, MessageAuthor, Thread
from cases.selectors.conversation import unread_count, unread_messages, waiting_threads
from cases.services import messages, submission
from cases.services.talking import FILES_AT_MOST, Upload
from cases.specimens.portrait import portrait_jpeg
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import use_scope
from documents.models import StoredFile
from notifications.models import Notice
from tests import world
from tests.cases.talk_pages import QUESTION, ask, examined_once, picture, reply, seen, statements
from tests.cases.work_pages import browser
from tests.days import local_day
from tests.walls import statement_finds_nothing
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def list_url(case: Case) -> str:
    return reverse("cases:case-messages", args=[case.id])


def thread_url(case: Case, thread: Thread) -> str:
    return reverse("cases:thread", args=[case.id, thread.id])


# --- asked and answered -----------------------------------------------------------------------------------------------


def test_a_question_goes_across_and_comes_back(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    assert (thread.state, thread.message_count, thread.opened_side) == ("open", 1, "requesting")
    theirs = seen(people.registry, thread_url(case, thread))
    assert QUESTION in theirs and people.officer.authority_name in theirs
    assert people.officer.name not in theirs, "the other side learns the office"
    reply(people.registry, thread)
    ours = seen(people.officer, thread_url(case, thread))
    assert "It is complete." in ours and "Answered" in ours and people.registry.name not in ours
    assert people.officer.name in ours, "colleagues read who of us wrote it"
    with use_scope(people.officer.scope):
        thread.refresh_from_db()
    assert (thread.state, thread.message_count) == ("answered", 2)
    reply(people.officer, thread, "And the one of Pirot?")
    with use_scope(people.registry.scope):
        assert Thread.objects.get(id=thread.id).state == "open"


def test_nobody_reads_who_of_the_other_side_wrote(people: Corridor) -> None:
    thread = ask(people, world.case_at(people, "received"))
    reply(people.registry, thread)
    with use_scope(people.officer.scope):
        assert [row.name for row in MessageAuthor.objects.all()] == [people.officer.name]
    with use_scope(people.registry.scope):
        assert [row.name for row in MessageAuthor.objects.all()] == [people.registry.name]


def test_the_case_does_not_move(people: Corridor) -> None:
    """A colleague's open form does not go stale over a message, and the lists keep their order."""
    case = world.case_at(people, "received")
    thread = ask(people, case)
    reply(people.registry, thread)
    with use_scope(people.officer.scope):
        after = Case.objects.get(id=case.id)
    assert (after.version, after.changed_at) == (case.version, case.changed_at)


def test_events_reach_both_sides_and_notices_the_other_without_a_word_of_the_text(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    reply(people.registry, thread)
    for actor in (people.supervisor, people.their_supervisor):
        with use_scope(actor.scope):
            actions = list(Event.objects.filter(case_key=case.id, action__startswith="thread").values_list("action"))
            actions += Event.objects.filter(case_key=case.id, action="message.sent").values_list("action")
            assert actions == [("thread.opened",), ("message.sent",)]
            for event in Event.objects.filter(case_key=case.id):
                text = f"{event.parameters} {event.reason} {event.changed}"
                assert "register" not in text and "complete" not in text
    with use_scope(people.their_supervisor.scope):
        notice = Notice.objects.get(action="thread.opened")
        assert notice.parameters["thread"] == str(thread.id) and notice.audience_countries == ["SRB"]
        assert not Notice.objects.filter(action="message.sent").exists()
    with use_scope(people.supervisor.scope):
        assert Notice.objects.get(action="message.sent").audience_countries == ["NLD"]


# --- who may ------------------------------------------------------------------------------------------------------------


def test_the_three_tests_of_asking(people: Corridor) -> None:
    """Permission granted, right side, and the case stands where it can be talked about."""
    case = world.case_at(people, "accepted")
    for actor in (people.supervisor, people.their_supervisor, people.consul):
        with pytest.raises(ActRefused) as refused:
            ask(people, case, actor)
        assert refused.value.code == "not_granted" and refused.value.subject == case.subject
    stranger = world.make_actor("alb-border-migration", "registry_officer")
    for actor in (stranger, people.border, people.verifier, world.make_actor("nld-dtv", "administrator")):
        with pytest.raises(NotVisible):
            ask(people, case, actor)
    with pytest.raises(ActRefused) as unshared:
        ask(people, world.draft(people))
    assert unshared.value.code == "not_shared"
    with pytest.raises(ActRefused) as closed:
        ask(people, world.case_at(people, "closed"))
    assert closed.value.code == "wrong_status"
    ask(people, world.case_at(people, "refused"), people.proposer)


def test_delegates_and_strangers_read_nothing(people: Corridor) -> None:
    case = world.case_at(people, "confirmed")
    thread = ask(people, case)
    seen(people.consul, list_url(case), status=403)
    seen(people.consul, thread_url(case, thread), status=403)
    assert "Messages" not in seen(people.consul, reverse("cases:case-detail", args=[case.id]))
    stranger = world.make_actor("alb-border-migration", "registry_officer")
    for actor in (stranger, people.border, people.verifier):
        seen(actor, list_url(case), status=404)
        seen(actor, thread_url(case, thread), status=404)
    for actor in (people.consul, people.border, stranger):
        with use_scope(actor.scope):
            assert not Thread.objects.exists() and not Message.objects.exists()


def test_a_thread_of_another_case_is_not_found_under_this_one(people: Corridor) -> None:
    case, other = world.case_at(people, "received"), world.case_at(people, "received")
    thread = ask(people, other)
    seen(people.officer, thread_url(case, thread), status=404)
    seen(people.officer, reverse("cases:thread", args=[case.id, uuid4()]), status=404)


def test_supervisors_read_and_do_not_write(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    text = seen(people.supervisor, thread_url(case, thread))
    assert QUESTION in text and "Send the message" not in text
    answer = browser(people.supervisor).post(thread_url(case, thread), {"text": "Hello there"})
    assert answer.status_code == 403


# --- read state ---------------------------------------------------------------------------------------------------------


def test_opening_the_thread_reads_it_once(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    assert "Not read yet by Serbia" in seen(people.officer, thread_url(case, thread))
    with use_scope(people.registry.scope):
        assert unread_count(people.registry, case) == 1
        assert Case.objects.annotate(unread=unread_messages(people.registry)).get(id=case.id).unread == 1
    assert "1 new" in seen(people.registry, list_url(case))
    for _ in range(2):
        seen(people.registry, thread_url(case, thread))
    assert "Read by Serbia:" in seen(people.officer, thread_url(case, thread))
    with use_scope(people.registry.scope):
        assert unread_count(people.registry, case) == 0
        assert Event.objects.filter(action="message.read").count() == 1
        assert Access.objects.filter(action="thread.viewed").count() == 2
    with use_scope(people.officer.scope):
        event = Event.objects.get(action="message.read")
        assert event.parameters["count"] == 1 and event.actor_id is None
        assert unread_count(people.officer, case) == 0, "nobody's own messages are unread"


def test_a_look_of_a_supervisor_tells_the_other_side_nothing(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    seen(people.their_supervisor, thread_url(case, thread))
    assert "Not read yet" in seen(people.officer, thread_url(case, thread))
    with use_scope(people.their_supervisor.scope):
        assert Access.objects.filter(action="thread.viewed").count() == 1


def test_unread_messages_show_on_tab_panel_and_home(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    page = seen(people.registry, reverse("cases:case-detail", args=[case.id]))
    assert "1 unread message" in page and "Entry in the register" in page
    home = seen(people.registry, reverse("home"))
    assert "Entry in the register" in home and thread_url(case, thread) in home
    assert "Entry in the register" not in seen(people.officer, reverse("home")), "it waits for the other side"
    with use_scope(people.registry.scope):
        rows, count = waiting_threads(people.registry, 5)
        assert [row.id for row in rows] == [thread.id] and count.number == 1
    reply(people.registry, thread)
    with use_scope(people.registry.scope):
        assert waiting_threads(people.registry, 5)[0] == []


# --- what is refused ------------------------------------------------------------------------------------------------------


def test_bad_input_comes_back_with_what_was_typed(people: Corridor) -> None:
    case = world.case_at(people, "received")
    address = reverse("cases:thread-start", args=[case.id])
    typed = {"title": "", "text": "<script>alert(1)</script> typed at length", "due_on_day": "31", "due_on_month": "2"}
    answer = browser(people.officer).post(address, typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "&lt;script&gt;alert(1)&lt;/script&gt; typed at length" in text and "<script>alert(1)" not in text
    assert 'value="31"' in text and "Fill this in" in text
    with use_scope(people.officer.scope):
        assert not Thread.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"text": "x"}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"due_on": local_day() - timedelta(days=3)}, "due_on"),
    ],
)
def test_the_service_judges_by_itself(people: Corridor, values: dict[str, object], field: str) -> None:
    case = world.case_at(people, "received")
    with pytest.raises(Invalid) as invalid:
        ask(people, case, **values)
    assert set(invalid.value.errors) == {field}


def test_text_is_shown_as_it_was_typed_and_never_as_markup(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case, title="<b>bold</b>", text='First line\n<img src=x onerror="alert(1)">')
    raw = browser(people.registry).get(thread_url(case, thread)).content.decode()
    assert "First line\n&lt;img src=x onerror=&#34;alert(1)&#34;&gt;" in raw and 'class="said"' in raw
    assert "<img src=x" not in raw and "<b>bold</b>" not in raw


# --- files ----------------------------------------------------------------------------------------------------------------


def test_a_file_goes_to_both_offices_and_to_no_delegate(people: Corridor) -> None:
    case = world.case_at(people, "confirmed")
    with examined_once():
        thread = ask(people, case, files=[picture("The register.jpg")])
    with use_scope(people.registry.scope):
        file = StoredFile.objects.get(kind=StoredFile.Kind.ATTACHMENT)
        assert file.subject == case.subject and file.case_reference == case.reference
    text = seen(people.registry, thread_url(case, thread))
    assert "The register.jpg" in text
    for actor, status in ((people.registry, 200), (people.officer, 200), (people.consul, 404), (people.border, 404)):
        seen_status = browser(actor).get(reverse("documents:file-download", args=[file.id])).status_code
        assert seen_status == status, actor.role
    with use_scope(people.officer.scope):
        submission.case_withdraw(actor=people.officer, case_id=case.id, version=None, code="other")
    with use_scope(people.registry.scope):
        assert StoredFile.objects.get(id=file.id).audience_groups == [], "files follow delegates, this one does not"


def test_a_hostile_file_is_refused_and_nothing_is_kept(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    program = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00 not a picture", content_type="image/jpeg")
    good = SimpleUploadedFile("good.jpg", portrait_jpeg(5, "F", 30), content_type="image/jpeg")
    with examined_once():
        answer = browser(people.registry).post(
            thread_url(case, thread), {"text": "See the scan", "attachments": [good, program]}
        )
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 422 and "photo.jpg: The file is neither a PDF nor" in text
    assert "See the scan" in text and "Choose the files again" in text
    with use_scope(people.officer.scope):
        assert Message.objects.filter(thread=thread).count() == 1
        assert not StoredFile.objects.filter(kind=StoredFile.Kind.ATTACHMENT).exists()


def test_only_so_many_files(people: Corridor) -> None:
    case = world.case_at(people, "received")
    with pytest.raises(Invalid) as invalid:
        ask(people, case, files=[picture()] * (FILES_AT_MOST + 1))
    assert set(invalid.value.errors) == {"files"}
    with pytest.raises(Invalid) as empty:
        ask(people, case, files=[Upload(SimpleUploadedFile("empty.pdf", b""), "empty.pdf")])
    assert set(empty.value.errors) == {"files"}


# --- closing ----------------------------------------------------------------------------------------------------------------


def test_the_side_that_asked_closes_and_opens_again(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    reply(people.registry, thread)
    with use_scope(people.registry.scope), pytest.raises(ActRefused) as theirs:
        messages.thread_close(actor=people.registry, thread_id=thread.id, version=None)
    assert theirs.value.code == "question_of_other_side"
    with use_scope(people.officer.scope):
        current = Thread.objects.get(id=thread.id)
    client = browser(people.officer)
    stale = client.post(reverse("cases:thread-close", args=[case.id, thread.id]), {"version": current.version - 1})
    assert stale.status_code == 409
    done = client.post(reverse("cases:thread-close", args=[case.id, thread.id]), {"version": current.version})
    assert done.status_code == 302
    text = seen(people.registry, thread_url(case, thread))
    assert "Closed" in text and "Send the message" not in text
    with pytest.raises(StaleVersion):
        reply(people.registry, thread, "Too late")
    client.post(reverse("cases:thread-reopen", args=[case.id, thread.id]), {"version": current.version + 1})
    with use_scope(people.officer.scope):
        assert Thread.objects.get(id=thread.id).state == "answered"
    reply(people.registry, thread, "One more thing")


def test_a_message_is_for_good(people: Corridor) -> None:
    """The database refuses what no service does: changing, deleting, writing in the other side's name."""
    case = world.case_at(people, "received")
    thread = ask(people, case)
    for actor, statement in (
        (people.officer, "update cases_message set text = 'other words'"),
        (people.officer, "update cases_message set read_at = now()"),
        (people.officer, "delete from cases_message"),
        (people.registry, "delete from cases_thread"),
    ):
        with use_scope(actor.scope):
            assert statement_finds_nothing(statement), statement
    forged = Message(case=case, thread=thread, number=2, side="requesting", office="x", text="x", sent_at=clock.now())
    with pytest.raises(ProgrammingError), use_scope(people.registry.scope), transaction.atomic():
        forged.save(force_insert=True)


# --- statements -----------------------------------------------------------------------------------------------------------------


def test_statements_do_not_grow_with_threads_and_messages(people: Corridor) -> None:
    case = world.case_at(people, "received")
    thread = ask(people, case)
    detail, home = reverse("cases:case-detail", args=[case.id]), reverse("home")
    addresses = [list_url(case), thread_url(case, thread), detail, home]
    before = [statements(people.registry, address) for address in addresses]
    with examined_once():
        reply(people.officer, thread, files=[picture()])
        for number in range(12):
            ask(people, case, title=f"Question {number}")
            reply(people.officer, thread, f"More {number}", files=[picture()] if number < 3 else [])
    seen(people.registry, thread_url(case, thread))
    after = [statements(people.registry, address) for address in addresses]
    assert after == before
    assert max(after[:2]) <= 20


def test_lists_are_paged_and_filtered(people: Corridor) -> None:
    case = world.case_at(people, "received")
    threads = [ask(people, case, title=f"Question {number:02d}") for number in range(52)]
    with use_scope(people.officer.scope):
        messages.thread_close(actor=people.officer, thread_id=threads[0].id, version=None)
    first = seen(people.officer, list_url(case))
    assert "Question 51" in first and "Question 01" not in first and "Older" in first
    closed = seen(people.officer, list_url(case) + "?state=closed")
    assert "Question 00" in closed and "Question 51" not in closed
    assert "Question 51" in seen(people.officer, list_url(case) + "?state=nonsense&after=nonsense")


def test_a_question_with_a_file_is_put_on_its_page(people: Corridor) -> None:
    case = world.case_at(people, "received")
    address = reverse("cases:thread-start", args=[case.id])
    scan = SimpleUploadedFile("register.jpg", portrait_jpeg(5, "F", 30), content_type="image/jpeg")
    typed = {"title": "Entry", "text": QUESTION, "due_on_day": "", "due_on_month": "", "due_on_year": ""}
    with examined_once():
        answer = browser(people.registry).post(address, {**typed, "attachments": [scan]})
    assert answer.status_code == 302, answer.content.decode()
    with use_scope(people.officer.scope):
        thread = Thread.objects.get()
        assert answer["Location"] == thread_url(case, thread)
    assert "register.jpg" in seen(people.officer, thread_url(case, thread))
