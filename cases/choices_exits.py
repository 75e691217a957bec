"""Codes of the ways out of a case: claims of readmission in error, voluntary departure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ErrorClaimState(models.TextChoices):
    CLAIMED = "claimed", _("Claimed")
    ACCEPTED = "accepted", _("Accepted")
    DISPUTED = "disputed", _("Not accepted")
    ARRANGED = "arranged", _("Taking back arranged")
    TAKEN_BACK = "taken_back", _("Taken back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# A claim in these waits for somebody: there is one at a time, and the file is not closed over it.
LIVE_CLAIM = (ErrorClaimState.CLAIMED, ErrorClaimState.ACCEPTED, ErrorClaimState.ARRANGED)


class ErrorGround(models.TextChoices):
    """Which condition of the agreement was not met when the person was readmitted. Both sides read it."""

    NOT_A_NATIONAL = "not_a_national", _("The person is not a national of the receiving country")
    OTHER_NATIONALITY = "other_nationality", _("The person is a national of another country")
    OTHER_PERSON = "other_person", _("Another person was handed over than the application names")
    DOCUMENT_FALSE = "document_false", _("The document on which the readmission rested is false or altered")
    CONDITIONS_NOT_MET = "conditions_not_met", _("Another condition of the agreement was not met")


class ReturnedItem(models.TextChoices):
    """What came with the readmission and goes back with the person."""

    TRAVEL_DOCUMENT = "travel_document", _("The travel document issued for the journey")
    ORIGINALS = "originals", _("The person's original documents")
    APPLICATION = "application", _("The application with its copies of evidence")
    PHOTOGRAPHS = "photographs", _("Photographs and fingerprints")
    IDENTITY_DATA = "identity_data", _("What was found out about identity and nationality")
    BELONGINGS = "belongings", _("Belongings")


class DepartureProof(models.TextChoices):
    """How it is known that the person left. Own-side data of the requesting country."""

    ENTRY_EXIT_SYSTEM = "entry_exit_system", _("Entry/Exit System")
    EXIT_STAMP = "exit_stamp", _("Exit stamp")
    CARRIER = "carrier", _("Confirmation of the carrier")
    MISSION = "mission", _("The person reported to a mission abroad")
    ORGANISATION = "organisation", _("Confirmation of the organisation that assisted")
    OTHER = "other", _("Another proof")
