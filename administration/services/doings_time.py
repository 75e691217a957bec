"""Changes of working days, and the doing over again of time limits that run. Called by
`administration.services.doings`."""

from typing import Final

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from accounts.actor import Actor
from administration import payloads
from administration.models import ChangeRequest
from administration.services.setting import Setting
from administration.services.trail import trail
from core.errors import Invalid, NotVisible
from countries.models import PublicHoliday, WorkingCalendar
from countries.services import editing
from countries.services.authorities import stale

DAYS_AT_MOST: Final = 400

# --- calendars --------------------------------------------------------------------------------------------------------


def calendar_check(setting: Setting, payload: payloads.EditCalendar) -> None:
    """Whether the own country's calendar can be changed so. Raises NotVisible, Invalid, StaleVersion."""
    calendar = WorkingCalendar.objects.filter(country=payload.calendar).first()
    if calendar is None or payload.calendar != setting.country:
        raise NotVisible(f"calendar:{payload.calendar}"[:100])
    if calendar.version != payload.based_on:
        raise stale()
    if not set(payload.weekend_days) <= set(range(1, 8)) or len(set(payload.weekend_days)) > 6:
        raise Invalid({"weekend_days": [_("At least one day of the week is a working day")]})
    if payload.covers_to < payload.covers_from:
        raise Invalid({"covers_to": [_("The last day cannot be before the first one")]})
    dates = [day.date for day in payload.days]
    if len(dates) + len(payload.removed) > DAYS_AT_MOST or len(set(dates)) != len(dates):
        raise Invalid({"days": [_("Each day once")]})
    longest = PublicHoliday._meta.get_field("name").max_length or 0
    for day in payload.days:
        if not payload.covers_from <= day.date <= payload.covers_to:
            raise Invalid({"days": [_("%(day)s lies outside the days that are known") % {"day": day.date}]})
        if not day.name.strip() or len(day.name) > longest:
            raise Invalid(
                {"days": [_("Each holiday needs a name of at most %(count)d characters") % {"count": longest}]}
            )
    held = {row.date: row for row in calendar.holidays.all()}
    if not set(payload.removed) <= set(held):
        raise stale()
    is_same = all(
        day.date in held and (held[day.date].name, held[day.date].is_estimated) == (day.name, day.is_estimated)
        for day in payload.days
    )
    kept = (sorted(calendar.weekend_days), calendar.covers_from, calendar.covers_to)
    if (
        is_same
        and not payload.removed
        and kept
        == (
            sorted(payload.weekend_days),
            payload.covers_from,
            payload.covers_to,
        )
    ):
        raise Invalid({NON_FIELD_ERRORS: [_("Nothing would change")]})


def calendar_apply(payload: payloads.EditCalendar) -> WorkingCalendar:
    """Write the calendar."""
    return editing.calendar_write(
        country=payload.calendar,
        weekend_days=payload.weekend_days,
        covers_from=payload.covers_from,
        covers_to=payload.covers_to,
        removed=payload.removed,
        days=[(day.date, day.name, day.is_estimated) for day in payload.days],
        source=payload.source,
    )


def calendar_do(actor: Actor, change: ChangeRequest, payload: payloads.EditCalendar) -> None:
    """Carry the change out, with its event."""
    calendar = calendar_apply(payload)
    trail(
        actor=actor,
        action="calendar.changed",
        subject=f"calendar:{payload.calendar}",
        parameters={"country": payload.calendar, "version": calendar.version},
        changed=["holidays", "weekend_days"],
    )


# --- doing over -------------------------------------------------------------------------------------------------------


def recompute_check(setting: Setting, payload: payloads.RecomputeClocks) -> None:
    """Something must be chosen; what was touched meanwhile is left out when it is done."""
    if not payload.clocks:
        raise Invalid({"clocks": [_("Choose at least one")]})


def recompute_do(actor: Actor, change: ChangeRequest, payload: payloads.RecomputeClocks) -> None:
    """Nothing of its own: the time limits are promised as after every other change of rules or calendars."""
