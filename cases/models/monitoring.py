"""Forced-return monitoring: an independent body sees how a person is returned, and reports what it saw.

The body has no row of the case, nor of the person: what it may know is copied to rows of its own (`MonitoringPlan`), as
a verifying agency has its data sheet.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices_monitoring import MonitoringIncident, MonitoringPhase, MonitoringStatus
from cases.models.base import CasePart


class Monitoring(CasePart):
    """That a body monitors a transfer. Own-side data of the requesting country until notice of the transfer is given;
    a report ends it, and another transfer of the case may be monitored anew."""

    body = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    case_reference = models.CharField(max_length=30)
    status = models.CharField(max_length=12, choices=MonitoringStatus.choices, default=MonitoringStatus.ASSIGNED)
    version = models.PositiveIntegerField(default=1)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["assigned_at", "id"]
        indexes = [models.Index(fields=["body", "status", "id"], name="monitoring_of_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(status="assigned"), name="one_monitor_at_a_time"
            )
        ]


class MonitoringPlan(CasePart):
    """What the body knows of the transfer. Own-side data of the requesting country and of the body.

    `plan` maps field codes to values; no name and no file is among them. What it says of the transfer, and which
    transfer it is of, follows the transfer (trigger `plan_follows_transfer`): the receiving side and the border post
    move it too, and do not see this row.
    """

    monitoring = models.OneToOneField(Monitoring, on_delete=models.PROTECT, related_name="plan")
    body = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    transfer = models.ForeignKey("cases.Transfer", on_delete=models.PROTECT, related_name="+")
    plan = models.JSONField(default=dict)
    written_at = models.DateTimeField()


class MonitoringObservation(CasePart):
    """What a monitor saw, when and in which phase. Never changed; a correction is another observation.

    The transfer that was seen is set by the database; the other side reads the observation once it was told of it.
    """

    monitoring = models.ForeignKey(Monitoring, on_delete=models.PROTECT, related_name="observations")
    transfer = models.ForeignKey("cases.Transfer", on_delete=models.PROTECT, related_name="+", editable=False)
    body = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(_("phase"), max_length=20, choices=MonitoringPhase.choices)
    at = models.DateTimeField(_("seen at"))
    incidents = ArrayField(
        models.CharField(max_length=20, choices=MonitoringIncident.choices), default=list, blank=True
    )
    text = models.TextField(_("observation"), max_length=4000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class MonitoringReport(CasePart):
    """The final report of the body, which the supervisors of both sides read."""

    monitoring = models.OneToOneField(Monitoring, on_delete=models.PROTECT, related_name="report")
    body = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("report"), max_length=20000)
    recommendations = models.TextField(_("recommendations"), max_length=8000, blank=True)
    submitted_at = models.DateTimeField()


class MonitoringReply(CasePart):
    """What a supervisor of one side says to a report; both sides' supervisors and the body read it."""

    monitoring = models.ForeignKey(Monitoring, on_delete=models.PROTECT, related_name="replies")
    body = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10)
    text = models.TextField(_("reply"), max_length=8000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]
