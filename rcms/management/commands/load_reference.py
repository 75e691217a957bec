from argparse import ArgumentParser
from typing import Any

from accounts.services.memberships import permissions_sync
from core.commands import LoginCommand
from countries.models import Country
from countries.services.reference import reference_load


class Command(LoginCommand):
    help = "Load countries, authorities, agreements, rules and working calendars from countries/data. Repeatable."
    login = "owner"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are countries already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Country.objects.exists():
            return
        for table, count in reference_load().items():
            self.stdout.write(f"{table}: {count}")
        permissions_sync()
