"""Which countries are bound to each other, and which of them take part in this system."""

from __future__ import annotations

import datetime

from countries.models import AgreementMember, Authority


def partners_of(country: str, on_date: datetime.date) -> set[str]:
    """The countries (alpha-3 codes) that an agreement in force binds to this one on that day. One query."""
    members = AgreementMember.objects.filter(
        agreement__members__country=country, agreement__parent__isnull=True
    ).select_related("agreement")
    sides: dict[str, dict[str, set[str]]] = {}
    for member in members:
        if _holds(member.agreement.in_force_from, member.agreement.in_force_to, on_date) and _holds(
            member.from_date, member.to_date, on_date
        ):
            sides.setdefault(member.agreement_id, {}).setdefault(member.side, set()).add(member.country_id)
    found: set[str] = set()
    for parties in sides.values():
        for side, codes in parties.items():
            if country in codes:
                found |= set().union(*(others for name, others in parties.items() if name != side))
    return found - {country}


def enrolled_countries(on_date: datetime.date) -> set[str]:
    """The countries that have a national desk in use on that day: they take part. One query."""
    desks = Authority.objects.active_on(on_date).filter(is_national_desk=True)
    return set(desks.values_list("country_id", flat=True))


def _holds(first: datetime.date | None, last: datetime.date | None, day: datetime.date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
