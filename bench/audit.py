"""What the audit trail costs: business transactions of 8 writers with and without it, in one run.

    ./run bench audit [--rounds 8] [--seconds 3] [--entries 100000]

Each writer is a process of its own, as a worker is, and adds notes to a case of its own through the service: locks,
rights, row, event. The three ways take turns within a round, so that each round gives ratios of the same minutes:

    without    no event; the trigger that asks for one is off
    events     events, without the bytes and the queue of the sealed log
    log        as the product runs

Rows as ratios to `without`: median, least, most over the rounds. The aim is at least 0.70.

Then the sealer runs beside the same writers: how many entries were made a second, and how many of them waited each
second. The aim: no more at the end than at the beginning.

Then so many more entries are recorded at once, sealed, exported and verified: each in entries a second, starts of the
processes included. The aim: a million verified in at most 30 s on two cores.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")
django.setup()

from bench.pages import owner_session
from cases.demo.people import actors
from cases.models import Case
from cases.services import notes
from core.scope import use_scope

LOGIN = "registry.rs"
WRITERS = 8
NOTES = "cases_ownsidenote"
ENTRIES = ("audit_event", "audit_access")
WAYS = ("without", "events", "log")
BESIDE = 15  # seconds


def write() -> None:
    """One writer: for each line `way until` adds notes until then, and tells how many."""
    actor = actors()[LOGIN]
    case_id = UUID(sys.argv[2])
    print("ready", flush=True)
    for line in sys.stdin:
        way, until = line.split()
        done = 0
        with patch.object(notes, "event_write", (lambda *_: None) if way == "without" else notes.event_write):
            while time.time() < float(until):
                with use_scope(actor.scope):
                    notes.note_add(actor=actor, case_id=case_id, text="Measured")
                done += 1
        print(done, flush=True)


def allow_no_bytes() -> None:
    """Entries may be without bytes, in this database that is thrown away."""
    with owner_session() as session:
        for table in ENTRIES:
            for column in ("canonical", "leaf_hash", "salts"):
                session.execute(f"alter table {table} alter column {column} drop not null")


def switch(way: str) -> None:
    """What the database does for this way."""
    with owner_session() as session:
        session.execute(f"alter table {NOTES} {'disable' if way == 'without' else 'enable'} trigger needs_event")
        for table in ENTRIES:
            for trigger in ("bytes", "unsealed"):
                session.execute(f"alter table {table} {'enable' if way == 'log' else 'disable'} trigger {trigger}")


def rounds(writers: list[subprocess.Popen[str]], count: int, seconds: float) -> list[dict[str, float]]:
    """Transactions a second, by way."""
    found = []
    for number in range(count):
        one = {}
        for way in WAYS if number % 2 else reversed(WAYS):
            switch(way)
            until = time.time() + seconds
            for writer in writers:
                assert writer.stdin
                writer.stdin.write(f"{way} {until}\n")
                writer.stdin.flush()
            one[way] = sum(int(writer.stdout.readline()) for writer in writers if writer.stdout) / seconds
        found.append(one)
    return found


def beside(writers: list[subprocess.Popen[str]], seconds: float) -> None:
    """Print how the sealer keeps up with the writers."""
    switch("log")
    with owner_session() as session:
        environment = os.environ | {"RCMS_LOGIN": "seal"}
        sealer = subprocess.Popen([sys.executable, "manage.py", "seal_log"], env=environment)
        waiting = []
        try:
            while _count(session, "audit_unsealed"):
                time.sleep(0.1)
            before = _count(session, "audit_seal")
            until = time.time() + seconds
            for writer in writers:
                assert writer.stdin
                writer.stdin.write(f"log {until}\n")
                writer.stdin.flush()
            while time.time() < until:
                time.sleep(1)
                waiting.append(_count(session, "audit_unsealed"))
            written = sum(int(writer.stdout.readline()) for writer in writers if writer.stdout)
            begun = time.perf_counter()
            while _count(session, "audit_unsealed"):
                time.sleep(0.05)
            rest = time.perf_counter() - begun
        finally:
            sealer.terminate()
            sealer.wait()
        sealed = _count(session, "audit_seal") - before
    print(f"{written / seconds:.0f} transactions and {sealed / seconds:.0f} sealed entries a second beside each other")
    print(f"waiting, second by second: {' '.join(map(str, waiting))}; all sealed {rest:.1f} s after the last")


def _count(session: Any, table: str) -> int:
    return int(session.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608


MORE = """
insert into audit_event select r.*
from (select * from audit_event where canonical is not null limit 1) e, generate_series(1, %s) n,
    -- n: a new row for each, with a key of its own
    jsonb_populate_record(null::audit_event, to_jsonb(e) || jsonb_build_object('id', gen_random_uuid(), 'n', n)) r
"""


def seconds_of(login: str, *command: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *command], env=os.environ | {"RCMS_LOGIN": login}, check=True)  # noqa: S603
    return time.perf_counter() - begun


def log(entries: int) -> None:
    """Print how fast the log is sealed, exported and verified."""
    switch("log")
    with owner_session() as session:
        for table in ENTRIES:  # those of the measurement above have no bytes
            session.execute(f"alter table {table} disable trigger append_only")
            session.execute(f"delete from {table} where canonical is null")  # noqa: S608
            session.execute(f"alter table {table} enable trigger append_only")
        session.execute(MORE, [entries])
    with tempfile.TemporaryDirectory() as folder:
        export = str(Path(folder) / "export.jsonl")
        spent = {
            "sealed": seconds_of("seal", "manage.py", "seal_log", "--once"),
            "exported": seconds_of("owner", "manage.py", "export_log", "--output", export),
            "verified": seconds_of("owner", "verify/rcms_verify.py", export),
        }
    with owner_session() as session:
        found = session.execute("select count(*) from audit_seal").fetchone()
    assert found is not None
    print(f"{found[0]} entries in the log")
    for what, seconds in spent.items():
        rate = found[0] / seconds
        print(f"{what:<10}{seconds:>9.1f} s {rate:>10.0f} entries/s {1e6 / rate:>8.1f} s a million")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--entries", type=int, default=100_000)
    given, _others = parser.parse_known_args()
    with use_scope(actors()[LOGIN].scope):
        cases = list(
            Case.objects.exclude(status="draft").order_by("-created_at").values_list("id", flat=True)[:WRITERS]
        )
    assert len(cases) == WRITERS
    writers = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "bench.audit", "write", str(key)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for key in cases
    ]
    allow_no_bytes()
    try:
        for writer in writers:
            assert writer.stdout and writer.stdout.readline() == "ready\n"
        rounds(writers, 1, 1)  # warms
        found = rounds(writers, given.rounds, given.seconds)
        _tell(found, given.rounds, given.seconds)
        beside(writers, BESIDE)
    finally:
        for writer in writers:
            writer.kill()
    log(given.entries)


def _tell(found: list[dict[str, float]], count: int, seconds: float) -> None:
    print(f"{WRITERS} writers, {count} rounds of {seconds:g} s for each way")
    print(f"{'way':<10}{'transactions/s':>16}{'ratio':>9}{'least':>8}{'most':>8}")
    for way in WAYS:
        ratios = [one[way] / one["without"] for one in found]
        middle = statistics.median(one[way] for one in found)
        print(f"{way:<10}{middle:>16.0f}{statistics.median(ratios):>9.2f}{min(ratios):>8.2f}{max(ratios):>8.2f}")


if __name__ == "__main__":
    write() if sys.argv[1:2] == ["write"] else main()
