"""What the audit trail costs: business transactions of 8 writers with and without it, in one run.

    ./run bench audit [--rounds 8] [--seconds 3]

Each writer is a process of its own, as a worker is, and adds notes to a case of its own through the service: locks,
rights, row, event. The three ways take turns within a round, so that each round gives ratios of the same minutes:

    without    no event; the trigger that asks for one is off
    events     events, without the bytes and the queue of the sealed log
    log        as the product runs

Rows as ratios to `without`: median, least, most over the rounds. The aim is at least 0.70.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
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


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=3)
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
    finally:
        for writer in writers:
            writer.kill()
    print(f"{WRITERS} writers, {given.rounds} rounds of {given.seconds:g} s for each way")
    print(f"{'way':<10}{'transactions/s':>16}{'ratio':>9}{'least':>8}{'most':>8}")
    for way in WAYS:
        ratios = [one[way] / one["without"] for one in found]
        middle = statistics.median(one[way] for one in found)
        print(f"{way:<10}{middle:>16.0f}{statistics.median(ratios):>9.2f}{min(ratios):>8.2f}{max(ratios):>8.2f}")


if __name__ == "__main__":
    write() if sys.argv[1:2] == ["write"] else main()
