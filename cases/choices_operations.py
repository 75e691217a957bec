"""The codes of transfers under way and of group operations, with the words people see."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BorderRefusal(models.TextChoices):
    """Why the receiving border post did not let a person in; both sides read it."""

    NOT_THE_PERSON = "not_the_person", _("The person is not the one announced")
    DOCUMENTS = "documents", _("The documents were missing or not valid")
    NOT_EXPECTED = "not_expected", _("The person was not expected there or then")
    HEALTH = "health", _("The care announced or needed could not be given")
    NATIONALITY_DOUBTED = "nationality_doubted", _("The nationality was doubted at the border")
    OTHER = "other", _("Another reason, given in the remark")


class AbortPlace(models.TextChoices):
    """Where a transfer was broken off; the person is back with the requesting side."""

    BEFORE_DEPARTURE = "before_departure", _("Before departure")
    AT_DEPARTURE = "at_departure", _("At departure")
    ON_THE_WAY = "on_the_way", _("On the way")


class HandoverItemKind(models.TextChoices):
    """What is handed over with a person (domain facts 3.3: the record names documents and belongings)."""

    TRAVEL_DOCUMENT = "travel_document", _("Travel document")
    OTHER_DOCUMENT = "other_document", _("Other document")
    MEDICAL_PAPER = "medical_paper", _("Medical paper, sealed")
    MEDICINE = "medicine", _("Medicine")
    LUGGAGE = "luggage", _("Luggage")
    MONEY = "money", _("Money")
    BELONGING = "belonging", _("Other belonging")


class OperationStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open to participants")
    ANNOUNCED = "announced", _("Notice given")
    COUNTER_PROPOSED = "counter_proposed", _("Other date proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    DEPARTED = "departed", _("Departed")
    CLOSED = "closed", _("Arrived and closed")
    CANCELLED = "cancelled", _("Cancelled")


class OperationRole(models.TextChoices):
    """What somebody who travels along does."""

    ESCORT_LEADER = "escort_leader", _("Escort leader")
    ESCORT = "escort", _("Escort")
    MEDICAL = "medical", _("Medical staff")
    INTERPRETER = "interpreter", _("Interpreter")
    MONITOR = "monitor", _("Forced-return monitor")


class PassengerState(models.TextChoices):
    """The status of a passenger's transfer, as the operation keeps it, and those who were taken off."""

    PLANNED = "planned", _("Planned")
    NOTIFIED = "notified", _("Notice given")
    CHANGED = "changed", _("Changed, to be confirmed again")
    CONFIRMED = "confirmed", _("Confirmed")
    COUNTER_PROPOSED = "counter_proposed", _("Other date proposed")
    DEPARTED = "departed", _("Departed")
    HANDED_OVER = "handed_over", _("Handed over")
    REFUSED_AT_BORDER = "refused_at_border", _("Refused at the border")
    ABORTED = "aborted", _("Broken off")
    FAILED = "failed", _("Failed")
    REPLACED = "replaced", _("Not on this operation any more")


# Whoever holds a seat; and of them those whom the receiving side was told of, who count towards its quota.
SEATED = ("planned", "notified", "changed", "confirmed", "counter_proposed", "departed", "handed_over")
TOLD = ("notified", "changed", "confirmed", "departed", "handed_over")
# Transfers that ended otherwise than with the handover; a plan that another took the place of is none of them.
NOT_CARRIED_OUT = ("failed", "aborted", "refused_at_border")
