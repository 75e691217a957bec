"""One person, one office, one role, from a date to a date."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLE_CHOICES
from core.ids import uuid7


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by day: read in the country of the office."""

    def not_ended(self, day: date) -> MembershipQuerySet:
        """Those that hold on this day or will later."""
        return self.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day))

    def in_force(self, day: date) -> MembershipQuerySet:
        """Those that hold on this day."""
        return self.not_ended(day).filter(valid_from__lte=day)


class Membership(models.Model):
    """A person acts under one membership at a time; `group` (`authority:role`) holds the grants of office and role."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=30, choices=ROLE_CHOICES)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    # Given because this provider said so at the sign-in (ADR 21). What a person settled carries none.
    claimed_by = models.ForeignKey("accounts.IdentityProvider", on_delete=models.PROTECT, null=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            # What a provider gave and took back on one day held on no day: it ends the day before it began.
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from"))
                | models.Q(
                    claimed_by__isnull=False,
                    valid_to__gte=models.ExpressionWrapper(
                        models.F("valid_from") - timedelta(days=1), output_field=models.DateField()
                    ),
                ),
                name="membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["user", "authority", "role", "valid_from"], name="membership_once"),
        ]
        indexes = [models.Index(fields=["user", "valid_from"], name="membership_of_user")]
