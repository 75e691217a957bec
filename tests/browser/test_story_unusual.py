"""An officer opens the case of a namesake; it is found when the day has ended, signed off by one supervisor and seen by
another; what the officer did that day goes on paper."""

from datetime import timedelta
from typing import Any

from core import clock
from core.scope import SYSTEM_ID, Scope, use_scope
from supervision.services.watching import watch
from tests import world
from tests.browser.people import Persona
from tests.browser.test_story_access import both_widths

RCMS = Scope(user_id=SYSTEM_ID, country="NLD", countries=("NLD",))


def test_a_look_at_a_namesake_is_found_and_signed_off(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")
    curious, second = (
        world.make_actor("nld-dtv", role, name)
        for role, name in (("return_officer", "Ana Petrović"), ("supervisor", "Sofie Smit"))
    )
    with use_scope(RCMS):
        watch("NLD")
    officer = Persona(chromium, site, curious).sign_in()
    officer.go(f"/cases/{case.id}")
    officer.close()
    with clock.travel(clock.now() + timedelta(days=2)), use_scope(RCMS):
        watch("NLD")

    supervisor = Persona(chromium, site, people.supervisor).sign_in()
    supervisor.go("/notices/")
    supervisor.sees("Unusual access was found")
    supervisor.misses("Petrović")
    supervisor.go("/supervision/unusual")
    supervisor.sees("Own family name", "To review")
    both_widths(supervisor, "unusual-list")
    supervisor.page.get_by_text("The rules and their values").click()
    both_widths(supervisor, "unusual-rules")
    row = supervisor.page.get_by_role("link", name="Ana Petrović")
    with supervisor.page.expect_navigation():
        row.click()
    supervisor.sees("Opened the case", str(case.reference))
    both_widths(supervisor, "unusual")
    supervisor.press("Sign off", status=422)
    supervisor.sees("Choose what came of it", "Say what you found out")
    supervisor.page.get_by_label("Followed up with the person").check()
    supervisor.fill(remark="A cousin: she is kept out of the case now")
    supervisor.press("Sign off")
    supervisor.sees("Nothing unusual waits")
    both_widths(supervisor, "unusual-empty")

    colleague = Persona(chromium, site, second).sign_in()
    colleague.go("/supervision/unusual?state=signed")
    colleague.sees("Followed up with the person", people.supervisor.name)
    both_widths(colleague, "unusual-signed-list")
    with colleague.page.expect_navigation():
        colleague.page.get_by_role("link", name="Ana Petrović").click()
    colleague.sees("A cousin: she is kept out of the case now", people.supervisor.name)
    both_widths(colleague, "unusual-signed")
    colleague.press("Everything that this person did and saw on that day")
    colleague.sees("Opened the case", "Signed in")
    both_widths(colleague, "trail-of-a-person")
    colleague.press("PDF (Audit trail)")
    made = colleague.page.url.removeprefix(site)
    link = colleague.await_made(made, colleague.page.get_by_role("link", name="Audit trail"))
    with colleague.page.expect_download() as coming:
        link.click()
    assert coming.value.suggested_filename.endswith(".pdf")
    colleague.close()
    supervisor.close()
