"""The sweep in any order: early, late, twice, with workers that die; and a case that cannot be treated."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cases.choices import ClockState
from cases.models import Case, CaseClock
from cases.services import silence
from cases.services.deadlines import DEADLINE_TASK, deadlines_sweep
from core import clock
from core.dead_letters import dead_letters
from core.models import OutboxMessage
from core.scope import use_scope
from notifications.services.undelivered import dead_letter_dismiss, dead_letter_retry
from rcms.celery import app
from tests import world
from tests.conftest import OWNER, SWEEP, logged_in_as
from tests.silence import ONCE, made_of, sweep, waiting

pytestmark = pytest.mark.commits
DAY: Final = timedelta(days=1)
LOOKED_AT: Final = (
    "audit_event",
    "cases_case",
    "cases_caseclock",
    "cases_decision",
    "core_outboxmessage",
    "documents_generateddocument",
    "notifications_notice",
)


@pytest.fixture
def people(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> world.Corridor:
    app.loader.import_default_modules()
    monkeypatch.setattr(silence, "BATCH", 2)
    return world.corridor()


def reply(case: Case) -> CaseClock:
    with logged_in_as(OWNER):
        return CaseClock.objects.get(case=case, kind="reply")


# --- any order --------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """A worker that dies: nothing catches it, and its transaction is rolled back."""


def work(number: int = 0, *, dies: bool = False) -> None:
    """As the worker that is handed one of the waiting promises; it may die after its first case."""
    messages = waiting()
    if not messages:
        return
    really = silence.clock_pass

    def pass_and_die(*arguments: Any) -> None:
        really(*arguments)
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        if dies:
            patch.setattr(silence, "clock_pass", pass_and_die)
        try:
            current_app.tasks[silence.PASSED_TASK](messages[number % len(messages)])
        except Killed:
            connection.close()


def warn() -> None:
    """The sweep of warnings, and its work."""
    with logged_in_as(SWEEP):
        deadlines_sweep()
    with logged_in_as(OWNER):
        rows = OutboxMessage.objects.filter(task=DEADLINE_TASK, state="pending")
        keys = [str(key) for key in rows.order_by("id").values_list("id", flat=True)]
    for key in keys:
        current_app.tasks[DEADLINE_TASK](key)


STEPS: Final[dict[str, Callable[[], Any]]] = {
    "sweep": sweep,
    "work": work,
    "work on the other": lambda: work(1),
    "die": lambda: work(dies=True),
    "warn": warn,
}


def all_rows() -> dict[str, str]:
    """What stands in the database, in short: another row, or another value in one, gives another answer."""
    with logged_in_as(OWNER), connection.cursor() as cursor:
        found = {}
        for table in LOOKED_AT:
            cursor.execute(f"select md5(coalesce(string_agg(t::text, '|' order by id), '')) from {table} t")
            found[table] = cursor.fetchone()[0]
        return found


@given(
    steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 30)), max_size=7),
    late=st.integers(0, 3),
)
@hypothesis_settings(
    max_examples=10, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_in_any_order_each_case_is_treated_once(
    people: world.Corridor, steps: list[tuple[str, int]], late: int
) -> None:
    """Steps at so many hours after the first limit has passed; then one sweep and its work, days late; after that
    nothing changes any more, however often anybody sweeps."""
    cases = [world.case_at(people, status) for status in ("received", "decision_proposed", "in_verification")]
    limits = [reply(case).due_at for case in cases]
    for name, hours in sorted(steps, key=lambda step: step[1]):
        with clock.travel(min(limits) + timedelta(hours=hours)):
            STEPS[name]()
    with clock.travel(max(limits) + late * DAY):
        sweep()
        while waiting():
            work()
        warn()
        assert [made_of(case) for case in cases] == [ONCE] * 3
        before = all_rows()
        assert sweep() == 0 and waiting() == []
        warn()
        assert all_rows() == before


# --- a case that cannot be treated ------------------------------------------------------------------------------------


def due_set(row: CaseClock, due: dict[str, Any]) -> None:
    """Write past the product, as damage would."""
    with logged_in_as(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("alter table cases_caseclock disable trigger user")
        CaseClock.objects.filter(id=row.id).update(due=due)
        cursor.execute("alter table cases_caseclock enable trigger user")


def test_a_case_that_cannot_be_treated_is_seen_and_tried_again(people: world.Corridor) -> None:
    broken, sound = world.case_at(people, "received"), world.case_at(people, "received")
    row = reply(broken)
    due_set(row, {})
    administrator = world.make_actor("srb-mup-readmission", "administrator")
    with clock.travel(max(row.due_at, reply(sound).due_at)):
        assert sweep() == 2
        work()
        assert made_of(sound) == ONCE, "the other one of its batch goes on"
        (alone,) = waiting()
        assert sweep() == 0, "it is promised still"
        for _ in range(settings.OUTBOX_ATTEMPTS):
            current_app.tasks[silence.PASSED_TASK](alone)
        assert waiting() == [] and sweep() == 0, "it waits for people"
        with use_scope(administrator.scope):
            letters, _ = dead_letters("SRB")
            assert [(letter.task, letter.error) for letter in letters] == [(silence.PASSED_TASK, "KeyError")]
        assert reply(broken).state == ClockState.RUNNING and set(made_of(broken).values()) == {0}
        due_set(row, row.due)
        with use_scope(administrator.scope):
            dead_letter_retry(actor=administrator, message_id=letters[0].id)
        work()
        assert made_of(broken) == ONCE and made_of(sound) == ONCE


def test_what_was_laid_aside_is_found_again(people: world.Corridor) -> None:
    """A time limit of the law is not ended by somebody's dismissing the work: the next sweep finds it."""
    case = world.case_at(people, "received")
    administrator = world.make_actor("srb-mup-readmission", "administrator")
    with clock.travel(reply(case).due_at):
        assert sweep() == 1
        with logged_in_as(OWNER):
            OutboxMessage.objects.filter(task=silence.PASSED_TASK).update(state="dead")
        assert sweep() == 0
        with use_scope(administrator.scope):
            letters, _ = dead_letters("SRB")
            dead_letter_dismiss(actor=administrator, message_id=letters[0].id)
        assert sweep() == 1
        work()
    assert made_of(case) == ONCE
