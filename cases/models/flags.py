"""Marks on a case (overlays of its status) and links to other cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import NEVER_SHARED_FLAGS, FlagEnd, FlagKind, LinkKind, Side
from cases.models.base import CasePart


class CaseFlag(CasePart):
    """A mark that an office set, with its days and its reason. Live while `ended_at` is empty.

    side: whose mark it is; `own_side` empty when the other side may read it as well. A change ends the row and makes
    another, so the rows are the history. Who set it is in the audit trail; the row names the office. since_on and
    until_on are inclusive; until_on may lie ahead.
    """

    kind = models.CharField(_("flag"), max_length=20, choices=FlagKind.choices)
    side = models.CharField(max_length=10, choices=Side.choices)
    office = models.CharField(max_length=200)
    since_on = models.DateField(_("since"))
    until_on = models.DateField(_("until"), null=True)
    reason = models.CharField(_("reason"), max_length=500)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=10, choices=FlagEnd.choices, blank=True)
    end_reason = models.CharField(_("reason for the end"), max_length=500, blank=True)

    class Meta:
        ordering = ["set_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "side"], condition=models.Q(ended_at=None), name="one_live_flag_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=NEVER_SHARED_FLAGS, own_side=""), name="some_flags_are_never_shared"
            ),
            models.CheckConstraint(
                condition=models.Q(own_side="") | models.Q(own_side=models.F("side")), name="own_flag_on_its_own_side"
            ),
        ]


class CaseLink(CasePart):
    """One side's own remark that another case has to do with this one. Live while `ended_at` is empty.

    `case` is the one at hand when the link was made; for an earlier case `other` is the earlier one. The row follows
    the readers of `case`; pages show it to those alone who see both cases.
    """

    other = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="links_here")
    kind = models.CharField(_("kind of link"), max_length=20, choices=LinkKind.choices)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    made_by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=150, blank=True)
    end_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other", "own_side"], condition=models.Q(ended_at=None), name="one_live_link_of_a_pair"
            ),
            models.CheckConstraint(condition=~models.Q(case=models.F("other")), name="link_between_two_cases"),
            models.CheckConstraint(condition=~models.Q(own_side=""), name="link_is_of_one_side"),
        ]
