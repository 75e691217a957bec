"""What cases are found by, and what a person searched a moment ago."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.base import CasePart
from core.ids import uuid7


class SearchKey(CasePart):
    """One key under which a case is found: a word of a name, a number, a date of birth.

    Made from the case's other parts by `cases.services.search_keys` in the transaction that changes them, never typed;
    seen by whoever sees the part it was made from. word: the normalised text that is compared
    (`cases.identity.search_keys`); skeleton: the consonants of a name, empty for the rest; source: the field or the
    kind of document it comes from; shown: as it was written there, to say why a case was found.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        BIRTH = "birth", _("date of birth")
        DOCUMENT = "document", _("document number")
        FILE_NUMBER = "file_number", _("own file number")
        REFERENCE = "reference", _("reference")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    source = models.CharField(max_length=40, blank=True)
    word = models.CharField(max_length=100)
    skeleton = models.CharField(max_length=60, blank=True)
    shown = models.CharField(max_length=150)

    class Meta:
        # Indexes for finding stand with the function that finds: cases/migrations/_search.py.
        indexes = [models.Index(fields=["case", "kind"], name="search_key_of_case")]


class SearchQuery(models.Model):
    """What one person asked a moment ago, kept so that the address of the answer names nobody.

    Read by that person alone; deleted soon after `expires_at` (machine time). asked: the cleaned fields of the form.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField()
    asked = models.JSONField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="search_query_ended")]
