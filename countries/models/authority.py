from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.ids import uuid7
from countries.choices import AuthorityKind, ContactKind, CrossingKind


class AuthorityQuerySet(models.QuerySet["Authority"]):
    def active_on(self, on_date: datetime.date) -> AuthorityQuerySet:
        """Authorities that exist and may be chosen on this date."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on_date),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on_date),
            is_active=True,
        )


class Authority(models.Model):
    """An office of a country. Offices form a tree; a national desk answers for the whole country."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True, max_length=60)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="authorities")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="children", null=True, blank=True)
    kind = models.CharField(max_length=30, choices=AuthorityKind)
    name = models.CharField(max_length=160)
    name_native = models.CharField(max_length=160, blank=True)
    native_language = models.CharField(max_length=12, blank=True)  # BCP 47, for the lang attribute
    is_national_desk = models.BooleanField(default=False)
    # Where a consulate or embassy is posted; empty for an office at home.
    host_country = models.ForeignKey(
        "countries.Country", on_delete=models.PROTECT, related_name="hosted_authorities", null=True, blank=True
    )
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)  # of correspondence, BCP 47
    address = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    # Grows with every edit of the office or its contact points; from 2 on the reference files no longer correct it.
    version = models.PositiveIntegerField(default=1)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["country_id", "name"]
        verbose_name_plural = "authorities"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="countries_authority_dates",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="countries_authority_not_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactPoint(models.Model):
    """How an authority is reached for one purpose, as the protocols list it."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=20, choices=ContactKind)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["authority_id", "kind"]
        constraints = [models.UniqueConstraint(fields=["authority", "kind"], name="countries_one_contact_per_kind")]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.kind}"


class CrossingPoint(models.Model):
    """A border crossing point or airport at which persons are handed over."""

    code = models.SlugField(primary_key=True, max_length=40)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="crossing_points")
    kind = models.CharField(max_length=4, choices=CrossingKind)
    name = models.CharField(max_length=120)
    iata_code = models.CharField(max_length=3, blank=True)
    un_locode = models.CharField(max_length=5, blank=True)
    # The border post that receives the persons here.
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="crossing_points", null=True, blank=True
    )
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["country_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["iata_code"], condition=~Q(iata_code=""), name="countries_iata_code")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.iata_code})" if self.iata_code else self.name
