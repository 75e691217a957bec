"""Loads the working calendars of countries/data."""

from __future__ import annotations

import datetime

from core.ids import uuid7
from countries.models import PublicHoliday, WorkingCalendar
from countries.services import files


def calendars_load() -> dict[str, int]:
    """Replace the calendar of each country whose file differs from the table, with a new version.

    Calendars that administrators changed are theirs: the files no longer correct them.
    """
    calendars = files.table("calendars.csv")
    total = 0
    for row in calendars:
        days = {
            (datetime.date.fromisoformat(item["date"]), item["name"], files.flag(item["is_estimated"]))
            for item in files.table(f"holidays/{row['country']}.csv")
        }
        total += len(days)
        _calendar_replace(row, days)
    return {"calendars": len(calendars), "public holidays": total}


def _calendar_replace(row: dict[str, str], days: set[tuple[datetime.date, str, bool]]) -> None:
    values = {
        "weekend_days": [int(day) for day in row["weekend_days"].split()],
        "covers_from": datetime.date.fromisoformat(row["covers_from"]),
        "covers_to": datetime.date.fromisoformat(row["covers_to"]),
        "source": row["source"],
    }
    # The row lock keeps two loads from giving two contents the same version.
    calendar = WorkingCalendar.objects.select_for_update().filter(country=row["country"]).first()
    if calendar is None:
        calendar = WorkingCalendar.objects.create(country_id=row["country"], **values)
    elif calendar.is_edited:
        return
    else:
        held = set(calendar.holidays.values_list("date", "name", "is_estimated"))
        if held == days and all(getattr(calendar, field) == value for field, value in values.items()):
            return
        for field, value in values.items():
            setattr(calendar, field, value)
        calendar.version += 1
        calendar.edition = uuid7()
        calendar.save()
        calendar.holidays.all().delete()
    PublicHoliday.objects.bulk_create(
        PublicHoliday(calendar=calendar, date=date, name=name, is_estimated=is_estimated, source=row["source"])
        for date, name, is_estimated in sorted(days)
    )
