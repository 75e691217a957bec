"""Files in the vault and the papers drawn from frozen contents. Both state who may read them (row security)."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from core.models import AudienceModel, JobProgress
from documents.letters.registry import TITLES
from documents.letters.texts import LETTERS_WITH_TEXTS, TEXT_LIMIT, Block

CASE_PREFIX = "case:"


class Subject(AudienceModel):
    """What a row is about, as text: `case:<uuid>` and the case's reference, if it has one already.

    named_cases: keys of single cases that it names besides (a list of passengers, a bundle): whoever is kept out of one
    of them does not see it (row security).
    """

    subject = models.CharField(max_length=100)
    case_reference = models.CharField(max_length=30, blank=True)
    named_cases = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def case_key(self) -> UUID | None:
        """The key of the case that the row is about, or None when it is about something else."""
        if not self.subject.startswith(CASE_PREFIX):
            return None
        return UUID(self.subject.removeprefix(CASE_PREFIX))


class StoredFile(Subject):
    """One file: where its bytes are and what they must hash to. What was stored never changes (database trigger).

    `viewing_*` is the copy for screens: of a picture without metadata, of a PDF its first page. Sizes in bytes, width
    and height in pixels (0 for a PDF). The name is what the person called it, cleaned; it is never a path.
    """

    class Kind(models.TextChoices):
        PHOTOGRAPH = "photograph", _("Photograph")
        EVIDENCE = "evidence", _("Evidence")
        ATTACHMENT = "attachment", _("Attachment")
        GENERATED = "generated", _("Generated paper")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    storage_id = models.CharField(max_length=32, unique=True)
    sha256 = models.CharField(max_length=64)
    viewing_storage_id = models.CharField(max_length=32, unique=True, null=True)  # noqa: DJ001 - unique or absent
    viewing_sha256 = models.CharField(max_length=64, blank=True)
    viewing_media_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=40)
    original_name = models.CharField(max_length=130)
    pages = models.PositiveIntegerField(default=1)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    uploaded_by_name = models.CharField(max_length=150, blank=True)
    uploaded_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False)
    # Since when nobody is given the bytes any more: they were erased, and what they hashed to stays.
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "created_at"], name="file_of_subject"),
            GinIndex(fields=["named_cases"], name="file_naming_cases", condition=~models.Q(named_cases=[])),
        ]

    @property
    def is_destroyed(self) -> bool:
        """Whether the bytes were erased: for whoever shows or gives out files it is not there."""
        return self.destroyed_at is not None

    @property
    def is_picture(self) -> bool:
        """Whether the file itself is a picture, so that it can be shown in the page."""
        return self.media_type in {"image/jpeg", "image/png"}


class PagePreview(AudienceModel):
    """A picture of one page of a stored PDF, drawn when somebody wants to see the page; kept in the vault.

    Its readers are those of the file (a database trigger keeps them so). page: counted from 1; width and height in
    pixels. A page that cannot be drawn has failed and stays so: the file does not change.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="previews")
    page = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    storage_id = models.CharField(max_length=32, unique=True, null=True)  # noqa: DJ001 - unique or absent
    sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "page"], name="one_preview_of_a_page")]


class GeneratedDocument(Subject):
    """One paper: what it says, frozen when it was asked for, and the file once it is drawn.

    `context` holds everything the paper shows; it is drawn from that alone, so later changes of the case change no
    paper that was issued. A new request makes a new version; papers that only some read are numbered in a `series` of
    their own, so that no number tells how many others have. States: requested → done; failed is an attempt that did
    not come to an end and will be repeated by the outbox.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Being drawn")
        DONE = "done", _("Issued")
        FAILED = "failed", _("Not drawn yet")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    template = models.CharField(max_length=40)
    template_version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=15)
    series = models.CharField(max_length=40, blank=True, default="")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="papers")
    context = models.JSONField()
    context_sha256 = models.CharField(max_length=64)
    requested_at = models.DateTimeField()
    requested_by_name = models.CharField(max_length=150)
    requested_by_id = models.UUIDField()
    issued_at = models.DateTimeField(null=True)
    progress = models.ForeignKey(JobProgress, on_delete=models.SET_NULL, null=True, related_name="+")
    # No column: whether a version marked void stands in its place, as far as `papers_of` was asked.
    is_void: bool = False

    class Meta:
        indexes = [GinIndex(fields=["named_cases"], name="paper_naming_cases", condition=~models.Q(named_cases=[]))]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "template", "series", "version"], name="paper_version_of_subject"
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", file__isnull=False, issued_at__isnull=False)
                | (~models.Q(state="done") & models.Q(file__isnull=True, issued_at__isnull=True)),
                name="paper_done_has_file",
            ),
        ]

    @property
    def label(self) -> str:
        """What the paper is, in the reader's language (`title` is in the paper's own)."""
        return str(TITLES.get(self.template, self.title))

    @property
    def is_waiting(self) -> bool:
        """Whether the paper is still to be drawn."""
        return self.state != self.State.DONE


class LetterText(models.Model):
    """Words that a country has printed on its papers: one block of one paper in one language.

    A row is written when a second administrator has agreed and never changes; the newest version counts, an empty text
    prints nothing. Papers that were asked for keep the words of that day. Placeholders: `documents.letters.texts`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    letter = models.CharField(max_length=40, choices=[(code, TITLES[code]) for code in LETTERS_WITH_TEXTS])
    block = models.CharField(max_length=20, choices=Block.choices)
    language = models.CharField(max_length=12)  # BCP 47
    version = models.PositiveIntegerField()
    text = models.TextField(max_length=TEXT_LIMIT, blank=True)
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "letter", "block", "language", "version"], name="letter_text_version"
            )
        ]
