"""When the acts of a case happened: on working days of the office that acts, in its office hours, one after another."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Final

from accounts.actor import Actor
from countries.clocks import CalendarSnapshot
from countries.selectors.calendars import calendar_for

# How long an act usually takes after the one before it, in working days; only the proportions matter.
_PACE: Final = {
    "answer": 3.0,
    "sign": 1.5,
    "document": 3.0,
    "confirm": 2.0,
    "hand_over": 4.0,
    "close": 3.0,
    "silence": 12.0,
    "paper": 4.0,
}
_FIRST_MINUTE, _LAST_MINUTE = 8 * 60 + 40, 16 * 60 + 30
_AT_LEAST: Final = timedelta(minutes=25)


def moments(
    steps: Sequence[tuple[str, Actor]],
    days: tuple[int, int],
    *,
    reply_days: int,
    document_days: int,
    now: datetime,
    chance: Random,
) -> list[datetime]:
    """One instant per (act, actor): the first `days[0]`, the last `days[1]` working days before `now`, growing.

    reply_days: calendar days after the submission in which a reply is signed, document_days: after the reply in which
    the travel document is issued; 0: no matter.
    """
    first, last = days
    names = [name for name, _ in steps]
    passed = list(accumulate(_PACE.get(name, 1.0) if index else 0.0 for index, name in enumerate(names)))
    sent, signed = (names.index(name) if name in names else -1 for name in ("submit", "sign"))
    found: list[datetime] = []
    for index, (name, actor) in enumerate(steps):
        back = round(first - (first - last) * passed[index] / (passed[-1] or 1.0))
        day = working_day_before(calendar_for(actor.country), now.astimezone(actor.zone).date(), back)
        if reply_days and sent < index <= signed:
            share = (passed[index] - passed[sent]) / (passed[signed] - passed[sent])
            day = min(day, (found[sent] + timedelta(days=reply_days * share)).astimezone(actor.zone).date())
        if document_days and name == "document":
            day = min(day, (found[-1] + timedelta(days=document_days)).astimezone(actor.zone).date())
        minute = chance.randint(_FIRST_MINUTE, _LAST_MINUTE)
        earliest = found[-1] + _AT_LEAST + timedelta(minutes=chance.randint(0, 60)) if found else None
        found.append(_placed(actor, day, minute, earliest, now))
    return found


def _placed(actor: Actor, day: date, minute: int, earliest: datetime | None, now: datetime) -> datetime:
    """The instant on this day, or on the working day before, or the first office hour after `earliest` when that is
    later."""
    calendar = calendar_for(actor.country)
    if not calendar.is_working_day(day):
        day = working_day_before(calendar, day, 1)
    moment = _at(actor, day, minute)
    if earliest is not None and moment < earliest:
        moment = earliest
        local = moment.astimezone(actor.zone)
        while not calendar.is_working_day(local.date()) or not _is_open(local):
            begins = local.date() if _minute(local) < _FIRST_MINUTE else local.date() + timedelta(days=1)
            while not calendar.is_working_day(begins):
                begins += timedelta(days=1)
            moment = _at(actor, begins, _FIRST_MINUTE + minute % 45)
            local = moment.astimezone(actor.zone)
        if moment >= now and earliest is not None:
            # No office hour is left before now (a seeding in the early morning): late work.
            moment = min(earliest, now - timedelta(minutes=1))
    return moment


def working_day_before(calendar: CalendarSnapshot, today: date, count: int) -> date:
    """The working day `count` (at least 1) working days before `today`."""
    day = today
    for _ in range(max(count, 1)):
        day -= timedelta(days=1)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
    return day


def lately(actor: Actor, *, now: datetime, chance: Random) -> datetime:
    """An office hour of the last working day before today."""
    day = working_day_before(calendar_for(actor.country), now.astimezone(actor.zone).date(), 1)
    return _placed(actor, day, chance.randint(_FIRST_MINUTE, _LAST_MINUTE), None, now)


def arrival_in(days: int, *, actor: Actor, now: datetime, chance: Random) -> datetime:
    """An arrival in `days` days, in the afternoon of the actor's zone; 0 is the latest that has just come in."""
    if days == 0:
        today = now.astimezone(actor.zone).date()
        hours = [_at(actor, today - timedelta(days=back), hour * 60 + 35) for back in (0, 1) for hour in (18, 14, 9)]
        return next(moment for moment in hours if moment < now)
    day = now.astimezone(actor.zone).date() + timedelta(days=days)
    return _at(actor, day, 13 * 60 + 5 * chance.randint(0, 50))


def _at(actor: Actor, day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), actor.zone).astimezone(UTC)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _is_open(local: datetime) -> bool:
    return _FIRST_MINUTE <= _minute(local) <= _LAST_MINUTE + 30
