"""Silence, and what is said against it, in words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import Basis, ClockKind, Outcome, Status
from cases.models import Case
from core.jinja import due_short
from countries.clocks import codes

_Parameters = Mapping[str, Any]
REFUSALS: Final[Mapping[str, str | Promise]] = {
    "not_by_silence": gettext_lazy("silence had not decided the case"),
    "not_on_paper": gettext_lazy("no reply on paper had decided the case"),
    "objection_waits": gettext_lazy("an objection waited for its answer"),
    "silence_due": gettext_lazy("the time limit for the reply had passed in silence"),
    "other_objection": gettext_lazy("the objection in hand was another one"),
}


MAY_GO_AHEAD: Final = gettext_lazy("Transfer may go ahead")


def status_words(status: Status, case: Case) -> str | Promise:
    """The status by name; of a case that silence lets go ahead, not that it was accepted."""
    # Where it is not accepted, the basis is not even read: short rows of lists come without it.
    is_no_yes = status == Status.ACCEPTED and case.basis == Basis.SILENCE_TRANSFER
    return MAY_GO_AHEAD if is_no_yes else status.label


def outcome_words(outcome: str, basis: str) -> str:
    """What a decision says: a silence that is no yes is not called one."""
    if outcome == Outcome.ACCEPTED and basis == Basis.SILENCE_TRANSFER:
        return str(MAY_GO_AHEAD)
    return str(Outcome(outcome).label)


def _end(values: _Parameters) -> str:
    return due_short(datetime.fromisoformat(values["at"]), values.get("zone")) if values.get("at") else ""


_MEANINGS: Final[Mapping[str, str | Promise]] = {
    codes.SILENCE_RECOGNISED: gettext_lazy("Silence counts as recognition of the nationality; a reply is still due"),
    codes.SILENCE_CONSENT: gettext_lazy("Silence counts as consent to what was announced"),
}


def _missed(values: _Parameters, is_own: bool) -> str:
    kind = values.get("clock", "")
    name = str(dict(ClockKind.choices).get(kind, kind))
    words = {"limit": name, "end": _end(values)}
    text = _("Time limit passed: %(limit)s, %(end)s") if words["end"] else _("Time limit passed: %(limit)s")
    meaning = _MEANINGS.get(values.get("silence", ""))
    return f"{text % words}. {meaning}" if meaning else text % words


_ENDED: Final[Mapping[str, str | Promise]] = {
    ClockKind.ERROR: gettext_lazy("The time for a claim of readmission in error has ended"),
    ClockKind.TRAVEL_DOCUMENT_VALIDITY: gettext_lazy("The travel document has expired"),
}


def _ended(values: _Parameters, is_own: bool) -> str:
    kind, end = values.get("clock", ""), _end(values)
    text = str(_ENDED.get(kind) or _("%(limit)s: ended") % {"limit": dict(ClockKind.choices).get(kind, kind)})
    return f"{text}: {end}" if end else text


def _silent(values: _Parameters, is_own: bool) -> str:
    end = _end(values)
    if values.get("basis") == Basis.SILENCE_TRANSFER:
        if not end:
            return _("The transfer may go ahead: no reply came within the time limit")
        return _("The transfer may go ahead: no reply came by %(end)s") % {"end": end}
    if not end:
        return _("Accepted by silence: no reply came within the time limit")
    return _("Accepted by silence: no reply came by %(end)s") % {"end": end}


def _objection(
    of_yes: str | Promise, of_transfer: str | Promise, of_paper: str | Promise = ""
) -> Callable[[_Parameters, bool], str]:
    """The words for a silence that was a yes, for one that only let the transfer go ahead, and for a reply on paper."""
    others = {Basis.SILENCE_TRANSFER.value: of_transfer, Basis.PAPER.value: of_paper}

    def make(values: _Parameters, is_own: bool) -> str:
        return str(others.get(values.get("basis", ""), of_yes))

    return make


def _reply_upheld(values: _Parameters, is_own: bool) -> str:
    outcome = str(dict(Outcome.choices).get(values.get("outcome", ""), ""))
    text = _("Objection upheld: a reply was given in time")
    return f"{text}: {outcome[:1].lower()}{outcome[1:]}" if outcome else text


MADE: Final[Mapping[str, Callable[[_Parameters, bool], str]]] = {
    "clock.missed": _missed,
    "clock.ended": _ended,
    "case.accepted_by_silence": _silent,
    "dispute.reply_upheld": _reply_upheld,
    "dispute.delivery": _objection(
        gettext_lazy("Objection to the acceptance by silence: not delivered in time"),
        gettext_lazy("Objection to the transfer without a reply: not delivered in time"),
    ),
    "dispute.reply": _objection(
        gettext_lazy("Objection to the acceptance by silence: a reply was given in time"),
        gettext_lazy("Objection to the transfer without a reply: a reply was given in time"),
    ),
    "dispute.rejected": _objection(
        gettext_lazy("Objection rejected: the acceptance by silence stands"),
        gettext_lazy("Objection rejected: the transfer may go ahead"),
        gettext_lazy("Objection rejected: the reply on paper stands"),
    ),
    "dispute.delivery_upheld": _objection(
        gettext_lazy("Objection upheld: the acceptance by silence is undone"),
        gettext_lazy("Objection upheld: the transfer may not go ahead without a reply"),
    ),
}
PLAIN: Final[Mapping[str, str | Promise]] = {
    "dispute.withdrawn": gettext_lazy("Objection withdrawn"),
    "dispute.paper": gettext_lazy("Objection to the reply on paper"),
    "dispute.paper_upheld": gettext_lazy("Objection upheld: the reply on paper is undone"),
}
