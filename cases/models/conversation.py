"""What the two sides write to each other inside a case: questions, messages, requests for information, shared notes.

Offices talk, not people: a shared row names the office alone; which of us wrote it stands in a row of the own side.
Delegates (consulate, border post) read none of it: the walls give these tables a policy without them.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import InformationItem, InformationStatus, Side, ThreadKind, ThreadState
from cases.models.base import CasePart


class Thread(CasePart):
    """One question with its messages. `open`: the side that was asked has not written since the last question.

    title is empty for a request for information: what is asked stands in its codes. due_on is the last day for the
    answer, a legal day of the state that must answer. version grows with every change and is what forms compare.
    """

    kind = models.CharField(max_length=20, choices=ThreadKind.choices, default=ThreadKind.QUESTION)
    title = models.CharField(_("subject"), max_length=150, blank=True)
    opened_side = models.CharField(max_length=10, choices=Side.choices)
    opened_by_office = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ThreadState.choices, default=ThreadState.OPEN)
    due_on = models.DateField(_("answer by"), null=True)
    message_count = models.PositiveIntegerField(default=0)
    last_message_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-last_message_at", "-id"], name="threads_of_case"),
            models.Index(fields=["due_on", "id"], name="thread_waiting", condition=models.Q(state="open")),
        ]
        ordering = ["-last_message_at", "-id"]


class Message(CasePart):
    """One message of a thread. Nothing of it changes but `read_at`, once: when the other side first opened it."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=10, choices=Side.choices)
    office = models.CharField(max_length=200)
    text = models.TextField(_("message"), max_length=4000)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "number"], name="message_number_once")]
        indexes = [models.Index(fields=["case", "side"], name="message_unread", condition=models.Q(read_at=None))]
        ordering = ["number"]


class MessageAuthor(CasePart):
    """Which of us wrote a message: own-side data of the side that sent it."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="author")
    user_id = models.UUIDField()
    name = models.CharField(max_length=150)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(own_side=""), name="author_is_of_one_side")]


class MessageFile(CasePart):
    """A file sent with a message. It is no means of evidence: evidence stands in the application."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]


class InformationRequest(CasePart):
    """What one side asks of the other by a day: a thread of its own with a status of the workflow table."""

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="information")
    status = models.CharField(max_length=10, choices=InformationStatus.choices, default=InformationStatus.ASKED)
    items = ArrayField(models.CharField(max_length=20, choices=InformationItem.choices))
    asked_side = models.CharField(max_length=10, choices=Side.choices)
    answer = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="answered", answer__isnull=False)
                | (~models.Q(status="answered") & models.Q(answer__isnull=True)),
                name="information_answered_by_message",
            )
        ]


class SharedNote(CasePart):
    """A note of one side that it let the other side read; it names the office."""

    text = models.TextField(_("note"), max_length=2000)
    side = models.CharField(max_length=10, choices=Side.choices)
    office = models.CharField(max_length=200)
    shared_at = models.DateTimeField()

    class Meta:
        ordering = ["-shared_at", "-id"]
