"""The fresh check of the legal status that the requesting side owes before a presentation or a transfer.

Own-side data: for the receiving side there is no check, and nothing here tells it of one.
"""

from datetime import date, timedelta
from typing import Final

from cases.choices_interviews import StatusResult
from cases.models import Case, StatusCheck
from countries.selectors.calendars import calendar_for

# Working days of the requesting country before the day of presentation. Practice of the Dutch Repatriation and
# Departure Service ("presentation to the mission": checked anew three working days before), certainty S; no agreement
# has such a rule, so it is one of this house for every country.
FRESH_WORKING_DAYS: Final = 3


def status_check_of(case: Case) -> StatusCheck | None:
    """The newest check of the case's legal status, or None. One statement."""
    return StatusCheck.objects.filter(case=case).order_by("checked_on", "checked_at", "id").last()


def earliest_fresh_day(case: Case, before: date) -> date:
    """From which day on a check is fresh enough for something on the day `before`: the third working day of the
    requesting country before it. At most three statements, kept."""
    calendar, day, left = calendar_for(case.requesting_country_id), before, FRESH_WORKING_DAYS
    while left:
        day -= timedelta(days=1)
        left -= calendar.is_working_day(day)
    return day


def is_negative(check: StatusCheck | None) -> bool:
    """Whether the check found that the person may be neither presented nor returned."""
    return check is not None and check.result != StatusResult.MAY_BE_PRESENTED


def status_check_stands(case: Case, check: StatusCheck | None, before: date) -> str:
    """How the check stands for something on the day `before`: "" there is none, "negative", "old", "fresh"."""
    if check is None:
        return ""
    if is_negative(check):
        return "negative"
    return "fresh" if check.checked_on >= earliest_fresh_day(case, before) else "old"
