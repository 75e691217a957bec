"""A Serbian reply limit passes in silence, both sides see it with its record; the delivery is disputed, and it is undone."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pypdf import PdfReader

from cases.models import Case, CaseClock
from cases.services.silence import clocks_sweep
from core import clock
from core.scope import use_scope
from documents.models import GeneratedDocument
from tests import world
from tests.browser.people import Persona
from tests.conftest import SWEEP, logged_in_as

PATIENCE_SECONDS = 90


def wait_for_record(people: world.Corridor, case: Case) -> None:
    """Until the worker has accepted the case and drawn the record."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with use_scope(people.reviewer.scope):
            if GeneratedDocument.objects.filter(subject=case.subject, template="silence_record", state="done").exists():
                return
        time.sleep(0.2)
    raise AssertionError("no record of silence")


def record_read(persona: Persona) -> str:
    """The text of the record, downloaded from the case page."""
    with persona.page.expect_download() as downloaded:
        persona.page.get_by_role("link", name="Record of silence").first.click()
    pages = PdfReader(Path(downloaded.value.path())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_silence_is_acceptance_and_is_undone(site: str, chromium: Any) -> None:
    people = world.corridor()
    with clock.travel(clock.now() - timedelta(days=40)):
        case = world.case_at(people, "received")
    with logged_in_as(SWEEP):
        assert clocks_sweep() == 1
    wait_for_record(people, case)
    with use_scope(people.reviewer.scope):
        limit = CaseClock.objects.get(case=case, kind="reply")
    path = f"/cases/{case.id}"
    reviewer = Persona(chromium, site, people.reviewer).sign_in()
    decider = Persona(chromium, site, people.proposer).sign_in()

    # Both sides see the acceptance and read the same record.
    texts = []
    for persona in (reviewer, decider):
        persona.go(path)
        persona.sees("Accepted by silence", "no reply within the time limit", "Reply: passed")
        persona.shoot("silence-accepted")
        texts.append(record_read(persona))
    assert texts[0] == texts[1]
    for words in (
        "Record of silence",
        "Proof of delivery",
        "In the inbox of Ministry of Interior, Readmission Unit",
        "10 calendar days from delivery",
        "EU–Serbia, Article 10(2)",
        "Silence counts as acceptance",
        "Europe/Belgrade",
        "SRB-1",
        "Absence of a reply",
    ):
        assert words.lower() in texts[0].lower(), (words, texts[0])
    assert "Receipt acknowledged" in texts[0] and "None of it is a reply" in texts[0]
    assert people.registry.name not in texts[0] and people.officer.name not in texts[0]
    reviewer.misses("Object: not delivered in time")

    # The receiving side says that it came only yesterday, when it acknowledged receipt.
    came = (clock.now() - timedelta(days=1)).astimezone(ZoneInfo("Europe/Belgrade"))
    world.acknowledged_at(people.receiving, case.id, came)
    decider.press("Object: not delivered in time", shot="dispute-delivery")
    decider.fill(
        delivered_date_day=str(came.day),
        delivered_date_month=str(came.month),
        delivered_date_year=str(came.year),
        statement="The line to our registry was down.",
    )
    decider.press("Object: not delivered in time", status=422)
    decider.sees("Give the time of day as well")
    decider.fill(delivered_time=f"{came:%H:%M}")
    decider.press("Object: not delivered in time")
    decider.sees("Objection to the acceptance by silence", "Raised")

    # The requesting side reads it and upholds it.
    reviewer.go(path)
    reviewer.sees("An objection waits for its answer", "The line to our registry was down.")
    reviewer.page.set_viewport_size({"width": 420, "height": 900})
    reviewer.shoot("silence-objection-phone")
    reviewer.page.set_viewport_size({"width": 1360, "height": 900})
    reviewer.press("Uphold the objection", shot="dispute-uphold")
    reviewer.sees("What followed from silence is undone")
    reviewer.fill(reason="Our log shows the same gap.")
    reviewer.press("Uphold the objection")
    reviewer.sees("Objection upheld", "Undone")
    reviewer.shoot("silence-undone")

    # The case is back, and the limit counts from the later delivery.
    decider.go(path)
    decider.sees("Objection upheld", "Our log shows the same gap.", "Reply: replaced")
    decider.shoot("silence-undone")
    with use_scope(people.registry.scope):
        case.refresh_from_db()
        anew = CaseClock.objects.get(case=case, kind="reply", state="running")
    assert (case.status, case.basis) == ("received", "")
    assert anew.follows_id == limit.id and anew.due_at > clock.now()
    for persona in (reviewer, decider):
        persona.close()
