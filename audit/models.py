"""Events (who did what) and accesses (who looked). Application logins insert and select; nobody changes them.

Events store codes and parameters; the sentence is made when somebody reads it, in the reader's language and for the
reader's side. The database adds columns: `xact` (the writing transaction), which the completeness trigger compares, and
what the log seals (ADR 23): `canonical`, `leaf_hash`, `salts`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

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
    person. `changed` lists names of changed fields, `values` is JSON of what they said before and say now: personal
    data, bound to the log and erasable. `reason` is what the actor gave as grounds."""

    class Result(models.TextChoices):
        DONE = "done"
        REFUSED = "refused"

    result = models.CharField(max_length=10, choices=Result.choices, default=Result.DONE)
    parameters = models.JSONField(default=dict)
    changed = models.JSONField(default=list)
    values = models.TextField(blank=True)
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


class Witness(models.Model):
    """A partner's office that the log is shown to, and whose signature under a checkpoint is known by `key` (a C2SP
    cosignature key, `name+id+key`). url: of its witness (C2SP tlog-witness), empty where it fetches by itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    authority = models.OneToOneField("countries.Authority", on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=3)
    key = models.TextField(blank=True)
    url = models.URLField(blank=True)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()


class Holding(models.Model):
    """The last checkpoint that an office is known to hold, by how that is known. What did not fit stays: `disputed` is
    the first of them, the audit trail has them all."""

    class How(models.TextChoices):
        FETCHED = "fetched", _("Fetched")
        CONFIRMED = "confirmed", _("Shown to RCMS")
        COSIGNED = "cosigned", _("Co-signed")
        DISPUTED = "disputed", _("Does not fit")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=3)
    how = models.CharField(max_length=10, choices=How.choices)
    size = models.BigIntegerField()
    root = models.CharField(max_length=44)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "how"], name="holding_once_a_way")]


class Cosignature(models.Model):
    """A partner's signature under a checkpoint: a line of its note, which is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=3)
    size = models.BigIntegerField()
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "size"], name="cosigned_once_an_office")]


class Stamp(models.Model):
    """A time-stamp (RFC 3161, DER) over the note of a checkpoint as the log signed it."""

    size = models.BigIntegerField(primary_key=True)
    token = models.BinaryField()
    at = models.DateTimeField()
