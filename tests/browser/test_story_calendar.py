"""A holiday is added by two administrators of Serbia; the touched case is listed, chosen and computed anew; both sides
see it: in real Chromium, every page checked."""

import time
from typing import Any

from cases.models import CaseClock
from core.scope import use_scope
from countries.clocks import DueDate
from countries.models import WorkingCalendar
from tests import world
from tests.browser.people import Persona
from tests.browser.test_story import tick


def test_a_changed_calendar_moves_the_cases_that_two_people_chose(site: str, chromium: Any) -> None:
    corridor = world.corridor()
    case = world.case_at(corridor, "received")
    with use_scope(corridor.supervisor.scope):
        before = DueDate.from_json(CaseClock.objects.get(case=case, kind="reply").due)
    dragan = world.make_actor("srb-mup-readmission", "administrator", "Dragan Ilić")
    goran = world.make_actor("srb-mup-readmission", "administrator", "Goran Petrović")
    last = before.last_day
    held = WorkingCalendar.objects.get(country="SRB").holidays.filter(date__year=last.year).count()

    first = Persona(chromium, site, dragan).sign_in()
    first.go(f"/administration/calendars/SRB?year={last.year}")
    first.press("Change the working days", shot="calendar-form")
    first.fill(
        **{f"date_{held}_{part}": str(getattr(last, part)) for part in ("day", "month", "year")},
        **{f"name_{held}": "Day of the new bridge", "source": "Gazette 7/2026"},
    )
    first.press("Look at the running cases", shot="calendar-preview")
    first.sees(str(case.reference))
    first.press("Ask a second administrator", status=422)
    first.fill(reason="The government declared the day a public holiday.")
    first.press("Ask a second administrator", shot="calendar-asked")
    first.sees("Waiting for a second person", "Day of the new bridge")
    first.page.set_viewport_size({"width": 420, "height": 900})
    first.look("calendar-asked-phone")

    second = Persona(chromium, site, goran).sign_in()
    second.go("/administration/changes")
    second.page.locator("table a", has_text="Change the working days").click()
    second.look("calendar-decide")
    second.sees(str(case.reference), "Dragan Ilić")
    tick(second, "which", "chosen")
    tick(second, "clocks")
    second.press("Approve")
    second.sees("The change is approved and done")
    for _attempt in range(100):
        with use_scope(corridor.supervisor.scope):
            rows = list(CaseClock.objects.filter(case=case, kind="reply").order_by("id"))
        if len(rows) == 2:
            break
        time.sleep(0.3)
    old, new = rows
    assert new.due_at > old.due_at and new.follows_id == old.id
    second.page.reload()
    second.look("calendar-done")
    second.sees("Computed anew")
    second.go("/administration/time-limits")
    second.look("clocks-behind")
    second.misses(str(case.reference))

    for actor in (corridor.officer, corridor.registry):
        persona = Persona(chromium, site, actor).sign_in()
        persona.go(f"/cases/{case.id}/history")
        persona.look("recomputed-history")
        persona.sees("RCMS")
        assert "time limit computed anew" in persona.page.content()
        persona.close()
    for persona in (first, second):
        persona.close()
