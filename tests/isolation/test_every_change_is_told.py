"""No row of a part of a case changes or goes without an event of that case in its transaction, table by table."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from django.db.models import F, Model

from audit.services import AboutCase, event_record, own_audience
from cases.models.base import AudienceOfCase
from tests.conftest import OWNER, cloned_database, logged_in_as
from tests.isolation.house import House

pytestmark = pytest.mark.commits
WALLS = import_module("cases.migrations.0002_walls")
# By the models: a part that a later migration makes is not forgotten.
PARTS: list[str] = sorted(
    {model._meta.db_table for model in apps.get_models() if issubclass(model, AudienceOfCase)} - WALLS.UNTOLD
)
# Of tables to whose rows others refer: which rows nothing refers to.
FREE = {
    "cases_caseclock": "id not in (select clock_id from cases_clockpause union"
    " select clock_id from cases_clockextension)",
    "cases_clockpause": "id not in (select pause_id from cases_pausereason)",
}


@pytest.fixture
def copy(house: House, django_db_blocker: Any) -> Iterator[House]:
    """A house of the test's own: what it commits nobody else finds."""
    with cloned_database(django_db_blocker):
        yield house


def one(statement: str) -> Any:
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None


def referred_to() -> set[str]:
    """Tables to whose rows others refer."""
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute("select distinct confrelid::regclass::text from pg_constraint where contype = 'f'")
        return {name for (name,) in cursor.fetchall()}


def event_of(house: House, key: UUID) -> None:
    actor = house.persona("nl supervisor").actor
    audience = own_audience(actor)
    event_record(actor=actor, action="test.act", subject=f"case:{key}", about=AboutCase(key), audience=audience)


def run(house: House, statement: str, key: UUID, *, event: UUID | None) -> int:
    """The statement as the owner (who passes every policy) in one committed transaction."""
    with logged_in_as(OWNER), transaction.atomic(), connection.cursor() as cursor:
        if event is not None:
            event_of(house, event)
        cursor.execute(statement, [key])
        return int(cursor.rowcount)


def saved(model: type[Model], column: str, key: UUID) -> None:
    """A row of the case, loaded and saved."""
    with logged_in_as(OWNER), transaction.atomic():
        row = model._base_manager.filter(**{column: key}).first()
        assert row is not None
        row.save(force_update=True)


def updated(model: type[Model], column: str, key: UUID) -> None:
    """All rows of the case in one statement of the ORM."""
    with logged_in_as(OWNER), transaction.atomic():
        assert model._base_manager.filter(**{column: key}).update(own_side=F("own_side")) > 0


def test_every_change_needs_an_event_of_its_case(copy: House) -> None:
    """By the ORM, row by row and in bulk, and by SQL."""
    wrong: list[tuple[str, ...]] = []
    models = {model._meta.db_table: model for model in apps.get_models()}
    for table in PARTS:
        column = WALLS.KEY.get(table, "case_id")
        key = one(f"select {column} from {table} limit 1")
        assert key is not None, f"the house has no row in {table}"
        other = next(case for case in copy.cases if case != key)
        change = f"update {table} set own_side = own_side where {column} = %s"
        for event in (None, other):
            try:
                run(copy, change, key, event=event)
            except Error as error:
                if "without an audit event" not in str(error):
                    wrong.append((table, str(error)))
            else:
                wrong.append((table, "committed"))
        for way in (saved, updated):
            try:
                way(models[table], column, key)
            except Error as error:
                if "without an audit event" not in str(error):
                    wrong.append((table, way.__name__, str(error)))
            else:
                wrong.append((table, way.__name__, "committed"))
        try:
            assert run(copy, change, key, event=key) > 0, table
        except Error as error:
            wrong.append((table, f"with its event: {error}"))
    assert not wrong, "\n".join(map(str, wrong))


def test_deleting_needs_an_event_too(copy: House) -> None:
    held, tried = referred_to() - FREE.keys(), []
    for table in set(PARTS) - held:
        column, free = WALLS.KEY.get(table, "case_id"), FREE.get(table, "true")
        key = one(f"select {column} from {table} where {free} limit 1")
        if key is None and table in FREE:
            continue  # something refers to each of them
        assert key is not None, f"the house has no row in {table}"
        change = f"delete from {table} where {column} = %s and {free}"
        with pytest.raises(Error, match="without an audit event"):
            run(copy, change, key, event=None)
        with logged_in_as(OWNER), transaction.atomic(), connection.cursor() as cursor:
            event_of(copy, key)
            cursor.execute(change, [key])
            assert cursor.rowcount > 0, table
            cursor.execute("set constraints all immediate")  # what a commit would do
            transaction.set_rollback(True)
        tried.append(table)
    assert len(tried) > len(PARTS) // 2
