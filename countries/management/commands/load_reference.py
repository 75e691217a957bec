from typing import Any

from django.core.management.base import BaseCommand

from countries.services.reference import reference_load


class Command(BaseCommand):
    help = "Load countries, authorities, agreements, rules and working calendars from countries/data. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        for table, count in reference_load().items():
            self.stdout.write(f"{table}: {count}")
