"""Which scopes were entered, from the log of the database server: lists what is unusual."""

import sys
from argparse import ArgumentParser, FileType
from typing import Any

from django.core.management.base import BaseCommand

from core.scope_log import Counts, read

SHOWN = ("login", "application", "address", "process", "user", "country", "countries")


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        log = FileType("r", encoding="utf-8", errors="replace")
        parser.add_argument("log", nargs="?", type=log, default=sys.stdin, help="the server's log; default: stdin")
        parser.add_argument(
            "--from",
            dest="addresses",
            action="append",
            default=[],
            metavar="ADDRESS",
            help="where web servers and workers connect from, or local for a socket; repeat it; others are listed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counts, unusual = Counts(), 0
        for found in read(options["log"], options["addresses"], counts):
            unusual += 1
            said = " ".join(f"{name}={found.facts[name] or '-'}" for name in SHOWN)
            self.stdout.write(f"{found.at:%Y-%m-%d %H:%M:%S.%f} {found.why}: {said}")
        cut = f", {counts.unread} lines cut off" if counts.unread else ""
        self.stdout.write(
            f"{counts.scopes} scopes entered in {counts.transactions} transactions, {unusual} unusual entries{cut}."
        )
