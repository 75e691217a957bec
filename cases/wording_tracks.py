"""Third-country nationals and stateless persons in words: refusals and events."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jinja import due_words

_Parameters = Mapping[str, Any]

REFUSALS: Final[Mapping[str, str | Promise]] = {
    "exception_stands": gettext_lazy("an exception of the agreement stood in the way"),
    "submission_limit_passed": gettext_lazy("the time limit for the application had passed"),
    "submission_limit_open": gettext_lazy("the time limit for the application had not passed"),
}


def _time_barred(values: _Parameters, is_own: bool) -> str:
    sentence = _("Recorded: the application is out of time")
    if not values.get("due_at"):
        return sentence
    when = due_words(datetime.fromisoformat(values["due_at"]))
    return _("%(sentence)s; the time limit ended %(when)s") % {"sentence": sentence, "when": when}


MADE: Final[Mapping[str, Callable[[_Parameters, bool], str]]] = {"case.time_barred": _time_barred}
