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
    CaseClock,
    ClockExtension,
    ClockPause,
    Dispute,
    Evidence,
    PaperRecord,
    PauseReason,
)
from cases.services import flags, notes, submission
from core import clock
from core.ids import uuid7
from core.scope import use_scope
from documents.models import StoredFile
from supervision.models import QualityReview
from supervision.services.quality import sample_draw
from tests import world
from tests.cases.talk_pages import ask, picture
from tests.conftest import OWNER, logged_in_as

pytestmark = pytest.mark.commits
WALLS = import_module("cases.migrations.0002_walls")
PARTS: list[str] = [table for table in WALLS.PARTS if table not in WALLS.UNTOLD]
# Rows that no other row refers to: they can be deleted at all. Of some tables only part of the rows are.
LEAVES = sorted(set(PARTS) - {"cases_thread", "cases_message", "cases_sharednote", "cases_transfer"})
LEAVES_OF = {
    "cases_caseclock": " and id not in (select clock_id from cases_clockpause union"
    " select clock_id from cases_clockextension)",
    "cases_clockpause": " and id not in (select pause_id from cases_pausereason)",
}


def key_of(table: str) -> str:
    return str(WALLS.KEY.get(table, "case_id"))


@pytest.fixture(scope="module")
def full_case(module_db: str) -> tuple[world.Corridor, Case]:
    """A case with a row in every table of parts."""
    people = world.corridor()
    case = world.case_at(people, "completed")
    with use_scope(people.officer.scope):
        note = notes.note_add(actor=people.officer, case_id=case.id, text="A note")
        notes.note_share(actor=people.officer, note_id=note.id)
        flags.flag_set(actor=people.officer, case_id=case.id, kind="urgent", reason="Booked")
    thread, other = ask(people, case, files=[picture()]), world.draft(people)
    with logged_in_as(OWNER), transaction.atomic(), connection.cursor() as cursor:
        event_for(people, case.id)
        cursor.execute(
            "insert into cases_withdrawal (id, case_id, own_side, requesting_country, receiving_country, delegates, shared,"
            " reason_code, note) values (gen_random_uuid(), %s, 'requesting', '', '', '{}', false, 'other', '')",
            [case.id],
        )
        cursor.execute(
            "insert into cases_familymember (id, case_id, own_side, requesting_country, receiving_country, delegates,"
            " shared, relation, family_name, given_names, maiden_name, birth_date, birth_place, sex, nationality)"
            " values (gen_random_uuid(), %s, '', '', '', '{}', false, 'spouse', 'P', 'J', '', '', '', 'F', 'SRB')",
            [case.id],
        )
        cursor.execute(
            "insert into cases_informationrequest (id, case_id, thread_id, own_side, requesting_country,"
            " receiving_country, delegates, shared, status, items, asked_side)"
            " values (gen_random_uuid(), %s, %s, '', '', '', '{}', false, 'asked', '{interview}', 'requesting')",
            [case.id, thread.id],
        )
        cursor.execute(
            "insert into cases_caselink (id, case_id, other_id, own_side, requesting_country, receiving_country,"
            " delegates, shared, kind, note, made_by_name, made_at, ended_by_name, end_reason)"
            " values (gen_random_uuid(), %s, %s, 'requesting', '', '', '{}', false, 'related', '', 'A', now(), '', '')",
            [case.id, other.id],
        )
        _limits_fill(case)
    return people, case


def _limits_fill(case: Case) -> None:
    """What can be done to a time limit, an objection to silence, and a reply on paper: never all of it on one case."""
    now, row = clock.now(), CaseClock.objects.filter(case=case, kind="transfer").get()
    ended, open_one = (ClockPause(case=case, clock=row, paused_at=now, resumed_at=end) for end in (now, None))
    times = {"asked_at": now, "basis": "consent", "asked_value": 1, "state": "requested"}
    scan = StoredFile.objects.filter(subject=case.subject).latest("created_at")
    for part in (
        ended,
        open_one,
        PauseReason(
            case=case, pause=open_one, own_side="requesting", cause="legal_obstacle", code="other", review_on=now
        ),
        ClockExtension(case=case, clock=row, **times),
        Dispute(case=case, kind="delivery", statement="Nothing arrived", raised_at=now),
        PaperRecord(
            case=case, kind="reply", channel="fax", dated_at=now, entered_at=now, entered_side="requesting", file=scan
        ),
    ):
        part.save(force_insert=True)


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
    assert set(found) == {"cases_case", *PARTS, "supervision_qualityreview"}
    assert set(found.values()) == {("O", True, True)}


def test_every_change_needs_an_event_of_its_case_in_its_own_transaction(full_case: tuple[world.Corridor, Case]) -> None:
    people, case = full_case
    other = world.draft(people)
    for table in PARTS:
        change = f"update {table} set own_side = own_side where {key_of(table)} = %s"
        with pytest.raises(Error, match="without an audit event"):
            run(people, change, case, event=None)
        with pytest.raises(Error, match="without an audit event"):
            run(people, change, case, event=other.id)
        assert run(people, change, case, event=case.id) > 0, table
    change = "update cases_case set observations = 'x' where id = %s"
    for event in (None, other.id):
        with pytest.raises(Error, match="without an audit event"):
            run(people, change, case, event=event)
    assert run(people, change, case, event=case.id) == 1


def test_deleting_needs_an_event_too(full_case: tuple[world.Corridor, Case]) -> None:
    people, case = full_case
    for table in LEAVES:
        change = f"delete from {table} where {key_of(table)} = %s{LEAVES_OF.get(table, '')}"
        with pytest.raises(Error, match="without an audit event"):
            run(people, change, case, event=None)
        with logged_in_as(OWNER), transaction.atomic(), connection.cursor() as cursor:
            event_for(people, case.id)
            cursor.execute(change, [case.id])
            assert cursor.rowcount > 0, table
            cursor.execute("set constraints all immediate")  # what a commit would do; the row is needed by other tests
            transaction.set_rollback(True)


def test_a_quality_review_needs_an_event_of_its_case(full_case: tuple[world.Corridor, Case]) -> None:
    people, other = full_case
    case, actor = world.case_at(people, "closed"), people.supervisor
    today = clock.now().date()
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
