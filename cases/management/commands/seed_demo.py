from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from cases.demo import people, seeding
from core.commands import LoginCommand


class Command(LoginCommand):
    help = "Fill an empty database with invented people and cases for a demonstration. Refused in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when somebody can sign in already (no error)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refused = seeding.refusal()
        if refused:
            raise CommandError(refused)
        if options["if_empty"] and people.has_users():
            self.stdout.write("The database is in use already; nothing was changed.")
            return
        made = seeding.seed(self._say)
        self.stdout.write(f"Cases: {made} made.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
