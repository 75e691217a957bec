"""How many administrators must remain, so that nobody is left to act alone."""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.models import Membership, User
from administration.selectors.people import ADMINISTRATORS_AT_LEAST, administrators_of
from core import clock
from core.errors import ActRefused
from countries.models import Authority
from countries.services import authorities


def refuse_too_few_administrators(user: User) -> None:
    """Two administrators of a national desk remain. Counted are those without a last day; the desk is locked so that
    two acts at once do not both count the same persons."""
    today = clock.now().astimezone(ZoneInfo(user.country.time_zone)).date()
    held = Membership.objects.filter(user=user, role="administrator", authority__is_national_desk=True)
    for authority_id in sorted(set(held.values_list("authority", flat=True))):
        authorities.authority_lock(authority_id)
        if administrators_of(authority_id, today, apart_from=user.id) < ADMINISTRATORS_AT_LEAST:
            raise ActRefused(
                "last_administrator",
                _("Two other administrators of the desk must remain: give the role to somebody else first."),
            )


def office_left_without(user_id: UUID, today: dt.date) -> Authority | None:
    """The office that too few administrators would be left to without this person: two of a national desk, one of any
    other; None where nobody is missed. The offices are locked."""
    held = Membership.objects.in_force(today).filter(user=user_id, role="administrator")
    for authority_id in sorted(set(held.values_list("authority", flat=True))):
        authorities.authority_lock(authority_id)
        office = Authority.objects.get(id=authority_id)
        needed = ADMINISTRATORS_AT_LEAST if office.is_national_desk else 1
        if administrators_of(authority_id, today, apart_from=user_id) < needed:
            return office
    return None
