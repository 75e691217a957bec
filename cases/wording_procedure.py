"""The accelerated procedure in words."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices_procedure import NotAccelerated

REFUSALS: Final[Mapping[str, str | Promise]] = {
    "accelerated_not_foreseen": gettext_lazy("the agreement has no accelerated procedure for this person"),
    "apprehended_elsewhere": gettext_lazy("the person was not apprehended where the accelerated procedure applies"),
    "accelerated_out_of_time": gettext_lazy("the time for the accelerated procedure had passed"),
    "reply_limit_passed": gettext_lazy("the time limit for the reply had passed"),
}


def _treated(values: Mapping[str, Any], is_own: bool) -> str:
    reason = str(dict(NotAccelerated.choices).get(values.get("code", ""), ""))
    text = _("Treated in the normal procedure")
    return f"{text}: {reason[:1].lower()}{reason[1:]}" if reason else text


MADE: Final[Mapping[str, Callable[[Mapping[str, Any], bool], str]]] = {"procedure.treated_as_normal": _treated}
PLAIN: Final[Mapping[str, str | Promise]] = {
    "procedure.normal_used": gettext_lazy("Normal procedure chosen instead of the accelerated one"),
    "procedure.converted": gettext_lazy("Goes on in the normal procedure, at the wish of the requesting side"),
}
# What follows from each act, beside what the table says.
CONSEQUENCES: Final[Mapping[str, str | Promise]] = {
    "use_normal_procedure": gettext_lazy(
        "The application asks for the normal procedure. What it said of the apprehension is taken out."
    ),
    **dict.fromkeys(
        ("convert_to_normal", "treat_as_normal"),
        gettext_lazy(
            "The reply is due within the time limit of the normal procedure, counted from the delivery of the "
            "application. More time that was asked for and not answered is not answered any more. "
            "There is no way back to the accelerated procedure."
        ),
    ),
}
