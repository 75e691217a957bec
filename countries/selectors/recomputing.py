"""What a stored due date would be if it were computed today, with the rules and calendars as they stand now.

Nothing is changed here: a stored due date is never silently recomputed. People look at the difference and decide.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from countries.choices import RuleKind
from countries.clocks import CalendarSnapshot, DueDate, ResolvedRule, codes, due, either, extended, resumed
from countries.clocks.types import Step
from countries.models import Country
from countries.selectors.calendars import calendar_for
from countries.selectors.conditions import Held
from countries.selectors.rules import rules_for

# The steps of a working that this module can repeat; what else stands in one was not counted by a rule alone.
_REPEATED = frozenset(
    {
        *("counts", "holiday_skipped", "moved", "ends", "earliest", "normally"),
        *("holiday_estimated", "calendar_not_covered", "extended", "stood_still", "worth"),
    }
)

_EXTENDED: Final[Mapping[str, str]] = {RuleKind.ACCELERATED_REPLY_EXTENSION: RuleKind.ACCELERATED_REPLY}


def _kind_of_first(stored: DueDate, kind: str, steps: Mapping[str, Step]) -> str:
    """Of which kind the rule was that the time limit began with. It need not be called as the limit is: the reply in an
    accelerated procedure and to a transit have rules of their own. kind: where an extension stands in its place."""
    if "extended" not in steps:
        return stored.rule.kind
    return _EXTENDED.get(stored.rule.kind, kind)


class Recomputer:
    """Computes many due dates anew: rules, calendars and time zones are each read once."""

    def __init__(self) -> None:
        self._rules: dict[tuple[object, ...], dict[str, ResolvedRule]] = {}
        self._calendars: dict[str, CalendarSnapshot] = {}
        self._zones = dict(Country.objects.values_list("code", "time_zone"))

    def due(
        self,
        stored: DueDate,
        kind: str,
        *,
        requesting: str,
        receiving: str,
        track: str,
        agreement: str,
        on_date: datetime.date,
    ) -> DueDate | None:
        """The due date of a time limit of this kind, from the stored start and with the stored extensions and times in
        which it stood still; None where it cannot be said: no such rule any more, another start event, a day that a
        paper stated. A time limit never disappears by being computed anew."""
        steps = {step.code: step for step in stored.steps}
        begin = steps.get("counts")
        if begin is None or not set(steps) <= _REPEATED:
            return None
        # The first of several: an extension is counted by a rule of its own.
        chosen = begin.parameters
        condition = Held(chosen.get("condition", ""), readings=tuple(chosen.get("readings", ())))
        key = (requesting, receiving, track, on_date, agreement, condition)
        if key not in self._rules:
            self._rules[key] = rules_for(
                requesting, receiving, track, on_date, agreement=agreement, conditions=condition
            )
        rule = self._rules[key].get(_kind_of_first(stored, kind, steps))
        if rule is None or not rule.has_limit:
            return None
        if begin.parameters["event"] != rule.start_event:
            return None
        pair = (requesting, receiving)
        extension = self._rules[key].get(stored.rule.kind)
        return self._followed(self._begun(rule, stored.start, pair), stored, extension, pair)

    def counted_again(self, stored: DueDate, *, requesting: str, receiving: str) -> DueDate | None:
        """The due date by the rules that it was computed with, with the calendars as they stand now; None where it
        cannot be said. What was not verified of the rules of an extended limit stays so."""
        steps = {step.code: step for step in stored.steps}
        if "counts" not in steps or not set(steps) <= _REPEATED:
            return None
        pair = (requesting, receiving)
        rules = _rules_held(stored, steps)
        each = [due(one, stored.start, self._calendar(one, *pair), self._zone(one, *pair)) for one in rules]
        found = self._followed(either(each) if len(each) > 1 else each[0], stored, stored.rule, pair)
        if found is None or "extended" not in steps or stored.is_verified:
            return found
        return dataclasses.replace(found, is_verified=False)

    def _followed(
        self, found: DueDate, stored: DueDate, extension: ResolvedRule | None, pair: tuple[str, str]
    ) -> DueDate | None:
        """With the extensions and the times in which it stood still."""
        for step in stored.steps:
            if step.code == "extended":
                again = self._extended(found, step, extension, pair)
            elif step.code == "stood_still":
                again = self._resumed(found, step, pair)
            else:
                continue
            if again is None:
                return None
            found = again
        return found

    def _begun(self, rule: ResolvedRule, start: datetime.datetime, pair: tuple[str, str]) -> DueDate:
        """As `countries.selectors.calendars.due_date_for`."""
        others = (dataclasses.replace(other, readings=rule.readings) for other in rule.others if other.has_limit)
        found = [
            due(one, start, self._calendar(one, *pair), self._zone(one, *pair))
            for one in (dataclasses.replace(rule, others=()), *others)
        ]
        return either(found) if rule.readings else found[0]

    def _extended(
        self,
        found: DueDate,
        step: Step,
        rule: ResolvedRule | None,
        pair: tuple[str, str],
    ) -> DueDate | None:
        """The extension that was given stays given, whatever the rule allows today."""
        parameters = step.parameters
        if rule is None or parameters.get("after_obstacle"):
            return None
        given = dataclasses.replace(
            rule, value=parameters["value"], unit=parameters["unit"], of_total=parameters["of_total"]
        )
        try:
            return extended(found, given, self._calendar(given, *pair), self._zone(given, *pair))
        except ValueError:
            # The first period is now longer than what was given: nothing was gained by the extension.
            return found

    def _resumed(self, found: DueDate, step: Step, pair: tuple[str, str]) -> DueDate | None:
        """Legal days are lost from the day on which it stopped to the day before it went on; when hours stopped was not
        stored."""
        if step.date is None or found.rule.unit == codes.HOUR:
            return None
        zone = ZoneInfo(found.time_zone)
        noon = datetime.time(12)
        stopped = datetime.datetime.combine(step.date, noon, zone)
        went_on = datetime.datetime.combine(datetime.date.fromisoformat(step.parameters["to"]), noon, zone)
        try:
            calendar = self._calendar(found.rule, *pair)
            return resumed(found, stopped, went_on, calendar, citation=step.citation)
        except ValueError:
            # By the new count it had passed before it stopped: people must look at such a case themselves.
            return None

    def _calendar(self, rule: ResolvedRule, requesting: str, receiving: str) -> CalendarSnapshot:
        side = rule.working_days_of if rule.unit == codes.WORKING_DAY else rule.acting_side
        if side == codes.BOTH:
            return self._of_country(receiving).union(self._of_country(requesting))
        return self._of_country(requesting if side == codes.REQUESTING else receiving)

    def _of_country(self, country: str) -> CalendarSnapshot:
        if country not in self._calendars:
            self._calendars[country] = calendar_for(country)
        return self._calendars[country]

    def _zone(self, rule: ResolvedRule, requesting: str, receiving: str) -> str:
        return self._zones[requesting if rule.acting_side == codes.REQUESTING else receiving]


def _rules_held(stored: DueDate, steps: dict[str, Step]) -> list[ResolvedRule]:
    """The rules that a working began with: of an extended limit the first one as its step keeps it; where nobody read
    what the evidence is worth, the other one as well."""
    begin = steps["counts"].parameters
    first = dataclasses.replace(
        stored.rule,
        value=begin["value"],
        unit=begin["unit"],
        start_event=begin["event"],
        direction=begin["direction"],
        first_day_counts=begin["first_day_counts"],
        counting_convention=begin["convention"],
        working_days_of=begin["working_days_of"] or stored.rule.working_days_of,
        citation=steps["counts"].citation,
        readings=tuple(begin.get("readings", ())),
    )
    worth = steps.get("worth")
    if worth is None or not worth.parameters["is_other"]:
        return [first, first] if worth else [first]
    other = {"value": worth.parameters["value"], "unit": worth.parameters["unit"]}
    return [first, dataclasses.replace(first, citation=worth.citation, **other)]


def is_touched(stored: DueDate, then: DueDate) -> bool:
    """Whether the new working says something else that matters: another end, or the same one with another certainty or
    another effect of silence. A new version number alone does not."""
    return _said(stored) != _said(then)


def _said(due_date: DueDate) -> tuple[object, ...]:
    rule = due_date.rule
    return (
        due_date.at,
        due_date.earliest_at,
        due_date.normally_at,
        due_date.is_verified,
        due_date.counting_is_verified,
        rule.effect_of_silence,
        rule.silence_is_verified,
    )
