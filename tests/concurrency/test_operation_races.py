"""Seats, quotas and handovers under two hands: one of two comes first, the other is told why not."""

from threading import Event

import pytest
from django.db import connection

from cases.models import Case, Handover, OperationAuthority
from cases.services import operation_passengers, transfer, transfer_course
from core import clock
from core.errors import ActRefused
from core.scope import use_scope
from countries.models import Rule
from tests import world
from tests.cases.test_operations import add, do, made, refused, standing
from tests.concurrency.race import LONGEST_SECONDS, by, together
from tests.conftest import OWNER, logged_in_as

pytestmark = pytest.mark.commits


def capped(people: world.Corridor, value: int) -> Rule:
    """A cap per month that was read, for the corridor's agreement."""
    with logged_in_as(OWNER):
        return world.every(Rule).create(
            agreement_id=people.agreement,
            kind="monthly_cap",
            track="any",
            value=value,
            unit="person",
            start_event="calendar_month",
            certainty="T",
            citation="Article 99",
            acting_side="requesting",
        )


def test_the_last_seat_is_filled_once(transactional_db: None) -> None:
    people = world.corridor()
    operation = made(people, seats=1)
    cases = [world.case_at(people, "documented") for _ in range(2)]
    actors = (people.officer, people.reviewer)
    results = together(
        *(
            by(actor, operation_passengers.case_add, operation_id=operation.id, version=None, case_id=case.id)
            for actor, case in zip(actors, cases, strict=True)
        )
    )
    codes = sorted(result.code if isinstance(result, ActRefused) else "" for result in results)
    assert codes == ["", "operation_full"], results
    with use_scope(people.officer.scope):
        assert OperationAuthority.objects.get(operation=operation).taken == 1


def test_two_operations_do_not_fill_the_last_place_of_a_month(transactional_db: None) -> None:
    people = world.corridor()
    capped(people, 1)
    flights = [made(people), made(people, name="Second charter")]
    for operation in flights:
        add(people.officer, operation, world.case_at(people, "documented"))
    actors = (people.officer, people.reviewer)
    results = together(
        *(
            by(actor, operation_passengers.operation_announce, operation_id=operation.id, version=None)
            for actor, operation in zip(actors, flights, strict=True)
        )
    )
    (refused_one,) = [result for result in results if isinstance(result, ActRefused)]
    assert refused_one.code == "nobody_done" and "At most 1 persons" in str(refused_one.message), results


def test_a_handover_is_recorded_once(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "confirmed")
    colleague = world.make_actor("srb-border-belgrade", "border_officer")
    values = {"at": clock.now(), "handed_over_by": "A", "received_by": "B"}
    results = together(
        *(
            by(actor, transfer_course.handover_record, case_id=case.id, version=None, values=values)
            for actor in (people.border, colleague)
        )
    )
    codes = [result.code for result in results if isinstance(result, ActRefused)]
    assert codes == ["wrong_status"], results
    with use_scope(people.registry.scope):
        assert Handover.objects.filter(case=case).count() == 1
        assert Case.objects.get(id=case.id).status == "completed"


def test_a_cap_that_was_read_is_kept_and_another_only_warns(transactional_db: None) -> None:
    people = world.corridor()
    rule = capped(people, 1)
    first, second = made(people), made(people)
    one, two = world.case_at(people, "documented"), world.case_at(people, "documented")
    add(people.officer, first, one)
    words = refused("quota_full", people.officer, operation_passengers.case_add, first, case_id=two.id)
    assert "Article 99" in words and "At most 1 persons" in words
    # Planned on another flight of the month; whoever is announced first has the place.
    add(people.officer, second, two)
    do(people.officer, operation_passengers.operation_announce, first)
    words = refused("nobody_done", people.officer, operation_passengers.operation_announce, second)
    assert "Article 99" in words
    with logged_in_as(OWNER):
        world.every(Rule).filter(id=rule.id).update(certainty="M")
    (result,) = do(people.officer, operation_passengers.operation_announce, second)
    assert result.is_done


@pytest.mark.parametrize("single", ["confirm", "fail"])
def test_one_case_and_the_whole_operation_do_not_wait_for_each_other(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, single: str
) -> None:
    """The desk confirms the operation; when it has the operation and comes to the first case, somebody acts on that case."""
    people = world.corridor()
    operation = made(people)
    case = world.case_at(people, "documented")
    add(people.officer, operation, case)
    do(people.officer, operation_passengers.operation_announce, operation)
    has_the_operation, confirm = Event(), transfer.transfer_confirm

    def when_another_waits(**values: object) -> Case:
        has_the_operation.set()
        # Until somebody waits for a lock: for the operation, not with the case in hand.
        for _ in range(500):
            with connection.cursor() as cursor:
                cursor.execute("select pg_sleep(0.01), count(*) from pg_locks where not granted")
                if cursor.fetchone()[1]:
                    break
        else:
            raise AssertionError("nobody came")
        return confirm(**values)  # type: ignore[arg-type]

    def one() -> object:
        assert has_the_operation.wait(LONGEST_SECONDS)
        if single == "confirm":
            return by(people.registry, confirm, case_id=case.id, version=None)()
        return by(people.officer, transfer_course.transfer_fail, case_id=case.id, version=None, code="postponed")()

    monkeypatch.setattr(transfer, "transfer_confirm", when_another_waits)
    whole = by(people.registry, operation_passengers.operation_confirm, operation_id=operation.id, version=None)
    results, other = together(whole, one)
    assert [result.code for result in results] == [""]
    if single == "confirm":
        assert isinstance(other, ActRefused) and other.code == "wrong_status", other
    else:
        assert isinstance(other, Case), other
    assert standing(people.registry, operation)[1] == {case.reference: "confirmed" if single == "confirm" else "failed"}
