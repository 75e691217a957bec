"""Writes countries/data/holidays from the `holidays` package: run by a developer, never by the system.

The system reads the tables that `load_reference` fills from these files; an authority corrects them there.
"""

import csv
from importlib.metadata import version
from typing import Any

import holidays
from django.core.management.base import BaseCommand, CommandParser

from countries.services.files import CALENDAR_COLUMNS, DATA, HOLIDAY_COLUMNS

# alpha-3 code of ours, code of the package
COUNTRIES = {
    "ALB": "AL",
    "ARM": "AM",
    "AUT": "AT",
    "BEL": "BE",
    "BGD": "BD",
    "BIH": "BA",
    "CHE": "CH",
    "DEU": "DE",
    "FRA": "FR",
    "GEO": "GE",
    "LUX": "LU",
    "MAR": "MA",
    "NLD": "NL",
    "PAK": "PK",
    "RUS": "RU",
    "SRB": "RS",
    "XKX": "XK",
}
ESTIMATED = " (estimated)"


class Command(BaseCommand):
    help = "Write the public holidays of the demonstration countries as CSV files (needs the package holidays)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=int, default=2025)
        parser.add_argument("--to", dest="last", type=int, default=2028)

    def handle(self, *args: Any, first: int, last: int, **options: Any) -> None:
        source = f"holidays {version('holidays')} (public holidays of the whole country)"
        folder = DATA / "holidays"
        folder.mkdir(exist_ok=True)
        calendars = []
        for code, package_code in COUNTRIES.items():
            days = holidays.country_holidays(package_code, years=range(first, last + 1), language="en_US")
            rows = [
                {
                    "date": day.isoformat(),
                    "name": name.replace(ESTIMATED, ""),
                    "is_estimated": "yes" if ESTIMATED in name else "",
                }
                for day, name in sorted(days.items())
                if first <= day.year <= last
            ]
            with (folder / f"{code}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, HOLIDAY_COLUMNS, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            calendars.append(
                {
                    "country": code,
                    # The package counts Monday as 0; ISO counts it as 1.
                    "weekend_days": " ".join(str(day + 1) for day in sorted(days.weekend)),
                    "covers_from": f"{first}-01-01",
                    "covers_to": f"{last}-12-31",
                    "source": source,
                }
            )
            self.stdout.write(f"{code}: {len(rows)} holidays")
        with (DATA / "calendars.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, CALENDAR_COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(calendars)
