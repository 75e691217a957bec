"""Silence, and what is said against it, in words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import ClockKind, Outcome
from core.jinja import due_short

_Parameters = Mapping[str, Any]
REFUSALS: Final[Mapping[str, str | Promise]] = {
    "not_by_silence": gettext_lazy("the case was not accepted by silence"),
    "other_objection": gettext_lazy("the objection in hand was another one"),
}


def _end(values: _Parameters) -> str:
    return due_short(datetime.fromisoformat(values["at"]), values.get("zone")) if values.get("at") else ""


def _missed(values: _Parameters, is_own: bool) -> str:
    kind = values.get("clock", "")
    name = str(dict(ClockKind.choices).get(kind, kind))
    words = {"limit": name, "end": _end(values)}
    return (
        _("Time limit passed: %(limit)s, %(end)s") % words
        if words["end"]
        else _("Time limit passed: %(limit)s") % words
    )


def _silent(values: _Parameters, is_own: bool) -> str:
    end = _end(values)
    if not end:
        return _("Accepted by silence: no reply came within the time limit")
    return _("Accepted by silence: no reply came by %(end)s") % {"end": end}


def _reply_upheld(values: _Parameters, is_own: bool) -> str:
    outcome = str(dict(Outcome.choices).get(values.get("outcome", ""), ""))
    text = _("Objection upheld: a reply was given in time")
    return f"{text}: {outcome[:1].lower()}{outcome[1:]}" if outcome else text


MADE: Final[Mapping[str, Callable[[_Parameters, bool], str]]] = {
    "clock.missed": _missed,
    "case.accepted_by_silence": _silent,
    "dispute.reply_upheld": _reply_upheld,
}
PLAIN: Final[Mapping[str, str | Promise]] = {
    "dispute.delivery": gettext_lazy("Objection to the acceptance by silence: not delivered in time"),
    "dispute.reply": gettext_lazy("Objection to the acceptance by silence: a reply was given in time"),
    "dispute.withdrawn": gettext_lazy("Objection withdrawn"),
    "dispute.rejected": gettext_lazy("Objection rejected: the acceptance by silence stands"),
    "dispute.delivery_upheld": gettext_lazy("Objection upheld: the acceptance by silence is undone"),
}
