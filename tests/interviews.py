"""Interviews made on purpose, as far as a test wants them."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from accounts.actor import Actor
from cases.models import Case, Interview, MissionVisit, VisitSlot
from cases.services import interviews, visits
from core import clock
from core.scope import use_scope
from countries.models import Authority
from tests import world
from tests.days import local_day

IN_PERSON = {"format": "in_person", "place": "Embassy, The Hague", "language": "Serbian", "needs_interpreter": False}


def done(actor: Actor, service: Any, case: UUID, **arguments: Any) -> Any:
    """The service, done by this person to the case as it is now."""
    with use_scope(actor.scope):
        return service(actor=actor, case_id=case, version=None, **arguments)


def soon(days: int = 1) -> datetime:
    """A time of day some days from now."""
    return (clock.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)


def scheduled(people: world.Corridor, key: UUID, *, days: int = 1, actor: Actor | None = None) -> None:
    """The receiving side sets the date."""
    values = {**IN_PERSON, "starts_at": soon(days)}
    done(actor or people.registry, interviews.interview_schedule, key, values=values)


def checked(people: world.Corridor, key: UUID, result: str = "may_be_presented") -> None:
    """The requesting side checks the legal status today."""
    today = clock.now().astimezone(people.officer.zone).date()
    done(people.officer, interviews.status_check_record, key, checked_on=today, result=result)


def confirmed(people: world.Corridor, key: UUID) -> None:
    """The date is set, the legal status checked, the presentation confirmed."""
    scheduled(people, key)
    checked(people, key)
    done(people.officer, interviews.presentation_confirm, key)


def held(people: world.Corridor, key: UUID, actor: Actor | None = None, **values: Any) -> None:
    """The person was heard today."""
    today = clock.now().astimezone(people.consul.zone).date()
    done(actor or people.consul, interviews.interview_record, key, held_on=today, is_other_day=True, **values)


def case_with(people: world.Corridor, reached: str, status: str = "received", **person: Any) -> Case:
    """A case with an interview asked for, on the form or after the acceptance, brought as far as `reached`: requested, scheduled, confirmed,
    held."""
    case = world.interview_asked(people, status, **person)
    if the_interview(people, case.id).status == "cancelled":
        # With the acceptance the one of the form was given up, where the agreement has none after the reply.
        done(people.officer, interviews.interview_ask, case.id)
    steps = {"scheduled": scheduled, "confirmed": confirmed, "held": confirmed}
    if reached in steps:
        steps[reached](people, case.id)
    if reached == "scheduled_checked":
        scheduled(people, case.id)
        checked(people, case.id)
    if reached == "held":
        held(people, case.id)
    with use_scope(people.supervisor.scope):
        return Case.objects.get(id=case.id)


def the_interview(people: world.Corridor, key: UUID) -> Interview:
    """The newest interview of the case, as the requesting side sees it."""
    with use_scope(people.supervisor.scope):
        found = Interview.objects.filter(case=key).order_by("asked_at", "id").last()
    assert found is not None
    return found


VISIT = {
    "place": "Ter Apel",
    "day_begins": time(9),
    "day_ends": time(12),
    "slot_minutes": 30,
    "rooms": ["Room 1", "Room 2"],
    "languages": ["Serbian", "Romani"],
    "team": "Two consular officers",
}


def visit_with(people: world.Corridor, persons: int) -> tuple[MissionVisit, list[VisitSlot]]:
    """A visit of the Serbian embassy before the limit of the reply passes, announced, with so many persons for whom
    the form asks for an interview."""
    cases = [case_with(people, "requested", "submitted").id for _number in range(persons)]
    day = local_day() + timedelta(days=4)
    embassy = Authority.objects.get(code="srb-embassy-the-hague")
    with use_scope(people.officer.scope):
        values = {**VISIT, "starts_on": day, "ends_on": day + timedelta(days=4)}
        visit = visits.visit_plan(actor=people.officer, mission_id=embassy.id, values=values)
        slots = visits.persons_add(actor=people.officer, visit_id=visit.id, case_ids=cases)
        visit = visits.visit_announce(actor=people.officer, visit_id=visit.id, version=None)
    return visit, slots
