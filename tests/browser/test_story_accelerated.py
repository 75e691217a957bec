"""A person apprehended at an airport: asked for in the accelerated procedure, then examined in the normal one."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pypdf import PdfReader

from cases.clocks import due_of
from cases.models import CaseClock
from cases.services import submission
from core import clock
from core.scope import use_scope
from documents.models import GeneratedDocument
from tests import world
from tests.accelerated import status_checked
from tests.api.live import LiveSystem
from tests.api.systems import DESK, REQUESTING
from tests.api.test_procedure import section
from tests.browser.people import Persona

PATIENCE_SECONDS = 90


def apprehended(at: datetime) -> dict[str, str]:
    """The fields of an apprehension at this moment, on Dutch clocks."""
    here = at.astimezone(ZoneInfo("Europe/Amsterdam"))
    return {
        "apprehended_date_day": str(here.day),
        "apprehended_date_month": str(here.month),
        "apprehended_date_year": str(here.year),
        "apprehended_time": f"{here:%H:%M}",
    }


def wait_for_paper(people: world.Corridor, subject: str, template: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with use_scope(people.reviewer.scope):
            if GeneratedDocument.objects.filter(subject=subject, template=template, state="done").exists():
                return
        time.sleep(0.2)
    raise AssertionError(f"no {template}")


def paper_read(persona: Persona, name: str) -> str:
    """The text of a paper, downloaded from the case page."""
    with persona.page.expect_download() as downloaded:
        persona.page.get_by_role("link", name=name).first.click()
    pages = PdfReader(Path(downloaded.value.path())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_an_accelerated_case_falls_back(site: str, chromium: Any) -> None:
    people = world.georgian_corridor()
    case = world.draft(people)
    path = f"/cases/{case.id}"
    step = f"{path}/application/procedure"
    officer = Persona(chromium, site, people.officer).sign_in()

    # The officer asks for the accelerated procedure, forgets the place, then writes a day that is too long ago.
    officer.go(step)
    officer.sees("Submission in the accelerated procedure", "2 calendar days", "EU–Georgia")
    officer.page.get_by_label("Accelerated procedure").check()
    officer.fill(**apprehended(clock.now() - timedelta(days=6)))
    officer.press("Save and continue", status=422)
    officer.sees("Say where the person was apprehended", "Name the place")
    officer.shoot("accelerated-step-wrong")
    officer.page.get_by_label("At an international airport").check()
    officer.fill(place="Arrivals hall 2", crossing_point="Amsterdam Schiphol")
    officer.press("Save and continue")
    officer.sees("The accelerated procedure cannot be used", "has passed")
    officer.shoot("accelerated-step-late")

    # On the case the way out is a button; the day was a slip, and the right one runs.
    officer.go(path)
    officer.sees("Use the normal procedure.")
    assert officer.page.get_by_role("button", name="Use the normal procedure", exact=True).count() == 1
    officer.go(step)
    officer.fill(**apprehended(clock.now() - timedelta(hours=5)))
    officer.press("Save and continue")
    officer.go(step)
    officer.sees("Submission in the accelerated procedure:")
    officer.misses("The accelerated procedure cannot be used")
    officer.page.set_viewport_size({"width": 420, "height": 900})
    officer.shoot("accelerated-step-phone")
    officer.page.set_viewport_size({"width": 1360, "height": 900})
    officer.shoot("accelerated-step")
    officer.go(f"{path}/application/check")
    officer.sees("Arrivals hall 2, at an international airport")
    officer.press("Send to review")
    officer.shoot("accelerated-in-review")

    reviewer = Persona(chromium, site, people.reviewer).sign_in()
    reviewer.go(path)
    reviewer.sees("Accelerated procedure")
    reviewer.press("Release to the other side")
    reviewer.press("Release to the other side")
    registry = Persona(chromium, site, people.registry).sign_in()
    registry.go("/cases/?view=open")
    registry.sees("Accelerated")
    registry.shoot("accelerated-queue")
    registry.go(path)
    registry.sees("Arrivals hall 2, at an international airport", "Submission in the accelerated procedure: in time")
    registry.shoot("accelerated-case")
    with use_scope(people.registry.scope):
        case.refresh_from_db()
        short = CaseClock.objects.get(case=case, kind="reply")
    assert due_of(short).rule.kind == "accelerated_reply"

    # The receiving side finds that the conditions are not met.
    registry.press("Treat in the normal procedure", shot="accelerated-treat")
    registry.sees("In the normal procedure the reply is due", "There is no way back to the accelerated procedure.")
    registry.press("Treat in the normal procedure", status=422)
    registry.sees("Choose one")
    registry.page.get_by_label("The application came too long after the apprehension").check()
    registry.fill(reason="Our border guard has the person in its register a week before.")
    registry.press("Treat in the normal procedure")
    registry.sees("Treated in the normal procedure: the application came too long after the apprehension")
    registry.shoot("accelerated-fallen-back")
    with use_scope(people.registry.scope):
        long = CaseClock.objects.get(case=case, kind="reply", state="running")
    assert long.follows_id == short.id and long.started_at == short.started_at and long.due_at > short.due_at

    # The requesting side reads why, and the notice.
    wait_for_paper(people, case.subject, "procedure_notice")
    wait_for_paper(people, case.subject, "readmission_application")
    reviewer.go(path)
    reviewer.sees("Normal procedure since", "Our border guard has the person in its register a week before.")
    reviewer.misses(people.registry.name)
    reviewer.page.set_viewport_size({"width": 420, "height": 900})
    reviewer.shoot("accelerated-fallen-back-phone")
    reviewer.page.set_viewport_size({"width": 1360, "height": 900})
    notice = paper_read(reviewer, "Notice of the normal procedure")
    for words in (
        "The application asked for the accelerated procedure.",
        "The application came too long after the apprehension",
        "12 calendar days",
        "Our border guard has the person",
    ):
        assert words.lower() in notice.lower(), (words, notice)
    form = paper_read(reviewer, "Readmission application")
    assert "Apprehended:" in form and "Arrivals hall 2" in form
    for persona in (officer, reviewer, registry):
        persona.close()


def test_two_systems_go_the_same_way_over_the_live_interface(site: str) -> None:
    people = world.corridor()
    case = world.draft(people)
    ours, theirs = LiveSystem(site, REQUESTING), LiveSystem(site, DESK)
    assert "procedure.place" in ours.patch(case.id, {"procedure": section(5, place="")}, expect=422)["fields"]
    said = ours.patch(case.id, {"procedure": section(5)})
    assert said["procedure"] == "accelerated" and said["apprehension"]["place"] == "Road to the crossing"
    theirs.case(case.id, expect=404)
    status_checked(people, case)
    assert ours.act(case.id, "send_to_review")["status"] == "in_review"
    with use_scope(people.reviewer.scope):  # a person releases
        submission.case_submit(actor=people.reviewer, case_id=case.id, version=None)
    assert theirs.case(case.id)["apprehension"]["place_kind"] == "border"
    assert theirs.act(case.id, "acknowledge")["status"] == "received"
    theirs.act(case.id, "treat_as_normal", code="nothing", expect=422)
    said = theirs.act(case.id, "treat_as_normal", code="out_of_time", reason="Two weeks after the apprehension")
    assert said["procedure"] == "normal"
    replies = {row["state"]: row for row in ours.case(case.id)["clocks"] if row["kind"] == "reply"}
    assert set(replies) == {"running", "superseded"}
    assert replies["running"]["due_at"] > replies["superseded"]["due_at"]
    assert ours.act(case.id, "convert_to_normal", expect=403)["code"]
