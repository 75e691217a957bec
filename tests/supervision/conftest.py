"""People of one corridor with cases that have come to different ends, for the pages of supervision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.actor import Actor
from cases.choices import ClockKind, ClockState
from cases.models import Case, CaseClock
from cases.services import submission, transfer_course
from core import clock
from core.scope import use_scope
from tests import world
from tests.conftest import end_events_with_their_test


@dataclass
class Office:
    """The corridor, its cases by what became of them, and a supervisor of a country that has no part in them."""

    people: world.Corridor
    cases: dict[str, Case]
    stranger: Actor


STATUSES = ("draft", "submitted", "in_verification", "decision_proposed", "accepted", "refused", "completed", "closed")


@pytest.fixture(scope="module")
def built_office(module_db: str, django_db_blocker: Any) -> Office:
    """The office, made once for the tests of a module."""
    with django_db_blocker.unblock():
        return build()


@pytest.fixture
def office(built_office: Office, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The office, with whatever a test does to it undone: refusals stay within the test's transaction as well."""
    end_events_with_their_test(monkeypatch)
    with django_db_blocker.unblock(), transaction.atomic():
        yield built_office
        transaction.set_rollback(True)


def build() -> Office:
    """Eight cases of the Netherlands with Serbia at eight statuses, one withdrawn, one with a failed transfer."""
    people = world.corridor()
    cases = {status: world.case_at(people, status) for status in STATUSES}
    with use_scope(people.officer.scope):
        cases["withdrawn"] = world.case_at(people, "received")
        submission.case_withdraw(
            actor=people.officer,
            case_id=cases["withdrawn"].id,
            version=None,
            code="absconded",
            note="told by the police",
        )
    cases["failed"] = world.case_at(people, "confirmed")
    with use_scope(people.officer.scope):
        transfer_course.transfer_fail(
            actor=people.officer, case_id=cases["failed"].id, version=None, code="flight_cancelled", note=""
        )
    return Office(people, cases, world.make_actor("alb-border-migration", "supervisor"))


def shift(case: Case, days: int, *, answered_after: int | None = None) -> None:
    """Move a case into the past past the services: delivered `days` ago, answered so many days later."""
    delivered = clock.now() - timedelta(days=days)
    values: dict[str, Any] = {"delivered_at": delivered}
    if answered_after is not None:
        values["decided_at"] = delivered + timedelta(days=answered_after)
    Case.objects.filter(id=case.id).update(**values)


def make_late(case: Case, kind: str = ClockKind.REPLY) -> None:
    """Let the time limit end before it was met, or before now."""
    row = CaseClock.objects.get(case=case, kind=kind)
    row.due_at = (row.ended_at or clock.now()) - timedelta(hours=1)
    if row.ended_at is not None:
        row.state = ClockState.MISSED
    row.save(update_fields=["due_at", "state"])
