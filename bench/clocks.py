"""Time limits that pass: 200,000 running ones, of which 20,000 are due and end in an acceptance by silence.

    ./run bench clocks [--running 200000] [--due 20000] [--worked 2000] [--workers 2]

Prints what the two sweeps of every minute cost when nothing is due, among 2,000 running limits and among many, and how
many pages the database reads to answer them; then sweeps, and works off some of what was promised in processes of
their own, as workers do it but for the broker: each acceptance with its events, notices, decision, new time limits and
record. Beside it, as the machine's own measure, transactions of one update and one insert.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")
django.setup()

from celery import current_app
from django.conf import settings
from django.db import connection
from psycopg import Connection, sql

from bench.pages import owner_session
from cases.services import deadlines, silence
from core.jinja import SOON_DAYS
from rcms.celery import app

SWEEPS = {"sweep_clocks": silence.clocks_sweep, "sweep_deadlines": deadlines.deadlines_sweep}
# The questions of the sweeps, and what they are asked with: nothing is due at the beginning of time.
BEGINNING = sql.SQL("timestamptz '2000-01-01'")
QUESTIONS = {
    "clocks_passed": (BEGINNING, sql.Literal(silence.AT_A_TIME)),
    "deadlines_due": (
        BEGINNING,
        sql.Literal(settings.UNANSWERED_DAYS),
        sql.Literal(SOON_DAYS),
        sql.Literal(deadlines.AT_A_TIME),
    ),
}
FEW = 2_000
ROUNDS = 20
WRITTEN = 500

# A received case that silence accepts, which the demonstration has.
TEMPLATE = """
select c.id, k.id from cases_case c join cases_caseclock k on k.case_id = c.id and k.kind = 'reply'
where k.state = 'running' and c.status = 'received' and c.agreement_id = 'eu-serbia' and c.reference not like 'B%'
limit 1
"""
# Numbers below 0 are due since so many seconds; the others within a year after the next month, in no order.
DUE_AT = sql.SQL(
    "now() + case when made.n < 0 then made.n * interval '1 s'"
    " else interval '30 days' + abs(mod(hashint4(made.n), 31536000)) * interval '1 s' end"
)
NEW_ID = sql.SQL("gen_random_uuid()")
# Work of the last days, done: a sweep must not read it.
HISTORY = """
insert into core_outboxmessage (id, task, key, arguments, queue, scope, state, attempts, available_at, created_at,
    done_at, last_error)
select gen_random_uuid(), 'cases.clocks_passed', 'done:' || gen_random_uuid(),
    jsonb_build_object('clocks', jsonb_build_array(gen_random_uuid())), 'heavy', '{}', 'done', 1, now(),
    now(), now(), '' from generate_series(1, %s::int) n
"""


# --- many cases -------------------------------------------------------------------------------------------------------


def copied(
    session: Connection, table: str, where: str, values: dict[str, Any], changes: Mapping[str, sql.Composable]
) -> None:
    """Rows of a table once more for each made case, with these columns changed."""
    found = session.execute(
        "select column_name from information_schema.columns where table_name = %s and is_generated = 'NEVER'", [table]
    )
    columns = [name for (name,) in found]
    session.execute(
        sql.SQL("insert into {table} ({columns}) select {values} from made, {table} old where {where}").format(
            table=sql.Identifier(table),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(changes.get(name, sql.Identifier("old", name)) for name in columns),
            where=sql.SQL(where),
        ),
        values,
    )


def fill(first: int, last: int) -> None:
    """Copies of the template with its running reply limit; of those that are due also what an acceptance reads.

    The triggers are still meanwhile: who sees a part is copied with the row, and nobody did anything to these cases.
    """
    made = sql.SQL("made.id")
    subject = sql.SQL("'case:' || made.id")
    tables = [sql.Identifier(name) for name in ("cases_case", "cases_person", "cases_caseclock")]
    with owner_session() as session:
        found = session.execute(TEMPLATE).fetchone()
        assert found is not None, "the demonstration has such a case"
        values = {"case": found[0], "clock": found[1], "subject": f"case:{found[0]}", "first": first, "last": last}
        for table in tables:
            session.execute(sql.SQL("alter table {} disable trigger user").format(table))
        session.execute("set constraints all immediate")
        session.execute(
            "create temporary table made on commit drop as"
            " select n, gen_random_uuid() as id from generate_series(%(first)s::int, %(last)s::int) n where n <> 0",
            values,
        )
        reference = sql.SQL("'B' || left(replace(made.id::text, '-', ''), 24)")
        copied(session, "cases_case", "old.id = %(case)s", values, {"id": made, "reference": reference})
        of_case = {"id": NEW_ID, "case_id": made}
        warn_at = sql.SQL("{} - interval '3 days'").format(DUE_AT)
        limits = of_case | {"due_at": DUE_AT, "warn_at": warn_at}
        copied(session, "cases_caseclock", "old.id = %(clock)s", values, limits)
        copied(session, "cases_person", "old.case_id = %(case)s and made.n < 0", values, of_case)
        paper = {"id": NEW_ID, "subject": subject}
        copied(session, "documents_generateddocument", "old.subject = %(subject)s and made.n < 0", values, paper)
        event = {"id": NEW_ID, "case_key": made, "subject": subject}
        copied(session, "audit_event", "old.case_key = %(case)s and made.n < 0", values, event)
        for table in tables:
            session.execute(sql.SQL("alter table {} enable trigger user").format(table))
        session.commit()
        session.autocommit = True
        session.execute("vacuum analyze")


# --- the sweeps and the work, in processes with a login of their own --------------------------------------------------


def sweep(look: Callable[[], int]) -> None:
    """As the login of the sweeps: print how many were promised, in how many seconds, and the milliseconds of the best
    later sweep, which finds nothing."""
    begun = time.perf_counter()
    promised = look()
    first = time.perf_counter() - begun
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        assert look() == 0, "what is promised is not promised again"
        times.append((time.perf_counter() - begun) * 1000)
    print(promised, first, min(times))


def work() -> None:
    """As a worker: keep the promises whose ids come in one line, and print the seconds."""
    app.loader.import_default_modules()
    connection.ensure_connection()
    print("ready", flush=True)
    ids = sys.stdin.readline().split()
    begun = time.perf_counter()
    for key in ids:
        current_app.tasks[silence.PASSED_TASK](key)
    print(time.perf_counter() - begun)


def started(login: str, word: str) -> subprocess.Popen[str]:
    """This module once more, with another login."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "bench.clocks", word],
        env=os.environ | {"RCMS_LOGIN": login},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def swept(word: str) -> tuple[int, float, float]:
    """What `sweep` printed."""
    said = started("sweep", word).communicate()[0].split()
    return int(said[0]), float(said[1]), float(said[2])


def worked(batches: Sequence[str], workers: int) -> float:
    """Seconds that some workers at once need for these promises."""
    processes = [started("app", "work") for _ in range(workers)]
    for process in processes:
        assert process.stdout and process.stdout.readline() == "ready\n"
    said = []
    for number, process in enumerate(processes):
        assert process.stdin
        process.stdin.write(" ".join(batches[number::workers]) + "\n")
        process.stdin.flush()
    for process in processes:
        said.append(float(process.communicate()[0]))
    return max(said)


# --- looking into the database ----------------------------------------------------------------------------------------


def pages_read(session: Connection, function: str) -> tuple[int, list[str]]:
    """Pages that the question of a sweep touches when nothing is due, and how its tables are read: planned as the
    function is, with its settings and without knowing the moment.
    """
    found = session.execute(
        "select prosrc, proconfig, proargnames[:pronargs], proargtypes::oid[]::regtype[]::text[] from pg_proc"
        " where proname = %s",
        [function],
    ).fetchone()
    assert found is not None
    question, own_settings, names, types = found
    for number, name in enumerate(names, 1):
        question = re.sub(rf"\b{name}\b", f"${number}", question)
    for setting in (*own_settings, "plan_cache_mode=force_generic_plan"):
        name, _, value = setting.partition("=")
        session.execute(sql.SQL("set local {} = {}").format(sql.Identifier(name), sql.SQL(value)))
    session.execute(f"prepare question ({', '.join(types)}) as {question}")
    answer = session.execute(
        sql.SQL("explain (analyze, buffers, format json) execute question({})").format(
            sql.SQL(", ").join(QUESTIONS[function])
        )
    ).fetchone()
    session.rollback()
    session.execute("deallocate question")
    assert answer is not None
    top = answer[0][0]["Plan"]
    return top["Shared Hit Blocks"] + top["Shared Read Blocks"], scans(top)


def scans(node: dict[str, Any]) -> list[str]:
    """How the tables of a plan are read, among its other nodes."""
    own = f"{node['Node Type']} of {node.get('Relation Name')} {node.get('Index Name')}"
    return [own, *(line for part in node.get("Plans", ()) for line in scans(part))]


def promises(session: Connection) -> list[tuple[str, int]]:
    """The waiting batches with their sizes, oldest first."""
    rows = session.execute(
        "select id::text, jsonb_array_length(arguments -> 'clocks') from core_outboxmessage"
        " where task = %s and state = 'pending' order by id",
        [silence.PASSED_TASK],
    )
    return rows.fetchall()


def accepted(session: Connection) -> dict[str, int]:
    """How much there is of everything that an acceptance by silence makes."""
    counts = {
        "decisions": "select count(*) from cases_decision where basis = 'silence'",
        "events": "select count(*) from audit_event where action = 'case.accepted_by_silence'",
        "notices": "select count(*) from notifications_notice where action = 'case.accepted_by_silence'",
        "records": "select count(*) from documents_generateddocument where template = 'silence_record'",
    }
    rows = {name: session.execute(question).fetchone() for name, question in counts.items()}
    return {name: row[0] for name, row in rows.items() if row}


def own_speed() -> float:
    """Transactions of one update and one insert a second, as the owner."""
    with owner_session() as session:
        session.execute("create temporary table speed (id integer primary key, word text)")
        session.execute("insert into speed select n, 'a' from generate_series(1, 1000) n")
        session.commit()
        begun = time.perf_counter()
        for number in range(WRITTEN):
            session.execute("update speed set word = 'b' where id = %s", [number + 1])
            session.execute("insert into speed values (%s, 'c')", [number + 10_000])
            session.commit()
        return WRITTEN / (time.perf_counter() - begun)


def main() -> None:
    """Prepare, measure, print."""
    parser = argparse.ArgumentParser(prog="./run bench clocks")
    parser.add_argument("--running", type=int, default=200_000)
    parser.add_argument("--due", type=int, default=20_000)
    parser.add_argument("--worked", type=int, default=2_000, help="how many of the due ones are worked off")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()

    with owner_session() as session:
        session.execute(HISTORY, [chosen.running])
    words = tuple(SWEEPS)
    for word in words:
        swept(word)
    fill(1, FEW)
    few = [swept(word)[2] for word in words]
    with owner_session() as session:
        few_pages = [pages_read(session, name)[0] for name in QUESTIONS]
    fill(FEW + 1, chosen.running - chosen.due)
    many = [swept(word)[2] for word in words]
    with owner_session() as session:
        found = [pages_read(session, name) for name in QUESTIONS]
    for _, plan in found:
        assert not any(line.startswith("Seq Scan") for line in plan), plan
    assert "Index Only Scan of cases_caseclock clock_passed" in found[0][1], found[0][1]
    print(f"nothing due, among {chosen.running - chosen.due:,} running limits and among {FEW:,}:")
    for place, word in enumerate(words):
        print(
            f"  {word}: {many[place]:.1f} ms and {few[place]:.1f} ms: {many[place] / few[place]:.2f};"
            f" pages read {found[place][0]} and {few_pages[place]}"
        )

    fill(-chosen.due, -1)
    promised, took, _ = swept("sweep_clocks")
    assert promised == chosen.due, promised
    print(f"sweep with {promised:,} due of {chosen.running:,}: {took:.1f} s, {promised / took:.0f} promised a second")
    with owner_session() as session:
        waiting = promises(session)
        before = accepted(session)
    taken = waiting[: -(-chosen.worked // silence.BATCH)]
    rows = sum(size for _, size in taken)
    pace = rows / worked([key for key, _ in taken], chosen.workers)
    with owner_session() as session:
        made = {name: number - before[name] for name, number in accepted(session).items()}
    assert made == {"decisions": rows, "events": 2 * rows, "notices": rows, "records": rows}, made
    speed = own_speed()
    print(
        f"accepting by silence, {chosen.workers} workers: {pace:.0f} rows a second"
        f" ({rows:,} worked off, each exactly once);"
        f" transactions of one update and one insert: {speed:.0f} a second = {speed / pace:.1f}"
    )


if __name__ == "__main__":
    asked = " ".join(sys.argv[1:])
    if asked in SWEEPS:
        sweep(SWEEPS[asked])
    elif asked == "work":
        work()
    else:
        main()
