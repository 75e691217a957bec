"""A transit: what was asked for, what was answered, and how it was carried out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import TransferMeans
from cases.choices_transit import TransitEnd, TransitStatus
from cases.models.base import CasePart, OneOfCase


class TransitPlan(OneOfCase):
    """Part B of the transit application, and the declaration that goes with it.

    is_declared: that the conditions are met and no ground of refusal is known; who declared it stands in the audit
    trail and on the paper. Instants in UTC, worded on the clocks of the transit country.
    """

    means = models.CharField(_("type of transit"), max_length=5, choices=TransferMeans.choices, blank=True)
    destination = models.ForeignKey(
        "countries.Country", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("final destination")
    )
    other_states = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    entry_point = models.ForeignKey(
        "countries.CrossingPoint", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("entry point")
    )
    exit_point = models.ForeignKey(
        "countries.CrossingPoint", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("exit point")
    )
    enters_at = models.DateTimeField(_("arrival in the transit country"), null=True)
    leaves_at = models.DateTimeField(_("departure from the transit country"), null=True)
    entry_carrier = models.CharField(_("flight or vehicle on arrival"), max_length=40, blank=True)
    exit_carrier = models.CharField(_("flight or vehicle on departure"), max_length=40, blank=True)
    escorts = models.PositiveSmallIntegerField(_("number of escorts"), default=0)
    escort_names = models.CharField(_("names and functions of the escorts"), max_length=500, blank=True)
    document_type = models.CharField(_("type of travel document"), max_length=100, blank=True)
    document_number = models.CharField(_("number of the travel document"), max_length=40, blank=True)
    special_care = models.CharField(_("special care needed"), max_length=500, blank=True)
    support = models.CharField(_("support asked of the transit country"), max_length=500, blank=True)
    observations = models.TextField(_("observations"), max_length=2000, blank=True)
    is_declared = models.BooleanField(default=False)
    declared_at = models.DateTimeField(null=True)


class TransitConsent(CasePart):
    """Where and when the person may enter, as the answer says. Own-side of the transit country while the answer is only
    proposed."""

    decision = models.OneToOneField("cases.Decision", on_delete=models.PROTECT, related_name="transit_consent")
    entry_point = models.ForeignKey("countries.CrossingPoint", on_delete=models.PROTECT, related_name="+")
    enters_at = models.DateTimeField()
    conditions = models.CharField(max_length=500, blank=True)


class Transit(OneOfCase):
    """How the transit is carried out: scheduled by the requesting side, entry and exit recorded by the border post."""

    status = models.CharField(max_length=20, choices=TransitStatus.choices, default=TransitStatus.SCHEDULED)
    entry_point = models.ForeignKey("countries.CrossingPoint", on_delete=models.PROTECT, related_name="+")
    exit_point = models.ForeignKey("countries.CrossingPoint", on_delete=models.PROTECT, related_name="+")
    enters_at = models.DateTimeField(_("arrival"))
    leaves_at = models.DateTimeField(_("departure"))
    entry_carrier = models.CharField(max_length=40, blank=True)
    exit_carrier = models.CharField(max_length=40, blank=True)
    escorts = models.PositiveSmallIntegerField(default=0)
    escort_names = models.CharField(max_length=500, blank=True)
    scheduled_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    end_code = models.CharField(max_length=30, choices=TransitEnd.choices, blank=True)
    end_note = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    take_back_at = models.DateTimeField(null=True)
    take_back_point = models.ForeignKey(
        "countries.CrossingPoint", on_delete=models.PROTECT, null=True, related_name="+"
    )
    take_back_documents = models.CharField(max_length=500, blank=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(leaves_at__gt=models.F("enters_at")), name="transit_leaves_after_entry"
            )
        ]
