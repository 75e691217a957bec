"""Codes of the restriction of processing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RestrictionGround(models.TextChoices):
    """GDPR, Article 18(1)."""

    ACCURACY = "accuracy", _("The person says that the data is wrong, and it is being checked (18(1)(a))")
    UNLAWFUL = "unlawful", _("The processing is unlawful and the person wants no erasure (18(1)(b))")
    CLAIMS = "claims", _("We need it no longer, the person needs it for legal claims (18(1)(c))")
    OBJECTION = "objection", _("The person objected, and it is not decided yet (18(1)(d))")
    AGREEMENT = "agreement", _("The data is blocked under the agreement's article on data protection")
