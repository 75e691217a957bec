"""What the API keeps for itself: which requests changed something, so that a repeated one does not."""

from django.db import models

from core.ids import uuid7


class IdempotencyKey(models.Model):
    """One answered request, under the key that the client gave it. Kept for a day; read by that client alone.

    Written in the transaction of the act: two requests with one key wait for each other at the unique pair, and a
    request that was refused leaves nothing. request_sha256: of method, address and contents; thing_id: what it was
    about, to be told anew when it comes again. What was told is not kept.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField()
    key = models.CharField(max_length=100)
    request_sha256 = models.CharField(max_length=64)
    thing_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="idempotency_key_of_client")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_age")]
