"""Tables of the ground floor: the outbox, job progress, the movable clock; and the audience columns others inherit."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.audience import Audience
from core.ids import uuid7


class AudienceModel(models.Model):
    """A row that states who may read it. Row security compares the three arrays with the scope."""

    row_secured = True

    audience_countries = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    audience_authorities = ArrayField(models.UUIDField(), default=list, blank=True)
    audience_groups = ArrayField(models.IntegerField(), default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def audience(self) -> Audience:
        """The row's readers as a value."""
        return Audience(tuple(self.audience_countries), tuple(self.audience_authorities), tuple(self.audience_groups))


class OutboxMessage(models.Model):
    """Work that a committed act promised. The row, not the broker's message, is the truth.

    pending → leased (published, until `leased_until`) → done | dead (after too many failures; people see it, and retry
    or dismiss it). `scope` is the scope of whoever promised the work; ids only, no personal data.
    """

    row_secured = True

    class State(models.TextChoices):
        PENDING = "pending"
        LEASED = "leased"
        DONE = "done"
        DEAD = "dead"
        DISMISSED = "dismissed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.CharField(max_length=100)
    key = models.CharField(max_length=200, unique=True)
    arguments = models.JSONField(default=dict)
    queue = models.CharField(max_length=20, default="interactive")
    scope = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    available_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["available_at"], name="outbox_waiting", condition=models.Q(state__in=["pending", "leased"])
            ),
            models.Index(fields=["id"], name="outbox_dead", condition=models.Q(state="dead")),
        ]


class JobProgress(AudienceModel):
    """How far a long piece of work has come; pages poll it."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()


class ClockOffset(models.Model):
    """One row that moves the clock of demonstrations and tests; production neither reads nor writes it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seconds = models.BigIntegerField(default=0)


def row_secured_tables() -> set[str]:
    """The tables that carry row security: every concrete model marked `row_secured`."""
    return {model._meta.db_table for model in apps.get_models() if getattr(model, "row_secured", False)}
