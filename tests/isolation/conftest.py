"""One database with the small world, made once; tests change nothing in it for good."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from tests.conftest import OWNER, admin, drop_database, logged_in_as
from tests.isolation.house import House, build
from tests.isolation.rules import RULES, Known


@dataclass(frozen=True)
class BuiltHouse:
    database: str
    house: House


@pytest.fixture(scope="session")
def built_house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[BuiltHouse]:
    template = connection.settings_dict["NAME"]
    name = f"{template}_house"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "FILE_STORE_ROOT", tmp_path_factory.mktemp("house-files"))
        connections.close_all()
        admin(f'create database "{name}" template "{template}"')
        try:
            connection.settings_dict["NAME"] = name
            made = BuiltHouse(name, build())
            connections.close_all()
            connection.settings_dict["NAME"] = template
            yield made
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = template
            drop_database(name)


@pytest.fixture
def house(built_house: BuiltHouse, django_db_blocker: Any) -> Iterator[House]:
    """The house, and the connection inside it."""
    template = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connections.close_all()
        connection.settings_dict["NAME"] = built_house.database
        try:
            yield built_house.house
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = template


@pytest.fixture
def known(house: House) -> Iterator[Known]:
    """Every row of the world as the owner of the tables reads it."""
    with logged_in_as(OWNER), connection.cursor() as cursor:
        tables = {}
        for table in RULES:
            cursor.execute(f"select to_jsonb(t) from {table} t")
            rows = [json.loads(row) for (row,) in cursor.fetchall()]
            tables[table] = {str(row["id"]): row for row in rows}
        cursor.execute("select id, name from auth_group")
        groups = dict(cursor.fetchall())
    yield Known(house, tables, groups)
