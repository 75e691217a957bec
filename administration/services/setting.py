"""Where and when a change is looked at: in whose country it was asked for, and on which day."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import Invalid
from countries.models import Authority


@dataclass(frozen=True, slots=True)
class Setting:
    """In whose country a change is asked for, and on which day it is looked at."""

    country: str
    today: dt.date


def office_of(setting: Setting, key: str, field: str = "authority") -> Authority:
    """An office of the country by its id; raises Invalid on `field`."""
    office = Authority.objects.select_related("country").filter(id=key, country=setting.country).first()
    if office is None:
        raise Invalid({field: [_("There is no such office in your country")]})
    return office
