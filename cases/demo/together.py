"""What spans cases: group operations and visits of missions, played when the cases are there.

A case says in the plan where it belongs (`trip`). Everything is one transaction, and nothing is made a second time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from accounts.actor import Actor
from cases.demo.days import working_day_before
from cases.demo.files import plan
from cases.demo.filing import file_number
from cases.demo.limits import limits_pass
from cases.models import CasePrivate, MissionVisit, Operation
from cases.services import interviews, operation_passengers, operations, transfer_course, visits
from core import clock
from core.scope import use_scope
from countries.selectors.calendars import calendar_for

_SEATED: Final = "Charter to Belgrade"
_FLIGHT: Final = timedelta(hours=2)


@dataclass(slots=True)
class Together:
    """Operations of the Netherlands to Serbia, visits of the mission of Bangladesh in the Netherlands. `people` are the
    actors by login."""

    people: Mapping[str, Actor]
    now: datetime
    cases: dict[str, list[UUID]] = field(init=False, default_factory=dict)

    def play(self) -> None:
        """Make everything, unless it is there."""
        officer = self.people["officer.nl"]
        # The outer scope is only the transaction.
        with use_scope(officer.scope):
            if Operation.objects.filter(name=_SEATED).exists() or not self._cases_found():
                return
            self._operations()
            self._visits()
            for country in ("SRB", "BGD"):
                keys = [key for row in self.cases.values() for key in row]
                limits_pass(keys, self.now, country)

    def _cases_found(self) -> bool:
        wanted = {file_number(case): case.trip for corridor in plan().corridors for case in corridor.cases if case.trip}
        for login in ("supervisor.nl", "supervisor.at"):
            with use_scope(self.people[login].scope):
                rows = CasePrivate.objects.filter(file_number__in=wanted).order_by("file_number")
                for number, key in rows.values_list("file_number", "case_id"):
                    self.cases.setdefault(wanted[number], []).append(key)
        return set(self.cases) == set(wanted.values())

    def _back(self, days: int, hour: int = 10) -> datetime:
        """An hour of the working day so many working days ago, in the Netherlands."""
        officer = self.people["officer.nl"]
        day = working_day_before(calendar_for("NLD"), self.now.astimezone(officer.zone).date(), days)
        return min(datetime.combine(day, time(hour), officer.zone), self.now - timedelta(minutes=5))

    # --- group operations ---------------------------------------------------------------------------------------------

    def _operations(self) -> None:
        self._flown()
        self._in_the_air()
        cancelled = self._made("Charter in spring", self._back(9), 20)
        self._aboard("officer.nl", cancelled, self.cases["charter"][:1])
        self._do("officer.nl", operation_passengers.operation_announce, cancelled)
        with clock.travel(self._back(4)):
            self._do("officer.nl", operation_passengers.operation_cancel, cancelled, reason="The aircraft is not free.")
        self._of_three_authorities()
        self._changed_and_proposed_anew()
        with clock.travel(self._back(1)):
            self._create("Flight next month, to be filled", 40)

    def _flown(self) -> None:
        """One that is over: somebody was handed over, somebody refused at the border, somebody not brought."""
        first, second, third = self.cases["flown"]
        landed = self._back(6, 15)
        operation = self._made("Charter that has flown", self._back(12), arrives_at=landed)
        self._aboard("officer.nl", operation, [first, second, third])
        self._announced_and_confirmed(operation, 11, 9)
        with clock.travel(landed - _FLIGHT):
            self._depart(operation, [first, second], left_behind=[third])
        with clock.travel(landed + timedelta(minutes=40)):
            border = self.people["border.rs"]
            with use_scope(border.scope):
                told: dict[str, Any] = {"actor": border, "version": None}
                values = {
                    "at": clock.now() - timedelta(minutes=15),
                    "handed_over_by": "S. Jansen, escort leader",
                    "received_by": f"{border.name}, border officer",
                    "papers": "travel document",
                }
                items = [{"kind": "luggage", "description": "A blue case", "count": 1, "is_received": True}]
                transfer_course.handover_record(**told, case_id=first, values=values, items=items)
                transfer_course.entry_refuse(
                    **told, case_id=second, code="not_the_person", note="The photograph shows somebody else."
                )
        with clock.travel(self._back(5)):
            self._do("officer.nl", operation_passengers.operation_close, operation)

    def _in_the_air(self) -> None:
        """One that has left and not arrived."""
        arrives_at = self.now.replace(second=0, microsecond=0) + timedelta(hours=1)
        operation = self._made("Flight of today", self._back(6), arrives_at=arrives_at)
        self._aboard("officer.nl", operation, self.cases["in_the_air"])
        self._announced_and_confirmed(operation, 5, 3)
        with clock.travel(self.now - timedelta(minutes=50)):
            self._depart(operation, self.cases["in_the_air"])

    def _of_three_authorities(self) -> None:
        """The desk, its region and Austria share the seats of one that is confirmed."""
        operation = self._made(_SEATED, self._back(4, 11), 12, seats=6)
        for login, seats in (("west.nl", 2), ("officer.at", 2)):
            authority = self.people[login].authority_id
            with clock.travel(self._back(4, 12)):
                self._do("officer.nl", operations.seats_set, operation, authority_id=authority, seats=seats)
        with clock.travel(self._back(4, 13)):
            for kind, name in (("escort_leader", "S. Jansen"), ("medical", "Dr. P. Smit"), ("interpreter", "M. Savić")):
                values = {"kind": kind, "name": name, "function": "", "document_number": ""}
                self._do("officer.nl", operations.staff_add, operation, values=values)
            for login, trip in (("officer.nl", "charter"), ("west.nl", "charter_west"), ("officer.at", "charter_at")):
                self._aboard(login, operation, self.cases[trip])
        with clock.travel(self._back(3)):
            for login in ("officer.nl", "west.nl", "officer.at"):
                announce = login == "officer.nl"
                service = operation_passengers.operation_announce if announce else operation_passengers.operation_notify
                self._do(login, service, operation)
        with clock.travel(self._back(1)):
            self._do("registry.rs", operation_passengers.operation_confirm, operation)

    def _changed_and_proposed_anew(self) -> None:
        """One whose time changed after notice; one for which another day was proposed; one that is being filled."""
        first, second = self.cases["moved"]
        changed = self._made("Flight with a new time", self._back(4), 14)
        self._aboard("officer.nl", changed, [first])
        with clock.travel(self._back(3)):
            self._do("officer.nl", operation_passengers.operation_announce, changed)
        with clock.travel(self._back(2)):
            values = self._values(changed.name, changed.arrives_at + timedelta(hours=5))
            values.pop("receiving_country")
            self._do("officer.nl", operation_passengers.operation_replan, changed, values=values)
            self._aboard("officer.nl", changed, [second])
            with use_scope(self.people["officer.nl"].scope):
                # Of the first the new time was told with the change; notice of the second is given now.
                operation_passengers.operation_notify(
                    actor=self.people["officer.nl"], operation_id=changed.id, version=None
                )
        staying, moving = self.cases["proposed"]
        proposed = self._made("Flight on a day that does not suit", self._back(4), 15)
        self._aboard("officer.nl", proposed, [staying, moving])
        with clock.travel(self._back(3)):
            self._do("officer.nl", operation_passengers.operation_announce, proposed)
        with clock.travel(self._back(2)):
            later = {"arrives_at": proposed.arrives_at + timedelta(days=3), "reason": "A national holiday."}
            self._do("registry.rs", operation_passengers.operation_counter_propose, proposed, **later)
        filled = self._made("Flight that is being filled", self._back(1, 14), 25)
        with clock.travel(self._back(1, 15)):
            self._aboard("officer.nl", filled, [moving])

    def _values(self, name: str, arrives_at: datetime, seats: int = 4) -> dict[str, Any]:
        return {
            "name": name,
            "receiving_country": "SRB",
            "crossing_point": "srb-belgrade",
            "means": "air",
            "is_charter": True,
            "carrier_number": "JU 9001",
            "departure_place": "Amsterdam Airport Schiphol",
            "departs_at": arrives_at - _FLIGHT,
            "arrives_at": arrives_at,
            "seats": seats,
            "note": "",
        }

    def _create(self, name: str, in_days: int, *, arrives_at: datetime | None = None, seats: int = 4) -> Operation:
        officer = self.people["officer.nl"]
        noon = datetime.combine((self.now + timedelta(days=in_days)).date(), time(12), officer.zone)
        with use_scope(officer.scope):
            return operations.operation_create(actor=officer, values=self._values(name, arrives_at or noon, seats))

    def _made(
        self, name: str, at: datetime, in_days: int = 0, *, arrives_at: datetime | None = None, seats: int = 4
    ) -> Operation:
        """One that the authorities can fill."""
        with clock.travel(at):
            operation = self._create(name, in_days, arrives_at=arrives_at, seats=seats)
            self._do("officer.nl", operations.operation_open, operation)
        return operation

    def _aboard(self, login: str, operation: Operation, keys: list[UUID]) -> None:
        """Add these persons; at the time at which the operation was made, if the clock stands later."""
        at = min(clock.now(), operation.created_at + timedelta(hours=2)) if clock.now() >= self.now else clock.now()
        with clock.travel(at):
            for key in keys:
                self._do(login, operation_passengers.case_add, operation, case_id=key)

    def _announced_and_confirmed(self, operation: Operation, announced: int, confirmed: int) -> None:
        """So many working days ago."""
        with clock.travel(self._back(announced)):
            self._do("officer.nl", operation_passengers.operation_announce, operation)
        with clock.travel(self._back(confirmed)):
            self._do("registry.rs", operation_passengers.operation_confirm, operation)

    def _depart(self, operation: Operation, keys: list[UUID], *, left_behind: list[UUID] | None = None) -> None:
        """The legal status of everybody is checked, and the flight leaves."""
        officer = self.people["officer.nl"]
        today = clock.now().astimezone(officer.zone).date()
        with use_scope(officer.scope):
            for key in keys:
                interviews.status_check_record(actor=officer, case_id=key, checked_on=today, result="may_be_presented")
        departure = {"departed_at": clock.now(), "left_behind": left_behind or []}
        self._do("officer.nl", operation_passengers.operation_depart, operation, **departure)

    def _do(self, login: str, service: Any, operation: Operation, **values: Any) -> Any:
        actor = self.people[login]
        with use_scope(actor.scope):
            result = service(actor=actor, operation_id=operation.id, version=None, **values)
        if isinstance(result, list):
            refused = [f"{row.passenger.reference}: {row.code}" for row in result if not row.is_done]
            assert not refused, f"{operation.name}: {refused}"
        return result

    # --- visits of a mission ------------------------------------------------------------------------------------------

    def _visits(self) -> None:
        asked = [
            key for trip in ("ended", "announced", "called_off", "given_up", "waiting") for key in self.cases[trip]
        ]
        with clock.travel(self._back(12)):
            for key in asked:
                self._interview("officer.nl", interviews.interview_ask, key, language="Bengali")
        self._ended()
        called_off = self._visit(self._back(3), self.cases["called_off"], planned=9)
        with clock.travel(self._back(5)):
            self._on("officer.nl", visits.visit_cancel, called_off)
        with clock.travel(self._back(4)):
            for key in self.cases["given_up"]:
                self._interview("officer.nl", interviews.interview_cancel, key)
        self._announced()
        with clock.travel(self._back(1)):
            self._planned(self.now + timedelta(days=30))

    def _ended(self) -> None:
        """Somebody told the result, somebody waits for it, somebody did not come."""
        concluded, heard, absent = self.cases["ended"]
        visit = self._visit(self._back(6), self.cases["ended"], planned=11)
        with clock.travel(self._back(7)):
            self._checked(self.cases["ended"])
        with clock.travel(self._back(6, 16)):
            consul = self.people["consul.bd"]
            today = clock.now().astimezone(consul.zone).date()
            for key in (concluded, heard):
                said = {"participants": "I. Bhuiyan, an interpreter", "minutes": "Names the village and its school."}
                self._interview("consul.bd", interviews.interview_record, key, held_on=today, is_other_day=True, **said)
            self._interview("consul.bd", interviews.no_show_record, absent)
        with clock.travel(self._back(4)):
            told = {"result": "confirmed", "note": "Of the district that was named."}
            self._interview("consul.bd", interviews.interview_result_give, concluded, **told)
            self._on("officer.nl", visits.visit_end, visit)

    def _announced(self) -> None:
        """In two days: of one the presentation is confirmed, of the other not yet."""
        keys = self.cases["announced"]
        self._visit(self.now + timedelta(days=2), keys, planned=4)
        with clock.travel(self._back(1)):
            self._checked(keys[:1])

    def _checked(self, keys: list[UUID]) -> None:
        """The legal status is checked, and the presentation confirmed."""
        officer = self.people["officer.nl"]
        today = clock.now().astimezone(officer.zone).date()
        for key in keys:
            check = {"checked_on": today, "result": "may_be_presented"}
            self._interview("officer.nl", interviews.status_check_record, key, **check)
            self._interview("officer.nl", interviews.presentation_confirm, key)

    def _planned(self, day: datetime) -> MissionVisit:
        officer = self.people["officer.nl"]
        starts_on = day.astimezone(officer.zone).date()
        values = {
            "place": "Detention Centre Rotterdam, visitors' wing",
            "starts_on": starts_on,
            "ends_on": starts_on + timedelta(days=4),
            "day_begins": time(9),
            "day_ends": time(12),
            "slot_minutes": 30,
            "rooms": ["Room 1", "Room 2"],
            "languages": ["Bengali"],
            "team": "Two officers of the embassy",
        }
        mission = self.people["consul.bd"].authority_id
        with use_scope(officer.scope):
            return visits.visit_plan(actor=officer, mission_id=mission, values=values)

    def _visit(self, day: datetime, keys: list[UUID], *, planned: int) -> MissionVisit:
        """Planned so many working days ago, with these persons, and announced to the mission."""
        with clock.travel(self._back(planned)):
            visit = self._planned(day)
            self._on("officer.nl", visits.persons_add, visit, without_version=True, case_ids=keys)
            self._on("officer.nl", visits.visit_announce, visit)
        return visit

    def _on(
        self, login: str, service: Any, visit: MissionVisit, *, without_version: bool = False, **values: Any
    ) -> None:
        actor = self.people[login]
        told = values if without_version else {"version": None, **values}
        with use_scope(actor.scope):
            service(actor=actor, visit_id=visit.id, **told)

    def _interview(self, login: str, service: Any, key: UUID, **values: Any) -> None:
        actor = self.people[login]
        with use_scope(actor.scope):
            service(actor=actor, case_id=key, version=None, **values)
