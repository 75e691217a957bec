"""Entry and residence of a third-country national or stateless person: what the application tells of it, and what the
requesting side keeps to itself (domain facts 1, 2.2, 2.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import TransferMeans
from cases.choices_tracks import EntryBasis, ExceptionAnswer, PermitKind
from cases.models.base import OneOfCase


class EntryRecord(OneOfCase):
    """On what the readmission rests: how and when the person came, and the visa or permit of the receiving country.

    The day from which the time limit for the application runs stands with the case (`known_on`).
    """

    basis = models.CharField(_("ground of the readmission"), max_length=20, choices=EntryBasis.choices, blank=True)
    basis_note = models.CharField(_("the other ground, with its article"), max_length=300, blank=True)
    entered_on = models.DateField(_("day of entry"), null=True, blank=True)
    entry_place = models.CharField(_("place or crossing point of entry"), max_length=150, blank=True)
    entry_means = models.CharField(_("means of entry"), max_length=10, choices=TransferMeans.choices, blank=True)
    entry_route = models.CharField(_("route"), max_length=500, blank=True)
    permit_kind = models.CharField(_("kind of document"), max_length=20, choices=PermitKind.choices, blank=True)
    permit_number = models.CharField(_("number of the document"), max_length=60, blank=True)
    permit_authority = models.CharField(_("authority that issued the document"), max_length=150, blank=True)
    permit_from = models.DateField(_("document valid from"), null=True, blank=True)
    permit_until = models.DateField(_("document valid until"), null=True, blank=True)


class EntryCheck(OneOfCase):
    """The exceptions from the obligation as the requesting side examined them, and what kept it from filing in time.

    Own-side data of the requesting country: of a residence permit that it gave itself, and of an obstacle, somebody
    could conclude why the person was allowed to stay.
    """

    is_airside_only = models.BooleanField(
        _("the person was only in airside transit at an airport of the receiving country"), default=False
    )
    has_own_permit = models.BooleanField(_("our country gave the person a visa or residence permit"), default=False)
    own_permit_kind = models.CharField(_("kind of our document"), max_length=20, choices=PermitKind.choices, blank=True)
    own_permit_number = models.CharField(_("number of our document"), max_length=60, blank=True)
    own_permit_until = models.DateField(_("our document valid until"), null=True, blank=True)
    exception_answer = models.CharField(
        _("why the readmission is owed all the same"), max_length=20, choices=ExceptionAnswer.choices, blank=True
    )
    exception_note = models.CharField(_("remark on the exception"), max_length=500, blank=True)
    obstacle_until = models.DateField(_("obstacles ended on"), null=True, blank=True)
    obstacle_note = models.CharField(_("what stood in the way"), max_length=500, blank=True)
