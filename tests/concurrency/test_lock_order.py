"""One order of locks where an act comes to several cases, or comes from somebody who has no right to the case."""

from collections.abc import Callable
from threading import Thread as Running
from typing import Any

import pytest
from django.db.models import Model

from cases.models import Case, Monitoring
from cases.services import monitoring, visits
from core import clock
from core.scope import use_scope
from tests import world
from tests.cases.test_monitoring import assigned
from tests.concurrency.race import LONGEST_SECONDS, by, together
from tests.concurrency.test_parts import _until_somebody_waits
from tests.interviews import visit_with

pytestmark = pytest.mark.commits


def holds_nothing_else(people: world.Corridor, act: Callable[[], Any], first: Case, rest: Model) -> None:
    """While somebody has `first`, the act waits for it, and `rest` is free."""
    results: list[Any] = []
    running = Running(target=lambda: results.extend(together(act)))
    with use_scope(people.officer.scope):
        Case.objects.select_for_update().get(id=first.pk)
        running.start()
        _until_somebody_waits(running)
        assert running.is_alive(), results
        # Refused with an error when somebody holds the row.
        type(rest).objects.select_for_update(nowait=True).get(pk=rest.pk)  # type: ignore[attr-defined]
    running.join(LONGEST_SECONDS)
    assert len(results) == 1 and not isinstance(results[0], Exception), results


@pytest.mark.parametrize("what", ["observation", "report"])
def test_a_monitor_waits_for_the_office_with_nothing_in_hand(transactional_db: None, what: str) -> None:
    people = world.corridor()
    case, monitor, row = assigned(people, "confirmed")
    acts = {
        "observation": by(
            monitor,
            monitoring.observation_record,
            monitoring_id=row.id,
            phase="boarding",
            at=clock.now(),
            text="Calm",
        ),
        "report": by(monitor, monitoring.report_submit, monitoring_id=row.id, version=None, text="All was seen"),
    }
    holds_nothing_else(people, acts[what], case, Monitoring(id=row.id))


@pytest.mark.parametrize("what", ["move", "cancel"])
def test_persons_of_a_visit_are_locked_in_the_order_of_their_keys(transactional_db: None, what: str) -> None:
    people = world.corridor()
    visit, slots = visit_with(people, 2)
    first, last = sorted(slots, key=lambda slot: slot.interview.case_id)
    where: dict[str, Any] = {"starts_at": first.starts_at, "room": first.room}
    common: dict[str, Any] = {"visit_id": visit.id, "version": None}
    if what == "cancel" and (last.starts_at, last.room) > (first.starts_at, first.room):
        with use_scope(people.officer.scope):
            visits.slot_move(actor=people.officer, slot_id=last.id, **common, **where)
    acts = {
        "move": by(people.officer, visits.slot_move, slot_id=last.id, **common, **where),
        "cancel": by(people.officer, visits.visit_cancel, **common),
    }
    held = Case(id=first.interview.case_id)
    holds_nothing_else(people, acts[what], held, Case(id=last.interview.case_id))
