"""A question with a file goes to the other side and back, and a request for information is answered."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from cases.specimens.portrait import portrait_jpeg
from core.scope import use_scope
from documents.models import StoredFile
from tests import world
from tests.browser.people import Persona
from tests.days import local_day


def write(persona: Persona, text: str) -> None:
    """Type the message; the search in the bar above has a field of the same name."""
    persona.page.locator("main [name='text']").fill(text)


def attach(persona: Persona, path: Path) -> None:
    """Choose a file for the message."""
    persona.page.locator("[name='attachments']").set_input_files(path)


def test_a_question_with_a_file_goes_to_the_other_side_and_back(site: str, chromium: Any, tmp_path: Path) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    path = f"/cases/{case.id}"
    scan, photograph = tmp_path / "register.jpg", tmp_path / "better photograph.jpg"
    scan.write_bytes(portrait_jpeg(3, "M", 40))
    photograph.write_bytes(portrait_jpeg(4, "M", 41))
    registry = Persona(chromium, site, people.registry).sign_in()
    officer = Persona(chromium, site, people.officer).sign_in()

    # The registry asks, with a scan.
    registry.go(path)
    registry.press("Ask a question", shot="question")
    registry.fill(title="Entry in the register")
    write(registry, "Two men of this name are in the register.\nWhich one is it?")
    attach(registry, scan)
    registry.press("Send the question", shot="thread-asked")
    registry.sees("The question is sent.", "register.jpg", "Not read yet by Netherlands")

    # It waits for the officer on the first page and on the case; opening it reads it.
    officer.go("/")
    officer.sees("Unanswered questions of other countries", "Entry in the register")
    officer.shoot("home-questions")
    officer.go(path)
    officer.sees("1 unread message")
    officer.shoot("case-with-messages")
    officer.press("Entry in the register")
    officer.sees("Which one is it?", people.registry.authority_name)
    officer.misses(people.registry.name)
    with officer.page.expect_download() as downloaded:
        officer.page.get_by_role("link", name="register.jpg").click()
    assert Path(downloaded.value.path()).read_bytes() == scan.read_bytes()
    write(officer, "The one born in Niš.\n<b>Not</b> the other.")
    officer.press("Send the message", shot="thread-answered")

    # The answer comes back, escaped, and the registry is content.
    registry.go(f"{path}/messages")
    registry.sees("1 new", "Answered")
    registry.shoot("messages")
    registry.press("Entry in the register")
    registry.sees("Read by Netherlands:", "<b>Not</b> the other.")
    registry.misses(people.officer.name)
    registry.press("Close this question", shot="thread-closed")
    registry.sees("The question is closed. It can be opened again.")

    # A request for information, with a day.
    registry.go(f"{path}/acts/request_information")
    registry.page.locator("[name='items'][value='photograph']").check(force=True)
    day = local_day() + timedelta(days=5)
    registry.fill(due_on_day=str(day.day), due_on_month=str(day.month), due_on_year=str(day.year))
    registry.press("Ask for information", shot="information-asked")
    officer.go(f"{path}/messages?state=waiting")
    officer.sees("A better photograph", "5 days left")
    officer.press("A better photograph")
    officer.shoot("information-request")
    write(officer, "Taken today.")
    attach(officer, photograph)
    officer.press("Send the answer", shot="information-answered")
    officer.sees("The answer is sent.")
    registry.go(f"{path}/messages")
    registry.press("A better photograph")
    registry.sees("Taken today.", "better photograph.jpg", "Answered")
    with use_scope(people.registry.scope):
        assert StoredFile.objects.filter(kind=StoredFile.Kind.ATTACHMENT, subject=case.subject).count() == 2

    # Nobody else reads it.
    stranger = Persona(chromium, site, world.make_actor("alb-border-migration", "registry_officer")).sign_in()
    stranger.go(f"{path}/messages", status=404)
    stranger.messages.clear()
    for persona in (registry, officer, stranger):
        persona.close()
