"""Guards of the acts about travel documents: whose document it is, whether another one may be used, the day it must
last for. As pure as `cases.workflow.guards`."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from cases.choices import Side
from cases.choices_documents import MADE_HERE
from cases.models import Case
from cases.return_document import is_bound
from cases.workflow.types import Refusal, Situation


def issued_by_receiving_side(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The document is the receiving country's."""
    if situation.document_of != Side.RECEIVING:
        return Refusal("document_of_requesting", _("The document in hand is one that the requesting country issued."))
    return None


def issued_by_requesting_side(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The document is one that the requesting country uses in place of the receiving country's."""
    if situation.document_of != Side.REQUESTING:
        return Refusal("document_of_receiving", _("The document in hand is one that the receiving country issued."))
    return None


def other_document_allowed(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The limit for the travel document has passed, and the agreement names a document to use instead."""
    if not situation.fallback_document:
        return Refusal("no_fallback", _("The agreement does not let another document be used now."))
    return None


def european_document_possible(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The agreement names the European travel document for return, and the requesting country issues it."""
    if situation.fallback_document != MADE_HERE or not is_bound(case.requesting_country_id):
        return Refusal(
            "no_european_document",
            _("The agreement names another document, or your country does not issue the European one."),
        )
    return None


def document_covers_journey(actor: Actor, case: Case, situation: Situation) -> Refusal | None:
    """The document is still valid on the day on which the person is to arrive."""
    if situation.document_ends_early:
        return Refusal("document_ends_early", _("The travel document ends before the day of the arrival."))
    return None
