"""Keyset pages and bounded counts: what a list costs does not grow with how long it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet

PAGE_SIZE: Final = 50
COUNT_BOUND: Final = 99


@dataclass(frozen=True, slots=True)
class Count:
    """A number of rows, counted up to a bound."""

    number: int
    is_more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.is_more else str(self.number)


@dataclass(frozen=True, slots=True)
class CountStatement:
    """A compiled statement that counts several sets of rows. names: what its columns are; empty: sets that hold nothing
    whatever the rows."""

    sql: str
    parameters: tuple[Any, ...]
    names: tuple[str, ...]
    empty: tuple[str, ...]


def count_statement(querysets: Mapping[str, QuerySet[Any]]) -> CountStatement:
    """How many rows each has, up to COUNT_BOUND ("99+"), as one statement; reads nothing."""
    names: list[str] = []
    parts: list[str] = []
    parameters: list[Any] = []
    for name, queryset in querysets.items():
        try:
            sql, values = queryset.order_by().values("pk")[: COUNT_BOUND + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        names.append(name)
        parts.append(f"(select count(*) from ({sql}) as counted)")  # noqa: S608 - the ORM's own statement
        parameters += values
    empty = tuple(name for name in querysets if name not in names)
    return CountStatement("select " + ", ".join(parts), tuple(parameters), tuple(names), empty)


def counts_of(statement: CountStatement, parameters: Sequence[Any]) -> dict[str, Count]:
    """Run the statement with these parameters in place of its own."""
    counts = dict.fromkeys(statement.empty, Count(0))
    if not statement.names:
        return counts
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, parameters)
        found = cursor.fetchone()
    for name, number in zip(statement.names, found, strict=True):
        counts[name] = Count(min(number, COUNT_BOUND), number > COUNT_BOUND)
    return counts


def bounded_counts(querysets: Mapping[str, QuerySet[Any]]) -> dict[str, Count]:
    """How many rows each has, up to COUNT_BOUND ("99+"), all in one statement."""
    statement = count_statement(querysets)
    return counts_of(statement, statement.parameters)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: between the row with this value (a moment or a text) and key and its neighbour. None: rows
    without a value."""

    at: datetime | str | None
    key: UUID

    def __str__(self) -> str:
        value = self.at.isoformat() if isinstance(self.at, datetime) else self.at or ""
        return f"{value}~{self.key}"

    @classmethod
    def parse(cls, text: str, *, is_text: bool = False) -> "Cursor | None":
        """The place that an address names, or None when it names none (then the list starts at its beginning).

        is_text: the list is ordered by a text, not by a moment.
        """
        value, mark, key = text.partition("~")
        try:
            at: datetime | str | None = value or None
            if at and not is_text:
                at = datetime.fromisoformat(value)
            if not mark or "\0" in value or (isinstance(at, datetime) and at.tzinfo is None):
                return None
            return cls(at, UUID(key))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page and the places where the neighbouring pages begin."""

    rows: list[Any]
    after: Cursor | None = None
    before: Cursor | None = None


def keyset_page(
    queryset: QuerySet[Any],
    moment: str,
    *,
    is_descending: bool = False,
    after: Cursor | None = None,
    before: Cursor | None = None,
    size: int = PAGE_SIZE,
) -> Page:
    """One page by (`moment`, id), rows without a moment last. One statement; `before` turns the page back.

    moment: the name of a column or an annotation, an instant or a text.
    """
    is_backward = before is not None
    goes_down = is_descending != is_backward
    place = before or after
    if place is not None:
        queryset = queryset.filter(_beyond(moment, place, goes_down=goes_down, has_nulls_behind=not is_backward))
    order = F(moment).desc if goes_down else F(moment).asc
    nulls = {"nulls_first": True} if is_backward else {"nulls_last": True}
    rows = list(queryset.order_by(order(**nulls), "-id" if goes_down else "id")[: size + 1])
    has_more = len(rows) > size
    rows = rows[:size]
    if is_backward:
        rows.reverse()
    has_previous, has_next = (has_more, True) if is_backward else (after is not None, has_more)
    if not rows:
        return Page([])
    first, last = rows[0], rows[-1]
    return Page(
        rows,
        after=Cursor(getattr(last, moment), last.id) if has_next else None,
        before=Cursor(getattr(first, moment), first.id) if has_previous else None,
    )


def _beyond(moment: str, place: Cursor, *, goes_down: bool, has_nulls_behind: bool) -> Q:
    """Rows past `place` in the direction of reading; rows without a moment stand at the end of the list."""
    way = "lt" if goes_down else "gt"
    same = Q(**{f"id__{way}": place.key})
    if place.at is None:
        without = Q(**{f"{moment}__isnull": True}) & same
        return without if has_nulls_behind else without | Q(**{f"{moment}__isnull": False})
    past = Q(**{f"{moment}__{way}": place.at}) | Q(**{moment: place.at}) & same
    return past | Q(**{f"{moment}__isnull": True}) if has_nulls_behind else past
