"""Where and when somebody was apprehended, in one line of the application form."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cases.models import Apprehension, Case
from cases.procedure_rules import is_accelerated
from core.jinja import date_long


def apprehension_line(case: Case) -> str:
    """For an application in the accelerated procedure, on the clocks of the requesting country; else empty."""
    found = Apprehension.objects.filter(case=case).first() if is_accelerated(case) else None
    if found is None:
        return ""
    at = found.apprehended_at.astimezone(ZoneInfo(case.requesting_country.time_zone))
    words = {
        "when": f"{date_long(at, at.tzinfo)}, {at:%H:%M}",
        "where": ", ".join(filter(None, (found.place, str(found.get_place_kind_display()).lower()))),
    }
    said = [_("%(when)s (local time): %(where)s") % words, found.crossing_point]
    if found.distance_km is not None:
        said.append(_("%(number)s km from the border") % {"number": found.distance_km})
    return "; ".join(filter(None, said))
