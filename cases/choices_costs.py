"""Codes of costs: what was spent, who bears it, what one side claims from the other."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class CostKind(models.TextChoices):
    TICKETS = "tickets", _("Tickets or charter")
    ESCORTS = "escorts", _("Escorts")
    MEDICAL = "medical", _("Medical care or staff")
    DOCUMENT_FEE = "document_fee", _("Fee for a travel document")
    GROUND_TRANSPORT = "ground_transport", _("Transport on the ground")
    INTERPRETER = "interpreter", _("Interpreter")
    OTHER = "other", _("Other")


class CostBearer(models.TextChoices):
    """Who bears it in the end. Agreements lay all transport costs to the border of the destination on the requesting
    State, without prejudice to what it may recover from the person or from third parties."""

    REQUESTING = "requesting", _("The requesting State")
    RECEIVING = "receiving", _("The receiving State")
    CARRIER = "carrier", _("The carrier")
    PERSON = "person", _("The person")
    PROGRAMME = "programme", _("A programme or fund")


class CostBasis(models.TextChoices):
    """Why one side owes the other."""

    TRANSPORT = "transport", _("Transport to the border of the destination")
    ERROR = "error", _("Readmission in error")
    TRANSIT = "transit", _("Transit")
    AGREEMENT = "agreement", _("Another provision of the agreement or protocol")


class CostClaimStatus(models.TextChoices):
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DISPUTED = "disputed", _("Disputed")
    PAID = "paid", _("Paid")
    WITHDRAWN = "withdrawn", _("Withdrawn")


LIVE_COST_CLAIM: Final = (CostClaimStatus.SENT, CostClaimStatus.ACCEPTED, CostClaimStatus.DISPUTED)
# ISO 4217, of the States that agreements here are with.
CURRENCIES: Final = (
    *("EUR", "ALL", "AMD", "AZN", "BAM", "BYN", "CHF", "CVE", "CZK", "DKK", "GBP", "GEL", "HKD", "HUF", "ISK", "LKR"),
    *("MDL", "MKD", "MOP", "NOK", "PKR", "PLN", "RON", "RSD", "RUB", "SEK", "TRY", "UAH", "USD", "VND"),
)
