"""The accelerated procedure: where and when somebody was apprehended, and why the normal one applies after all."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import Side
from cases.choices_procedure import ApprehensionPlace, NotAccelerated
from cases.models.base import OneOfCase


class Apprehension(OneOfCase):
    """What an application for the accelerated procedure shows: there only in such an application.

    distance_km: from the border; arrived_at: in the requesting country, where the agreement counts from that.
    """

    apprehended_at = models.DateTimeField(_("apprehended at"))
    place_kind = models.CharField(_("area of the apprehension"), max_length=10, choices=ApprehensionPlace.choices)
    place = models.CharField(_("place of the apprehension"), max_length=200)
    distance_km = models.PositiveSmallIntegerField(_("distance from the border in kilometres"), null=True)
    crossing_point = models.CharField(_("border crossing or port"), max_length=150, blank=True)
    arrived_at = models.DateTimeField(_("arrived in the requesting country at"), null=True)


class ProcedureChange(OneOfCase):
    """An application for the accelerated procedure is examined in the normal one from a moment on. code: why, where
    the receiving side said so; the requesting side gives no ground."""

    side = models.CharField(max_length=10, choices=Side.choices)
    office = models.CharField(max_length=200)
    code = models.CharField(_("reason"), max_length=20, choices=NotAccelerated.choices, blank=True)
    note = models.CharField(_("remark"), max_length=1000, blank=True)
    changed_at = models.DateTimeField()
