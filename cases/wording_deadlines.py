"""Warnings of time limits, and what administrators do about mail and work that failed, in words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import wording_limits
from cases.choices import ClockKind
from core.jinja import due_short

_Parameters = Mapping[str, Any]
_LIMITS: Final[Mapping[str, Mapping[str, str | Promise]]] = {
    "deadline.at_risk": {
        ClockKind.REPLY: gettext_lazy("The time limit for the reply ends soon"),
        ClockKind.TRAVEL_DOCUMENT: gettext_lazy("The time limit for the travel document ends soon"),
        ClockKind.TRANSFER: gettext_lazy("The time limit for the transfer ends soon"),
        ClockKind.TRAVEL_DOCUMENT_VALIDITY: gettext_lazy("The travel document expires soon"),
        ClockKind.SUBMISSION: gettext_lazy("The time in which the application can be submitted ends soon"),
        ClockKind.ACCELERATED_SUBMISSION: gettext_lazy("The time for the accelerated procedure ends soon"),
        "information_request": gettext_lazy("The day for answering a request for information is near"),
        "verification": gettext_lazy("The day for answering a question of identity is near"),
    },
    "deadline.overdue": {
        ClockKind.REPLY: gettext_lazy("The time limit for the reply has passed"),
        ClockKind.TRAVEL_DOCUMENT: gettext_lazy("The time limit for the travel document has passed"),
        ClockKind.TRANSFER: gettext_lazy("The time limit for the transfer has passed"),
        ClockKind.SUBMISSION: gettext_lazy("The time in which the application could be submitted has ended"),
        ClockKind.ACCELERATED_SUBMISSION: gettext_lazy("The time for the accelerated procedure has ended"),
        "information_request": gettext_lazy("The day for answering a request for information has passed"),
        "verification": gettext_lazy("The day for answering a question of identity has passed"),
    },
}
# Of limits that have no sentence of their own.
_ANY_LIMIT: Final[Mapping[str, str | Promise]] = {
    "deadline.at_risk": gettext_lazy("%(limit)s: the time limit ends soon"),
    "deadline.overdue": gettext_lazy("%(limit)s: the time limit has passed"),
}


def _limit(action: str) -> Callable[[_Parameters, bool], str]:
    def make(values: _Parameters, is_own: bool) -> str:
        limit = str(dict(ClockKind.choices).get(values.get("clock", ""), _("Time limit")))
        if normally := values.get("normally_at"):
            day = due_short(datetime.fromisoformat(normally), values.get("zone"))
            return _("%(limit)s: normally due on %(day)s, without legal effect") % {"limit": limit, "day": day}
        text = str(_LIMITS[action].get(values.get("clock", ""), _ANY_LIMIT[action])) % {"limit": limit}
        earliest = values.get("earliest_at")
        if not earliest:
            return text
        day = due_short(datetime.fromisoformat(earliest), values.get("zone"))
        return _("%(text)s (by the stricter count on %(day)s)") % {"text": text, "day": day}

    return make


def _escalated(values: _Parameters, is_own: bool) -> str:
    return _("For heads of office: %(text)s") % {"text": _lower(_limit("deadline.overdue")(values, is_own))}


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _unanswered(values: _Parameters, is_own: bool) -> str:
    days = int(values.get("days", 0))
    return ngettext(
        "For heads of office: nobody has acknowledged the case for %(days)d day",
        "For heads of office: nobody has acknowledged the case for %(days)d days",
        days,
    ) % {"days": days}


def _recomputed(values: _Parameters, is_own: bool) -> str:
    zone = values.get("zone")
    limit = str(dict(ClockKind.choices).get(values.get("clock", ""), _("Time limit")))
    if "before" not in values:
        return _("%(limit)s: time limit computed anew") % {"limit": limit}
    words = {
        "limit": limit,
        "before": due_short(datetime.fromisoformat(values["before"]), zone),
        "after": due_short(datetime.fromisoformat(values["after"]), zone),
    }
    if values["before"] == values["after"]:
        return _("%(limit)s: time limit computed anew after a change of its rule; it still ends on %(after)s") % words
    return _("%(limit)s: time limit computed anew; it ends on %(after)s, not on %(before)s") % words


MADE: Final[Mapping[str, Callable[[_Parameters, bool], str]]] = {
    "clock.recomputed": _recomputed,
    **wording_limits.MADE,
    "deadline.at_risk": _limit("deadline.at_risk"),
    "deadline.overdue": _limit("deadline.overdue"),
    "escalation.overdue": _escalated,
    "escalation.unanswered": _unanswered,
}
PLAIN: Final[Mapping[str, str | Promise]] = {
    **wording_limits.PLAIN,
    "account.notices_chosen": gettext_lazy("Chose how to be told of notices"),
    "delivery.retried": gettext_lazy("Tried an undelivered e-mail again"),
    "delivery.dismissed": gettext_lazy("Laid an undelivered e-mail aside"),
    "work.retried": gettext_lazy("Tried failed background work again"),
    "work.dismissed": gettext_lazy("Laid failed background work aside"),
}
