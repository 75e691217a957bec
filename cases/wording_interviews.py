"""Interviews, checks of the legal status and mission visits in words. Nothing says why an interview is postponed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.choices_interviews import InterviewResult, InterviewStatus, StatusResult
from core.jinja import date_long, local_time

_Parameters = Mapping[str, Any]

# What the mission that hears a person has to do, by the status of the interview.
_MISSION_DOES: Final[Mapping[str, str | Promise]] = {
    InterviewStatus.REQUESTED: gettext_lazy("set the date of the interview"),
    InterviewStatus.POSTPONED: gettext_lazy("set the date of the interview"),
    InterviewStatus.NO_SHOW: gettext_lazy("set the date of the interview"),
    InterviewStatus.SCHEDULED: gettext_lazy("hear the person once the presentation is confirmed"),
    InterviewStatus.CONFIRMED: gettext_lazy("hear the person and record the interview"),
    InterviewStatus.HELD: gettext_lazy("give the result of the interview"),
}


def mission_does(status: str) -> str:
    """What the mission has to do about an interview of this status, in words; "" where nothing."""
    return str(_MISSION_DOES.get(status, ""))


REFUSALS: Final[Mapping[str, str | Promise]] = {
    "may_not_be_presented": gettext_lazy("by the last check of the legal status the person could not be presented"),
    "status_check_missing": gettext_lazy("no fresh check of the legal status was recorded"),
    "interview_of_other_side": gettext_lazy("the other side had asked for the interview"),
    "visit_not_planned": gettext_lazy("the visit was over or cancelled"),
}
PLAIN: Final[Mapping[str, str | Promise]] = {
    "interview.requested": gettext_lazy("Interview asked for"),
    "interview.wanted": gettext_lazy("Person to interview"),
    "interview.postponed": gettext_lazy("Interview postponed"),
    "interview.no_show": gettext_lazy("The person did not appear for the interview"),
    "interview.cancelled": gettext_lazy("Interview given up"),
    "interview.check_due": gettext_lazy("The legal status is to be checked before the interview"),
    "verification.reminded": gettext_lazy("Reminder: a question of identity waits for your answer"),
    "verification.cancelled": gettext_lazy("A question of identity was withdrawn"),
    "visit.planned": gettext_lazy("Mission visit planned"),
    "visit.changed": gettext_lazy("Mission visit changed"),
    "visit.announced": gettext_lazy("Mission visit announced"),
    "visit.moved": gettext_lazy("Schedule of the mission visit changed"),
    "visit.ended": gettext_lazy("Mission visit ended"),
    "visit.cancelled": gettext_lazy("Mission visit cancelled"),
    "visit.opened": gettext_lazy("Opened the mission visit"),
}


def _interviewed(values: _Parameters, is_own: bool) -> str:
    if not values.get("held_on"):
        return _("Interview held")
    return _("Interview held on %(date)s") % {"date": date_long(date.fromisoformat(values["held_on"]))}


def _at(sentence: str | Promise) -> Callable[[_Parameters, bool], str]:
    def make(values: _Parameters, is_own: bool) -> str:
        if not values.get("at"):
            return str(sentence)
        return f"{sentence}: {local_time(datetime.fromisoformat(values['at']))}"

    return make


def _told(values: _Parameters, is_own: bool) -> str:
    result = values.get("result", "")
    if result not in InterviewResult.values:
        return _("Result of the interview given")
    return _("Result of the interview: %(result)s") % {"result": str(InterviewResult(result).label).lower()}


def _checked(values: _Parameters, is_own: bool) -> str:
    result = values.get("result", "")
    if result not in StatusResult.values:
        return _("Legal status checked")
    return _("Legal status checked: %(result)s") % {"result": StatusResult(result).label}


def _added(values: _Parameters, is_own: bool) -> str:
    count = int(values.get("count", 1))
    return ngettext(
        "%(count)d person added to the mission visit", "%(count)d persons added to the mission visit", count
    ) % {"count": count}


def _of_agency(sentence: str | Promise) -> Callable[[_Parameters, bool], str]:
    def make(values: _Parameters, is_own: bool) -> str:
        return f"{sentence}: {values['agency']}" if values.get("agency") else str(sentence)

    return make


MADE: Final[Mapping[str, Callable[[_Parameters, bool], str]]] = {
    "interview.held": _interviewed,
    "interview.scheduled": _at(gettext_lazy("Date of the interview set")),
    "interview.slot_given": _at(gettext_lazy("Time in a mission visit given")),
    "interview.presentation_confirmed": _at(gettext_lazy("Presentation at the interview confirmed")),
    "interview.result_given": _told,
    "status_check.recorded": _checked,
    "visit.persons_added": _added,
    "verification.reminder_sent": _of_agency(gettext_lazy("Agency reminded")),
    "verification.asked_again": _of_agency(gettext_lazy("Agency asked again")),
    "verification.question_withdrawn": _of_agency(gettext_lazy("Question to an agency withdrawn")),
    "verification.overdue": _of_agency(gettext_lazy("An agency has not answered in time")),
}
