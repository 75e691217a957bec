"""Travel documents for the return: the receiving country's, or one that takes its place when none came in time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import TravelDocumentStatus
from cases.models.base import CasePart
from countries.choices import FallbackDocument


class TravelDocument(CasePart):
    """A single-sheet emergency travel document (Doc 9303 Part 8) with number, validity and machine-readable lines.

    fallback: empty for the receiving country's document; else which document the requesting country uses in its place,
    recorded as it stands on the paper, without lines of ours.
    """

    number = models.CharField(_("number"), max_length=20)
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"))
    issuing_authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    issued_by_name = models.CharField(max_length=150)
    issued_at = models.DateTimeField()
    mrz = models.TextField(blank=True)
    fallback = models.CharField(_("document used"), max_length=10, choices=FallbackDocument.choices, blank=True)
    status = models.CharField(max_length=10, choices=TravelDocumentStatus.choices, default=TravelDocumentStatus.ISSUED)
    paper = models.ForeignKey("documents.GeneratedDocument", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["receiving_country", "number"],
                condition=models.Q(fallback=""),
                name="travel_document_number_once",
            )
        ]
