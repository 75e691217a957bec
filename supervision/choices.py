"""Codes of supervision, with the words people see, and the checklist that a review has where no other is kept."""

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ReviewState(models.TextChoices):
    OPEN = "open", _("To review")
    DONE = "done", _("Reviewed")


class ReviewAnswer(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Dimension(models.TextChoices):
    """By what the time keeping is told."""

    PARTNER = "partner", _("By partner country")
    OFFICE = "office", _("By office of ours")
    PARTNER_OFFICE = "partner_office", _("By office of theirs")
    TRACK = "track", _("By track")
    PROCEDURE = "procedure", _("By procedure")


CHECKLIST: Final[dict[str, str | Promise]] = {
    "application_complete": _("The application was complete when it was delivered"),
    "basis_recorded": _("Return decision and legal status were checked and recorded before it was released"),
    "evidence_readable": _("Photograph and evidence are readable and belong to the person"),
    "limits_kept": _("Our own time limits were kept, or the file says why not"),
    "second_person": _("Release and decision were made by two persons"),
    "reasons_clear": _("Reasons given to the other side are clear and follow from the file"),
    "vulnerability": _("Vulnerability and family unity were looked at"),
    "data_necessary": _("The file holds no personal data that the procedure does not need"),
}
"""The checklist of a review where the country keeps none of its own."""


class FindingKind(models.TextChoices):
    """What is unusual about an access; what each means stands in `supervision.watching`."""

    MANY_CASES = "many_cases", _("Many cases")
    OFF_HOURS = "off_hours", _("Outside working hours")
    OWN_NAME = "own_name", _("Own family name")
    NEVER_ASSIGNED = "never_assigned", _("Cases of others")
    DENIED = "denied", _("Denied looks")


class FindingState(models.TextChoices):
    OPEN = "open", _("To review")
    SIGNED = "signed", _("Signed off")


class FindingOutcome(models.TextChoices):
    JUSTIFIED = "justified", _("Justified: the work explains it")
    FOLLOWED_UP = "followed_up", _("Followed up with the person")
    FORWARDED = "forwarded", _("Forwarded to whoever decides about it")
