"""The transfer: planned, notified, confirmed, handed over; and the record of the handover."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import TransferFailure, TransferMeans, TransferStatus
from cases.choices_operations import AbortPlace, BorderRefusal, HandoverItemKind
from cases.models.base import CasePart, OneOfCase


class Transfer(CasePart):
    """One planned transfer. A failed, changed or counter-proposed one stays; a new plan is a new row.

    operation: the group operation on which the person travels, if it is one. refusal_code: why the border post refused
    the person; abort_place: where the transfer was broken off; children: those who return on the person's form and have
    no case of their own (family_name, given_names, birth_date, sex of each), as they stood when the transfer was
    planned.

    Own-side data of the requesting country until notice is given.
    """

    status = models.CharField(max_length=20, choices=TransferStatus.choices, default=TransferStatus.PLANNED)
    operation = models.ForeignKey("cases.Operation", on_delete=models.PROTECT, null=True, related_name="+")
    children = models.JSONField(default=list)
    crossing_point = models.ForeignKey("countries.CrossingPoint", on_delete=models.PROTECT, related_name="+")
    departs_at = models.DateTimeField(_("departure"), null=True)
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
    refusal_code = models.CharField(_("why refused"), max_length=30, choices=BorderRefusal.choices, blank=True)
    abort_place = models.CharField(_("where broken off"), max_length=20, choices=AbortPlace.choices, blank=True)
    failure_note = models.CharField(_("remark"), max_length=500, blank=True)
    departed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    @property
    def persons(self) -> int:
        """How many travel: the person of the case and the children on the same form."""
        return 1 + len(self.children)

    class Meta:
        ordering = ["planned_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(
                    status__in=["planned", "notified", "confirmed", "counter_proposed", "changed", "departed"]
                ),
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


class HandoverItem(CasePart):
    """A document or belonging handed over with the person. is_received: the receiving side has it; False where it was
    announced and was not there."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(_("what"), max_length=20, choices=HandoverItemKind.choices)
    description = models.CharField(_("description"), max_length=200)
    count = models.PositiveSmallIntegerField(_("number of pieces"), default=1)
    is_received = models.BooleanField(_("received"), default=True)

    class Meta:
        ordering = ["id"]
