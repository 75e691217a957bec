"""A transfer that fails and is planned anew, changed after its confirmation, and carried out; in the browser, and over the
API of two national systems."""

import json
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timedelta
from typing import Any

from cases.models import Case
from cases.services import interviews
from core import clock
from core.scope import use_scope
from tests import world
from tests.api.systems import DESK, REQUESTING, system
from tests.browser.people import Persona
from tests.cases.test_operations import checked, made


def _day(prefix: str, at: datetime) -> dict[str, str]:
    names = {"day": at.day, "month": at.month, "year": at.year}
    return {f"{prefix}_date_{name}": str(number) for name, number in names.items()} | {f"{prefix}_time": f"{at:%H:%M}"}


def _both_widths(persona: Persona, name: str) -> None:
    persona.look(name)
    persona.page.set_viewport_size({"width": 420, "height": 900})
    persona.look(f"{name}-phone")
    persona.page.set_viewport_size({"width": 1360, "height": 900})


def test_a_failed_transfer_is_planned_anew(site: str, chromium: Any) -> None:
    people = world.corridor()
    case = world.case_at(people, "confirmed", family_name="Ilić")
    page, acts = f"/cases/{case.id}", f"/cases/{case.id}/acts"
    border = Persona(chromium, site, people.border).sign_in()
    border.go("/arrivals/")
    border.sees("Ilić, ")

    # It is broken off before the flight; the border post reads it, and what the two sides may know of why.
    officer = Persona(chromium, site, people.officer).sign_in()
    officer.go(f"{acts}/abort_transfer")
    officer.press("Record that the transfer was broken off", status=422)
    officer.sees("Something needs your attention")
    officer.page.get_by_label("At departure").check()
    officer.page.get_by_label("The person was not presented").check()
    officer.fill(note="Not found at the address")
    _both_widths(officer, "transfer-abort")
    officer.press("Record that the transfer was broken off")
    officer.sees("The last transfer failed; it can be planned anew.", "Broken off")
    registry = Persona(chromium, site, people.registry).sign_in()
    registry.go(page)
    registry.sees("Broken off", "Not found at the address")
    border.go("/arrivals/?state=ended")
    border.sees("Ilić, ")

    # Planned anew for another day, nobody but the own side knows of it; then notice, and the other side confirms.
    arrival = (clock.now() + timedelta(days=20)).astimezone(people.border.zone).replace(hour=14, minute=30)
    officer.press("Plan the transfer")
    officer.page.locator("[name=crossing_point]").select_option(people.crossing_point)
    officer.fill(**_day("arrival", arrival))
    officer.press("Plan the transfer")
    border.go("/arrivals/")
    border.misses("Ilić")
    officer.press("Give notice of the transfer")
    officer.press("Give notice of the transfer")
    registry.go(page)
    registry.press("Confirm the transfer")
    registry.press("Confirm the transfer")

    # The flight is moved: what was confirmed is confirmed again, and until then the border post expects nobody.
    officer.go(f"{acts}/change_transfer")
    officer.fill(**_day("arrival", arrival + timedelta(days=1)))
    _both_widths(officer, "transfer-change")
    officer.press("Change the announced transfer")
    officer.sees("Changed, to be confirmed again")
    border.go("/arrivals/")
    border.misses("Ilić")
    registry.go(page)
    registry.press("Confirm the transfer")
    registry.press("Confirm the transfer")

    # Without a fresh check of the legal status nobody departs; with one the person leaves and is handed over.
    officer.go(page)
    officer.sees("Record the departure")
    checked(people, case)
    officer.go(f"{acts}/depart_transfer")
    _both_widths(officer, "transfer-depart")
    officer.press("Record the departure")
    officer.sees("Departed")
    border.go(f"{acts}/record_handover")
    border.fill(handed_over_by="S. Jansen, escort leader")
    border.page.locator("[name=item1_kind]").select_option("medicine")
    border.fill(item1_description="Insulin, cooled")
    _both_widths(border, "transfer-handover")
    border.press("Record the handover")
    border.sees("Handed over", "Insulin, cooled")
    officer.go(page)
    officer.sees("Completed", "Broken off")
    for persona in (officer, registry, border):
        persona.close()


class _Caller:
    """A national system that asks the running server."""

    def __init__(self, site: str, office: str) -> None:
        self.base, self.token = f"{site}/api/v1", system(office).token

    def call(self, method: str, path: str, body: Any = None, *, tag: str = "", expect: int = 200) -> tuple[Any, str]:
        """What the server says, and the tag of it."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if method == "POST":
            headers |= {"Idempotency-Key": str(uuid.uuid4()), "If-Match": tag}
        data = json.dumps(body or {}).encode() if method == "POST" else None
        asked = urllib.request.Request(f"{self.base}{path}", data=data, headers=headers, method=method)  # noqa: S310
        try:
            answer = urllib.request.urlopen(asked)  # noqa: S310 - our own server
        except urllib.error.HTTPError as error:
            answer = error
        said = json.loads(answer.read())
        assert answer.status == expect, (method, path, answer.status, said)
        return said, answer.headers.get("ETag", "")

    def do(self, path: str, name: str, *, expect: int = 200, **body: Any) -> Any:
        """Read, then do the act with the tag that was read."""
        _seen, tag = self.call("GET", path)
        return self.call("POST", f"{path}/{name}", body, tag=tag, expect=expect)[0]


def _standing(operation: Any) -> dict[str, str]:
    return {row["reference"]: row["status"] for row in operation["passengers"]}


def test_a_transfer_and_an_operation_over_the_api(site: str) -> None:
    people = world.corridor()
    operation = made(people)
    one, two = (world.case_at(people, "documented") for _ in range(2))
    ours, theirs = _Caller(site, REQUESTING), _Caller(site, DESK)
    path = f"/operations/{operation.id}"

    # Of an operation without notice the other country knows nothing.
    theirs.call("GET", path, expect=404)
    assert [row["id"] for row in ours.call("GET", "/operations")[0]["results"]] == [str(operation.id)]
    ours.do(path, "acts/add_case", case_id=str(one.id))
    said = ours.do(path, "acts/add_case", case_id=str(two.id))
    assert _standing(said) == {str(one.reference): "planned", str(two.reference): "planned"}
    assert ours.do(path, "acts/add_case", case_id=str(two.id), expect=403)["code"] == "already_aboard"
    assert set(_standing(ours.do(path, "acts/announce")).values()) == {"notified"}
    assert ours.do(path, "acts/confirm", expect=403)["code"]
    said = theirs.do(path, "acts/confirm", note="Hall B")
    assert said["status"] == "confirmed" and set(_standing(said).values()) == {"confirmed"}

    # One is broken off and planned anew for a flight of the line; the other departs.
    zone, soon = people.officer.zone, clock.now() + timedelta(days=25)
    case = f"/cases/{one.id}"
    ours.do(case, "acts/abort_transfer", abort_place="before_departure", code="not_presented")
    assert _standing(theirs.call("GET", path)[0])[str(one.reference)] == "aborted"
    plan: dict[str, Any] = {
        "crossing_point": people.crossing_point,
        "arrival_date": soon.date().isoformat(),
        "arrival_time": "14:30",
        "means": "air",
        "escorts": 2,
    }
    ours.do(case, "acts/plan_transfer", **plan)
    ours.do(case, "acts/notify_transfer")
    theirs.do(case, "acts/confirm_transfer")
    ours.do(case, "acts/change_transfer", **{**plan, "arrival_time": "18:00"})
    theirs.do(case, "acts/confirm_transfer")
    now = clock.now().astimezone(zone)
    leaving: dict[str, Any] = {"departure_date": now.date().isoformat(), "departure_time": f"{now:%H:%M}"}
    refused = ours.do(f"/cases/{two.id}", "acts/depart_transfer", expect=403, **leaving)
    assert refused["code"] == "status_check_missing"
    with use_scope(people.officer.scope):
        interviews.status_check_record(
            actor=people.officer, case_id=two.id, checked_on=now.date(), result="may_be_presented"
        )
    ours.do(f"/cases/{two.id}", "acts/depart_transfer", **leaving)
    assert _standing(theirs.call("GET", path)[0]) == {str(one.reference): "aborted", str(two.reference): "departed"}
    with use_scope(people.officer.scope):
        assert set(Case.objects.filter(id__in=(one.id, two.id)).values_list("status", flat=True)) == {"accepted"}
