"""The codes of the accelerated procedure: which procedure, where somebody was apprehended, why it is the normal one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Procedure(models.TextChoices):
    """In which procedure an application is examined; the agreement has time limits of its own for each."""

    NORMAL = "normal", _("Normal procedure")
    ACCELERATED = "accelerated", _("Accelerated procedure")


class ApprehensionPlace(models.TextChoices):
    """Where a person was apprehended, as far as the accelerated procedure asks."""

    BORDER = "border", _("At the border or in the border area")
    SEAPORT = "seaport", _("In a seaport")
    AIRPORT = "airport", _("At an international airport")
    ELSEWHERE = "elsewhere", _("Elsewhere")


class NotAccelerated(models.TextChoices):
    """Why an application that asks for the accelerated procedure is examined in the normal one."""

    OUTSIDE_AREA = "outside_area", _("The person was not apprehended in the area that the agreement names")
    OUT_OF_TIME = "out_of_time", _("The application came too long after the apprehension")
    NOT_SHOWN = "not_shown", _("Place and time of the apprehension are not shown")


class ProcedureHindrance(models.TextChoices):
    """What stands in the way of the accelerated procedure while the application is being written."""

    NOT_FORESEEN = "not_foreseen", _("The agreement has no accelerated procedure for this person.")
    OUTSIDE_AREA = (
        "outside_area",
        _("The place of the apprehension lies outside the area that the agreement names."),
    )
    OUT_OF_TIME = "out_of_time", _("The time that the agreement gives from the apprehension has passed.")
