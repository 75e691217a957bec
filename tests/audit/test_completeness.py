"""No commit in which a case changed without an event for that case: by the database, with real commits."""

from datetime import timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from audit.models import Event
from audit.services import AboutCase, event_record, own_audience
from cases.models import (
    Case,
    Evidence,
)
from cases.services import submission
from core.ids import uuid7
from core.scope import use_scope
from supervision.models import QualityReview
from supervision.services.quality import sample_draw
from tests import world
from tests.conftest import OWNER, logged_in_as
from tests.days import local_day

pytestmark = pytest.mark.commits
WALLS = import_module("cases.migrations.0002_walls")
PARTS: list[str] = [table for table in WALLS.PARTS if table not in WALLS.UNTOLD]


@pytest.fixture(scope="module")
def full_case(module_db: str) -> tuple[world.Corridor, Case]:
    """A case that came to its end."""
    people = world.corridor()
    case = world.case_at(people, "completed")
    return people, case


def event_for(people: world.Corridor, key: UUID) -> None:
    """An event about a case, as a service writes it."""
    audience = own_audience(people.supervisor)
    event_record(
        actor=people.supervisor, action="test.act", subject=f"case:{key}", about=AboutCase(key), audience=audience
    )


def run(people: world.Corridor, statement: str, case: Case, *, event: UUID | None) -> int:
    """The statement as the owner (who passes every policy) in one committed transaction."""
    with logged_in_as(OWNER), transaction.atomic(), connection.cursor() as cursor:
        if event is not None:
            event_for(people, event)
        cursor.execute(statement, [case.id])
        return int(cursor.rowcount)


def test_every_table_of_parts_and_the_case_has_the_trigger(full_case: tuple[world.Corridor, Case]) -> None:
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text, tgenabled, tgdeferrable, tginitdeferred from pg_trigger where tgname = 'needs_event'"
        )
        found = {table: (enabled, deferrable, deferred) for table, enabled, deferrable, deferred in cursor.fetchall()}
    # A quality review is about a case and belongs to another app, which cannot stand in the list of parts.
    operations = {"cases_operation", *(f"cases_operation{part}" for part in ("authority", "staff", "passenger"))}
    exceptions = {"cases_caseaccess", "cases_accessrequest"}
    protected = {"cases_processingrestriction", "protection_betweenrequest", "protection_personrequest"}
    assert set(found) == {"cases_case", *PARTS, *operations, *exceptions, *protected, "supervision_qualityreview"}
    assert set(found.values()) == {("O", True, True)}


def test_a_change_of_the_case_needs_an_event_of_it(full_case: tuple[world.Corridor, Case]) -> None:
    """Its parts, table by table: tests/isolation/test_every_change_is_told.py."""
    people, case = full_case
    other = world.draft(people)
    change = "update cases_case set observations = 'x' where id = %s"
    for event in (None, other.id):
        with pytest.raises(Error, match="without an audit event"):
            run(people, change, case, event=event)
    assert run(people, change, case, event=case.id) == 1


def test_a_quality_review_needs_an_event_of_its_case(full_case: tuple[world.Corridor, Case]) -> None:
    people, other = full_case
    case, actor = world.case_at(people, "closed"), people.supervisor
    today = local_day()
    period = {"closed_from": today - timedelta(days=1), "closed_to": today + timedelta(days=1)}
    with use_scope(actor.scope):
        sample = sample_draw(actor=actor, **period, share_percent=100, minimum=1, maximum=9)
    for change in (
        "update supervision_qualityreview set remark = 'Quietly' where case_id = %s",
        "delete from supervision_qualityreview where case_id = %s",
    ):
        for event in (None, other.id):
            with pytest.raises(Error, match="without an audit event"):
                run(people, change, case, event=event)
    with pytest.raises(Error, match="without an audit event"), use_scope(actor.scope):
        audience = {name: getattr(sample, name) for name in own_audience(actor).fields()}
        QualityReview(sample=sample, case=other, number=9, **audience).save(force_insert=True)
    assert run(people, "delete from supervision_qualityreview where case_id = %s", case, event=case.id) == 1


def test_adding_needs_an_event_too(full_case: tuple[world.Corridor, Case]) -> None:
    """By the application itself, through the model, without the service."""
    people, case = full_case
    with pytest.raises(Error, match="without an audit event"), use_scope(people.officer.scope):
        Evidence(case=case, kind="passport").save(force_insert=True)
    with use_scope(people.officer.scope):
        event_for(people, case.id)
        Evidence(case=case, kind="passport").save(force_insert=True)
    with use_scope(people.officer.scope):
        assert Evidence.objects.filter(case=case).count() == 2


def test_a_new_case_needs_an_event(full_case: tuple[world.Corridor, Case]) -> None:
    people, case = full_case
    with pytest.raises(Error, match="without an audit event"), use_scope(people.officer.scope):
        copy = Case.objects.get(id=case.id)
        copy.id, copy.reference, copy.shared, copy.status = uuid7(), None, False, "draft"
        copy.save(force_insert=True)


def test_an_event_of_an_earlier_transaction_excuses_nothing(full_case: tuple[world.Corridor, Case]) -> None:
    people, case = full_case
    with use_scope(people.officer.scope):
        event_for(people, case.id)
    with pytest.raises(Error, match="without an audit event"), use_scope(people.officer.scope):
        Case.objects.filter(id=case.id).update(observations="quietly")


def test_an_event_that_was_rolled_back_excuses_nothing(full_case: tuple[world.Corridor, Case]) -> None:
    people, case = full_case
    with pytest.raises(Error, match="without an audit event"), use_scope(people.officer.scope):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            event_for(people, case.id)
            raise ZeroDivisionError
        Case.objects.filter(id=case.id).update(observations="quietly")


def test_an_event_in_a_savepoint_of_the_same_transaction_counts(full_case: tuple[world.Corridor, Case]) -> None:
    people, case = full_case
    with use_scope(people.officer.scope):
        Case.objects.filter(id=case.id).update(observations="openly")
        with use_scope(people.supervisor.scope), transaction.atomic():
            event_for(people, case.id)
    with use_scope(people.officer.scope):
        assert Case.objects.get(id=case.id).observations == "openly"


def test_an_event_that_its_writer_cannot_read_counts(full_case: tuple[world.Corridor, Case]) -> None:
    """The trigger reads as the owner of the tables: what the writer sees does not matter."""
    people, case = full_case
    with use_scope(people.officer.scope):
        Case.objects.filter(id=case.id).update(observations="openly")
        event_record(
            actor=people.officer,
            action="test.unseen",
            subject=case.subject,
            about=AboutCase(case.id),
            audience=own_audience(people.their_supervisor),
        )
        assert not Event.objects.filter(action="test.unseen").exists()
    with use_scope(people.their_supervisor.scope):
        assert Event.objects.filter(action="test.unseen").count() == 1


def test_services_are_judged_by_the_same_trigger(full_case: tuple[world.Corridor, Case]) -> None:
    """Every act of the main line has passed it already; here one whose event is taken away."""
    people, case = full_case

    def swallowed(**_: object) -> None:
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cases.workflow.engine.event_record", swallowed)
        with pytest.raises(Error, match="without an audit event"), use_scope(people.officer.scope):
            submission.case_close(actor=people.officer, case_id=case.id, version=None)
    with use_scope(people.officer.scope):
        assert Case.objects.get(id=case.id).status == "completed"
