"""Travel documents for the return: the receiving country's, or one that takes its place when none came in time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import TravelDocumentStatus
from cases.choices_documents import END_REASONS
from cases.models.base import CasePart
from countries.choices import FallbackDocument


class TravelDocument(CasePart):
    """A single-sheet emergency travel document (Doc 9303 Part 8) with number, validity and machine-readable lines.

    fallback: empty for the receiving country's document; else which document the requesting country uses in its place,
    without lines of ours. registered: its entry in the register of the office that issued it; none where a document of
    another kind is only recorded as it stands on paper. status_at: since when it has its status; end_code and end_note:
    why it was revoked or what became of it, in words that both sides read; asked_again_at: a new one was asked for in
    its place; replaces: the earlier document in whose place it was issued; paper: the sheet to print, or the one marked
    void.
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
    status_at = models.DateTimeField(null=True)
    paper = models.ForeignKey("documents.GeneratedDocument", on_delete=models.PROTECT, null=True, related_name="+")
    registered = models.OneToOneField("cases.DocumentNumber", on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    printed_count = models.PositiveSmallIntegerField(default=0)
    printed_at = models.DateTimeField(null=True)
    collected_on = models.DateField(null=True)
    collected_by = models.CharField(max_length=200, blank=True)
    end_code = models.CharField(max_length=20, choices=list(END_REASONS.items()), blank=True)
    end_note = models.CharField(max_length=500, blank=True)
    asked_again_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["receiving_country", "number"],
                condition=models.Q(fallback=""),
                name="travel_document_number_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=TravelDocumentStatus.REQUESTED), name="travel_document_exists"
            ),
        ]
