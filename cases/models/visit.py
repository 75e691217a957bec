"""A mission visit: days on which the receiving country's mission hears many persons in the requesting country.

A visit spans cases, so its audience stands in its own columns: the office that organises it with its national desk,
and, once it is announced, the mission with its country's desk. Nothing about a person stands here: a slot leads to an
interview, which whoever may not see the case does not see.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices_interviews import VisitStatus
from core.ids import uuid7


class AudienceOfVisit(models.Model):
    """Who sees a visit and what belongs to it. `shared` turns true when it is announced, and never back."""

    row_secured = True

    requesting_country = models.CharField(max_length=3)
    requesting_authority = models.UUIDField()
    receiving_country = models.CharField(max_length=3)
    mission = models.UUIDField()
    shared = models.BooleanField(default=False)

    class Meta:
        abstract = True


class MissionVisit(AudienceOfVisit):
    """One visit. languages: one for each interpreter that is there, so that a language stands as often as there are
    interpreters of it. starts_on, ends_on: days on the wall clock of zone. version: what forms compare."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    status = models.CharField(max_length=10, choices=VisitStatus.choices, default=VisitStatus.PLANNED)
    place = models.CharField(_("place"), max_length=200)
    zone = models.CharField(max_length=50)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    day_begins = models.TimeField(_("begins at"))
    day_ends = models.TimeField(_("ends at"))
    slot_minutes = models.PositiveSmallIntegerField(_("minutes for each person"))
    rooms = ArrayField(models.CharField(max_length=60), verbose_name=_("rooms"))
    languages = ArrayField(models.CharField(max_length=60), verbose_name=_("interpreters by language"), default=list)
    team = models.CharField(_("members of the mission's team"), max_length=500, blank=True)
    created_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_on", "id"]
        indexes = [models.Index(fields=["requesting_country", "-starts_on"], name="visits_of_country")]

    @property
    def subject(self) -> str:
        """The text by which lower floors refer to this visit."""
        return f"visit:{self.id}"


class VisitSlot(AudienceOfVisit):
    """One person's time and room in a visit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(MissionVisit, on_delete=models.PROTECT, related_name="slots")
    interview = models.ForeignKey("cases.Interview", on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    room = models.CharField(max_length=60)
    language = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["starts_at", "room"]
        constraints = [
            # Two persons who change places do so in one transaction.
            models.UniqueConstraint(
                fields=["visit", "starts_at", "room"],
                name="one_person_in_a_room",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["visit", "interview"], name="once_in_a_visit"),
        ]
