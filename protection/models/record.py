"""What a country's controller adds to the record of processing that RCMS draws up from what it knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7


class ControllerRecord(models.Model):
    """The controller's own words for its country (GDPR, Article 30(1)); one row a country."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    country = models.OneToOneField("countries.Country", on_delete=models.PROTECT, related_name="+")
    controller = models.TextField(_("controller, with address"), max_length=500, blank=True)
    officer = models.TextField(_("data protection officer, with address"), max_length=500, blank=True)
    legal_basis = models.TextField(_("legal basis in national law"), max_length=2000, blank=True)
    retention = models.TextField(_("how long data is kept"), max_length=2000, blank=True)
    safeguards = models.TextField(_("safeguards for transfers to other states"), max_length=2000, blank=True)
    security = models.TextField(_("security measures"), max_length=2000, blank=True)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=150)
    version = models.PositiveIntegerField(default=1)
