"""Travel documents in words: issued, asked for anew, replaced by one of the requesting country."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices_documents import END_REASONS
from core.jinja import date_long
from countries.choices import FallbackDocument

_Parameters = Mapping[str, Any]

REFUSALS: Final[Mapping[str, str | Promise]] = {
    "no_travel_document": gettext_lazy("there was no valid travel document"),
    "no_fallback": gettext_lazy("the agreement did not let another document be used"),
    "no_european_document": gettext_lazy("the European travel document could not be used"),
    "document_of_requesting": gettext_lazy("the document was the requesting country's"),
    "document_of_receiving": gettext_lazy("the document was the receiving country's"),
    "document_ends_early": gettext_lazy("the travel document ended before the arrival"),
    "paper_void": gettext_lazy("the sheet was marked void"),
}
PLAIN: Final[Mapping[str, str | Promise]] = {
    "travel_document.asked": gettext_lazy("New travel document asked for"),
    "document_series.opened": gettext_lazy("Series of document numbers opened"),
    "document_series.closed": gettext_lazy("Series of document numbers closed"),
    "document_number.voided": gettext_lazy("Number of a blank sheet recorded as void"),
    "register.opened": gettext_lazy("Looked at the register of documents"),
    "register.number_opened": gettext_lazy("Looked at a number of the register of documents"),
}
# What the pages of the acts tell before they are done, beside what the table says.
CONSEQUENCES: Final[Mapping[str, str | Promise]] = {
    **dict.fromkeys(
        ("print_travel_document", "print_return_document"),
        gettext_lazy("It is counted how often the sheet was printed."),
    ),
    "collect_travel_document": gettext_lazy("From now on the document is in the hands of your side."),
    **dict.fromkeys(
        ("revoke_travel_document", "revoke_return_document", "report_document_lost", "record_document_lost"),
        gettext_lazy(
            "The printed sheet is marked void. A transfer that is planned cannot go on until there is another document."
        ),
    ),
    "issue_return_document": gettext_lazy(
        "The sheet is made here. The blank form with the security features that the Regulation asks for is not."
    ),
}


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


def _return_issued(values: _Parameters, is_own: bool) -> str:
    if not values.get("valid_until"):
        return _("European travel document for return issued")
    return _("European travel document for return issued, valid until %(date)s") % {
        "date": date_long(date.fromisoformat(values["valid_until"]))
    }


def _printed(values: _Parameters, is_own: bool) -> str:
    count = values.get("count", 1)
    if count == 1:
        return _("Travel document printed")
    return _("Travel document printed again (%(n)s times)") % {"n": count}


def _collected(values: _Parameters, is_own: bool) -> str:
    if not values.get("on"):
        return _("Travel document collected")
    return _("Travel document collected on %(date)s") % {"date": date_long(date.fromisoformat(values["on"]))}


def _expired(values: _Parameters, is_own: bool) -> str:
    return _("Travel document expired")


def _ended(sentence: str | Promise) -> Callable[[_Parameters, bool], str]:
    def words(values: _Parameters, is_own: bool) -> str:
        why = str(END_REASONS.get(values.get("code", ""), ""))
        text = f"{sentence}: {why[:1].lower()}{why[1:]}" if why else str(sentence)
        if not values.get("transfer"):
            return text
        return _("%(what)s. The transfer cannot go on without another document") % {"what": text}

    return words


MADE: Final[Mapping[str, Callable[[_Parameters, bool], str]]] = {
    "travel_document.issued": _issued,
    "travel_document.replaced": _replaced,
    "travel_document.return_issued": _return_issued,
    "travel_document.printed": _printed,
    "travel_document.collected": _collected,
    "travel_document.expired": _expired,
    "travel_document.revoked": _ended(gettext_lazy("Travel document revoked")),
    "travel_document.lost": _ended(gettext_lazy("Travel document lost")),
}
