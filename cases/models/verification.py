"""Verification of identity by agencies of the receiving country."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import VerificationAnswer, VerificationStatus
from cases.models.base import CasePart


class VerificationTask(CasePart):
    """One agency's question, with its own copy of the minimal data (`sheet`): an agency has no row of the case.

    Own-side data of the receiving country. `sheet` maps field codes to values as they were when the question was put.
    """

    agency = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    case_reference = models.CharField(max_length=30)
    status = models.CharField(max_length=12, choices=VerificationStatus.choices, default=VerificationStatus.ASKED)
    question = models.CharField(_("question"), max_length=1000, blank=True)
    sheet = models.JSONField(default=dict)
    photograph = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    due_on = models.DateField(_("answer by"), null=True)
    answer = models.CharField(_("answer"), max_length=20, choices=VerificationAnswer.choices, blank=True)
    remarks = models.TextField(_("remarks"), max_length=2000, blank=True)
    # Field of the sheet -> Finding; what speaks against the identity. Neither is seen by the requesting side.
    findings = models.JSONField(default=dict)
    adverse = models.TextField(_("what speaks against the identity"), max_length=2000, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    reminded_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency", "status", "due_on", "id"], name="verification_queue")]
        ordering = ["asked_at", "id"]


class VerificationResult(CasePart):
    """What both sides see of a task: that it was asked, and its result, not of whom. Made with the task; the answer
    follows from the task (trigger `result_follows_task`)."""

    task = models.UUIDField(unique=True)
    answer = models.CharField(max_length=20, choices=VerificationAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
