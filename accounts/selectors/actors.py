"""From a signed-in person to an actor: the only reader of country and authority grants."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from accounts.actor import Actor, Reach
from accounts.models import Membership, User

# One statement: the group's grants, authorities expanded downwards.
_GRANTS = """
with recursive granted as (
    select p.codename, g.content_object_id as authority_id
    from accounts_authoritygrant g join auth_permission p on p.id = g.permission_id
    where g.group_id = %(group)s
    union
    select granted.codename, a.id
    from granted join countries_authority a on a.parent_id = granted.authority_id
)
select codename, null::text as country, authority_id from granted
union all
select p.codename, g.content_object_id, null
from accounts_countrygrant g join auth_permission p on p.id = g.permission_id
where g.group_id = %(group)s
"""


def memberships_of(user: User, at: datetime) -> QuerySet[Membership]:
    """The user's memberships in force at `at`, read as a date in the country of the office."""
    on = at.astimezone(ZoneInfo(user.country.time_zone)).date()
    rows = Membership.objects.in_force(on).filter(user=user)
    return rows.select_related("authority__country").order_by("valid_from", "id")


def works_beyond(user: User, authority_id: UUID, at: datetime) -> bool:
    """Whether the user has a role in any other office than this one, at `at` or later."""
    on = at.astimezone(ZoneInfo(user.country.time_zone)).date()
    return Membership.objects.not_ended(on).filter(user=user).exclude(authority=authority_id).exists()


def grants_of(group_id: int) -> Mapping[str, Reach]:
    """act -> reach of a group's grants on countries and authorities."""
    countries: defaultdict[str, set[str]] = defaultdict(set)
    authorities: defaultdict[str, set[UUID]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_GRANTS, {"group": group_id})
        for code, country, authority_id in cursor.fetchall():
            act = code.split("_", 1)[1]
            if country is not None:
                countries[act].add(country)
            else:
                authorities[act].add(authority_id)
    return {
        act: Reach(frozenset(countries[act]), frozenset(authorities[act])) for act in countries.keys() | authorities
    }


def actor_for(user: User, membership: Membership) -> Actor:
    """The actor that `user` is under `membership` (two statements less when authority and country are joined)."""
    authority = membership.authority
    fields: dict[str, Any] = {
        "user_id": user.id,
        "name": user.full_name,
        "membership_id": membership.id,
        "authority_id": authority.id,
        "authority_name": authority.name,
        "country": authority.country_id,
        "country_name": authority.country.name,
        "role": membership.role,
        "group_id": membership.group_id,
        "language": user.language,
        "time_zone": authority.country.time_zone,
        "is_national_desk": authority.is_national_desk,
        "grants": grants_of(membership.group_id),
    }
    return Actor(**fields)
