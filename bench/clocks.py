"""Time limits that pass: the sweep and its work, with 200,000 running ones of which 20,000 are due.

Prints rows per second of the sweep (finding and promising) and of the work (marking, and accepting by silence with its
event, notice, decision, new time limits and record); beside them, as the machine's own measure, transactions of one
update and one insert. And what a sweep costs that finds nothing due, among 200,000 running limits and among few.
"""

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")
django.setup()

from django.db import connection, transaction

from bench.pages import owner_session
from cases.models import Case, CaseClock
from cases.services import silence
from core import clock
from core.scope import use_scope

RUNNING, DUE, WORKED_OFF = 200_000, 20_000, 500
COUNTRY = "SRB"

# Copies of a case with its person and its running reply limit: so many due, the others later, each with one event
# because the completeness trigger asks.
COPY = """
create temporary table made on commit drop as
    select n, gen_random_uuid() as id from generate_series(1, %(running)s::int) n;
insert into cases_case
    select (jsonb_populate_record(null::cases_case, to_jsonb(c) || jsonb_build_object('id', made.id,
        'reference', 'B' || left(replace(made.id::text, '-', ''), 24)))).*
    from made, cases_case c where c.id = %(case)s;
insert into cases_person
    select (jsonb_populate_record(null::cases_person, to_jsonb(p) || jsonb_build_object('id', gen_random_uuid(),
        'case_id', made.id))).* from made, cases_person p where p.case_id = %(case)s and made.n <= %(due)s;
insert into cases_caseclock
    select (jsonb_populate_record(null::cases_caseclock, to_jsonb(c) || jsonb_build_object('id', gen_random_uuid(),
        'case_id', made.id, 'due_at', %(due_at)s + case when made.n <= %(due)s then -made.n else made.n end
        * interval '1 second'))).* from made, cases_caseclock c where c.id = %(clock)s;
insert into audit_event (id, at, actor_name, on_behalf_of, role, authority_name, country, action, subject, case_key,
    case_reference, request_id, audience_countries, audience_authorities, audience_groups, result, parameters, changed,
    reason)
select gen_random_uuid(), now(), 'bench', '', '', '', '', 'bench.copied', '', id, '', '', '{}', '{}', '{}', 'done',
    '{}', '[]', '' from made;
"""
FOUND = """
select c.id, c.receiving_country from cases_caseclock c
where c.state = 'running' and c.due_at <= %s order by c.due_at limit 5000
"""


def seconds(work: Callable[[], Any]) -> float:
    """How long one call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def template() -> tuple[Case, CaseClock]:
    """A received case that silence would accept."""
    with use_scope(silence.system_scope(COUNTRY)):
        rows = CaseClock.objects.filter(
            kind="reply", state="running", case__status__in=("received", "in_verification"), case__agreement="eu-serbia"
        )
        row = rows.select_related("case").first()
        assert row is not None, "the demonstration has such a case"
        return row.case, row


def looking(at: datetime) -> float:
    """Best milliseconds of the sweep's question at an instant; the owner asks, as the function does."""

    with owner_session() as session:
        return min(seconds(lambda: session.execute(FOUND, [at]).fetchall()) for _ in range(20)) * 1000


def own_speed() -> float:
    """Transactions of one update and one insert a second, on this connection."""
    with connection.cursor() as cursor:
        cursor.execute("create temporary table speed (id integer primary key, word text)")
        cursor.execute("insert into speed select n, 'a' from generate_series(1, 1000) n")

    def work() -> None:
        for number in range(500):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("update speed set word = 'b' where id = %s", [number + 1])
                cursor.execute("insert into speed values (%s, 'c')", [number + 10_000])

    return 500 / seconds(work)


def ids_of(at: datetime) -> list[UUID]:
    """The first time limits that are due."""
    with use_scope(silence.system_scope(COUNTRY)):
        rows = CaseClock.objects.filter(state="running", due_at__lte=at).order_by("due_at")
        return list(rows.values_list("id", flat=True)[:WORKED_OFF])


def work_off(ids: list[UUID], at: datetime) -> None:
    """As workers do: a batch in a transaction."""
    with clock.travel(at):
        for first in range(0, len(ids), silence.BATCH):
            with use_scope(silence.system_scope(COUNTRY)):
                silence.clocks_pass(ids[first : first + silence.BATCH])


def main() -> None:
    """Prepare, measure, print."""
    case, row = template()
    at = row.due_at + timedelta(days=3000)
    few = looking(at - timedelta(days=2000))
    values = {"running": RUNNING, "due": DUE, "case": case.id, "clock": row.id, "due_at": at}
    with owner_session() as session:
        for statement in filter(str.strip, COPY.split(";\n")):
            session.execute(statement, values)
        session.commit()
    with owner_session() as session:
        session.autocommit = True
        session.execute("vacuum analyze cases_caseclock")
        plan = "\n".join(line for (line,) in session.execute("explain " + FOUND, [at]).fetchall())
    assert "Index Only Scan using clock_passed" in plan, plan
    many = looking(at - timedelta(days=2000))
    print(f"a sweep that finds nothing due: {many:.2f} ms among {RUNNING:,} running limits; {few:.2f} ms among few")
    print(f"finding 5,000 of {DUE:,} due ones: {looking(at):.1f} ms (index only)")
    ids = ids_of(at)
    worked = len(ids) / seconds(lambda: work_off(ids, at))
    speed = own_speed()
    print(
        f"marking and accepting by silence: {worked:.0f} rows per second and worker;"
        f" transactions of one update and one insert: {speed:.0f}; {speed / worked:.1f}"
    )


if __name__ == "__main__":
    main()
