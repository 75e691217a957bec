"""Codes of the dated exceptions to who sees a case."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessKind(models.TextChoices):
    """EXCLUSION keeps a person out, the two others let one in to read; only an elevation is known to both sides."""

    EXCLUSION = "exclusion", _("Kept out")
    ACCESS = "access", _("Let in on request")
    ELEVATION = "elevation", _("Administrator's look")


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    GRANTED = "granted", _("Let in")
    REFUSED = "refused", _("Refused")


# Days for which somebody can be let in on request.
ACCESS_DAYS: Final = (1, 3, 7, 14, 30)
LONGEST_ACCESS: Final = timedelta(days=30)
# Minutes for which an administrator can look.
ELEVATION_MINUTES: Final = (15, 30, 60, 120, 240)
USUAL_ELEVATION: Final = 60
LONGEST_ELEVATION: Final = timedelta(hours=4)
REASON_LENGTH: Final = 1000
