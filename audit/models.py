"""Events (who did what) and accesses (who looked). Application logins insert and select; nobody changes them.

Events store codes and parameters; the sentence is made when somebody reads it, in the reader's language and for the
reader's side. The database adds columns: `xact` (the writing transaction), which the completeness trigger compares, and
what the log seals (ADR 23): `canonical`, `leaf_hash`, `salts`.
"""

from django.db import models

from core.ids import uuid7
from core.models import AudienceModel


class ActorStamp(AudienceModel):
    """The actor as he or she was at that time, as text: later changes of name or office do not rewrite history."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=150)
    on_behalf_of = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=30, blank=True)
    authority_id = models.UUIDField(null=True)
    authority_name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=3, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=100, blank=True)
    case_key = models.UUIDField(null=True)
    case_reference = models.CharField(max_length=30, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        abstract = True


class Event(ActorStamp):
    """One act, refused or done. `parameters` holds codes, dates and ids that wording needs; never free text about a
    person. `changed` lists names of changed fields. `reason` is what the actor gave as grounds."""

    class Result(models.TextChoices):
        DONE = "done"
        REFUSED = "refused"

    result = models.CharField(max_length=10, choices=Result.choices, default=Result.DONE)
    parameters = models.JSONField(default=dict)
    changed = models.JSONField(default=list)
    reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case_key", "at"], name="event_of_case"),
            models.Index(fields=["-at"], name="event_at"),
        ]


class Access(ActorStamp):
    """One look: a case opened, a file viewed, a search made, a look denied. `parameters` as in `Event`: codes, numbers
    and ids, never what was typed."""

    class Result(models.TextChoices):
        SEEN = "seen"
        DENIED = "denied"

    result = models.CharField(max_length=10, choices=Result.choices, default=Result.SEEN)
    parameters = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["case_key", "at"], name="access_of_case"),
            models.Index(fields=["-at"], name="access_at"),
            models.Index(fields=["actor_id", "-at"], name="access_of_person"),
        ]
