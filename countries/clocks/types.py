"""The values that the arithmetic of time limits takes and gives. All frozen, all free of the database."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from countries.clocks import codes

Json = dict[str, Any]


@dataclass(frozen=True)
class ResolvedRule:
    """A rule as it holds for one pair of countries, one track and one day, with its layer, citation and certainty."""

    kind: str
    track: str
    value: int | None
    unit: str
    start_event: str
    agreement_code: str
    agreement_title: str
    layer: str = codes.AGREEMENT_LAYER
    direction: str = codes.AFTER
    of_total: bool = False
    acting_side: str = codes.RECEIVING
    working_days_of: str = codes.RECEIVING
    counting_convention: str = codes.UNVERIFIED
    first_day_counts: bool | None = None
    effect_of_silence: str = codes.SILENCE_NOT_APPLICABLE
    silence_citation: str = ""
    silence_certainty: str = ""
    inconclusive_answers: bool | None = None
    # The shorter limit of a text that says "normally n, at the latest m": a warning, without legal effect.
    normal_value: int | None = None
    condition: str = ""
    extension_basis: str = ""
    suspension_causes: tuple[str, ...] = ()
    fallback_document: str = ""
    # What proves the receipt from which the limit counts, and where that is said.
    receipt_proof: str = ""
    receipt_citation: str = ""
    counting_citation: str = ""
    counting_certainty: str = ""
    citation: str = ""
    source: str = ""
    certainty: str = "M?"
    unit_certainty: str = ""
    wording: str = ""
    rule_id: str = ""
    rule_version: int = 1
    # Nobody has read what the evidence is worth that decides the value: every condition of evidence that may be the
    # right one, and the rules that hold under them where they are others.
    readings: tuple[str, ...] = ()
    others: tuple[ResolvedRule, ...] = ()

    @property
    def has_limit(self) -> bool:
        """False when the text gives no number ("without delay") and nothing can be computed."""
        return self.value is not None and self.unit in codes.UNITS_OF_TIME

    @property
    def is_verified(self) -> bool:
        """Value and unit were read in the text or in a secondary source."""
        return self.certainty in codes.VERIFIED_CERTAINTIES and (
            not self.unit_certainty or self.unit_certainty in codes.VERIFIED_CERTAINTIES
        )

    @property
    def silence_means_acceptance(self) -> bool:
        return self.effect_of_silence == codes.SILENCE_ACCEPTED

    @property
    def silence_is_verified(self) -> bool:
        """The effect of silence was read, not only remembered (its own certainty, else that of the rule)."""
        return (self.silence_certainty or self.certainty) in codes.VERIFIED_CERTAINTIES

    def to_json(self) -> Json:
        """Without the other rules: what they gave stands in the due date."""
        plain = dataclasses.asdict(dataclasses.replace(self, others=()))
        del plain["others"]
        return plain | {"suspension_causes": list(self.suspension_causes), "readings": list(self.readings)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ResolvedRule:
        tuples = {name: tuple(data.get(name, ())) for name in ("suspension_causes", "readings")}
        return cls(**{**data, **tuples})


@dataclass(frozen=True)
class Holiday:
    name: str
    is_estimated: bool = False


@dataclass(frozen=True)
class CalendarSnapshot:
    """The working days of a country (or of two together) at one version of its calendar.

    `weekend_days` are ISO weekdays, Monday 1 to Sunday 7. Days outside `covers_from`..`covers_to` are judged by the
    weekend alone, and a count that touches them is unverified.
    """

    country: str
    version: str
    weekend_days: frozenset[int] = frozenset({6, 7})
    holidays: Mapping[datetime.date, Holiday] = field(default_factory=dict, hash=False)
    covers_from: datetime.date = datetime.date.min
    covers_to: datetime.date = datetime.date.max

    def is_weekend(self, day: datetime.date) -> bool:
        return day.isoweekday() in self.weekend_days

    def is_working_day(self, day: datetime.date) -> bool:
        return not self.is_weekend(day) and day not in self.holidays

    def covers(self, day: datetime.date) -> bool:
        return self.covers_from <= day <= self.covers_to

    def is_uncertain(self, day: datetime.date) -> bool:
        """An estimated feast lies on this day or next to it: sighting may still move it by a day."""
        neighbours = (day, day - datetime.timedelta(days=1), day + datetime.timedelta(days=1))
        return any(holiday.is_estimated for near in neighbours if (holiday := self.holidays.get(near)))

    def union(self, other: CalendarSnapshot) -> CalendarSnapshot:
        """The calendar whose working days are working days in both countries.

        So Switzerland-United Kingdom, Article 1(7): a day that is a holiday in neither party's territory.
        """
        if other.country == self.country:
            return self
        return CalendarSnapshot(
            country=f"{self.country}+{other.country}",
            version=f"{self.version}+{other.version}",
            weekend_days=self.weekend_days | other.weekend_days,
            holidays={**other.holidays, **self.holidays},
            covers_from=max(self.covers_from, other.covers_from),
            covers_to=min(self.covers_to, other.covers_to),
        )


@dataclass(frozen=True)
class Step:
    """One step of a computation, worded later for each reader: code, day, citation, parameters (JSON values)."""

    code: str
    date: datetime.date | None = None
    citation: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def to_json(self) -> Json:
        return {
            "code": self.code,
            "date": self.date.isoformat() if self.date else None,
            "citation": self.citation,
            "parameters": dict(self.parameters),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Step:
        return cls(
            code=data["code"],
            date=datetime.date.fromisoformat(data["date"]) if data["date"] else None,
            citation=data["citation"],
            parameters=data["parameters"],
        )


@dataclass(frozen=True)
class Count:
    """One way of counting a period and where it ends.

    counted_to: the last day before the convention moved it; None for a period in hours.
    """

    convention: str
    first_day_counts: bool
    counted_to: datetime.date | None
    end: datetime.datetime

    def to_json(self) -> Json:
        return {
            "convention": self.convention,
            "first_day_counts": self.first_day_counts,
            "counted_to": self.counted_to.isoformat() if self.counted_to else None,
            "end": self.end.isoformat(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Count:
        return cls(
            convention=data["convention"],
            first_day_counts=data["first_day_counts"],
            counted_to=datetime.date.fromisoformat(data["counted_to"]) if data["counted_to"] else None,
            end=datetime.datetime.fromisoformat(data["end"]),
        )


@dataclass(frozen=True)
class DueDate:
    """A computed time limit. Stored with its steps and never computed again.

    All instants are UTC. `at` is the instant after which the limit has passed (midnight at the end of the last day in
    the zone of the state that must act); it is the later one where counting is unverified, because it carries legal
    effect. `earliest_at` is for warnings. `normally_at` is the end of a limit that the text calls normal. `counts` are
    the ways of counting that the rule leaves open: what an extension or a suspension goes on from.
    """

    at: datetime.datetime
    earliest_at: datetime.datetime
    latest_at: datetime.datetime
    start: datetime.datetime
    rule: ResolvedRule
    steps: tuple[Step, ...]
    counts: tuple[Count, ...]
    calendar_version: str
    time_zone: str
    is_verified: bool  # value, unit and calendar
    counting_is_verified: bool  # no two ways of counting give different days
    normally_at: datetime.datetime | None = None

    @property
    def last_day(self) -> datetime.date:
        """The last day of the limit in the zone of the state that must act."""
        return (self.at - datetime.timedelta(microseconds=1)).astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def rests_on_worth(self) -> bool:
        """Whether nobody has read what the evidence is worth that decides which time limit holds."""
        return any(step.code == "worth" for step in self.steps)

    @property
    def days_are_known(self) -> bool:
        """Whether the public holidays of the days that were counted are known for certain, and the evidence's worth."""
        unsure = {"holiday_estimated", "calendar_not_covered", "worth"}
        return not self.rule.readings and not unsure & {step.code for step in self.steps}

    @property
    def earliest_last_day(self) -> datetime.date:
        """The last day by the strictest way of counting."""
        return (self.earliest_at - datetime.timedelta(microseconds=1)).astimezone(ZoneInfo(self.time_zone)).date()

    def to_json(self) -> Json:
        """JSON values only; `from_json` gives an equal due date back."""
        return {
            "at": self.at.isoformat(),
            "earliest_at": self.earliest_at.isoformat(),
            "latest_at": self.latest_at.isoformat(),
            "start": self.start.isoformat(),
            "normally_at": self.normally_at.isoformat() if self.normally_at else None,
            "rule": self.rule.to_json(),
            "steps": [step.to_json() for step in self.steps],
            "counts": [count.to_json() for count in self.counts],
            "calendar_version": self.calendar_version,
            "time_zone": self.time_zone,
            "is_verified": self.is_verified,
            "counting_is_verified": self.counting_is_verified,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DueDate:
        instant = datetime.datetime.fromisoformat
        return cls(
            at=instant(data["at"]),
            earliest_at=instant(data["earliest_at"]),
            latest_at=instant(data["latest_at"]),
            start=instant(data["start"]),
            normally_at=instant(data["normally_at"]) if data["normally_at"] else None,
            rule=ResolvedRule.from_json(data["rule"]),
            steps=tuple(Step.from_json(step) for step in data["steps"]),
            counts=tuple(Count.from_json(count) for count in data["counts"]),
            calendar_version=data["calendar_version"],
            time_zone=data["time_zone"],
            is_verified=data["is_verified"],
            counting_is_verified=data["counting_is_verified"],
        )
