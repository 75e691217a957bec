"""How long data is kept: schedules as data, with source and certainty, and pure arithmetic over them."""

import calendar
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from protection.choices import DataClass, Part, Starts

_FILE: Final = Path(__file__).with_name("data") / "retention.toml"


@dataclass(frozen=True, slots=True)
class Schedule:
    """One period of keeping. agreement, country: whose it is; both empty: the default."""

    data_class: DataClass
    starts: Starts
    months: int
    citation: str
    source: str
    certainty: str
    agreement: str = ""
    country: str = ""

    @property
    def code(self) -> str:
        """By which runs, events and certificates name it."""
        owner = "+".join(text for text in (self.agreement, self.country) if text) or "default"
        return f"{owner}:{self.data_class}:{self.months}"

    def ends_on(self, day: date) -> date:
        """The first day on which the data is due, from the day on which the period begins."""
        years, month = divmod(day.month - 1 + self.months, 12)
        year = day.year + years
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def schedules() -> tuple[Schedule, ...]:
    """All schedules of the reference file."""
    return schedules_read(tomllib.loads(_FILE.read_text(encoding="utf-8")))


@cache
def notice_days() -> int:
    """How many days before an erasure of the shared record the other side is told."""
    return int(tomllib.loads(_FILE.read_text(encoding="utf-8"))["notice_days"])


def schedules_read(plain: dict[str, Any]) -> tuple[Schedule, ...]:
    """Schedules from a parsed file. Raises ValueError: an unknown code, a row twice, a class without a default."""
    found: dict[tuple[str, str, DataClass], Schedule] = {}
    for row in plain["schedule"]:
        schedule = Schedule(
            data_class=DataClass(row["class"]),
            starts=Starts(row["starts"]),
            months=int(row["months"]),
            citation=row["citation"],
            source=row["source"],
            certainty=row["certainty"],
            agreement=row.get("agreement", ""),
            country=row.get("country", ""),
        )
        key = (schedule.agreement, schedule.country, schedule.data_class)
        if schedule.months < 0 or key in found:
            raise ValueError(f"{schedule.code}: twice, or a negative period")
        if (schedule.data_class is DataClass.AUDIT) != (schedule.starts is Starts.ERASED):
            raise ValueError(
                f"{schedule.code}: what is bound in the log is kept until after the record, and that alone"
            )
        found[key] = schedule
    if missing := set(DataClass) - {data_class for *owner, data_class in found if owner == ["", ""]}:
        raise ValueError(f"no default for {sorted(missing)}")
    return tuple(found.values())


def schedule_for(
    data_class: DataClass, *, agreement: str, country: str, among: Sequence[Schedule] | None = None
) -> Schedule:
    """The narrowest schedule of a class for a country's cases under an agreement."""
    rows = {(row.agreement, row.country): row for row in among or schedules() if row.data_class is data_class}
    for owner in ((agreement, country), (agreement, ""), ("", country)):
        if owner in rows:
            return rows[owner]
    return rows["", ""]


def class_of(part: Part, *, was_transferred: bool) -> DataClass:
    """The class of data whose schedule decides on a part of a case."""
    if part is Part.RECORD:
        return DataClass.TRANSFERRED if was_transferred else DataClass.NOT_TRANSFERRED
    return DataClass(part.value)
