"""The codes of a transit: of the application, of the answer, and of how it went. Both sides read all of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TransitStatus(models.TextChoices):
    """How a transit that was consented to is carried out."""

    SCHEDULED = "scheduled", _("Scheduled")
    NOT_ENTERED = "not_entered", _("Did not take place")
    ENTERED = "entered", _("In transit")
    LEFT = "left", _("Left")
    ABORTED = "aborted", _("Broken off")
    TAKE_BACK_AGREED = "take_back_agreed", _("To be taken back")
    TAKEN_BACK = "taken_back", _("Taken back")


# The person is in the transit country, and has to leave it.
IN_TRANSIT = (TransitStatus.ENTERED, TransitStatus.ABORTED, TransitStatus.TAKE_BACK_AGREED)
# The person did not go on, and is to be taken back by the requesting country.
TO_BE_TAKEN_BACK = (TransitStatus.ABORTED, TransitStatus.TAKE_BACK_AGREED)


class TransitGround(models.TextChoices):
    """Why transit is refused, or the consent revoked: the closed list of the agreements (domain facts 2.4). The grounds
    speak of the country of destination and of other countries of transit, never of what the person has said."""

    INHUMAN_TREATMENT = (
        "inhuman_treatment",
        _("Real risk of torture or inhuman treatment or punishment in the country of destination or transit"),
    )
    DEATH_PENALTY = "death_penalty", _("Real risk of the death penalty in the country of destination or transit")
    PERSECUTION = (
        "persecution",
        _("Real risk of persecution on a ground of the Geneva Convention in the country of destination or transit"),
    )
    PROSECUTION = (
        "prosecution",
        _("Criminal prosecution or a sentence to be carried out in the transit country or another country of transit"),
    )
    PUBLIC_HEALTH = "public_health", _("Public health")
    DOMESTIC_SECURITY = "domestic_security", _("Domestic security")
    PUBLIC_ORDER = "public_order", _("Public order")
    NATIONAL_INTERESTS = "national_interests", _("Other national interests")


class RevocationGround(models.TextChoices):
    """Why a consent may be revoked beside the grounds of refusal."""

    CIRCUMSTANCES = "circumstances", _("A ground for refusal arose or became known later")
    ONWARD_TRAVEL = "onward_travel", _("The onward journey through other countries is not assured any more")
    DESTINATION = "destination", _("Readmission by the country of destination is not assured any more")


# What a proposal to revoke is called beside the outcomes of decisions. It is stored as a refusal with these grounds.
REVOCATION = "revocation"


class TransitEnd(models.TextChoices):
    """Why a person did not enter, or did not go on: what happened, nothing about the person's situation."""

    NOT_PRESENTED = "not_presented", _("The person did not arrive")
    CARRIER = "carrier", _("The flight or transport was cancelled or missed")
    DOCUMENTS = "documents", _("The documents were missing or not valid")
    ENTRY_REFUSED = "entry_refused", _("Entry was refused at the border")
    DESTINATION_REFUSED = "destination_refused", _("The country of destination or another transit country refused")
    MEDICAL = "medical", _("Not fit to travel on the day")
    RESISTANCE = "resistance", _("The person resisted")
    REVOKED = "revoked", _("The consent was revoked")
    EXPIRED = "expired", _("The time for using the consent has passed")
    WITHDRAWN = "withdrawn", _("The application was withdrawn")
    # Of a suspension the other side learns this alone.
    POSTPONED = "postponed", _("The transit was postponed")


# What people enter themselves; the rest follows from other acts.
ENTERED_ENDS = [
    choice for choice in TransitEnd.choices if choice[0] not in {"revoked", "expired", "withdrawn", "postponed"}
]
