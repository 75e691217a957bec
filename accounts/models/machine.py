"""National systems: OAuth2 clients, each a technical user with one membership of the role `machine_client`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from oauth2_provider.models import AbstractApplication

from core import clock


class MachineClient(AbstractApplication):
    """One national system of one office (RFC 6749, client credentials alone).

    The secret is kept hashed and shown once. scopes: the most that its tokens may carry; revoked_at: from then on it
    gets no token, and those it has are worth nothing. Columns about redirects are of grants that are not offered.
    """

    row_secured = True

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="machine_client")
    # By the clock of law, not the machine's; what changed when is told by the audit trail.
    created = models.DateTimeField(default=clock.now)
    updated = None
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    secret_changed_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    client_type="confidential",
                    authorization_grant_type="client-credentials",
                    hash_client_secret=True,
                ),
                name="client_credentials_alone",
            ),
        ]

    def is_usable(self, request: object) -> bool:
        """Whether it may have a token: asked by the token endpoint."""
        return self.revoked_at is None and self.user.is_active and self.user.is_machine
