from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountriesConfig(AppConfig):
    """Countries, authorities, agreements and their rules, working calendars, and the arithmetic of time limits."""

    name = "countries"
    verbose_name = _("Countries")
