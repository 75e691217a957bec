"""How an office divides its work: who has a case, who has it open now, filters people keep, acts on many cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.base import CasePart
from core.ids import uuid7


class Assignment(CasePart):
    """Who of one side works on the case: at most one person a side, seen by that side alone.

    It is no part of the case's state: giving a case to somebody moves neither its version nor `changed_at`, so no open
    form goes stale and the other side sees nothing.
    """

    user_id = models.UUIDField()
    user_name = models.CharField(max_length=150)
    authority = models.ForeignKey("countries.Authority", on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    assigned_by_name = models.CharField(max_length=150)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "own_side"], name="one_assignee_of_a_side"),
            models.CheckConstraint(condition=~models.Q(own_side=""), name="assignment_is_of_one_side"),
        ]
        indexes = [models.Index(fields=["user_id", "case"], name="assignment_of_person")]


class Presence(CasePart):
    """Somebody of one side has the case open: renewed while the page stays open, worth nothing some minutes later.

    act: the act of the workflow table whose page is open, empty for reading.
    """

    user_id = models.UUIDField()
    user_name = models.CharField(max_length=150)
    act = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "own_side", "user_id"], name="present_once"),
            models.CheckConstraint(condition=~models.Q(own_side=""), name="presence_is_of_one_side"),
        ]
        indexes = [models.Index(fields=["user_id", "seen_at"], name="presence_of_person")]


class SavedFilter(models.Model):
    """A view of the queue with order and filters that one person keeps under a name; only that person sees it.

    query: as `cases.selectors.queue_filters.Filters.to_query` writes it, with view and sort: codes and ids.
    """

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField()
    name = models.CharField(_("name of the filter"), max_length=60)
    query = models.JSONField(default=dict)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "name"], name="filter_name_once"),
            models.UniqueConstraint(
                fields=["user_id"], condition=models.Q(is_default=True), name="one_default_filter_of_a_person"
            ),
        ]


class BulkRun(models.Model):
    """One act on many cases and what came of it, case by case; only the person who began it sees it.

    items: [{"case": id, "code": "done" | "waiting" | code of the refusal, "to": id of the assignee or ""}]. For
    printing, `progress` tells how far the worker is and `file` is the finished bundle; membership_id: under which
    membership it was begun and must still be allowed.
    """

    row_secured = True

    class Kind(models.TextChoices):
        ASSIGN = "assign", _("Assign")
        PRINT = "print", _("Print")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField()
    membership_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    items = models.JSONField(default=list)
    created_at = models.DateTimeField()
    progress = models.ForeignKey("core.JobProgress", on_delete=models.SET_NULL, null=True, related_name="+")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["user_id", "created_at"], name="bulk_run_of_person")]
