"""Which people of an office can see its cases: to whom a case can be given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from accounts.permissions import codename
from accounts.roles import ROLES

# People to whom cases are given: roles that see an office's cases by the office's own right, and are held by people.
ASSIGNABLE_ROLES = tuple(
    role.code for role in ROLES.values() if "view_case" in role.acts and not role.is_delegate and not role.is_machine
)
# Of these, whoever goes on with a colleague's cases as if they were the own ones: hands over, answers, gives back.
WORKING_ROLES = tuple(code for code in ASSIGNABLE_ROLES if "work_case" in ROLES[code].acts)

# The grants themselves are asked, not the tree of offices alone: a grant on an office reaches the offices below it, a
# grant on a country all of them.
_SEEING = """
with recursive above as (
    select id, parent_id, country_id from countries_authority where id = any(%(offices)s)
    union
    select a.id, a.parent_id, a.country_id from countries_authority a join above on a.id = above.parent_id
)
select distinct on (u.full_name, u.id) u.id, u.full_name, m.authority_id, m.role
from accounts_membership m
join accounts_user u on u.id = m.user_id and u.is_active
where m.role = any(%(roles)s) and m.valid_from <= %(on)s and coalesce(m.valid_to >= %(on)s, true)
    and (%(user)s::uuid is null or u.id = %(user)s)
    and (
        exists (
            select 1 from accounts_authoritygrant g join auth_permission p on p.id = g.permission_id
            where g.group_id = m.group_id and p.codename = %(of_authority)s
                and g.content_object_id in (select id from above)
        )
        or exists (
            select 1 from accounts_countrygrant g join auth_permission p on p.id = g.permission_id
            where g.group_id = m.group_id and p.codename = %(of_country)s
                and g.content_object_id in (select country_id from above)
        )
    )
order by u.full_name, u.id, m.valid_from, m.id
"""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person who sees an office's cases, with the office and the role by which that is so."""

    user_id: UUID
    name: str
    authority_id: UUID
    role: str


def colleagues_seeing(offices: Iterable[UUID], on: date, *, user_id: UUID | None = None) -> list[Colleague]:
    """The people who see the cases of any of these offices on this day, by name; user_id: only this one. One
    statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SEEING,
            {
                "offices": list(offices),
                "roles": list(ASSIGNABLE_ROLES),
                "on": on,
                "user": user_id,
                "of_authority": codename("authority", "view_case"),
                "of_country": codename("country", "view_case"),
            },
        )
        return [Colleague(*row) for row in cursor.fetchall()]
