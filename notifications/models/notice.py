"""Notices: an office (or one person in it) is told that something happened, by code and parameters, without personal
data; what each person has read of them, and how each person wants to be told.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from core.models import AudienceModel
from notifications.choices import DEFAULT_DIGEST_HOUR, DEFAULT_MODES, Mode, NoticeKind


class Notice(AudienceModel):
    """One thing that an office should know: reference, act and date; wording is made when it is read.

    recipient_id: the one person of the audience who is meant; empty: everybody in it. by_country: the country whose
    side acted, empty for the system. due_at, due_zone: the time limit that runs, in the zone of the state that must
    act. key: names what may be told only once (a time limit's warning).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=NoticeKind.choices, default=NoticeKind.ACTS)
    action = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    subject = models.CharField(max_length=100)
    case_reference = models.CharField(max_length=30, blank=True)
    recipient_id = models.UUIDField(null=True)
    by_country = models.CharField(max_length=3, blank=True, default="")
    due_at = models.DateTimeField(null=True)
    due_zone = models.CharField(max_length=50, blank=True, default="")
    key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 - null, not empty: it is unique

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="notice_at"),
            models.Index(fields=["subject"], name="notice_subject"),
        ]


class NoticeMark(models.Model):
    """That a person has read a notice. `batch` is shared by what one press marked, so that it can be undone."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField()
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="marks")
    batch = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "user_id"], name="notice_read_once")]
        indexes = [models.Index(fields=["user_id", "batch"], name="notice_mark_batch")]


class NoticeWatermark(models.Model):
    """Up to where a person has read under one membership ("mark all as read"): notices with a key below `read_before`
    count as read. read_before_was and batch: for undoing the last press.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField()
    membership_id = models.UUIDField(unique=True)
    read_before = models.UUIDField(null=True)
    read_before_was = models.UUIDField(null=True)
    batch = models.UUIDField(null=True)


class NoticePreference(models.Model):
    """How one person wants to be told. Without a row everything is as `DEFAULT_MODES` says.

    country: the person's own, for row security: the mail worker of that country reads it. modes: kind -> mode.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField(unique=True)
    country = models.CharField(max_length=3)
    modes = models.JSONField(default=dict)
    digest_hour = models.PositiveSmallIntegerField(_("hour of the daily digest"), default=DEFAULT_DIGEST_HOUR)

    def mode_of(self, kind: str) -> Mode:
        """How this person wants to be told of a kind of notice."""
        return Mode(self.modes.get(kind) or DEFAULT_MODES[NoticeKind(kind)])
