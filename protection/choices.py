"""Codes of data protection with their words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataKind(models.TextChoices):
    """Of what kind the data are that went over to somebody."""

    IDENTITY = "identity", _("who the person is: names, birth, sex, nationality, family particulars")
    DOCUMENTS = "documents", _("documents of the person and their numbers")
    PHOTOGRAPH = "photograph", _("the photograph")
    ENTRY = "entry", _("entry, stay and route")
    FAMILY = "family", _("members of the family")
    HEALTH = "health", _("health and care, with the person's consent")
    MEASURES = "measures", _("measures of protection or security, observations")
    VERIFICATION = "verification", _("the check of the identity, and interviews")
    DECISION = "decision", _("the reply to the application")
    TRAVEL_DOCUMENT = "travel_document", _("the travel document")
    TRANSFER = "transfer", _("the journey and the handover")
    MESSAGES = "messages", _("messages, questions and notes between the two sides")
    FILES = "files", _("files")
    MARKS = "marks", _("marks of the case, such as a child or a vulnerable person")
    RECEPTION = "reception", _("who receives a child")
    MONITORING = "monitoring", _("the monitoring of the transfer")
    COSTS = "costs", _("costs")
    PROCEDURE = "procedure", _("where the procedure stands, and its time limits")
    REQUEST = "request", _("what the two sides ask each other about the data")
    RECEIPT = "receipt", _("a receipt: nothing new about the person")


class Why(models.TextChoices):
    """For what purpose data went over."""

    APPLICATION = "application", _("to ask for the readmission")
    REPLY = "reply", _("to answer the application")
    IDENTIFICATION = "identification", _("to find out who the person is")
    TRAVEL = "travel", _("to give the person a travel document")
    TRANSFER = "transfer", _("to carry out the journey and the handover")
    TRANSIT = "transit", _("to let the person through on the way to another state")
    PROCEDURE = "procedure", _("to carry on the procedure between the two states")
    COSTS = "costs", _("to settle the costs")
    ERROR = "error", _("to settle a readmission in error")
    PROTECTION = "protection", _("to protect the person's data")


class Direction(models.TextChoices):
    """Which way data went, as the reader's side sees it."""

    GIVEN = "given", _("We gave it")
    RECEIVED = "received", _("We were given it")
    WITHIN = "within", _("Within our state")


class BetweenKind(models.TextChoices):
    """What one side asks or tells the other about the data of a case."""

    USE_REPORT = "use_report", _("Report on the use of the data")
    ONWARD_SHARING = "onward_sharing", _("Consent to share the data with another body")
    CORRECTION = "correction", _("Notice of a correction")
    ERASURE = "erasure", _("Notice of an erasure")
    BLOCKING = "blocking", _("Notice of a blocking")


class BetweenState(models.TextChoices):
    """Where a request or notice stands."""

    WAITING = "waiting", _("Waits for an answer")
    TOLD = "told", _("Answered")
    CONSENTED = "consented", _("Consented")
    CONDITIONS = "conditions", _("Consented with conditions")
    REFUSED = "refused", _("Refused")
    SHARED = "shared", _("Shared, as consented")
    APPLIED = "applied", _("Applied")
    NOT_APPLIED = "not_applied", _("Not applied")
    WITHDRAWN = "withdrawn", _("Withdrawn")
