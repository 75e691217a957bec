"""Raw statements under a persona's scope: what the second wall shows and lets change."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.actor import Actor
from core.scope import use_scope
from tests import world
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def _rows(actor: Actor, statement: str, *values: object) -> list[tuple[object, ...]]:
    with use_scope(actor.scope), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _changed(actor: Actor, statement: str, *values: object) -> int:
    """How many rows a statement changes; 0 where it is refused."""
    try:
        with use_scope(actor.scope), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    except (ProgrammingError, IntegrityError):
        return 0


def test_a_planned_transfer_and_a_proposal_are_rows_of_one_side(people: Corridor) -> None:
    planned = world.case_at(people, "planned")
    proposed = world.case_at(people, "decision_proposed")
    assert _rows(people.registry, "select 1 from cases_transfer where case_id = %s", planned.id) == []
    assert _rows(people.border, "select 1 from cases_transfer where case_id = %s", planned.id) == []
    assert _rows(people.officer, "select 1 from cases_decision where case_id = %s", proposed.id) == []
    assert _rows(people.officer, "select 1 from cases_verificationtask where case_id = %s", proposed.id) == []


def test_a_verifier_has_the_task_and_nothing_of_the_case(people: Corridor) -> None:
    case = world.case_at(people, "in_verification")
    for table in ("person", "evidence", "familymember", "decision", "caseclock", "caseprivate", "ownsidenote"):
        assert _rows(people.verifier, f"select 1 from cases_{table} where case_id = %s", case.id) == []
    assert _rows(people.verifier, "select 1 from cases_case") == []
    assert _rows(people.verifier, "select 1 from audit_event where case_key = %s", case.id) == []
    assert _rows(people.verifier, "select 1 from documents_generateddocument") == []
    assert len(_rows(people.verifier, "select 1 from cases_verificationtask")) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update cases_case set shared = true where id = %s",
        "update cases_case set delegates = '{1}' where id = %s",
        "update cases_caseprivate set own_side = '' where case_id = %s",
        "update cases_healthnote set own_side = '' where case_id = %s",
        "delete from cases_person where case_id = %s",
    ],
)
def test_the_other_side_changes_nothing_of_a_draft(people: Corridor, statement: str) -> None:
    case = world.draft(people)
    for actor in (people.registry, people.border, people.verifier):
        assert _changed(actor, statement, case.id) == 0


def test_own_side_rows_stay_out_of_reach_after_sharing(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    for actor in (people.registry, people.their_supervisor):
        for table in ("caseprivate", "detention", "healthnote"):
            assert _rows(actor, f"select 1 from cases_{table} where case_id = %s", case.id) == []
            statement = f"update cases_{table} set own_side = '' where case_id = %s"
            assert _changed(actor, statement, case.id) == 0


def test_the_outbox_shows_nothing_under_a_persons_scope(people: Corridor) -> None:
    world.case_at(people, "submitted")
    for actor in (people.officer, people.registry):
        assert _rows(actor, "select 1 from core_outboxmessage") == []
        assert _changed(actor, "update core_outboxmessage set scope = '{}'") == 0


def test_the_requesting_side_does_not_learn_which_agency_was_asked(people: Corridor) -> None:
    case = world.case_at(people, "answered")
    found = _rows(
        people.officer, "select to_jsonb(r)::text from cases_verificationresult r where case_id = %s", case.id
    )
    assert len(found) == 1 and '"answer": "confirmed"' in found[0][0]
    assert str(people.agency) not in str(found)


def test_a_part_does_not_move_to_a_case_of_others(people: Corridor) -> None:
    mine = world.draft(people)
    other = world.corridor(requesting="aut-bfa", consulate="srb-embassy-vienna")
    theirs = world.draft(other)
    statement = "update cases_evidence set case_id = %s where case_id = %s"
    assert _changed(people.officer, statement, theirs.id, mine.id) == 0


def test_a_part_is_shown_to_nobody_else(people: Corridor) -> None:
    case = world.draft(people)
    with use_scope(people.officer.scope), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update cases_person set shared = true, delegates = '{1}' where case_id = %s", [case.id])
        cursor.execute("select shared, delegates from cases_person where case_id = %s", [case.id])
        assert cursor.fetchone() == (False, [])
    assert _rows(people.registry, "select 1 from cases_person where case_id = %s", case.id) == []


def test_a_side_does_not_take_a_shared_row_from_the_other(people: Corridor) -> None:
    case = world.case_at(people, "submitted")
    statement = "update cases_person set own_side = 'receiving' where case_id = %s"
    assert _changed(people.registry, statement, case.id) == 0


def test_an_event_tells_the_other_side_no_address(people: Corridor) -> None:
    from tests.cases.test_acts import do

    case = world.case_at(people, "submitted")
    do(people.registry, case, "acknowledge")
    found = _rows(
        people.officer, "select address from audit_event where case_key = %s and action = 'case.received'", case.id
    )
    assert found == [(None,)]
