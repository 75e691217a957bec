"""Longer time limits, limits that stand still, and what came on paper, in words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import IncompleteReason, InconclusiveReason, PaperChannel, PauseCode, RefusalReason
from core.jinja import date_long, local_time
from countries.choices import SuspensionCause
from countries.clocks.wording import limit_in_words, obstacle_words

_Parameters = Mapping[str, Any]

REFUSALS: Final[Mapping[str, str | Promise]] = {
    "no_extension_rule": gettext_lazy("the agreement has no extension of this time limit"),
    "no_suspension_rule": gettext_lazy("the agreement does not let this time limit stand still"),
    "limit_not_running": gettext_lazy("the time limit was not running, or had passed"),
}


def _label(choices: Any, code: Any) -> str:
    return str(dict(choices.choices).get(code, code or ""))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _with(sentence: str, *details: str) -> str:
    detail = ", ".join(filter(None, details))
    return f"{sentence}: {detail}" if detail else sentence


def _value(values: _Parameters) -> str:
    if "value" not in values:
        return ""
    limit = limit_in_words(values["value"], values.get("unit", ""))
    return (_("%(limit)s in all") if values.get("of_total") else _("%(limit)s more")) % {"limit": limit}


def _requested(values: _Parameters, is_own: bool) -> str:
    text = _("More time to reply asked for")
    if values.get("holds"):
        text = _("Time limit for the reply extended by asking")
    return _with(text, _value(values))


def _granted(values: _Parameters, is_own: bool) -> str:
    return _with(_("More time to reply granted"), _value(values))


def _begun(values: _Parameters, is_own: bool) -> str:
    text = _("The transfer is postponed, its time limit stands still")
    return _with(text, obstacle_words(values.get("article", "")))


def _reason(values: _Parameters, is_own: bool) -> str:
    cause, code = _label(SuspensionCause, values.get("cause")), _lower(_label(PauseCode, values.get("code")))
    return _with(_("Why the transfer is postponed"), cause, code, _review(values))


def _review(values: _Parameters) -> str:
    day = values.get("review_on")
    return _("to be reviewed on %(day)s") % {"day": date_long(date.fromisoformat(day))} if day else ""


def _reviewed(values: _Parameters, is_own: bool) -> str:
    return _with(_("The obstacle to the transfer lasts"), _review(values))


def _returned(values: _Parameters, is_own: bool) -> str:
    known = dict(IncompleteReason.choices)
    text = _with(_("Returned as incomplete"), *(str(known.get(code, code)) for code in values.get("codes", ())))
    if not values.get("ended"):
        return text
    return _("%(returned)s. Time limits begin anew with the completed application") % {"returned": text}


def _on_paper(sentence: str | Promise) -> Callable[[_Parameters, bool], str]:
    def make(values: _Parameters, is_own: bool) -> str:
        at = values.get("dated_at")
        when = local_time(datetime.fromisoformat(at)) if at else ""
        known = dict(RefusalReason.choices) | dict(InconclusiveReason.choices)
        codes = [_lower(str(known.get(code, code))) for code in values.get("codes", ())]
        return _with(str(sentence), _lower(_label(PaperChannel, values.get("channel"))), when, *codes)

    return make


MADE: Final[Mapping[str, Callable[[_Parameters, bool], str]]] = {
    "case.returned_incomplete": _returned,
    "extension.requested": _requested,
    "extension.granted": _granted,
    "suspension.begun": _begun,
    "suspension.reason": _reason,
    "suspension.reviewed": _reviewed,
    "paper.acknowledged": _on_paper(gettext_lazy("Acknowledgement on paper entered")),
    "paper.accepted": _on_paper(gettext_lazy("Readmission accepted on paper")),
    "paper.refused": _on_paper(gettext_lazy("Readmission refused on paper")),
    "paper.inconclusive": _on_paper(gettext_lazy("Answered on paper: inconclusive")),
}
PLAIN: Final[Mapping[str, str | Promise]] = {
    "extension.refused": gettext_lazy("More time to reply not granted"),
    "deadline.review": gettext_lazy("A postponed transfer is to be reviewed: does the obstacle last?"),
    "suspension.ended": gettext_lazy("The obstacle is gone, the time limit for the transfer runs on"),
}
