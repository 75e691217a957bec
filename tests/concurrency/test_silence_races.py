"""Sweeps at once, workers with one promise, and a person who decides in the moment in which silence does."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from celery import current_app
from django.db import connection

from cases.models import Case, CaseClock, Decision
from cases.services import decision, silence
from core import clock
from core.errors import ActRefused, RcmsError
from core.scope import use_scope
from rcms.celery import app
from tests import world
from tests.concurrency.race import LONGEST_SECONDS, together
from tests.conftest import OWNER, SWEEP, logged_in_as
from tests.faults.conftest import wait_until
from tests.silence import ONCE, made_of, promised, sweep, waiting

SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.commits


@pytest.fixture
def people(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> world.Corridor:
    app.loader.import_default_modules()
    monkeypatch.setattr(silence, "BATCH", 2)
    return world.corridor()


def reply(case: Case) -> CaseClock:
    with logged_in_as(OWNER):
        return CaseClock.objects.get(case=case, kind="reply")


def at(moment: datetime, act: Callable[[], Any]) -> Callable[[], Any]:
    """The act at that moment of law; a thread has a clock of its own."""

    def moved() -> Any:
        with clock.travel(moment):
            return act()

    return moved


def keep(messages: list[str]) -> Callable[[], None]:
    """As a worker does that was handed these promises."""

    def kept() -> None:
        for key in messages:
            current_app.tasks[silence.PASSED_TASK](key)

    return kept


def test_of_many_sweeps_and_workers_at_once_each_case_is_treated_once(people: world.Corridor) -> None:
    cases = [world.case_at(people, status) for status in ("submitted", "received", "received", "decision_proposed")]
    moment = max(reply(case).due_at for case in cases)
    with logged_in_as(SWEEP):
        found = together(*[at(moment, silence.clocks_sweep)] * 4)
    assert sum(found) == len(cases), found
    assert sorted(promised()) == sorted(str(reply(case).id) for case in cases)
    messages = waiting()
    assert len(messages) == 2
    # Two workers have both promises, in two orders.
    assert together(at(moment, keep(messages)), at(moment, keep(messages[::-1]))) == [None, None]
    # What one left to the other is done; nothing is left for a third.
    together(at(moment, keep(waiting())))
    assert [made_of(case) for case in cases] == [ONCE] * len(cases)
    assert waiting() == []


def test_a_sweep_while_another_is_in_the_middle_promises_nothing(
    people: world.Corridor, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [world.case_at(people, "received") for _ in range(3)]
    moment = max(reply(case).due_at for case in cases)
    is_in_the_middle, may_go_on = Signal(), Signal()
    really = silence._promise

    def promise_and_wait(ids: Any, country: str) -> None:
        really(ids, country)
        is_in_the_middle.set()
        assert may_go_on.wait(LONGEST_SECONDS)

    monkeypatch.setattr(silence, "_promise", promise_and_wait)

    def second() -> int:
        assert is_in_the_middle.wait(LONGEST_SECONDS)
        try:
            return silence.clocks_sweep()
        finally:
            may_go_on.set()

    with logged_in_as(SWEEP):
        assert together(at(moment, silence.clocks_sweep), at(moment, second)) == [3, 0]
    assert len(promised()) == 3
    with clock.travel(moment):
        assert sweep() == 0


def test_a_worker_that_gets_a_promise_too_late_finds_it_done(people: world.Corridor) -> None:
    """The same time limits in two promises: the second finds nothing to do."""
    cases = [world.case_at(people, "received") for _ in range(2)]
    moment = max(reply(case).due_at for case in cases)
    ids = [reply(case).id for case in cases]

    def work() -> None:
        with use_scope(silence.system_scope("SRB")):
            silence.clocks_pass(ids)

    assert together(at(moment, work), at(moment, work)) == [None, None]
    assert [made_of(case) for case in cases] == [ONCE] * 2


# --- a person in the same moment --------------------------------------------------------------------------------------


def countersign(people: world.Corridor, case: Case) -> Callable[[], Any]:
    def act() -> Any:
        with use_scope(people.signer.scope):
            return decision.decision_countersign(actor=people.signer, case_id=case.id, version=None)

    return act


def fall_silent(case: Case) -> Callable[[], None]:
    ids = [reply(case).id]

    def act() -> None:
        with use_scope(silence.system_scope("SRB")):
            silence.clocks_pass(ids)

    return act


def outcome_of(case: Case) -> str:
    """How the case was accepted: by one of the two ways, and wholly."""
    with logged_in_as(OWNER):
        case = Case.objects.get(id=case.id)
        decisions = sorted(Decision.objects.filter(case=case).values_list("basis", "state"))
    row = reply(case)
    assert (case.status, case.outcome) == ("accepted", "accepted")
    made = made_of(case)
    if case.basis == "silence":
        assert decisions == [("express", "lapsed"), ("silence", "deemed")]
        assert made == ONCE and (row.state, row.ended_at) == ("missed", row.due_at)
    else:
        assert decisions == [("express", "countersigned")]
        assert row.state == "met" and row.ended_at < row.due_at and case.decided_at == row.ended_at
        shared = {"transfer limits", "delegations"}
        assert made == {name: number if name in shared else 0 for name, number in ONCE.items()}
    return case.basis


def test_of_a_decision_and_silence_at_once_one_counts(people: world.Corridor) -> None:
    for _ in range(3):
        case = world.case_at(people, "decision_proposed")
        end = reply(case).due_at
        act = fall_silent(case)
        # The last second belongs to the person; who gets the case only after the sweep is refused.
        decided, silent = together(at(end - SECOND, countersign(people, case)), at(end + SECOND, act))
        assert silent is None
        assert outcome_of(case) == ("silence" if isinstance(decided, RcmsError) else "express"), decided


@pytest.mark.parametrize("first", ["person", "silence"])
def test_whoever_has_the_case_first_decides_it(people: world.Corridor, first: str) -> None:
    case = world.case_at(people, "decision_proposed")
    end = reply(case).due_at
    acts = {"person": (people.signer.scope, at(end - SECOND, countersign(people, case)))}
    acts["silence"] = (silence.system_scope("SRB"), at(end + SECOND, fall_silent(case)))
    scope, earlier = acts.pop(first)
    ((_, later),) = acts.values()
    has_done, may_commit = Signal(), Signal()

    def hold() -> None:
        # The act's own scope is a savepoint of this transaction: the lock of the case is kept until the end of it.
        with use_scope(scope):
            earlier()
            has_done.set()
            assert may_commit.wait(LONGEST_SECONDS)

    def then() -> Any:
        assert has_done.wait(LONGEST_SECONDS)
        return later()

    results: list[Any] = []
    with ExitStack() as stack:
        both = Thread(target=lambda: results.extend(together(hold, then)))
        both.start()
        stack.callback(both.join, LONGEST_SECONDS)
        stack.callback(may_commit.set)
        wait_until(somebody_waits, "the later one waits for the case")
    assert results[0] is None
    assert isinstance(results[1], ActRefused) if first == "silence" else results[1] is None
    assert outcome_of(case) == ("silence" if first == "silence" else "express")


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from pg_stat_activity where datname = current_database()"
            " and cardinality(pg_blocking_pids(pid)) > 0)"
        )
        return bool(cursor.fetchone()[0])
