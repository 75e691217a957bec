"""The register of document numbers of an office: the series that it may use, the numbers taken and void.

It is the office's own: the other side of a case sees the document, never the register. What became of a document is
carried into the register by the database (trigger `register_follows_document`), whoever changed the document.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices_documents import NumberStatus, SeriesDraw, SeriesKind
from core.ids import uuid7


class OfRegister(models.Model):
    """Rows of one office, seen by whoever sees that office's cases."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class DocumentSeries(OfRegister):
    """A block of numbers that an office was given: prefix, then the digits from `first` to `last`.

    digits: how many of them are printed; next_number: where a counted series goes on; warn_below: how few numbers may
    be left before the office is warned; is_open: False once no number of it is taken any more.
    """

    kind = models.CharField(_("documents"), max_length=20, choices=SeriesKind.choices)
    prefix = models.CharField(_("letters before the number"), max_length=4, blank=True)
    first = models.PositiveIntegerField(_("first number"))
    last = models.PositiveIntegerField(_("last number"))
    digits = models.PositiveSmallIntegerField()
    draws = models.CharField(max_length=10, choices=SeriesDraw.choices)
    next_number = models.PositiveIntegerField()
    warn_below = models.PositiveIntegerField(_("warn below"))
    is_open = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="document_series_has_numbers"),
        ]

    def __str__(self) -> str:
        return f"{self.numbered(self.first)}–{self.numbered(self.last)}"

    @property
    def size(self) -> int:
        """How many numbers it has in all."""
        return self.last - self.first + 1

    def numbered(self, number: int) -> str:
        """A number of the series as it is printed."""
        return f"{self.prefix}{number:0{self.digits}d}"

    def position_of(self, text: str) -> int | None:
        """Which number of the series a printed number is, or None when it is none of it."""
        rest = text.removeprefix(self.prefix)
        if len(text) != len(self.prefix) + self.digits or len(rest) != self.digits or not rest.isdigit():
            return None
        number = int(rest)
        return number if self.first <= number <= self.last and rest.isascii() else None


class DocumentNumber(OfRegister):
    """A number that a country has used, for a document or as void: no number is used twice (database constraint).

    document: the travel document's key; case_reference: of its case; changed_at: when it took its status; void_code:
    why it is used for no document.
    """

    series = models.ForeignKey(DocumentSeries, on_delete=models.PROTECT, null=True, related_name="numbers")
    kind = models.CharField(max_length=20, choices=SeriesKind.choices)
    number = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=NumberStatus.choices)
    document = models.UUIDField(null=True)
    case_reference = models.CharField(max_length=30, blank=True)
    issued_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    printed_count = models.PositiveSmallIntegerField(default=0)
    void_code = models.CharField(max_length=20, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "number"], name="document_number_once")]
        indexes = [models.Index(fields=["authority", "changed_at", "id"], name="document_numbers_of_office")]


class DocumentNumberEntry(OfRegister):
    """One line of a number's history: since when it stood where, and why. Written by the database alone."""

    number = models.ForeignKey(DocumentNumber, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=NumberStatus.choices)
    code = models.CharField(max_length=20, blank=True)
    printed_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["at", "id"]
