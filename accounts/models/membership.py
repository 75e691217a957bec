"""One person, one office, one role, from a date to a date."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLE_CHOICES
from core.ids import uuid7


class Membership(models.Model):
    """A person acts under one membership at a time; `group` (`authority:role`) holds the grants of office and role."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=30, choices=ROLE_CHOICES)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["user", "authority", "role", "valid_from"], name="membership_once"),
        ]
        indexes = [models.Index(fields=["user", "valid_from"], name="membership_of_user")]
