"""Writing past the walls, by raw SQL as rcms_app under somebody's scope: other countries' rows, forged readers."""

from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cases.models import Case, CasePrivate, Evidence, OwnSideNote, Person, VerificationTask
from cases.models.base import AudienceOfCase
from core.ids import uuid7
from core.scope import Scope, use_scope
from tests.isolation.house import House
from tests.walls import statement_finds_nothing

pytestmark = pytest.mark.commits
PARTS = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AudienceOfCase))


def key_of(table: str) -> str:
    return "content_object_id" if table == "cases_casegrant" else "case_id"


def refused_by_a_wall(error: BaseException) -> bool:
    cause = error.__cause__
    return isinstance(cause, psycopg.errors.InsufficientPrivilege)


STRANGERS = ("al registry", "al supervisor", "at officer", "nl region officer", "nl administrator", "nl verifier")


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("side", ["", "requesting", "receiving"])
def test_a_part_for_somebody_elses_case_is_refused(house: House, name: str, side: str) -> None:
    """Whatever the row says of its readers: the database copies them from the case itself."""
    actor = house.persona(name).actor
    case = house.case("nl submitted")
    columns = (
        "id, own_side, requesting_country, receiving_country, requesting_authority, receiving_authority, delegates,"
        " shared, kind, number, issued_at, issuing_authority, mrz, note, worth, worth_citation, worth_certainty, case_id"
    )
    forged = [
        uuid7(),
        side,
        actor.country,
        actor.country,
        actor.authority_id,
        actor.authority_id,
        [actor.group_id],
        True,
    ]
    with pytest.raises(ProgrammingError) as refused, use_scope(actor.scope), connection.cursor() as cursor:
        cursor.execute(
            f"insert into cases_evidence ({columns}) values ({', '.join(['%s'] * 18)})",
            [*forged, "passport", "1", "", "", "", "", "", "", "", case],
        )
    assert refused_by_a_wall(refused.value)


def test_readers_stated_by_the_writer_are_overwritten(house: House) -> None:
    actor = house.persona("nl officer").actor
    with use_scope(actor.scope):
        row = Evidence(case_id=house.case("nl submitted"), kind="passport", requesting_country="ALB", shared=False)
        row.delegates, row.receiving_country = [1, 2, 3], "PAK"
        row.save(force_insert=True)
        row.refresh_from_db()
        assert (row.requesting_country, row.receiving_country, row.delegates, row.shared) == ("NLD", "SRB", [], True)
        transaction.set_rollback(True)


@pytest.mark.parametrize(("name", "side"), [("nl registry", "requesting"), ("nl officer", "receiving")])
def test_nobody_writes_own_side_rows_of_the_other_side(house: House, name: str, side: str) -> None:
    actor = house.persona(name).actor
    note = OwnSideNote(
        case_id=house.case("nl submitted"),
        own_side=side,
        text="In your name",
        author_id=actor.user_id,
        author_name=actor.name,
        created_at="2026-01-01T00:00:00Z",
    )
    with pytest.raises(ProgrammingError) as refused, use_scope(actor.scope):
        note.save(force_insert=True)
    assert refused_by_a_wall(refused.value)


@pytest.mark.parametrize("table", PARTS)
def test_strangers_change_and_delete_nothing(house: House, table: str) -> None:
    for name in STRANGERS:
        actor = house.persona(name).actor
        with use_scope(actor.scope):
            for case in ("nl submitted", "nl closed", "nl decision_proposed"):
                key = house.case(case)
                if name == "nl verifier" and table.startswith("cases_verification"):
                    continue  # its own task
                for act in (f"update {table} set own_side = own_side", f"delete from {table}"):
                    statement = f"{act} where {key_of(table)} = '{key}'"
                    assert statement_finds_nothing(statement), (name, case)


def test_strangers_do_not_lock_a_case(house: House) -> None:
    """A lock that is not theirs would tell that the case exists, and hold up its owners."""
    actor = house.persona("al registry").actor
    with use_scope(actor.scope):
        assert list(Case.objects.select_for_update().filter(id=house.case("nl submitted"))) == []


def test_a_case_is_not_handed_to_another_country_or_moved_by_its_readers(house: House) -> None:
    officer = house.persona("nl officer").actor
    for change in ("requesting_country_id = 'AUT'", "receiving_country_id = 'ALB'", "shared = false"):
        with (
            pytest.raises((IntegrityError, ProgrammingError)),
            use_scope(officer.scope),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"update cases_case set {change} where id = %s", [house.case("nl submitted")])


def test_a_part_does_not_move_to_a_case_that_its_writer_does_not_see(house: House) -> None:
    officer = house.persona("nl officer").actor
    with use_scope(officer.scope), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(
                "update cases_evidence set case_id = %s where case_id = %s",
                [house.case("at draft"), house.case("nl draft")],
            )
        transaction.set_rollback(True)


def test_opening_own_side_data_to_the_other_side_takes_a_change_of_the_row(house: House) -> None:
    """A case that is submitted does not drag its own-side rows along: they carry their side."""
    registry = house.persona("nl registry").actor
    with use_scope(registry.scope):
        assert Person.objects.filter(case_id=house.case("nl submitted")).exists()
        assert not CasePrivate.objects.filter(case_id=house.case("nl submitted")).exists()


def test_a_case_is_filed_by_its_requesting_side_only(house: House) -> None:
    registry = house.persona("nl registry").actor
    with use_scope(registry.scope):
        mould = Case.objects.get(id=house.case("nl submitted"))
        mould.id, mould.reference = uuid7(), f"NL-RS-2026-{uuid4().int % 1000000:06d}-0"
        with pytest.raises(ProgrammingError), transaction.atomic():
            mould.save(force_insert=True)
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", ["nl officer", "nl registry", "al registry"])
def test_questions_to_agencies_are_cancelled_for_withdrawn_cases_only(house: House, name: str) -> None:
    """The function runs as the owner of the tables: it must not do more than its name says for whoever calls it."""
    with use_scope(house.persona(name).actor.scope), connection.cursor() as cursor:
        for case in house.cases:
            cursor.execute("select cancel_questions_of_withdrawn(%s)", [case])
        with use_scope(house.persona("nl their_supervisor").actor.scope):
            asked = VerificationTask.objects.filter(case=house.case("nl in_verification"))
            assert [task.status for task in asked] == ["asked"]
        transaction.set_rollback(True)


def test_outbox_rows_are_posted_by_people_and_read_by_nobody(house: House) -> None:
    insert = (
        "insert into core_outboxmessage (id, task, key, arguments, queue, scope, state, attempts, available_at,"
        " created_at, last_error) values (%s, 'x', %s, '{}', 'heavy', '{}', 'pending', 0, now(), now(), '')"
    )
    officer = house.persona("nl officer").actor
    with use_scope(officer.scope), connection.cursor() as cursor:
        key = uuid7()
        cursor.execute(insert, [key, f"key {key}"])
        cursor.execute("update core_outboxmessage set state = 'done'")
        assert cursor.rowcount == 0
        cursor.execute("delete from core_outboxmessage")
        assert cursor.rowcount == 0
        transaction.set_rollback(True)
    with pytest.raises(ProgrammingError) as refused, use_scope(Scope()), connection.cursor() as cursor:
        cursor.execute(insert, [uuid7(), "unscoped"])
    assert refused_by_a_wall(refused.value)
