"""Interviews of the person by the receiving side, and the requesting side's fresh check of the legal status."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import Side
from cases.choices_interviews import (
    LIVE_INTERVIEW,
    InterviewFormat,
    InterviewNoteKind,
    InterviewResult,
    InterviewStatus,
    PostponementCode,
    StatusResult,
)
from cases.models.base import CasePart


class Interview(CasePart):
    """One interview: asked for, on the form or later, until its result is told. Both sides see it.

    mission: the office that holds it, to which the case is delegated until the result is given. starts_at is read on
    the wall clock of zone (IANA name), that of the place. asked_on_form: by the box of the application form.
    asked_office, not a person: who asked is own-side data of the event.
    """

    status = models.CharField(max_length=12, choices=InterviewStatus.choices, default=InterviewStatus.REQUESTED)
    asked_side = models.CharField(max_length=10, choices=Side.choices)
    asked_office = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_on_form = models.BooleanField(default=False)
    mission = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, null=True, related_name="+")
    format = models.CharField(_("form"), max_length=10, choices=InterviewFormat.choices, blank=True)
    starts_at = models.DateTimeField(_("date and time"), null=True)
    zone = models.CharField(max_length=50, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    language = models.CharField(_("language of the interview"), max_length=100, blank=True)
    needs_interpreter = models.BooleanField(_("an interpreter is needed"), default=False)
    held_at = models.DateTimeField(null=True)
    result = models.CharField(_("result"), max_length=15, choices=InterviewResult.choices, blank=True)
    result_note = models.CharField(_("remark"), max_length=500, blank=True)
    result_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(status__in=[status.value for status in LIVE_INTERVIEW]),
                name="one_live_interview",
            )
        ]


class InterviewNote(CasePart):
    """What one side keeps about an interview for itself: who took part, the minutes, why it was postponed.

    mission: the office that wrote it down, which reads its own minutes as the receiving side does.
    """

    mission = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, null=True, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=15, choices=InterviewNoteKind.choices)
    code = models.CharField(max_length=25, choices=PostponementCode.choices, blank=True)
    text = models.TextField(max_length=8000, blank=True)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    written_by_name = models.CharField(max_length=150)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(own_side=""), name="interview_note_is_of_one_side")]


class StatusCheck(CasePart):
    """A fresh check of the legal status before a presentation or a transfer. Own-side data of the requesting country,
    of which the other side learns nothing, nor that there was any. checked_on: a day of that country."""

    checked_on = models.DateField(_("checked on"))
    result = models.CharField(_("result"), max_length=20, choices=StatusResult.choices)
    note = models.CharField(_("remark"), max_length=500, blank=True)
    checked_by_name = models.CharField(max_length=150)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["checked_on", "checked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(own_side="requesting"), name="status_check_is_own_side")
        ]
