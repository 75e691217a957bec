"""Travel documents in words: issued, asked for anew, replaced by one of the requesting country."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jinja import date_long
from countries.choices import FallbackDocument

_Parameters = Mapping[str, Any]

REFUSALS: Final[Mapping[str, str | Promise]] = {
    "travel_document_valid": gettext_lazy("a valid travel document existed already"),
    "no_travel_document": gettext_lazy("there was no valid travel document"),
    "no_expired_document": gettext_lazy("no travel document had expired"),
    "no_interview_awaited": gettext_lazy("no interview was waited for"),
    "no_fallback": gettext_lazy("the agreement did not let another document be used"),
}
PLAIN: Final[Mapping[str, str | Promise]] = {"travel_document.asked": gettext_lazy("New travel document asked for")}


def _issued(values: _Parameters, is_own: bool) -> str:
    if not values.get("valid_until"):
        return _("Travel document issued")
    return _("Travel document issued, valid until %(date)s") % {
        "date": date_long(date.fromisoformat(values["valid_until"]))
    }


def _replaced(values: _Parameters, is_own: bool) -> str:
    document = values.get("document", "")
    if document not in FallbackDocument.values:
        return _("Another travel document is used")
    return _("Another travel document is used: %(document)s") % {"document": FallbackDocument(document).label}


def _interviewed(values: _Parameters, is_own: bool) -> str:
    if not values.get("held_on"):
        return _("Interview held")
    return _("Interview held on %(date)s") % {"date": date_long(date.fromisoformat(values["held_on"]))}


MADE: Final[Mapping[str, Callable[[_Parameters, bool], str]]] = {
    "travel_document.issued": _issued,
    "travel_document.replaced": _replaced,
    "interview.held": _interviewed,
}
