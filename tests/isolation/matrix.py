"""What each kind of person can do to each table by plain SQL, tried in one filled world, as a readable table.

A cell holds S (sees a row), I (adds one like those it sees; i: also like those that it does not see, as events and
notices for others), U (changes one), D (deletes one). Deferred triggers are not asked: that each change of a case needs
an event is another test's. Rows of which one side is the reader stand apart: `table, requesting`.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import psycopg
from django.db import DatabaseError, connection, transaction

from core.ids import uuid7
from core.scope import Scope, use_scope
from tests.conftest import OWNER, logged_in_as
from tests.isolation.house import House
from tests.isolation.rules import WITHOUT_POLICY

# Kind of person -> who stands for it in the world, and the words of the table's head.
KINDS: dict[str, tuple[str, str]] = {
    "desk": ("nl officer", "officer of the requesting national desk"),
    "office": ("at officer", "officer of a requesting office below its desk"),
    "other": ("nl region officer", "officer of another office of the requesting country"),
    "lead": ("nl supervisor", "supervisor of the requesting side"),
    "their": ("nl registry", "registry officer of the receiving national desk"),
    "their lead": ("nl their_supervisor", "supervisor of the receiving side"),
    "agency": ("nl verifier", "verifier of an agency that was asked"),
    "consul": ("nl consul", "consulate to which cases are delegated"),
    "border": ("nl border", "border post to which cases are delegated"),
    "monitor": ("nl monitor", "monitoring body"),
    "admin": ("nl administrator", "administrator of the requesting national desk"),
    "system": ("nl system", "national system of the requesting side"),
    "third": ("al registry", "registry officer of a third country"),
    "kept out": ("nl kept out", "officer of the requesting national desk, kept out of all its cases"),
    "let in": ("nl let in", "officer of another office of the requesting country, let in to one case"),
    "elevated": ("nl elevated", "administrator of the requesting national desk, looking at one case"),
    "nobody": ("", "the application's login without a scope"),
}
Line = tuple[str, str]  # table, side whose own the rows are ("" both or none)
Matrix = dict[Line, dict[str, str]]
_SAMPLES = 4


@dataclass(frozen=True)
class Table:
    """A table as its owner knows it. kinds: side -> rows, as JSON, by key."""

    name: str
    key: str
    key_type: str
    columns: tuple[str, ...]
    sides: Mapping[str, Mapping[str, Mapping[str, Any]]]

    def where(self, side: str) -> str:
        return f"where own_side = '{side}'" if "own_side" in self.columns else ""


def tables() -> list[Table]:
    """Every table with its rows, read as the owner."""
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, a.attname, format_type(a.atttypid, null),"
            " (select array_agg(b.attname::text order by b.attnum) from pg_attribute b where b.attrelid = c.oid"
            "  and b.attnum > 0 and not b.attisdropped and b.attgenerated = '')"
            " from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary"
            " join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]"
            " where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1"
        )
        found = []
        for name, key, kind, columns in cursor.fetchall():
            if name in WITHOUT_POLICY:
                continue
            side = "own_side" if "own_side" in columns else "''"
            cursor.execute(f"select {key}::text, {side}, to_jsonb(t)::text from {name} t order by 1 limit 2000")
            sides: dict[str, dict[str, Any]] = {}
            for row_key, row_side, row in cursor.fetchall():
                sides.setdefault(row_side, {})[row_key] = json.loads(row)
            found.append(Table(name, key, kind, tuple(columns), dict(sorted(sides.items())) or {"": {}}))
    return found


def tried(house: House) -> Matrix:
    """The matrix as it is."""
    matrix: Matrix = {}
    known = tables()
    for kind, (name, _words) in KINDS.items():
        scope = house.persona(name).actor.scope if name else Scope()
        with use_scope(scope):
            for table in known:
                for side in table.sides:
                    matrix.setdefault((table.name, side), {})[kind] = _tried(table, side)
            transaction.set_rollback(True)
    return matrix


def _tried(table: Table, side: str) -> str:
    where = table.where(side)
    seen = _keys(f"select {table.key}::text from {table.name} {where}")
    added = _added(table, side, seen)
    changed = _touched(table, side, seen, f"update {table.name} set {table.key} = {table.key}")
    deleted = _touched(table, side, seen, f"delete from {table.name}")
    return f"{'S' if seen else ''}{added}{'U' if changed else ''}{'D' if deleted else ''}"


@contextmanager
def _taken_back() -> Iterator[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        yield cursor
        transaction.set_rollback(True)


def _keys(question: str) -> set[str]:
    try:
        with _taken_back() as cursor:
            cursor.execute(question)
            return {key for (key,) in cursor.fetchall()}
    except DatabaseError:
        return set()


def _touched(table: Table, side: str, seen: set[str], act: str) -> bool:
    """Whether the act reaches a row. All at once; one by one where something refuses a single row."""
    try:
        with _taken_back() as cursor:
            cursor.execute(f"{act} {table.where(side)}")
            return bool(cursor.rowcount > 0)
    except DatabaseError as error:
        if isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege) and "permission denied" in str(error):
            return False
    for key in sorted(seen)[:40]:
        try:
            with _taken_back() as cursor:
                cursor.execute(f"{act} where {table.key}::text = %s", [key])
                if cursor.rowcount > 0:
                    return True
        except DatabaseError:
            continue
    return False


def _added(table: Table, side: str, seen: set[str]) -> str:
    rows = table.sides[side]
    own = [key for key in rows if key in seen]
    others = [key for key in rows if key not in seen]
    if any(_is_added(table, rows[key]) for key in _spread(others)):
        return "i"
    return "I" if any(_is_added(table, rows[key]) for key in _spread(own)) else ""


def _spread(keys: list[str]) -> list[str]:
    """The first, the last and some between."""
    return keys[:: max(1, len(keys) // _SAMPLES)][: _SAMPLES + 1]


def _is_added(table: Table, row: Mapping[str, Any]) -> bool:
    """Whether the wall lets a copy with a new key in; that it is unlike others in another column is no matter."""
    names = ", ".join(f'"{name}"' for name in table.columns)
    values = {**row, table.key: _new_key(table)}
    try:
        with _taken_back() as cursor:
            cursor.execute(
                f"insert into {table.name} ({names}) select {names} from jsonb_populate_record(null::{table.name}, %s)",
                [json.dumps(values)],
            )
            return True
    except DatabaseError as error:
        return isinstance(error.__cause__, psycopg.errors.UniqueViolation | psycopg.errors.ForeignKeyViolation)


def _new_key(table: Table) -> Any:
    if table.key_type == "uuid":
        return str(uuid7())
    if table.key_type in {"integer", "bigint", "smallint"}:
        return 30_000
    return uuid7().hex[-3:]


def drawn(matrix: Matrix) -> str:
    """The matrix as a Markdown table for each app."""
    parts = ["| kind | who |", "|---|---|", *(f"| {kind} | {words} |" for kind, (_name, words) in KINDS.items())]
    for app, lines in groupby(sorted(matrix), key=lambda line: line[0].partition("_")[0]):
        parts += ["", f"## {app}", "", f"| table | {' | '.join(KINDS)} |", f"|---|{'---|' * len(KINDS)}"]
        for line in lines:
            table, side = line
            name = f"{table}, {side}" if side else table
            cells = " | ".join(matrix[line][kind] or "–" for kind in KINDS)
            parts.append(f"| {name} | {cells} |")
    return "\n".join(parts) + "\n"
