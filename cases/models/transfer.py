"""The transfer: planned, notified, confirmed, handed over; and the record of the handover."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import TransferFailure, TransferMeans, TransferStatus
from cases.models.base import CasePart, OneOfCase


class Transfer(CasePart):
    """One planned transfer. A failed or counter-proposed one stays; a new plan is a new row.

    Own-side data of the requesting country until notice is given.
    """

    status = models.CharField(max_length=20, choices=TransferStatus.choices, default=TransferStatus.PLANNED)
    crossing_point = models.ForeignKey("countries.CrossingPoint", on_delete=models.PROTECT, related_name="+")
    arrives_at = models.DateTimeField(_("arrival"))
    means = models.CharField(_("means"), max_length=5, choices=TransferMeans.choices)
    carrier_number = models.CharField(_("flight or vehicle number"), max_length=40, blank=True)
    departure_place = models.CharField(_("place of departure"), max_length=150, blank=True)
    escorts = models.PositiveSmallIntegerField(_("number of escorts"), default=0)
    escort_names = models.CharField(_("names and functions of the escorts"), max_length=500, blank=True)
    special_help = models.CharField(_("special help or care on the way"), max_length=500, blank=True)
    note = models.CharField(_("remark"), max_length=500, blank=True)
    planned_by_name = models.CharField(max_length=150)
    planned_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    proposed_arrival = models.DateTimeField(_("other date proposed"), null=True)
    answer_note = models.CharField(_("remark of the receiving side"), max_length=500, blank=True)
    failure_code = models.CharField(_("what happened"), max_length=30, choices=TransferFailure.choices, blank=True)
    failure_note = models.CharField(_("remark"), max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["planned_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(status__in=["planned", "notified", "confirmed", "counter_proposed"]),
                name="one_live_transfer",
            )
        ]


class Handover(OneOfCase):
    """The record of the handover at the border."""

    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="handover")
    at = models.DateTimeField(_("handed over at"))
    handed_over_by = models.CharField(_("handed over by (name and function)"), max_length=200)
    received_by = models.CharField(_("received by (name and function)"), max_length=200)
    papers = models.CharField(_("documents and belongings handed over"), max_length=500, blank=True)
    remarks = models.CharField(_("remarks"), max_length=1000, blank=True)
    recorded_by_name = models.CharField(max_length=150)
