"""What a person has besides the password: an app that counts codes, passkeys, codes on paper for their loss."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7


class Authenticator(models.Model):
    """A second factor. Seen by its person alone (row security), once the password was right."""

    row_secured = True

    class Kind(models.TextChoices):
        APP = "app", _("Authenticator app")
        PASSKEY = "passkey", _("Passkey")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=60)
    # Of an app the secret, encrypted; of a passkey the public key, which is no secret.
    material = models.TextField()
    # The last step of an app or count of a passkey that was taken: what is not above it was used before.
    last_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "created_at"], name="authenticators_of_user")]


class RecoveryCode(models.Model):
    """One code that replaces a second factor once. Only a keyed checksum is kept."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]
