"""Notes among colleagues, and notes that the other side is given to read."""

import pytest
from django.urls import reverse

from audit.models import Event
from cases.models import Case, OwnSideNote, SharedNote
from cases.services.notes import NOTE_LENGTH, note_add, note_share
from core.errors import ActRefused, Invalid, NotVisible
from core.scope import use_scope
from notifications.models import Notice
from tests import world
from tests.cases.talk_pages import seen, statements
from tests.cases.work_pages import browser
from tests.world import Corridor

pytestmark = pytest.mark.django_db
TEXT = "Called the archive in Niš\nThey answer on Monday"


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def written(people: Corridor, case: Case, text: str = TEXT) -> OwnSideNote:
    with use_scope(people.officer.scope):
        return note_add(actor=people.officer, case_id=case.id, text=text)


def test_a_shared_note_crosses_with_the_office_and_without_the_name(people: Corridor) -> None:
    case = world.case_at(people, "received")
    note = written(people, case)
    address = reverse("cases:note-share", args=[case.id, note.id])
    page = seen(people.officer, address)
    assert "It cannot be taken back." in page and "Called the archive" in page
    refused = browser(people.officer).post(address, {})
    assert refused.status_code == 422 and "Tick the box" in refused.content.decode()
    assert browser(people.officer).post(address, {"is_understood": "on"}).status_code == 302
    for place in ("cases:case-messages", "cases:note-list", "cases:case-detail"):
        text = seen(people.registry, reverse(place, args=[case.id]))
        assert "Called the archive" in text and people.officer.authority_name in text
        assert people.officer.name not in text
    assert "the other side can read it since" in seen(people.officer, reverse("cases:note-list", args=[case.id]))
    with use_scope(people.registry.scope):
        assert SharedNote.objects.get().office == people.officer.authority_name
        assert not OwnSideNote.objects.exists()
        event = Event.objects.get(action="note.shared")
        assert event.actor_id is None and "archive" not in f"{event.parameters}{event.reason}"
        assert Notice.objects.filter(action="note.shared").count() == 1
    with use_scope(people.officer.scope):
        assert Event.objects.get(action="note.shared").actor_id == people.officer.user_id
        with pytest.raises(ActRefused) as again:
            note_share(actor=people.officer, note_id=note.id)
    assert again.value.code == "already_shared"


def test_who_shares_and_when(people: Corridor) -> None:
    draft, case = world.draft(people), world.case_at(people, "accepted")
    with use_scope(people.officer.scope):
        early = note_add(actor=people.officer, case_id=draft.id, text=TEXT)
        with pytest.raises(ActRefused) as unshared:
            note_share(actor=people.officer, note_id=early.id)
    assert unshared.value.code == "not_shared"
    note = written(people, case)
    for actor in (people.registry, people.consul, world.make_actor("alb-border-migration", "registry_officer")):
        with use_scope(actor.scope), pytest.raises(NotVisible):
            note_share(actor=actor, note_id=note.id)
        assert browser(actor).get(reverse("cases:note-share", args=[case.id, note.id])).status_code in {403, 404}
    with use_scope(people.supervisor.scope), pytest.raises(ActRefused) as refused:
        note_share(actor=people.supervisor, note_id=note.id)
    assert refused.value.code == "not_granted"


def test_supervisors_read_notes_and_write_none(people: Corridor) -> None:
    case = world.case_at(people, "received")
    written(people, case)
    page = seen(people.supervisor, reverse("cases:case-detail", args=[case.id]))
    assert "Called the archive" in page and "Add the note" not in page
    answer = browser(people.supervisor).post(reverse("cases:note-add", args=[case.id]), {"text": "A remark"})
    assert answer.status_code == 403


def test_a_note_is_judged(people: Corridor) -> None:
    case = world.case_at(people, "received")
    for text in ("  ", "x" * (NOTE_LENGTH + 1)):
        with pytest.raises(Invalid):
            written(people, case, text)


def test_notes_are_paged_and_cost_the_same(people: Corridor) -> None:
    case = world.case_at(people, "received")
    written(people, case, "Note 000")
    address = reverse("cases:note-list", args=[case.id])
    before = statements(people.officer, address)
    for number in range(1, 30):
        written(people, case, f"Note {number:03d}")
    assert statements(people.officer, address) == before
    first = seen(people.officer, address)
    assert "Note 029" in first and "Note 005" not in first and "Older" in first
    panel = seen(people.officer, reverse("cases:case-detail", args=[case.id]))
    assert "Note 029" in panel and "Note 020" not in panel and "All notes" in panel
    theirs = seen(people.registry, address)
    assert "Note 0" not in theirs


def test_a_note_is_text(people: Corridor) -> None:
    case = world.case_at(people, "received")
    written(people, case, "<script>alert(1)</script>")
    raw = browser(people.officer).get(reverse("cases:note-list", args=[case.id])).content.decode()
    assert "&lt;script&gt;alert(1)" in raw and "<script>alert(1)" not in raw
