"""Acts that the database lets nobody do: it refuses, or its policies let the act find no row."""

from collections.abc import Callable

import psycopg
from django.db import ProgrammingError, connection, transaction


def finds_nothing(act: Callable[[], object]) -> bool:
    """Whether an update or delete (as rows, or Django's count of them) was refused by a wall or reached no row."""
    try:
        with transaction.atomic():
            reached = act()
    except ProgrammingError as refused:
        return isinstance(refused.__cause__, psycopg.errors.InsufficientPrivilege)
    return (reached[0] if isinstance(reached, tuple) else reached) == 0


def statement_finds_nothing(statement: str) -> bool:
    """The same of one statement in the scope in force."""

    def act() -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.rowcount

    return finds_nothing(act)
