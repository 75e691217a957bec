"""Group operations: one flight or bus with the persons of several cases, of one or several requesting authorities.

An operation spans cases and countries, so its rows say themselves who reads them (`AudienceModel`): the organiser, the
participating authorities once it is open, the receiving side once it is announced, the border post once it expects
somebody. What is known of one passenger has narrower readers than the operation.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import TransferMeans
from cases.choices_operations import OperationRole, OperationStatus, PassengerState
from core.ids import uuid7
from core.models import AudienceModel


class Operation(AudienceModel):
    """One departure to one receiving country. seats: for passengers, without those who travel along with them.

    Organiser and receiving country do not change; `version` grows with every change and is what forms compare.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name of the operation"), max_length=80)
    status = models.CharField(max_length=20, choices=OperationStatus.choices, default=OperationStatus.DRAFT)
    version = models.PositiveIntegerField(default=1)
    organiser = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    organiser_country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    receiving_country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    crossing_point = models.ForeignKey("countries.CrossingPoint", on_delete=models.PROTECT, related_name="+")
    means = models.CharField(_("means"), max_length=5, choices=TransferMeans.choices)
    is_charter = models.BooleanField(_("charter"), default=False)
    carrier_number = models.CharField(_("flight or vehicle number"), max_length=40, blank=True)
    departure_place = models.CharField(_("place of departure"), max_length=150, blank=True)
    departs_at = models.DateTimeField(_("departure"))
    arrives_at = models.DateTimeField(_("arrival"))
    seats = models.PositiveSmallIntegerField(_("seats for passengers"))
    note = models.CharField(_("remark"), max_length=500, blank=True)
    answer_note = models.CharField(_("remark of the receiving side"), max_length=500, blank=True)
    proposed_arrival = models.DateTimeField(_("other date proposed"), null=True)
    created_by_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["arrives_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(departs_at__lt=models.F("arrives_at")), name="operation_departs_before_it_arrives"
            ),
            models.CheckConstraint(condition=models.Q(seats__gt=0), name="operation_has_seats"),
        ]

    @property
    def subject(self) -> str:
        """The text by which lower floors refer to this operation."""
        return f"operation:{self.id}"


class OfOperation(AudienceModel):
    """What belongs to an operation. organiser_country: a copy that the database makes; row security goes by it."""

    organiser_country = models.CharField(max_length=3, editable=False, default="")

    class Meta:
        abstract = True


class OperationAuthority(OfOperation):
    """An authority that takes part, with the seats it may fill; the organiser is one of them.

    taken: seats that its passengers hold. The database counts them: nobody but the organiser sees every passenger.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="authorities")
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField(_("seats"))
    taken = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "authority"], name="authority_takes_part_once"),
            models.CheckConstraint(condition=models.Q(taken__lte=models.F("seats")), name="seats_are_there"),
        ]


class OperationStaff(OfOperation):
    """Somebody who travels along: escort, medical staff, interpreter, monitor; with the document carried."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="staff")
    kind = models.CharField(_("function"), max_length=20, choices=OperationRole.choices)
    name = models.CharField(_("name"), max_length=150)
    function = models.CharField(_("rank or office"), max_length=150, blank=True)
    document_number = models.CharField(_("number of the document carried"), max_length=40, blank=True)

    class Meta:
        ordering = ["id"]


class OperationPassenger(AudienceModel):
    """A person on the operation, as its passenger list names the person.

    The particulars are copied when the case is added: the organiser prints the list and need not see the cases of other
    countries. status, children and readers follow the transfer of the case (a trigger of the database); the children
    return on the person's form and take a seat each.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="passengers")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    transfer = models.ForeignKey("cases.Transfer", on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=PassengerState.choices, default=PassengerState.PLANNED)
    reference = models.CharField(max_length=30)
    family_name = models.CharField(max_length=150)
    given_names = models.CharField(max_length=150, blank=True)
    birth_date = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    document_number = models.CharField(max_length=20, blank=True)
    children = models.JSONField(default=list)

    @property
    def persons(self) -> int:
        """How many seats are held: that of the person of the case and those of the children on the same form."""
        return 1 + len(self.children)

    class Meta:
        ordering = ["family_name", "given_names", "id"]
        constraints = [models.UniqueConstraint(fields=["operation", "case"], name="passenger_once")]
        indexes = [models.Index(fields=["case"], name="passenger_case")]
