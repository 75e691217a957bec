"""Notices: an office is told that something happened, by code and parameters, without personal data."""

from django.db import models

from core.ids import uuid7
from core.models import AudienceModel


class Notice(AudienceModel):
    """One thing that an office should know: reference, act and date; wording is made when it is read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    subject = models.CharField(max_length=100)
    case_reference = models.CharField(max_length=30, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="notice_at")]
