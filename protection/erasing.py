"""The eraser's work: carries out what two persons decided, a case in one transaction. Runs as rcms_erase, which cannot
read what it erases: its policies let it empty the rows of one due case at a time (ADR 24).

Killed anywhere, a case is whole or erased. Files are destroyed after the commit, from rows that the commit left behind:
whoever reads the case is given none of them from the commit on, and the next start destroys what is left.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from audit.services import ERASED_ACTION, AboutCase, erasure_record
from core import clock, outbox
from core.audience import Audience
from core.ids import uuid7
from core.scope import SYSTEM_ID, Scope
from documents.vault import vault
from protection.choices import ItemState, Part
from protection.erasure_map import ENTRIES_EMPTIED, ERASED, FILE_EMPTIED, PAPER_EMPTIED, assigned
from protection.register import ErasureRegister, Line
from protection.services.certificates import CERTIFICATE_TASK

log = logging.getLogger("protection.eraser")
_FILES: Final = (Part.BIOMETRICS, Part.PAPERS)


@dataclass(slots=True)
class _Item:
    id: UUID
    part: Part
    own_side: str
    rule: str
    country: str
    audience: Audience
    rows: int = 0
    files: int = 0


@dataclass(slots=True)
class _Case:
    """The case in hand."""

    key: UUID
    run: UUID
    reference: str
    at: datetime
    items: list[_Item]
    events: dict[str, UUID] = field(default_factory=dict)

    def of(self, part: Part) -> list[_Item]:
        return [item for item in self.items if item.part is part]


def erase_next(register: ErasureRegister) -> bool:
    """Erase what is due of one case of one approved run; whether there was one."""
    _move_clock()
    found = _asked("select run_id, case_id from erasures_due()")
    if not found:
        return False
    _case_erase(register, *found[0])
    return True


def files_destroy() -> int:
    """Destroy the bytes of what was erased; returns how many files were waiting."""
    waiting = _asked("select id, storage_id from protection_destroyedfile where gone_at is null order by id")
    for key, storage_id in waiting:
        if _bytes_destroy(storage_id):
            _done("update protection_destroyedfile set gone_at = %s where id = %s", clock.now(), key)
    return len(waiting)


def _bytes_destroy(storage_id: str) -> bool:
    """Whether they are gone: a disk that refuses is asked again at the next turn."""
    try:
        vault().destroy(storage_id)
    except OSError as error:
        log.error("bytes not destroyed: %s", error.strerror or type(error).__name__)
        return False
    return True


def answers_destroy() -> int:
    """Destroy the papers of persons' requests that RCMS has forgotten; returns of how many requests.

    The bytes go first: killed in between, they are looked for once more at the next start.
    """
    subjects = [subject for (subject,) in _asked("select forgotten_answers()")]
    for subject in subjects:
        files = _asked(
            "select id, storage_id, viewing_storage_id from documents_storedfile where subject = %s"
            " and destroyed_at is null",
            subject,
        )
        keys = [key for key, *_ in files]
        previews = _asked("select storage_id from documents_pagepreview where file_id = any(%s)", keys)
        names = [name for row in (*(row[1:] for row in files), *previews) for name in row if name]
        if sum(_bytes_destroy(name) for name in names) < len(names):
            continue
        with transaction.atomic():
            _done("delete from documents_pagepreview where file_id = any(%s)", keys)
            _done(
                f"update documents_storedfile set {assigned(FILE_EMPTIED)}, destroyed_at = %s where id = any(%s)",  # noqa: S608
                clock.now(),
                keys,
            )
            _done(f"update documents_generateddocument set {assigned(PAPER_EMPTIED)} where subject = %s", subject)  # noqa: S608
    return len(subjects)


def runs_end() -> int:
    """End the runs of which everything is erased or kept back and every file destroyed; promise their certificates."""
    ended = _asked(
        "select r.id, r.country_id, r.audience_authorities from protection_retentionrun r where r.state = 'approved'"
        " and not exists (select 1 from protection_retentionitem i where i.run_id = r.id and i.state = 'waiting')"
        " and not exists (select 1 from protection_destroyedfile d join protection_retentionitem i on i.id = d.item_id"
        "  where i.run_id = r.id and d.gone_at is null)"
    )
    for run, country, offices in ended:
        with transaction.atomic():
            _done(
                "update protection_retentionrun set state = 'done', done_at = %s where id = %s and state = 'approved'",
                clock.now(),
                run,
            )
            outbox.post(
                task=CERTIFICATE_TASK,
                key=f"certificate:{run}",
                arguments={"run": str(run)},
                scope=Scope(user_id=SYSTEM_ID, country=country, countries=(country,), authorities=tuple(offices)),
            )
    return len(ended)


def register_settle(register: ErasureRegister) -> None:
    """What was begun before a crash and committed is written down as done; what was rolled back is begun again."""
    for line in register.unfinished():
        if _asked("select 1 from protection_retentionitem where id = %s and state = 'done'", UUID(line.item)):
            register.add([line.done()])


def _case_erase(register: ErasureRegister, run: UUID, case: UUID) -> None:
    with transaction.atomic():
        hindrance = _asked(
            "select erasure_begin(%s, (select country_id from protection_retentionrun where id = %s))", case, run
        )[0][0]
        items = _items_of(run, case)
        if not items:
            return
        if hindrance != "":
            _done(
                "update protection_retentionitem set state = 'kept', kept_back = %s where id = any(%s)",
                hindrance or "open",
                [item.id for item in items],
            )
            log.info("kept back: %s", hindrance)
            return
        reference = _asked("select case_reference from protection_retentionitem where id = %s", items[0].id)[0][0]
        work = _Case(case, run, reference, clock.now(), [])
        # What the database does not let go now waits on. Names in the log go when the record is gone, perhaps just now.
        _take(work, items, [part for part in Part if part is not Part.AUDIT])
        for table, what in ERASED.items():
            for item in work.of(what.part):
                item.rows += _table_erase(work, table, item)
        for part in _FILES:
            for item in work.of(part):
                _files_erase(work, item)
        for item in work.of(Part.RECORD):
            item.rows += _changes_erase(work, item)
        _take(work, items, [Part.AUDIT])
        for item in work.of(Part.AUDIT):
            item.rows += _trail_erase(work, item)
        for item in work.items:
            _done(
                "update protection_retentionitem set state = %s, done_at = %s, rows = %s, files = %s where id = %s",
                ItemState.DONE.value,
                work.at,
                item.rows,
                item.files,
                item.id,
            )
        lines = [_line(work, item) for item in work.items]
        # Before the commit: what is erased is never missing there. What was not erased is seen at the next start.
        register.add(lines)
    register.add([line.done() for line in lines])
    log.info("erased parts: %s", len(lines))


def _items_of(run: UUID, case: UUID) -> list[_Item]:
    rows = _asked(
        "select id, part, own_side, rule, country, audience_countries, audience_authorities, audience_groups"
        " from protection_retentionitem where run_id = %s and case_id = %s and state = 'waiting' order by id",
        run,
        case,
    )
    return [
        _Item(key, Part(part), side, rule, country, Audience(tuple(countries), tuple(offices), tuple(groups)))
        for key, part, side, rule, country, countries, offices, groups in rows
    ]


def _take(work: _Case, items: Sequence[_Item], parts: Sequence[Part]) -> None:
    """Take those of these parts in hand that the database lets go now, and tell it: one event for what both sides
    share, one for what is a side's own."""
    free = {key for part in parts for (key,) in _asked("select item from erasable(%s)", part.value)}
    taken = [item for item in items if item.id in free]
    work.items += taken
    for side in dict.fromkeys(item.own_side for item in taken):
        told = [item for item in taken if item.own_side == side]
        work.events[side] = erasure_record(
            country=told[0].country,
            about=AboutCase(work.key, work.reference),
            audience=told[0].audience,
            at=work.at,
            parameters={
                "run": str(work.run),
                "parts": sorted(item.part.value for item in told),
                "rules": sorted({item.rule for item in told}),
            },
        )


def _table_erase(work: _Case, table: str, item: _Item) -> int:
    what = ERASED[table]
    if not what.has_side and item.own_side:
        return 0
    conditions, values = [f"{what.key} = %s"], [work.key]
    if what.has_side:
        conditions.append("own_side = %s")
        values.append(item.own_side)  # type: ignore[arg-type]
    if what.where:
        conditions.append(what.where)
    where = " and ".join(conditions)
    if what.is_deleted:
        return _done(f"delete from {table} where {where}", *values)  # noqa: S608 (names of the map)
    if table == "cases_case":
        # Both sides may have asked for it: once is enough.
        how = f"{assigned(what.emptied)}, erased_at = %s, erased_rule = %s"
        once = f"update {table} set {how} where {where} and erased_at is null"  # noqa: S608
        return _done(once, work.at, item.rule, *values)
    return _done(f"update {table} set {assigned(what.emptied)} where {where}", *values)  # noqa: S608


def _files_erase(work: _Case, item: _Item) -> None:
    """Files of the item's part and side; papers lose what they say. The rows stay, with their hashes."""
    (requesting, receiving) = _asked("select requesting, receiving from erasable(%s) limit 1", item.part.value)[0]
    side = "side_of_audience(audience_countries::text[], %s, %s) = %s"
    of_kind = "kind = 'photograph'" if item.part is Part.BIOMETRICS else "kind <> 'photograph'"
    # What names several cases and is about none goes with the last of them: the policy says when.
    of_case = f"((subject = %s and {side}) or (names_cases_only(subject) and named_cases @> array[%s]))"
    values = (f"case:{work.key}", requesting, receiving, item.own_side, work.key)
    # Papers first: one that is being drawn is waited for, and then has a file.
    if item.part is Part.PAPERS:
        item.rows += _done(
            f"update documents_generateddocument set {assigned(PAPER_EMPTIED)} where {of_case}",  # noqa: S608
            *values,
        )
    files = _asked(
        "select id, storage_id, sha256, viewing_storage_id, viewing_sha256 from documents_storedfile"  # noqa: S608
        f" where destroyed_at is null and {of_kind} and {of_case}",
        *values,
    )
    keys = [row[0] for row in files]
    if keys:
        _done(
            f"update documents_storedfile set {assigned(FILE_EMPTIED)}, destroyed_at = %s where id = any(%s)",  # noqa: S608
            work.at,
            keys,
        )
    bytes_gone = [(key, storage, digest) for key, storage, digest, _viewing, _digest in files]
    bytes_gone += [(key, viewing, digest) for key, _storage, _sha, viewing, digest in files if viewing]
    # As they are when they go: one that was being drawn is waited for.
    previews = _asked(
        "delete from documents_pagepreview where file_id = any(%s) returning file_id, storage_id, sha256", keys
    )
    bytes_gone += [(key, storage, digest) for key, storage, digest in previews if storage]
    _remember(item, bytes_gone)
    item.files += len(files)
    item.rows += len(files) + len(previews)


def _remember(item: _Item, files: Iterable[tuple[UUID, str, str]]) -> None:
    audience = item.audience.fields()
    for file, storage_id, digest in files:
        _done(
            "insert into protection_destroyedfile (id, item_id, file_id, storage_id, sha256, audience_countries,"
            " audience_authorities, audience_groups) values (%s, %s, %s, %s, %s, %s, %s, %s)",
            uuid7(),
            item.id,
            file,
            storage_id,
            digest,
            *audience.values(),
        )


def _changes_erase(work: _Case, item: _Item) -> int:
    """What fields said before and after changes, which the own side reads in its trail: it is the record once more."""
    if not item.own_side:
        return 0
    of_case = "case_key = %s and country = %s and at <= %s and salts ? 'values'"
    values = (work.key, item.country, work.at)
    _done(
        "insert into audit_erasure (entry, field, kind, by_event)"  # noqa: S608
        f" select id, 'values', 'event', %s from audit_event where {of_case}",
        work.events[item.own_side],
        *values,
    )
    return _done(f"update audit_event set \"values\" = '', salts = salts - 'values' where {of_case}", *values)  # noqa: S608


def _trail_erase(work: _Case, item: _Item) -> int:
    """What the log binds by commitments, of the entries of this country's people; the log stays as it was sealed."""
    count = 0
    for kind, table in (("event", "audit_event"), ("access", "audit_access")):
        # Its own entries name nobody. What is done after the moment of the event is not what it erases.
        of_case = "case_key = %s and country = %s and at <= %s and action <> %s and salts <> '{}'"
        values = (work.key, item.country, work.at, ERASED_ACTION)
        _done(
            "insert into audit_erasure (entry, field, kind, by_event)"  # noqa: S608
            f" select id, field, %s, %s from {table}, jsonb_object_keys(salts) as field where {of_case}",
            kind,
            work.events[item.own_side],
            *values,
        )
        count += _done(f"update {table} set {assigned(ENTRIES_EMPTIED[table])} where {of_case}", *values)  # noqa: S608
    return count


def _line(work: _Case, item: _Item) -> Line:
    return Line(
        item=str(item.id),
        case=str(work.key),
        part=item.part.value,
        own_side=item.own_side,
        run=str(work.run),
        country=item.country,
        rule=item.rule,
        at=work.at.isoformat(),
    )


def _move_clock() -> None:
    if settings.CLOCK_MAY_MOVE:
        ahead = _asked("select time_of_law()")[0][0] - clock.unmoved()[0]
        clock.set_offset(timedelta(seconds=round(ahead.total_seconds())))


def _asked(question: str, *values: Any) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def _done(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
