"""Writes countries/data/holidays from the `holidays` package: run by a developer, never by the system.

The system reads the tables that `load_reference` fills from these files; an authority corrects them there.
"""

import csv
import re
from importlib.metadata import version
from typing import Any

import holidays
from django.core.management.base import BaseCommand, CommandParser

from countries.services.files import CALENDAR_COLUMNS, DATA, HOLIDAY_COLUMNS, bound_countries, table

# "Eid al-Fitr (estimated)", "Eid al-Fitr (observed, estimated)".
ESTIMATED = re.compile(r" \(estimated\)|, estimated(?=\))")
# Countries whose law suspends every public holiday: in which years, and where that is said. After them nobody knows.
NO_HOLIDAYS = {
    "UKR": ("2025-2026", "no holiday is a day off under martial law: Law of Ukraine No 2136-IX, Article 6(6)"),
}


class Command(BaseCommand):
    help = "Write the public holidays of every country with an agreement or an authority (needs the package holidays)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=int, default=2025)
        parser.add_argument("--to", dest="last", type=int, default=2028)

    def handle(self, *args: Any, first: int, last: int, **options: Any) -> None:
        source = f"holidays {version('holidays')} (public holidays of the whole country)"
        folder = DATA / "holidays"
        folder.mkdir(exist_ok=True)
        alpha2 = {row["code"]: row["alpha2"] for row in table("countries.csv")}
        calendars = []
        for code in sorted(bound_countries() | {row["country"] for row in table("authorities.csv")}):
            days = holidays.country_holidays(alpha2[code], years=range(first, last + 1), language="en_US")
            rows = [
                {
                    "date": day.isoformat(),
                    "name": ESTIMATED.sub("", name),
                    "is_estimated": "yes" if ESTIMATED.search(name) else "",
                }
                for day, name in sorted(days.items())
                if first <= day.year <= last
            ]
            if not rows and code not in NO_HOLIDAYS:
                # Without a calendar every count with it is unverified.
                self.stdout.write(f"{code}: no holidays known, no calendar written")
                continue
            years, why = (f"{rows[0]['date'][:4]}-{rows[-1]['date'][:4]}", "") if rows else NO_HOLIDAYS[code]
            with (folder / f"{code}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, HOLIDAY_COLUMNS, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            calendars.append(
                {
                    "country": code,
                    # The package counts Monday as 0; ISO counts it as 1.
                    "weekend_days": " ".join(str(day + 1) for day in sorted(days.weekend)),
                    # Of some countries the package does not know the later years.
                    "covers_from": f"{years[:4]}-01-01",
                    "covers_to": f"{years[-4:]}-12-31",
                    "source": why or source,
                }
            )
            self.stdout.write(f"{code}: {len(rows)} holidays")
        with (DATA / "calendars.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, CALENDAR_COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(calendars)
