"""One person and one case, by plain SQL in every table: kept out, let in, an administrator's look."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from cases.models import AccessRequest, Case, CaseAccess
from cases.models.base import AudienceOfCase
from core import clock
from core.scope import current_exceptions, use_scope
from tests.conftest import OWNER, logged_in_as
from tests.isolation.house import LET_IN, House, Persona
from tests.isolation.matrix import tables

pytestmark = pytest.mark.commits

Seen = dict[str, dict[str, str]]
# Rows that name a case beside what they are about, where the name alone stays: of a draw that was made, and of what was
# written about another case.
NAMED_ONLY = {"supervision_qualitysample"}
# Rows that are of a case by the file or paper that they name.
BY_FILE = {"documents_pagepreview", "core_jobprogress", "documents_storedfile"}


def seen(names: list[str]) -> Seen:
    """Every row that the scope in force shows, as text by key."""
    found: Seen = {}
    with connection.cursor() as cursor:
        for name in names:
            try:
                with transaction.atomic():
                    cursor.execute(f"select to_jsonb(t) ->> 'id', to_jsonb(t)::text from {name} t")
                    found[name] = dict(cursor.fetchall())
            except DatabaseError:
                continue
    return found


def exception_of(who: Persona, case: Case, kind: str, **values: Any) -> CaseAccess:
    side = "requesting" if who.country == case.requesting_country_id else "receiving"
    return CaseAccess(
        case_id=case.id,
        own_side=side,
        side=side,
        kind=kind,
        user_id=who.actor.user_id,
        authority_id=who.actor.authority_id,
        office=who.actor.authority_name,
        reason="Why",
        starts_at=clock.now() - timedelta(seconds=1),
        decided_by=who.actor.user_id,
        **values,
    )


@pytest.mark.parametrize(
    "name", ["nl officer", "nl registry", "nl verifier", "nl consul", "nl border", "nl supervisor"]
)
def test_nothing_of_a_case_is_left_to_whoever_is_kept_out_of_it(house: House, name: str) -> None:
    who, names = house.persona(name), [table.name for table in tables()]
    key = house.case(LET_IN)
    with use_scope(house.persona("nl officer").actor.scope):
        case = Case.objects.get(id=key)
    with logged_in_as(OWNER):
        # What somebody asked for, and what is told of it, names the case by the request.
        asked = AccessRequest.objects.filter(reference=case.reference).values_list("id", flat=True)
        marks = (str(key), str(case.reference), *map(str, asked))
    assert len(marks) == 3
    with use_scope(who.actor.scope):
        before = seen(names)
        exception_of(who, case, "exclusion").save(force_insert=True)
        with use_scope(who.actor.scope):
            after = seen(names)
            assert current_exceptions().excluded == {key}
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "insert into cases_ownsidenote (id, case_id, own_side, text, author_id, author_name, created_at)"
                    " values (gen_random_uuid(), %s, 'requesting', 'x', gen_random_uuid(), 'x', now())",
                    [key],
                )
        transaction.set_rollback(True)
    mentioning = {
        table: {row for row, text in rows.items() if any(mark in text for mark in marks)}
        for table, rows in before.items()
    }
    assert sum(len(rows) for rows in mentioning.values()) >= 2, "the person saw hardly anything of it"
    left = {
        table: sorted(text for text in rows.values() if any(mark in text for mark in marks))
        for table, rows in after.items()
        if table not in NAMED_ONLY
    }
    assert not {table: texts[:2] for table, texts in left.items() if texts}
    # And nothing else is lost.
    lost = {
        table: sorted(rows.keys() - after[table].keys() - mentioning[table])
        for table, rows in before.items()
        if table not in BY_FILE
    }
    assert not {table: rows for table, rows in lost.items() if rows}


@pytest.mark.parametrize(("name", "like"), [("nl let in", "nl officer"), ("nl elevated", "nl officer")])
def test_who_is_let_in_reads_what_the_own_side_does_and_changes_nothing(house: House, name: str, like: str) -> None:
    parts = [model._meta.db_table for model in apps.get_models() if issubclass(model, AudienceOfCase)]
    names = [table for table in parts if "visit" not in table] + ["documents_storedfile", "documents_generateddocument"]
    key = str(house.case(LET_IN))
    theirs: list[Seen] = []
    for person in (name, like):
        with use_scope(house.persona(person).actor.scope):
            found = seen(names)
            theirs.append({table: {k: row for k, row in rows.items() if key in row} for table, rows in found.items()})
            if person == name:
                others = {table: [row for row in rows.values() if key not in row] for table, rows in found.items()}
                assert not {table: rows[:1] for table, rows in others.items() if rows}, "of one case alone"
                # The person's own exception, which only the wall of the other exceptions would hide.
                for table, rows in theirs[0].items():
                    for row_key in rows:
                        assert changed(table, row_key) == 0, table
    # Who has the case open and who else is kept out is for the offices.
    for rows in theirs:
        rows.pop("cases_caseaccess")
    assert theirs[0] == theirs[1]


def changed(table: str, key: str) -> int:
    """How many rows a change and a deletion reach."""
    number = 0
    for act in (f"update {table} set id = id where id = %s", f"delete from {table} where id = %s"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(act, [key])
                number += cursor.rowcount
                transaction.set_rollback(True)
        except DatabaseError as error:
            assert isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
    return number


def test_an_exception_is_written_in_the_own_name_and_for_the_own_side(house: House) -> None:
    """Past the application: nobody lets himself in but administrators, who do so for four hours at most; nobody keeps
    people of the other side out."""
    soon = clock.now() + timedelta(hours=1)
    with use_scope(house.persona("nl officer").actor.scope):
        case = Case.objects.get(id=house.case(LET_IN))
    attempts: list[tuple[str, dict[str, Any], bool]] = [
        (
            "nl officer",
            {"kind": "access", "ends_at": soon, "user_id": house.persona("nl reviewer").actor.user_id},
            True,
        ),
        ("nl officer", {"kind": "access", "ends_at": soon}, False),
        ("nl officer", {"kind": "elevation", "ends_at": soon}, False),
        ("nl region officer", {"kind": "access", "ends_at": soon, "user_id": UUID(int=5)}, False),
        ("nl administrator", {"kind": "elevation", "ends_at": soon}, True),
        ("nl administrator", {"kind": "elevation", "ends_at": clock.now() + timedelta(hours=5)}, False),
        ("nl administrator", {"kind": "elevation", "ends_at": soon, "user_id": UUID(int=5)}, False),
        ("nl administrator", {"kind": "access", "ends_at": soon, "user_id": UUID(int=5)}, False),
        ("al supervisor", {"kind": "exclusion", "user_id": UUID(int=5)}, False),
        ("nl registry", {"kind": "exclusion", "user_id": UUID(int=5), "side": "requesting"}, False),
        ("nl registry", {"kind": "exclusion", "user_id": UUID(int=5), "decided_by": UUID(int=6)}, False),
        ("nl registry", {"kind": "exclusion", "user_id": UUID(int=5)}, True),
    ]
    for name, values, is_let in attempts:
        who = house.persona(name)
        row = exception_of(who, case, values["kind"])
        for field, value in values.items():
            setattr(row, field, value)
        row.own_side = row.side
        with use_scope(who.actor.scope):
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
                    written = True
            except DatabaseError:
                written = False
            transaction.set_rollback(True)
        assert written == is_let, (name, values)


def test_every_table_that_names_a_case_knows_who_is_kept_out(house: House) -> None:
    """A new table with a case's key is forgotten by nobody."""
    naming = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Case or field.column in {"case_key", "subject", "case_reference", "named_cases"}
    } | {"cases_case", "documents_pagepreview", "cases_bulkrun", "cases_accessrequest", "protection_personrequest"}
    naming.discard("accounts_providerlink")  # its subject is whom a provider means
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_policies where policyname = 'kept_out'")
        assert {table for (table,) in cursor.fetchall()} == naming
