"""Data of one side only, in tables of its own: row security hides rows, not columns."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import Vulnerability, WithdrawalReason
from cases.choices_safeguards import AgeDispute
from cases.models.base import CasePart, OneOfCase


class CasePrivate(OneOfCase):
    """What the requesting side records for itself: its file number, the return decision, the legal-status check."""

    # Of these data alone: a change must not move the case's version, which the other side can see in its forms.
    version = models.PositiveIntegerField(default=1)
    file_number = models.CharField(_("own file number"), max_length=60, blank=True)
    return_decision_on = models.DateField(_("date of the return decision"), null=True, blank=True)
    return_decision_number = models.CharField(_("number of the return decision"), max_length=60, blank=True)
    is_decision_final = models.BooleanField(_("the return decision is final and enforceable"), default=False)
    legal_status_checked_on = models.DateField(_("legal status checked on"), null=True, blank=True)
    age_dispute = models.CharField(_("doubt about the age"), max_length=10, choices=AgeDispute.choices, blank=True)
    # Who decided it after the release, which a second person looks at.
    age_decided_by = models.UUIDField(null=True, editable=False)
    vulnerabilities = ArrayField(
        models.CharField(max_length=30, choices=Vulnerability.choices),
        verbose_name=_("vulnerable person"),
        default=list,
        blank=True,
    )


class Detention(OneOfCase):
    """Where and since when the requesting country holds the person."""

    place = models.CharField(_("place of detention"), max_length=200, blank=True)
    since = models.DateField(_("detained since"), null=True, blank=True)


class OwnSideNote(CasePart):
    """A note among colleagues of one side. `shared_as`: what the other side was given to read of it."""

    text = models.TextField(_("note"), max_length=2000)
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    shared_as = models.OneToOneField("cases.SharedNote", on_delete=models.PROTECT, null=True, related_name="note")


class Withdrawal(OneOfCase):
    """Why the requesting side withdrew; the other side learns only that it did."""

    reason_code = models.CharField(_("reason"), max_length=30, choices=WithdrawalReason.choices)
    note = models.CharField(_("remark"), max_length=1000, blank=True)
