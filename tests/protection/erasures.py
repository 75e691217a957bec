"""Cases whose time has come, the people who decide, and the eraser at work."""

import io
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.actor import Actor
from cases.models import Case
from cases.services import messages, notes
from core import clock
from core.models import ClockOffset
from core.scope import use_scope
from documents.models import StoredFile
from documents.vault import vault
from protection import erasing
from protection.erasure_map import ERASED, left
from protection.models import RetentionRun
from protection.register import ErasureRegister
from protection.services.retention import run_approve, run_request
from tests import world
from tests.conftest import ERASE, OWNER, logged_in_as

# Words of the person and of people at work that must be nowhere when all is erased.
NAMES = ("Zaboravljeni", "Nestali")
SAID, NOTED = "Has the register been asked about Zaboravljeni?", "Zaboravljeni has an uncle"
YEARS = timedelta(days=6 * 366)


@dataclass(frozen=True)
class Office:
    """A corridor with whoever answers for data protection on both sides."""

    people: world.Corridor
    officer: Actor
    second: Actor
    their_officer: Actor
    their_second: Actor


def office() -> Office:
    protectors = [
        world.make_actor(place, role)
        for place in ("nld-dtv", "srb-mup-readmission")
        for role in ("data_protection_officer", "supervisor")
    ]
    return Office(world.corridor(), *protectors)


def closed_case(people: world.Corridor, status: str = "closed") -> Case:
    """A case over which both sides wrote something."""
    case = world.case_at(people, status, family_name=NAMES[0], given_names=NAMES[1], birth_place="Zaborava")
    with use_scope(people.officer.scope):
        notes.note_add(actor=people.officer, case_id=case.id, text=NOTED)
    return case


def talked_over(people: world.Corridor) -> Case:
    """As `closed_case`, with a question that was put before it was closed."""
    case = world.case_at(people, "completed", family_name=NAMES[0], given_names=NAMES[1], birth_place="Zaborava")
    with use_scope(people.officer.scope):
        messages.thread_open(actor=people.officer, case_id=case.id, title=NAMES[0], text=SAID)
        notes.note_add(actor=people.officer, case_id=case.id, text=NOTED)
    for reached, act in world._way(people, "closed"):
        if reached == "completed":
            act(case.id)
    return case


def pass_time(time: timedelta) -> None:
    """The clock of law goes on, for the database as well."""
    with logged_in_as(OWNER):
        ClockOffset.objects.update_or_create(id=1, defaults={"seconds": int(time.total_seconds())})
    clock.set_offset(time)


def approved(asking: Actor, deciding: Actor, **values: Any) -> RetentionRun:
    with use_scope(asking.scope):
        run = run_request(actor=asking, reason="The time is over", **values)
    with use_scope(deciding.scope):
        return run_approve(actor=deciding, run_id=run.id)


def stored_paper(subject: str, reader: Actor, *named: Case) -> StoredFile:
    """A paper in the vault, read by one country, that names cases."""
    stored = vault().put(io.BytesIO(b"%PDF-1.7 of " + subject.encode()))
    file = StoredFile(
        kind=StoredFile.Kind.GENERATED,
        subject=subject,
        named_cases=[case.id for case in named],
        storage_id=stored.storage_id,
        sha256=stored.sha256,
        size=stored.size,
        media_type="application/pdf",
        original_name=f"{NAMES[0]}.pdf",
        created_at=clock.now(),
        audience_countries=[reader.country],
    )
    with logged_in_as(OWNER):
        file.save(force_insert=True)
    return file


def erase_all(folder: Path) -> int:
    """The eraser, until nothing is left to do; how many cases it took in hand."""
    register = ErasureRegister(folder / "erasures.jsonl")
    count = 0
    try:
        with logged_in_as(ERASE):
            erasing.register_settle(register)
            while erasing.erase_next(register):
                count += 1
            erasing.files_destroy()
            erasing.runs_end()
            erasing.answers_destroy()
    finally:
        register.close()
    return count


def found_anywhere(*words: str) -> list[tuple[str, str]]:
    """Which columns of which tables hold one of the words (as regular expressions), in the whole database."""
    found = []
    with logged_in_as(OWNER), connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid"
            " join pg_type t on t.oid = a.atttypid where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace"
            " and a.attnum > 0 and not a.attisdropped and t.typname in ('varchar', 'text', 'jsonb', '_varchar', '_text')"
        )
        columns = cursor.fetchall()
        tables = sorted({table for table, _ in columns})
        # Whole rows first: there are few tables in which anything is found, and a thousand columns.
        cursor.execute(
            " union all ".join(
                f"select '{table}' where exists (select 1 from {table} t where t::text ~* %s)" for table in tables
            ),
            ["|".join(word.strip("^$") for word in words)] * len(tables),
        )
        hit = {table for (table,) in cursor.fetchall()}
        for table, column in columns:
            if table not in hit:
                continue
            cursor.execute(f'select exists (select 1 from {table} where "{column}"::text ~* %s)', ["|".join(words)])
            if cursor.fetchone()[0]:
                found.append((table, column))
    return found


def case_as_owner(key: UUID) -> Case:
    with logged_in_as(OWNER):
        return Case.objects.get(id=key)


def not_emptied(case: UUID) -> list[str]:
    """Tables of the map in which something of the case is left that it says goes."""
    wrong = []
    with logged_in_as(OWNER), connection.cursor() as cursor:
        for table, what in ERASED.items():
            where = f"{what.key} = %s" + (f" and {what.where}" if what.where else "")
            rest = "" if what.is_deleted else f" and not ({left(what.emptied)})"
            cursor.execute(f"select exists (select 1 from {table} where {where}{rest})", [case])
            if cursor.fetchone()[0]:
                wrong.append(table)
    return wrong
