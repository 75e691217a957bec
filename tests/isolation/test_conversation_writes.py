"""What was said stays said: rows of conversations and marks, written past the services by people who read them."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cases.models import CaseFlag, Message, MessageAuthor
from core import clock
from core.scope import use_scope
from tests.days import local_day
from tests.isolation.house import House
from tests.isolation.test_writes import refused_by_a_wall
from tests.walls import statement_finds_nothing

pytestmark = pytest.mark.commits
TALKED = "nl confirmed"
KEPT = [
    ("cases_sharednote", "text = text || '.'"),
    ("cases_sharednote", "side = 'receiving'"),
    ("cases_sharednote", "shared_at = now()"),
    ("cases_messagefile", "file_id = gen_random_uuid()"),
    ("cases_messagefile", "message_id = gen_random_uuid()"),
    ("cases_thread", "title = 'Another question'"),
    ("cases_thread", "opened_by_office = 'Nobody'"),
    ("cases_thread", "opened_side = case opened_side when 'requesting' then 'receiving' else 'requesting' end"),
    ("cases_thread", "due_on = '2030-01-01'"),
    ("cases_informationrequest", "items = '{other}'"),
    (
        "cases_informationrequest",
        "asked_side = case asked_side when 'requesting' then 'receiving' else 'requesting' end",
    ),
    ("cases_informationrequest", "thread_id = gen_random_uuid()"),
]
MOVES = [
    ("cases_thread", "state = 'closed', closed_at = now(), message_count = message_count + 1, version = version + 1"),
    ("cases_thread", "last_message_at = now()"),
    ("cases_informationrequest", "status = 'cancelled', answer_id = null, ended_at = now()"),
]


@pytest.mark.parametrize(("table", "change"), KEPT)
@pytest.mark.parametrize("name", ["nl officer", "nl registry"])
def test_what_was_said_does_not_change(house: House, name: str, table: str, change: str) -> None:
    with use_scope(house.persona(name).actor.scope), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table} where case_id = %s", [house.case(TALKED)])
        assert cursor.fetchone() != (0,)
        with pytest.raises(ProgrammingError) as refused, transaction.atomic():
            cursor.execute(f"update {table} set {change} where case_id = %s", [house.case(TALKED)])
    assert refused_by_a_wall(refused.value) and "said between the sides" in str(refused.value)


@pytest.mark.parametrize(("table", "change"), MOVES)
def test_what_moves_with_the_talk_changes(house: House, table: str, change: str) -> None:
    with use_scope(house.persona("nl officer").actor.scope), connection.cursor() as cursor:
        cursor.execute(f"update {table} set {change} where case_id = %s", [house.case(TALKED)])
        assert cursor.rowcount > 0
        transaction.set_rollback(True)


MARKS = "update cases_caseflag set {change} where case_id = %s and side = '{side}' and ended_at is null"
ENDED = "ended_at = now(), ended_how = 'ended', end_reason = 'Over', until_on = since_on"


@pytest.mark.parametrize(
    ("name", "side"), [("nl registry", "requesting"), ("nl officer", "receiving"), ("nl consul", "receiving")]
)
@pytest.mark.parametrize("statement", [MARKS, "delete from cases_caseflag where case_id = %s and side = '{side}'"])
def test_the_other_side_neither_ends_nor_deletes_a_shared_mark(
    house: House, statement: str, name: str, side: str
) -> None:
    case = house.case(TALKED)
    with use_scope(house.persona(name).actor.scope):
        assert CaseFlag.objects.filter(case=case, side=side, own_side="", ended_at=None).count() == 1
        assert statement_finds_nothing(statement.format(change=ENDED, side=side).replace("%s", f"'{case}'"))
        assert CaseFlag.objects.filter(case=case, side=side, own_side="", ended_at=None).count() == 1


@pytest.mark.parametrize(("name", "side"), [("nl officer", "requesting"), ("nl registry", "receiving")])
def test_a_side_ends_its_own_mark_once(house: House, name: str, side: str) -> None:
    with use_scope(house.persona(name).actor.scope), connection.cursor() as cursor:
        cursor.execute(MARKS.format(change=ENDED, side=side), [house.case(TALKED)])
        assert cursor.rowcount == 1
        with pytest.raises(ProgrammingError) as refused, transaction.atomic():
            cursor.execute("update cases_caseflag set ended_at = null where case_id = %s", [house.case(TALKED)])
        assert refused_by_a_wall(refused.value)
        transaction.set_rollback(True)


@pytest.mark.parametrize("state", ["ended_at is null", "ended_at is not null"])
@pytest.mark.parametrize(
    "change", ["reason = 'Other'", "office = 'Nobody'", "side = 'receiving'", "since_on = '2020-1-1'"]
)
def test_a_mark_stays_as_it_was_set(house: House, change: str, state: str) -> None:
    where = f"case_id = %s and side = 'requesting' and {state}"
    with use_scope(house.persona("nl officer").actor.scope), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from cases_caseflag where {where}", [house.case(TALKED)])
        assert cursor.fetchone() != (0,)
        with pytest.raises(ProgrammingError) as refused, transaction.atomic():
            cursor.execute(f"update cases_caseflag set {change} where {where}", [house.case(TALKED)])
    assert refused_by_a_wall(refused.value) and "a mark does not change" in str(refused.value)


def flag(house: House, case: str, side: str, own_side: str) -> CaseFlag:
    return CaseFlag(
        case_id=house.case(case),
        kind="detained",
        side=side,
        own_side=own_side,
        office="Somebody",
        reason="In somebody's name",
        since_on=local_day(),
        set_at=clock.now(),
    )


@pytest.mark.parametrize(
    ("name", "case", "side"),
    [
        ("nl registry", "nl submitted", "requesting"),
        ("nl officer", "nl submitted", "receiving"),
        ("nl officer", "nl draft", "receiving"),
        ("nl registry", "nl draft", "receiving"),
    ],
)
def test_nobody_marks_a_case_in_the_name_of_the_other_side(house: House, name: str, case: str, side: str) -> None:
    with pytest.raises(ProgrammingError) as refused, use_scope(house.persona(name).actor.scope):
        flag(house, case, side, "").save(force_insert=True)
    assert refused_by_a_wall(refused.value)


@pytest.mark.parametrize(
    ("name", "case", "side"),
    [
        ("nl officer", "nl draft", "requesting"),
        ("nl officer", "nl submitted", "requesting"),
        ("nl registry", "nl submitted", "receiving"),
    ],
)
def test_a_side_marks_a_case_in_its_own_name(house: House, name: str, case: str, side: str) -> None:
    with use_scope(house.persona(name).actor.scope):
        flag(house, case, side, side).save(force_insert=True)
        transaction.set_rollback(True)


def test_who_wrote_a_message_is_never_shared(house: House) -> None:
    actor = house.persona("nl officer").actor
    with use_scope(actor.scope):
        message = Message.objects.filter(case=house.case(TALKED), side="requesting").latest("sent_at")
        MessageAuthor.objects.filter(message=message).delete()
        author = MessageAuthor(case_id=message.case_id, message=message, user_id=actor.user_id, name=actor.name)
        with pytest.raises(IntegrityError, match="author_is_of_one_side"), transaction.atomic():
            author.save(force_insert=True)
        transaction.set_rollback(True)
