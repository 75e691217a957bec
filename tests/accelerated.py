"""Applications for the accelerated procedure, through the services that the product uses."""

from datetime import datetime, timedelta
from typing import Any

from cases.models import Case, CaseClock
from cases.services import filing, procedure, submission
from core import clock
from core.scope import use_scope
from tests import world
from tests.days import local_day


def tuesday() -> datetime:
    """The morning of the last Tuesday: two working days from it are no weekend."""
    now = clock.now()
    day = now - timedelta(days=(now.weekday() - 1) % 7 or 7)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def act(actor: Any, service: Any, case: Case, **values: Any) -> Any:
    """What a person does to a case."""
    with use_scope(actor.scope):
        return service(actor=actor, case_id=case.id, version=None, **values)


def clocks(actor: Any, case: Case, kind: str) -> list[CaseClock]:
    """The time limits of a kind as one side sees them, in the order of their making."""
    with use_scope(actor.scope):
        return list(CaseClock.objects.filter(case=case, kind=kind).order_by("id"))


def status_checked(people: world.Corridor, case: Case) -> None:
    """The legal status was checked today."""
    values = {"legal_status_checked_on": local_day()}
    act(people.officer, filing.private_save, case, values=values, detention={})


def apprehended(people: world.Corridor, case: Case, *, hours_ago: float = 6, **said: Any) -> Case:
    """The draft asks for the accelerated procedure: the person was apprehended so many hours ago at the border."""
    at: datetime = clock.now() - timedelta(hours=hours_ago)
    values = {
        "apprehended_at": at,
        "place_kind": "border",
        "place": "Lot 4, road to the crossing",
        "distance_km": 3,
        "crossing_point": "Batrovci",
        "arrived_at": None,
        **said,
    }
    with use_scope(people.officer.scope):
        return procedure.procedure_save(
            actor=people.officer, case_id=case.id, version=None, procedure="accelerated", apprehension=values
        )


def accelerated_draft(people: world.Corridor, **person: Any) -> Case:
    """A complete draft that asks for the accelerated procedure."""
    return apprehended(people, world.draft(people, **person))


def accelerated(people: world.Corridor, **person: Any) -> Case:
    """Released in the accelerated procedure, and acknowledged."""
    case = accelerated_draft(people, **person)
    for actor, act in (
        (people.officer, submission.review_send),
        (people.reviewer, submission.case_submit),
        (people.registry, submission.case_acknowledge),
    ):
        with use_scope(actor.scope):
            case = act(actor=actor, case_id=case.id, version=None)
    return case
