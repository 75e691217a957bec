"""Due dates of rules. Where the way of counting is not known, every way is computed and both ends are kept.

Sources: the counting convention of each rule; Regulation (EEC, Euratom) No 1182/71, Articles 2 and 3, where the rule
names it or where its convention is unverified.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from countries.clocks import codes
from countries.clocks.counting import (
    SMALLEST,
    Consulted,
    after_convention,
    day_before_period,
    end_in_hours,
    end_of_day,
    last_day,
    later_by,
    lost_days,
)
from countries.clocks.types import CalendarSnapshot, Count, DueDate, ResolvedRule, Step


class NoLimitError(ValueError):
    """The rule gives no number ("without delay"): there is nothing to compute."""


def due(rule: ResolvedRule, start: datetime.datetime, calendar: CalendarSnapshot, time_zone: ZoneInfo | str) -> DueDate:
    """The due date of a rule that starts at an instant.

    `calendar` is that of the state(s) whose working days the rule counts; `time_zone` that of the state that must act:
    a legal day is a day there. A rule with direction "before" counts backwards from the start (the planned transfer).

    Raises `NoLimitError` when the rule has no number and `ValueError` when the start has no time zone.
    """
    _require(rule, start)
    zone = ZoneInfo(str(time_zone))
    consulted = Consulted(calendar)
    counts = _counts(rule, start, zone, consulted)
    normally_at = _normal_end(rule, start, zone, calendar)
    return _due_date(rule, start, zone, consulted, counts, (_start_step(rule, start, zone),), normally_at)


def either(each: Sequence[DueDate]) -> DueDate:
    """One due date for several rules of which nobody knows which one holds: the latest end has legal effect, the
    earliest one warns, and none is verified."""
    found = sorted(each, key=lambda one: one.at, reverse=True)
    latest = found[0]
    earliest = min(found, key=lambda one: one.earliest_at)
    rule = earliest.rule
    step = Step(
        "worth",
        earliest.earliest_last_day,
        rule.citation,
        {"value": rule.value, "unit": rule.unit, "is_other": earliest is not latest},
    )
    normal_ends = [one.normally_at for one in found if one.normally_at]
    return dataclasses.replace(
        latest,
        earliest_at=earliest.earliest_at,
        rule=dataclasses.replace(latest.rule, others=()),
        steps=(*latest.steps, step),
        counts=tuple(count for one in found for count in one.counts),
        is_verified=False,
        counting_is_verified=all(one.counting_is_verified for one in found),
        normally_at=min(normal_ends, default=None),
    )


def extended(
    first: DueDate,
    extension: ResolvedRule,
    calendar: CalendarSnapshot,
    time_zone: ZoneInfo | str,
    granted: int | None = None,
    obstacle_end: datetime.datetime | None = None,
) -> DueDate:
    """The due date after an extension: a new total from the first start, or so much more after the first end.

    A rule that counts from the end of the obstacles gives so much more after `obstacle_end`, which it then needs; the
    period never ends earlier than the first one did. The days in which the first period stood still are not part of a
    total either.

    `granted` is what was asked for and given, in the unit of the rule; without it the whole cap. Raises `ValueError`
    when more is granted than the rule allows, `NoLimitError` when the rule has no number.
    """
    _require(extension, first.start)
    cap = extension.value or 0
    value = cap if granted is None else granted
    if not 0 <= value <= cap:
        raise ValueError(f"{value} is more than the agreement allows ({cap})")
    zone = ZoneInfo(str(time_zone))
    rule = dataclasses.replace(extension, value=value)
    consulted = Consulted(calendar)
    if extension.start_event == codes.OBSTACLE_END:
        if obstacle_end is None:
            raise ValueError("this extension runs from the end of the obstacles: say when they ended")
        if obstacle_end < first.start:
            raise ValueError("obstacles that ended before the period began extend nothing")
        counts = [
            dataclasses.replace(count, end=max(count.end, first.at))
            for count in _counts(rule, obstacle_end, zone, consulted)
        ]
    elif extension.of_total:
        counts = _counts(rule, first.start, zone, consulted)
        for step in first.steps:
            if step.code == "stood_still":
                counts = [_after_standing_still(count, step, rule, first.start, zone, consulted) for count in counts]
    else:
        # Added to the end of the first period, whose last day is never counted again.
        following = dataclasses.replace(rule, first_day_counts=False)
        ends = {first.earliest_at, first.latest_at}
        counts = [
            count for end in sorted(ends) for count in _counts(following, end - SMALLEST, zone, consulted, exact=end)
        ]
    if max(count.end for count in counts) < first.at:
        raise ValueError("an extension cannot end before the period that it extends")
    counts = [dataclasses.replace(count, end=max(count.end, first.earliest_at)) for count in counts]
    is_after_obstacle = extension.start_event == codes.OBSTACLE_END and obstacle_end is not None
    extension_step = Step(
        "extended",
        _start_day(obstacle_end, zone) if is_after_obstacle else first.last_day,
        extension.citation,
        {
            "value": value,
            "unit": extension.unit,
            "of_total": extension.of_total,
            "after_obstacle": is_after_obstacle,
        },
    )
    normally_at = _normal_end(rule, first.start, zone, calendar)
    result = _due_date(rule, first.start, zone, consulted, counts, (*_kept(first), extension_step), normally_at)
    return dataclasses.replace(result, is_verified=result.is_verified and first.is_verified)


def resumed(
    first: DueDate,
    paused_at: datetime.datetime,
    resumed_at: datetime.datetime,
    calendar: CalendarSnapshot,
    *,
    citation: str = "",
) -> DueDate:
    """The due date of a period that stood still between two instants.

    It runs on for what was left. Periods in days, months and years lose the legal days from the one on which the period
    stopped to the day before it goes on (working days where working days are counted); periods in hours lose the time
    itself. The convention is applied to the new last day.

    Raises `ValueError` when the period had passed before it stopped, runs backwards, or goes on before it stopped.
    """
    rule, zone = first.rule, ZoneInfo(first.time_zone)
    if rule.direction == codes.BEFORE:
        raise ValueError("a period that is counted backwards cannot stand still")
    if paused_at >= first.at:
        raise ValueError("a period that has passed cannot stand still")
    if resumed_at < paused_at:
        raise ValueError("a period cannot go on before it stood still")
    stopped_on, goes_on = paused_at.astimezone(zone).date(), resumed_at.astimezone(zone).date()
    consulted = Consulted(calendar)
    lost = lost_days(stopped_on, goes_on, rule.unit, consulted)
    stood = resumed_at.astimezone(datetime.UTC) - paused_at.astimezone(datetime.UTC)
    parameters = {"to": goes_on.isoformat(), "lost": lost, "seconds": stood.total_seconds()}
    step = Step("stood_still", stopped_on, citation, parameters)
    counts = [
        count if paused_at >= count.end else _after_standing_still(count, step, rule, first.start, zone, consulted)
        for count in first.counts
    ]
    result = _due_date(rule, first.start, zone, consulted, counts, (*_kept(first), step), first.normally_at)
    return dataclasses.replace(result, is_verified=result.is_verified and first.is_verified)


def fixed(rule: ResolvedRule, start: datetime.datetime, day: datetime.date, time_zone: ZoneInfo | str) -> DueDate:
    """A limit that a paper states and nobody counts: it ends with that day in the zone (validity of a document)."""
    zone = ZoneInfo(str(time_zone))
    end = end_of_day(day, zone)
    steps = (Step("stated", day), Step("ends", day, parameters={"time_zone": zone.key, "in_hours": False}))
    return DueDate(
        at=end,
        earliest_at=end,
        latest_at=end,
        start=start.astimezone(datetime.UTC),
        rule=rule,
        steps=steps,
        counts=(Count(codes.PLAIN, False, day, end),),
        calendar_version="",
        time_zone=zone.key,
        is_verified=True,
        counting_is_verified=True,
    )


def _start_day(instant: datetime.datetime | None, zone: ZoneInfo) -> datetime.date | None:
    return instant.astimezone(zone).date() if instant else None


def _kept(first: DueDate) -> list[Step]:
    """The steps of an earlier working that still hold: how it began and what was skipped, not where it ended."""
    return [step for step in first.steps if step.code in codes.KEPT_STEPS]


def _after_standing_still(
    count: Count, step: Step, rule: ResolvedRule, start: datetime.datetime, zone: ZoneInfo, consulted: Consulted
) -> Count:
    """The count after a time in which the period stood still; as it was where by this way it had ended before."""
    assert step.date is not None
    if count.counted_to is None:
        return dataclasses.replace(count, end=count.end + datetime.timedelta(seconds=step.parameters["seconds"]))
    if step.date > _last_day_of(count.end, zone):
        return count
    lost = lost_days(step.date, datetime.date.fromisoformat(step.parameters["to"]), rule.unit, consulted)
    last = later_by(count.counted_to, lost, rule.unit, consulted)
    began, value, way = start.astimezone(zone).date(), rule.value or 0, count.convention
    moved = after_convention(last, began, value, rule.unit, way, count.first_day_counts, consulted)
    return dataclasses.replace(count, counted_to=last, end=end_of_day(moved, zone))


def _require(rule: ResolvedRule, start: datetime.datetime) -> None:
    if start.tzinfo is None:
        raise ValueError("the start of a time limit must carry its time zone")
    if not rule.has_limit:
        raise NoLimitError(f"{rule.agreement_code} gives no number for {rule.kind}")


def _ways(rule: ResolvedRule) -> list[tuple[str, bool]]:
    """The ways of counting that the rule leaves open: (convention, whether the first day counts)."""
    if rule.counting_convention == codes.UNVERIFIED:
        conventions: tuple[str, ...] = (codes.PLAIN, codes.REGULATION_1182_71)
    else:
        conventions = (rule.counting_convention,)
    ways: list[tuple[str, bool]] = []
    for convention in conventions:
        # Article 3(1) of the Regulation settles the question: the day of the event is not counted.
        if convention == codes.REGULATION_1182_71 and rule.first_day_counts is None:
            ways.append((convention, False))
        elif rule.first_day_counts is None:
            ways += [(convention, False), (convention, True)]
        else:
            ways.append((convention, rule.first_day_counts))
    return ways


def _counts(
    rule: ResolvedRule,
    start: datetime.datetime,
    zone: ZoneInfo,
    consulted: Consulted,
    exact: datetime.datetime | None = None,
) -> list[Count]:
    """Every way of counting, carried out. `exact` is the instant from which hours run when it is not the start."""
    value = rule.value or 0
    day = start.astimezone(zone).date()
    counts: list[Count] = []
    for convention, first_day_counts in _ways(rule):
        if rule.unit == codes.HOUR and rule.direction == codes.BEFORE:
            end = (exact or start).astimezone(datetime.UTC) - datetime.timedelta(hours=value)
            counts.append(Count(convention, False, None, end))
        elif rule.unit == codes.HOUR:
            end = end_in_hours(exact or start, value, convention, zone, consulted)
            counts.append(Count(convention, False, None, end))
        elif rule.direction == codes.BEFORE:
            # Article 3(4), second paragraph: a period counted backwards does not move to a working day.
            counted = day_before_period(day, value, rule.unit, first_day_counts, consulted)
            counts.append(Count(convention, first_day_counts, counted, end_of_day(counted, zone)))
        else:
            counted = last_day(day, value, rule.unit, first_day_counts, consulted)
            moved = after_convention(counted, day, value, rule.unit, convention, first_day_counts, consulted)
            counts.append(Count(convention, first_day_counts, counted, end_of_day(moved, zone)))
    return counts


def _due_date(
    rule: ResolvedRule,
    start: datetime.datetime,
    zone: ZoneInfo,
    consulted: Consulted,
    counts: list[Count],
    earlier_steps: tuple[Step, ...],
    normally_at: datetime.datetime | None,
) -> DueDate:
    # Of two that end together the one that came later before it was moved: only that one agrees with the latest end
    # of the period that it goes on from.
    latest = max(counts, key=lambda count: (count.end, count.counted_to or datetime.date.min))
    earliest = min(counts, key=lambda count: count.end)
    is_uncovered = any(not consulted.calendar.covers(day) for day in consulted.days)
    is_estimated = any(consulted.calendar.is_uncertain(day) for day in consulted.days)
    steps = list(earlier_steps)
    steps += _skipped_steps(consulted)
    steps += _end_steps(latest, earliest, zone)
    if normally_at:
        steps.append(Step("normally", _last_day_of(normally_at, zone), rule.citation, {"value": rule.normal_value}))
    if is_estimated:
        steps.append(Step("holiday_estimated", parameters={"country": consulted.calendar.country}))
    if is_uncovered:
        steps.append(Step("calendar_not_covered", parameters={"country": consulted.calendar.country}))
    return DueDate(
        at=latest.end,
        earliest_at=earliest.end,
        latest_at=latest.end,
        start=start.astimezone(datetime.UTC),
        rule=rule,
        steps=tuple(steps),
        counts=tuple(counts),
        calendar_version=consulted.calendar.version,
        time_zone=zone.key,
        is_verified=rule.is_verified and not is_uncovered and not is_estimated and not rule.readings,
        counting_is_verified=earliest.end == latest.end,
        normally_at=normally_at,
    )


def _normal_end(
    rule: ResolvedRule, start: datetime.datetime, zone: ZoneInfo, calendar: CalendarSnapshot
) -> datetime.datetime | None:
    """The earliest end of the limit that the text calls normal."""
    if rule.normal_value is None or rule.direction == codes.BEFORE:
        return None
    normal = dataclasses.replace(rule, value=rule.normal_value)
    return min(count.end for count in _counts(normal, start, zone, Consulted(calendar)))


def _last_day_of(end: datetime.datetime, zone: ZoneInfo) -> datetime.date:
    return (end - SMALLEST).astimezone(zone).date()


def _start_step(rule: ResolvedRule, start: datetime.datetime, zone: ZoneInfo) -> Step:
    return Step(
        "counts",
        start.astimezone(zone).date(),
        rule.citation,
        {
            "value": rule.value,
            "unit": rule.unit,
            "event": rule.start_event,
            "direction": rule.direction,
            "first_day_counts": rule.first_day_counts,
            "convention": rule.counting_convention,
            "working_days_of": rule.working_days_of if rule.unit == codes.WORKING_DAY else "",
            # An extension counts by a rule of its own: how the first one was chosen is kept here.
            "condition": rule.condition,
            "readings": list(rule.readings),
            "rule_id": rule.rule_id,
            "rule_version": rule.rule_version,
        },
    )


def _skipped_steps(consulted: Consulted) -> list[Step]:
    """The public holidays on which nothing was counted, in order."""
    return [
        Step(
            "holiday_skipped",
            day,
            parameters={
                "holiday": holiday.name,
                "is_estimated": holiday.is_estimated,
                "country": consulted.calendar.country,
            },
        )
        for day, holiday in sorted(consulted.skipped.items())
    ]


def _end_steps(latest: Count, earliest: Count, zone: ZoneInfo) -> list[Step]:
    steps: list[Step] = []
    last = _last_day_of(latest.end, zone)
    if latest.counted_to and latest.counted_to != last:
        steps.append(
            Step(
                "moved",
                last,
                "Article 3(4) and (5)" if latest.convention == codes.REGULATION_1182_71 else "",
                {"from": latest.counted_to.isoformat(), "convention": latest.convention},
            )
        )
    ends = {"time_zone": zone.key, "at": latest.end.isoformat(), "in_hours": latest.counted_to is None}
    steps.append(Step("ends", last, parameters=ends))
    if earliest.end != latest.end:
        steps.append(
            Step(
                "earliest",
                _last_day_of(earliest.end, zone),
                parameters={
                    "convention": earliest.convention,
                    "first_day_counts": earliest.first_day_counts,
                    "at": earliest.end.isoformat(),
                },
            )
        )
    return steps
