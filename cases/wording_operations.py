"""Events of transfers under way and of group operations in words; merged by `cases.wording`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.choices import TransferFailure
from cases.choices_operations import AbortPlace, BorderRefusal
from core.jinja import local_time

_Parameters = Mapping[str, Any]
_Maker = Callable[[_Parameters, bool], str]


def _lower(choices: Any, code: Any) -> str:
    text = str(dict(choices.choices).get(code, code or ""))
    return text[:1].lower() + text[1:]


def _with(sentence: str, *details: str) -> str:
    said = ", ".join(filter(None, details))
    return f"{sentence}: {said}" if said else sentence


def _instant(values: _Parameters) -> str:
    return local_time(datetime.fromisoformat(values["at"])) if values.get("at") else ""


def _changed(values: _Parameters, is_own: bool) -> str:
    return _with(_("The announced transfer was changed"), values.get("crossing_point", ""), _instant(values))


def _departed(values: _Parameters, is_own: bool) -> str:
    return _with(_("The person departed"), values.get("place", ""), _instant(values))


def _aborted(values: _Parameters, is_own: bool) -> str:
    where, what = _lower(AbortPlace, values.get("place")), _lower(TransferFailure, values.get("code"))
    return _with(_("The transfer was broken off"), where, what)


def _refused(values: _Parameters, is_own: bool) -> str:
    return _with(_("The person was refused at the border"), _lower(BorderRefusal, values.get("code")))


def _named(sentence: str | Promise) -> _Maker:
    def make(values: _Parameters, is_own: bool) -> str:
        return _with(str(sentence), str(values.get("name", "")), _instant(values))

    return make


def _counted(one: str, many: str) -> _Maker:
    def make(values: _Parameters, is_own: bool) -> str:
        count = int(values.get("count", 0))
        said = ngettext(one, many, count) % {"count": count}
        return _with(said, str(values.get("name", "")), _instant(values))

    return make


MADE: Final[Mapping[str, _Maker]] = {
    "transfer.changed": _changed,
    "transfer.departed": _departed,
    "transfer.aborted": _aborted,
    "transfer.refused_at_border": _refused,
    "operation.created": _named(gettext_lazy("Group operation planned")),
    "operation.saved": _named(gettext_lazy("Group operation changed")),
    "operation.authorities_set": _named(gettext_lazy("Seats of the group operation divided")),
    "operation.staff_added": _named(gettext_lazy("Somebody who travels along was entered")),
    "operation.staff_removed": _named(gettext_lazy("Somebody who was to travel along was taken out")),
    "operation.opened": _named(gettext_lazy("Group operation open to participants")),
    "operation.case_added": _named(gettext_lazy("A person was added to the group operation")),
    "operation.case_removed": _named(gettext_lazy("A person was taken off the group operation")),
    "operation.announced": _named(gettext_lazy("Notice of the group operation given")),
    "operation.replanned": _named(gettext_lazy("Group operation planned for another time")),
    "operation.confirmed": _named(gettext_lazy("Group operation confirmed")),
    "operation.counter_proposed": _named(gettext_lazy("Another date proposed for the group operation")),
    "operation.departed": _named(gettext_lazy("Group operation departed")),
    "operation.closed": _named(gettext_lazy("Group operation closed")),
    "operation.cancelled": _named(gettext_lazy("Group operation cancelled")),
    "operation.notified": _counted("Notice given for %(count)d person", "Notice given for %(count)d persons"),
    "operation.listed": _named(gettext_lazy("Passenger list asked for")),
    "operation.opened_page": _named(gettext_lazy("Opened the group operation")),
}
PLAIN: Final[Mapping[str, str | Promise]] = {
    "transfer.replanned": gettext_lazy("The plan of the transfer was changed"),
    "arrivals.printed": gettext_lazy("Opened the printed list of expected arrivals"),
}
REFUSALS: Final[Mapping[str, str | Promise]] = {
    "status_negative": gettext_lazy("the check of the legal status was negative"),
    "status_check_missing": gettext_lazy("there was no fresh check of the legal status"),
    "operation_full": gettext_lazy("no seat was left on the operation"),
    "quota_full": gettext_lazy("the quota of the agreement was used up"),
    "already_aboard": gettext_lazy("the case was on an operation already"),
    "not_aboard": gettext_lazy("the case was not on this operation any more"),
    "transfer_under_way": gettext_lazy("a transfer was under way already"),
    "not_accepted": gettext_lazy("the case was not accepted"),
    "other_country": gettext_lazy("the case was of another country"),
    "nobody_aboard": gettext_lazy("nobody was on the operation"),
    "nobody_done": gettext_lazy("it was possible for none of the persons"),
    "somebody_under_way": gettext_lazy("somebody on the operation was still under way"),
}
