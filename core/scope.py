"""For whom the database is being read.

`use_scope` opens a transaction and enters the reader's scope: the function `scope_enter` of the database puts it into
settings of the transaction, seals them, and writes a line to the server's log; the row-security policies read them.
Without a scope a row-secured table shows nothing; in development and tests reading one is an error, because an empty
page is a worse sign of a mistake than a crash.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from core import clock
from core.errors import ScopeMissing
from core.models import row_secured_tables


@dataclass(frozen=True, slots=True)
class Scope:
    """What an actor's grants reach.

    countries: codes whose cases the actor sees as national desk; authorities: ids of offices whose cases the actor sees
    (with those below them); agencies: ids of offices whose verification tasks the actor answers; group: the id of the
    group `authority:role` that delegated cases name; country: the actor's own; administers: codes of countries and ids
    of offices (as text) whose people, mail and background work the actor administers; is_work: work that was promised,
    which is done to its end although the person who promised it may see the case no more.
    """

    user_id: UUID | None = None
    country: str = ""
    countries: tuple[str, ...] = ()
    authorities: tuple[UUID, ...] = ()
    agencies: tuple[UUID, ...] = ()
    group: int | None = None
    administers: tuple[str, ...] = ()
    is_work: bool = False

    def to_json(self) -> dict[str, Any]:
        """Ids and codes only: safe to keep in the outbox."""
        return {
            "user_id": str(self.user_id) if self.user_id else None,
            "country": self.country,
            "countries": list(self.countries),
            "authorities": [str(key) for key in self.authorities],
            "agencies": [str(key) for key in self.agencies],
            "group": self.group,
            "administers": list(self.administers),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Scope":
        """The inverse of `to_json`."""
        return cls(
            user_id=UUID(data["user_id"]) if data.get("user_id") else None,
            country=data.get("country", ""),
            countries=tuple(data.get("countries", ())),
            authorities=tuple(UUID(key) for key in data.get("authorities", ())),
            agencies=tuple(UUID(key) for key in data.get("agencies", ())),
            group=data.get("group"),
            administers=tuple(data.get("administers", ())),
        )


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Single cases that the person of a scope does not see (excluded) or sees besides (admitted), by id. The database
    says which when the scope is entered; they hold until it ends."""

    excluded: frozenset[UUID] = frozenset()
    admitted: frozenset[UUID] = frozenset()


# In whose name the system itself works (sweeps): an id that is nobody's.
SYSTEM_ID = UUID(int=0)


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)
_exceptions: ContextVar[Exceptions] = ContextVar("exceptions", default=Exceptions())  # noqa: B039 (frozen)
# The message that a worker was told of: it goes along with every scope that the work enters.
_outbox: ContextVar[UUID | None] = ContextVar("outbox", default=None)
# The transaction in which a scope was stated and has ended (a test's, around several requests).
_stated_in: ContextVar[Any] = ContextVar("stated_in", default=None)
# In which transaction and savepoints which entrance was last asked for, and no scope since: then it need not be again.
_opened: ContextVar[tuple[list[Any], dict[str, str]] | None] = ContextVar("opened", default=None)
_sought: ContextVar[dict[str, str]] = ContextVar("sought", default={})  # noqa: B039 (never changed in place)


def current_scope() -> Scope | None:
    """The scope in force, or None outside every scope."""
    return _current.get()


def current_exceptions() -> Exceptions:
    """What the scope in force leaves out and adds."""
    return _exceptions.get()


def _array(values: tuple[Any, ...]) -> str:
    return "{" + ",".join(json.dumps(str(value)) for value in values) + "}"


_STATED = "%s, %s, %s, %s, %s, %s, %s, %s"
_ENTER = f"select e.excluded, e.admitted from scope_enter({_STATED}, %s, %s) as e"  # noqa: S608
# The offset of a movable clock comes with the same statement, and moves the moment at which exceptions hold.
_ENTER_AND_OFFSET = f"""
select e.excluded, e.admitted, o.seconds
from (select (select seconds from core_clockoffset where id = 1) as seconds) as o,
    scope_enter({_STATED}, %s::timestamptz + make_interval(secs => %s * coalesce(o.seconds, 0)), %s) as e
"""  # noqa: S608


def _state(scope: Scope | None) -> None:
    """Enter a scope: the function of the database seals it, and writes it to the server's log."""
    scope = scope or Scope()
    _opened.set(None)
    moment, is_fixed = clock.unmoved()
    with connection.cursor() as cursor:
        cursor.execute(
            _ENTER_AND_OFFSET if settings.CLOCK_MAY_MOVE else _ENTER,
            [
                str(scope.user_id or ""),
                scope.country,
                _array(scope.countries),
                _array(scope.authorities),
                _array(scope.agencies),
                str(scope.group or ""),
                _array(scope.administers),
                str(_outbox.get() or ""),
                moment,
                *([0 if is_fixed else 1] if settings.CLOCK_MAY_MOVE else []),
                scope.is_work,
            ],
        )
        row = cursor.fetchone()
    _exceptions.set(Exceptions(frozenset(row[0]), frozenset(row[1])))
    if settings.CLOCK_MAY_MOVE:
        clock.set_offset(timedelta(seconds=row[-1] or 0))


@contextmanager
def use_scope(scope: Scope) -> Iterator[None]:
    """Open a transaction (or savepoint) in which the database is read and written for `scope`.

    Nested scopes replace the outer one until they end; a rolled-back savepoint takes its settings with it.
    """
    outer, exceptions = _current.get(), _exceptions.get()
    try:
        with transaction.atomic():
            _state(scope)
            token = _current.set(scope)
            try:
                yield
            finally:
                _current.reset(token)
            if outer is not None:
                _state(outer)
                exceptions = _exceptions.get()
            else:
                # The settings stay until the transaction ends.
                _stated_in.set(connection.atomic_blocks[0])
    finally:
        _exceptions.set(exceptions)


@contextmanager
def outbox_scope(message_id: UUID) -> Iterator[None]:
    """A transaction that sees one outbox row and nothing else: how a worker finds out for whom it works."""
    with transaction.atomic():
        tokens = _current.set(Scope()), _outbox.set(message_id)
        exceptions = _exceptions.get()
        try:
            _state(Scope())
            yield
        finally:
            _exceptions.set(exceptions)
            _current.reset(tokens[0])
            _outbox.reset(tokens[1])


@contextmanager
def entrance(**keys: object) -> Iterator[None]:
    """A transaction that sees the rows of these keys and nothing else: how a person, a token or a client is
    found before it is known who asks. Within a scope it takes the scope's place until it ends.

    Kinds: `token` (checksum) and `login` are brought by whoever asks; `user`, `group`, `client` and
    `application` follow from these, could be guessed, and open nothing where a scope is stated.
    """
    outer = _current.get()
    is_within = outer is not None and outer.user_id is not None
    is_after = connection.in_atomic_block and connection.atomic_blocks[0] is _stated_in.get()
    sought = _sought.get() | {kind: str(key) for kind, key in keys.items()}
    exceptions = _exceptions.get()
    # No savepoint: a look-up changes nothing that would have to be taken back.
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        if is_within or is_after:
            _state(Scope())
            _stated_in.set(None)
        opened = ([*connection.atomic_blocks], sought)
        if _opened.get() != opened:
            with connection.cursor() as cursor:
                cursor.execute("select set_config('rcms.entrance', %s, true)", [json.dumps(sought)])
            _opened.set(opened)
        tokens = _current.set(Scope()), _sought.set(sought)
        try:
            yield
        finally:
            _current.reset(tokens[0])
            _sought.reset(tokens[1])
            _exceptions.set(exceptions)
            # A transaction that failed takes its settings with it.
            if is_within and connection.connection.info.transaction_status != TransactionStatus.INERROR:
                _state(outer)


def operator_scope(*countries: str) -> Scope:
    """For whoever runs a command by hand, and for RCMS itself: the administration of these countries, and no case."""
    return Scope(user_id=SYSTEM_ID, country=countries[0] if len(countries) == 1 else "", administers=countries)


@contextmanager
def take_scope(scope: Scope) -> Iterator[None]:
    """Within an open transaction, take over `scope` until the block ends (a task that has read its outbox row)."""
    scope, exceptions = replace(scope, is_work=True), _exceptions.get()
    _state(scope)
    token = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(token)
        _exceptions.set(exceptions)


@cache
def _secured() -> re.Pattern[str]:
    names = "|".join(sorted(re.escape(name) for name in row_secured_tables()))
    return re.compile(rf'\b(?:from|join|update|into)\s+"?(?:{names})"?\b', re.IGNORECASE)


def _refuse_unscoped(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if _current.get() is None and _secured().search(sql):
        raise ScopeMissing(f"A row-secured table was used with no scope: {sql[:160]}")
    return execute(sql, params, many, context)


def guard_connection(sender: Any, connection: Any, **_: Any) -> None:
    """Make the application login refuse unscoped reads, where the settings are strict."""
    is_app = connection.settings_dict["USER"] == settings.DATABASE_LOGINS["app"]
    connection.execute_wrappers[:] = [w for w in connection.execute_wrappers if w is not _refuse_unscoped]
    if settings.SCOPE_IS_STRICT and is_app:
        connection.execute_wrappers.append(_refuse_unscoped)
