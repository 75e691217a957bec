"""The codes of interviews, checks of the legal status, mission visits and findings of agencies, with their words.

What the receiving side can read says nothing of why an interview is postponed: see `PostponementCode`.
"""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class InterviewStatus(models.TextChoices):
    REQUESTED = "requested", _("Asked for")
    SCHEDULED = "scheduled", _("Date set")
    CONFIRMED = "confirmed", _("Presentation confirmed")
    HELD = "held", _("Held, result awaited")
    CONCLUDED = "concluded", _("Result given")
    NO_SHOW = "no_show", _("The person did not appear")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Given up")


# What somebody still has to do something about; at most one of a case.
LIVE_INTERVIEW: Final = (
    InterviewStatus.REQUESTED,
    InterviewStatus.SCHEDULED,
    InterviewStatus.CONFIRMED,
    InterviewStatus.HELD,
    InterviewStatus.NO_SHOW,
    InterviewStatus.POSTPONED,
)
# No person was heard yet: a date can be set.
TO_BE_HELD: Final = (
    InterviewStatus.REQUESTED,
    InterviewStatus.SCHEDULED,
    InterviewStatus.CONFIRMED,
    InterviewStatus.NO_SHOW,
    InterviewStatus.POSTPONED,
)


class InterviewFormat(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("By video")
    PHONE = "phone", _("By telephone")
    MISSION = "mission", _("During a mission visit")


class InterviewResult(models.TextChoices):
    CONFIRMED = "confirmed", _("Nationality confirmed")
    NOT_CONFIRMED = "not_confirmed", _("Nationality not confirmed")
    MORE_NEEDED = "more_needed", _("More is needed to say")


class InterviewNoteKind(models.TextChoices):
    """What one side keeps about an interview for itself."""

    PARTICIPANTS = "participants", _("Who took part")
    MINUTES = "minutes", _("Minutes")
    POSTPONEMENT = "postponement", _("Why it was postponed")


class StatusResult(models.TextChoices):
    """The outcome of a check of the legal status: own-side data of the requesting country."""

    MAY_BE_PRESENTED = "may_be_presented", _("The person may be presented and returned")
    MAY_NOT = "may_not", _("The person may not be presented or returned now")


class PostponementCode(models.TextChoices):
    """Why an interview is really postponed: own-side data of the requesting country."""

    LEGAL_STATUS = "legal_status", _("The legal status has changed")
    COURT_SUSPENSION = "court_suspension", _("A court suspended the removal")
    PROTECTION_PROCEDURE = "protection_procedure", _("A protection procedure is pending")
    UNFIT = "unfit", _("The person is not fit to be presented")
    ABSCONDED = "absconded", _("The person absconded")
    TRANSPORT = "transport", _("There is no transport, room or interpreter")
    VISIT_CANCELLED = "visit_cancelled", _("The mission visit was cancelled")
    OTHER = "other", _("Another reason")


class VisitStatus(models.TextChoices):
    PLANNED = "planned", _("Being planned")
    ANNOUNCED = "announced", _("Announced to the mission")
    ENDED = "ended", _("Ended")
    CANCELLED = "cancelled", _("Cancelled")


class Finding(models.TextChoices):
    """What a register says of one field of the data sheet."""

    CONFIRMED = "confirmed", _("Agrees")
    NOT_CONFIRMED = "not_confirmed", _("Does not agree")
    NOT_KNOWN = "not_known", _("Not known")
