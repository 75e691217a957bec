"""A group flight of three requesting authorities under a quota, and a transfer that failed and is planned anew."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cases.choices_operations import OperationStatus
from cases.models import Operation, OperationAuthority, OperationPassenger
from core import clock
from core.scope import use_scope
from tests import world
from tests.browser.people import Persona
from tests.cases.test_operations import checked
from tests.concurrency.test_operation_races import capped


def _day(prefix: str, at: Any) -> dict[str, str]:
    return {
        f"{prefix}_date_day": str(at.day),
        f"{prefix}_date_month": str(at.month),
        f"{prefix}_date_year": str(at.year),
        f"{prefix}_time": f"{at:%H:%M}",
    }


def _add(persona: Persona, path: str, *references: str | None) -> None:
    persona.go(f"{path}/cases")
    for reference in references:
        row = persona.page.get_by_role("row").filter(has_text=str(reference))
        row.get_by_role("checkbox").check()
    persona.press("Add to the operation")


def test_a_flight_of_three_authorities(site: str, chromium: Any) -> None:
    people = world.corridor()
    austrian = world.corridor(requesting="aut-bfa", consulate="srb-embassy-vienna")
    region = world.make_actor("nld-dtv-region-west", "return_officer")
    ours = [world.case_at(people, "documented", family_name=name) for name in ("Ilić", "Kovač", "Savić")]
    theirs = world.case_at(austrian, "documented", family_name="Jović")
    capped(people, 2)
    officer = Persona(chromium, site, people.officer).sign_in()

    # The organiser plans the flight and divides the seats.
    officer.go("/operations/")
    officer.sees("No group operation")
    officer.press("New operation", shot="operation-destination")
    officer.page.get_by_label("Receiving country").select_option("SRB")
    officer.press("Continue", shot="operation-flight")
    arrival = (clock.now() + timedelta(days=21)).astimezone(ZoneInfo("Europe/Belgrade")).replace(hour=14, minute=30)
    departure = (arrival - timedelta(hours=3)).astimezone(ZoneInfo("Europe/Amsterdam"))
    officer.page.get_by_label("Crossing point of arrival").select_option(people.crossing_point)
    officer.page.get_by_label("A charter, for this operation alone").check()
    officer.fill(
        name="Charter May",
        departure_place="Schiphol",
        carrier_number="JU 901",
        seats="5",
        **_day("departure", departure),
        **_day("arrival", arrival),
    )
    officer.press("Save", shot="operation-draft")
    path = officer.page.url.removeprefix(site)
    for office, seats in ((austrian.officer, "1"), (region, "1")):
        officer.page.locator("[name=authority]").select_option(str(office.authority_id))
        officer.fill(seats=seats)
        officer.press("Set the seats")
    officer.fill(name="S. Jansen", document_number="NN1234567")
    officer.press("Enter")
    officer.press("Open it to the participants")
    officer.press("Open it to the participants")

    # Two of ours are as many as the agreement lets be carried in the month.
    _add(officer, path, ours[0].reference, ours[1].reference)
    officer.sees("2 of 5 seats are taken", "Ilić, ", "At most 2 persons")
    officer.go(f"{path}/cases")
    officer.page.get_by_role("row").filter(has_text=str(ours[2].reference)).get_by_role("checkbox").check()
    officer.press("Add to the operation", status=422)
    officer.sees("Not added", f"{ours[2].reference}: At most 2 persons")
    officer.shoot("operation-quota")

    # The Austrian officer adds a person, and knows of no other.
    other = Persona(chromium, site, austrian.officer).sign_in()
    with use_scope(people.officer.scope):
        operation = Operation.objects.get()
        assert OperationAuthority.objects.filter(operation=operation).count() == 3
    with use_scope(austrian.officer.scope):
        assert OperationPassenger.objects.count() == 0
    other.go(path)
    other.sees("2 other persons are aboard")
    other.misses("Ilić", str(ours[0].reference))

    # Notice is given, and confirmed person by person.
    registry = Persona(chromium, site, people.registry).sign_in()
    registry.go(path, status=404)
    officer.go(path)
    officer.press("Give notice of the operation", shot="operation-announce")
    officer.press("Give notice of the operation")
    officer.sees("Done for 2 persons")
    registry.go(path)
    registry.sees("Ilić, ", "Kovač, ", "S. Jansen")
    registry.press("Confirm the operation")
    registry.press("Confirm the operation")
    registry.sees("Done for 2 persons")
    registry.shoot("operation-confirmed")
    _add(other, path, theirs.reference)
    other.press("Give notice for our persons")
    other.press("Give notice for our persons")
    registry.go(path)
    registry.press("Confirm the operation")
    registry.press("Confirm the operation")

    # It departs without one of ours; the border post records the others one by one.
    for case in ours[:2]:
        checked(people, case)
    officer.go(path)
    officer.press("Record the departure")
    officer.page.get_by_label("Kovač").check()
    officer.press("Record the departure", shot="operation-departed")
    border = Persona(chromium, site, people.border).sign_in()
    border.page.set_viewport_size({"width": 768, "height": 1024})
    border.go("/arrivals/")
    border.sees("Charter May", "2 persons for your post", "Departed")
    border.shoot("arrivals-board-tablet")
    border.go("/arrivals/?state=departed")
    border.sees("Ilić, ")
    border.misses("Jović")
    border.go("/arrivals/print")
    border.sees("Received by (name, function)", "S. Jansen")
    border.shoot("arrivals-print")
    border.go(f"/cases/{ours[0].id}/acts/record_handover")
    border.fill(handed_over_by="S. Jansen, escort leader")
    border.page.locator("[name=item2_kind]").select_option("luggage")
    border.fill(item2_description="Blue case")
    border.page.set_viewport_size({"width": 420, "height": 900})
    border.shoot("handover-items-phone")
    border.press("Record the handover")
    border.sees("Handed over", "Blue case")
    border.go(f"/cases/{theirs.id}/acts/refuse_entry")
    border.page.get_by_label("The documents were missing or not valid").check()
    border.fill(note="The sheet was torn")
    border.press("Refuse the person at the border")
    border.sees("Refused at the border")

    # Everybody's transfer has ended, and the organiser closes the operation.
    officer.go(path)
    officer.sees("Handed over", "Broken off", "Refused at the border")
    officer.page.set_viewport_size({"width": 420, "height": 900})
    officer.shoot("operation-phone")
    officer.press("Close the operation")
    officer.press("Close the operation")
    officer.sees("Arrived and closed")

    # Who was left behind is planned anew.
    officer.go(f"/cases/{ours[1].id}")
    officer.sees("The last transfer failed; it can be planned anew.")
    officer.press("Plan the transfer")
    officer.page.locator("[name=crossing_point]").select_option(people.crossing_point)
    officer.fill(**_day("arrival", arrival + timedelta(days=30)))
    officer.press("Plan the transfer")
    officer.sees("Planned")
    with use_scope(people.officer.scope):
        assert Operation.objects.get().status == OperationStatus.CLOSED
    for persona in (officer, other, registry, border):
        persona.close()
