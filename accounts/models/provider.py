"""Sign-in with an authority's own identity provider (OpenID Connect), and whose account a person there opens."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.ids import uuid7


class IdentityProvider(models.Model):
    """The provider of one office. It speaks for that office alone: sessions that begin with it act nowhere else.

    Before anybody is known it is found by the office's code (`core.scope.entrance`); administrators of the office read
    it. Set by two persons, switched off by one.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    authority = models.OneToOneField("countries.Authority", on_delete=models.PROTECT, related_name="+")
    # The office's, copied: what people type before they are known.
    code = models.SlugField(max_length=60, unique=True)
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=200)
    # Encrypted (`accounts.secrets`), bound to the office.
    client_secret = models.TextField()
    # Asked for besides `openid`, as the provider needs it to tell the groups.
    scopes = models.CharField(max_length=200, blank=True)
    roles_claim = models.CharField(max_length=60, blank=True)
    # [[value of the claim, role], ...]
    roles = models.JSONField(default=list)
    # "acr:..." and "amr:...": what the provider says when it asked for a second factor itself. None: ours is asked.
    second_factor = ArrayField(models.CharField(max_length=200), default=list)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)


class ProviderLink(models.Model):
    """One person at the provider (`subject`) is one account. Made by two persons, ended by one."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.ForeignKey(IdentityProvider, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], condition=Q(ended_at=None), name="subject_once"),
            models.UniqueConstraint(fields=["provider", "user"], condition=Q(ended_at=None), name="linked_once"),
        ]
        indexes = [models.Index(fields=["user"], name="links_of_user")]
