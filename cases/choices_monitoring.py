"""Codes of forced-return monitoring (Directive 2008/115/EC, Article 8(6))."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MonitoringStatus(models.TextChoices):
    ASSIGNED = "assigned", _("Assigned")
    REPORTED = "reported", _("Report submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class MonitoringPhase(models.TextChoices):
    """The stretches of a removal, from the collection of the person to the handover."""

    PRE_DEPARTURE = "pre_departure", _("Before departure")
    TO_DEPARTURE = "to_departure", _("On the way to the place of departure")
    BOARDING = "boarding", _("Boarding")
    ON_THE_WAY = "on_the_way", _("On the way")
    HANDOVER = "handover", _("Arrival and handover")


class MonitoringIncident(models.TextChoices):
    """What a monitor looks at, as codes; the observation itself is in words."""

    USE_OF_FORCE = "use_of_force", _("Force was used")
    RESTRAINT = "restraint", _("Means of restraint were used")
    MEDICAL = "medical", _("A medical matter")
    NO_INTERPRETER = "no_interpreter", _("No interpreter where one was needed")
    INFORMATION = "information", _("The person was not informed")
    BELONGINGS = "belongings", _("Belongings were missing or not handed over")
    FAMILY = "family", _("A matter of family life or of a child")
    COMPLAINT = "complaint", _("The person made a complaint")
    ACCESS = "access", _("The monitor was kept from seeing something")
    OTHER = "other", _("Something else")
