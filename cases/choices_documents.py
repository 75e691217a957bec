"""The codes of travel documents and of the register of their numbers, with the words people see. Both sides read them:
none says why a person's situation changed."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import TravelDocumentStatus
from countries.choices import FallbackDocument

# A document in one of these can be travelled on, as long as its validity lasts.
LIVE_DOCUMENT: Final = (
    TravelDocumentStatus.ISSUED,
    TravelDocumentStatus.PRINTED,
    TravelDocumentStatus.COLLECTED,
)
# Documents that nobody travels on any more; their printed sheets are marked void.
VOID_DOCUMENT: Final = (TravelDocumentStatus.REVOKED, TravelDocumentStatus.LOST)


class RevocationReason(models.TextChoices):
    """Why whoever issued a document takes it back."""

    WRONG_DATA = "wrong_data", _("Particulars on it are wrong")
    ISSUED_IN_ERROR = "issued_in_error", _("It was issued in error")
    OTHER_PERSON = "other_person", _("The person turned out to be somebody else")
    MISUSED = "misused", _("It was altered or misused")
    NOT_NEEDED = "not_needed", _("It is not needed: the person holds another valid document")
    # Follows from a withdrawal, whatever was behind that; nobody enters it.
    APPLICATION_WITHDRAWN = "app_withdrawn", _("The application was withdrawn")


class LossReason(models.TextChoices):
    """What became of a document that is not there any more."""

    LOST = "lost", _("It was lost")
    STOLEN = "stolen", _("It was stolen")
    DESTROYED = "destroyed", _("It was destroyed or made unreadable")
    NOT_ARRIVED = "not_arrived", _("It was sent and did not arrive")


class SeriesKind(models.TextChoices):
    """Which documents a series of numbers is for."""

    TRAVEL_DOCUMENT = "travel_document", _("Travel documents of this country")
    RETURN_DOCUMENT = "return_document", _("European travel documents for return")


class SeriesDraw(models.TextChoices):
    """How the next number of a series is found."""

    # A number that is counted up tells how many documents others were issued.
    RANDOM = "random", _("At random")
    NEXT = "next", _("One after the other")


class VoidReason(models.TextChoices):
    """Why a number is used for no document."""

    SPOILED = "spoiled", _("The sheet was spoiled in printing")
    DAMAGED = "damaged", _("The blank sheet was damaged")
    MISSING = "missing", _("The blank sheet is missing")
    TEST = "test", _("The sheet was used for a test print")


class NumberStatus(models.TextChoices):
    """Where a number of the register stands: the status of its document, or void."""

    ISSUED = "issued", _("Issued")
    PRINTED = "printed", _("Printed")
    COLLECTED = "collected", _("Collected")
    USED = "used", _("Used")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    LOST = "lost", _("Lost")
    VOID = "void", _("Void")


# What whoever issued a document enters; the rest follows from other acts.
ENTERED_REVOCATIONS: Final = [
    choice for choice in RevocationReason.choices if choice[0] != RevocationReason.APPLICATION_WITHDRAWN
]
# Every reason for which a document ended, and every one for which a number is void.
END_REASONS: Final = dict([*RevocationReason.choices, *LossReason.choices])
VOID_REASONS: Final = dict(VoidReason.choices)
# What RCMS makes itself, Regulation (EU) 2016/1953; other documents used instead are recorded as they stand on paper.
MADE_HERE: Final = FallbackDocument.EUROPEAN
