"""People of the own country and their roles."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.backends import first_password_has_ended, is_paused
from accounts.models import MachineClient, Membership, User
from accounts.roles import ROLES
from accounts.selectors.matrix import OfficeMatrix, matrix_for
from administration.choices import ChangeKind, ChangeState
from administration.models import ChangeRequest
from administration.policies import (
    TWO_PERSON_ROLES,
    administers,
    administers_country,
    administers_person,
    refuse_unless_administrator,
    refuse_unless_of_country,
)
from administration.selectors.offices import in_force, offices_within, today_of
from core import clock
from core.errors import NotVisible
from countries.models import Authority

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One membership. state: now | later | ended; may_end: the reader administers the office and it has not ended."""

    membership: Membership
    role: str
    state: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a list with the roles held today: [(role, office)]."""

    user: User
    roles: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of people by name; next_after: the name and id after which the next page begins, "" at the end."""

    people: list[PersonLine]
    next_after: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person for the page. needs_second_person: a new password is made by two administrators."""

    user: User
    roles: list[RoleLine]
    is_paused: bool
    has_first_password: bool
    first_password_ended: bool
    may_edit: bool
    is_self: bool
    needs_second_person: bool
    rights: list[OfficeMatrix]


def people_page(
    actor: Actor, *, text: str = "", state: str = "", office: Authority | None = None, after: str = ""
) -> PeoplePage:
    """People of the country by name: all for the national desk, those with a role within reach (or none at all) for
    others. text: part of a name, user name or e-mail; state: "" | inactive. Two statements."""
    refuse_unless_administrator(actor)
    rows = User.objects.filter(country=actor.country, is_machine=False, is_active=state != "inactive")
    if not administers_country(actor):
        within = [item.id for item in offices_within(actor)]
        rows = rows.filter(Q(memberships__authority__in=within) | Q(memberships__isnull=True)).distinct()
    if office is not None:
        rows = rows.filter(id__in=Membership.objects.filter(in_force(today_of(actor)), authority=office).values("user"))
    for word in text.split()[:5]:
        rows = rows.filter(Q(full_name__icontains=word) | Q(login_name__icontains=word) | Q(email__icontains=word))
    name, _mark, key = after.rpartition("~")
    if key:
        rows = rows.filter(Q(full_name__gt=name) | Q(full_name=name, login_name__gt=key))
    found = list(rows.order_by("full_name", "login_name")[: PAGE_SIZE + 1])
    last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
    found = found[:PAGE_SIZE]
    held: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for membership in Membership.objects.filter(in_force(today_of(actor)), user__in=found).select_related("authority"):
        held[membership.user_id].append((str(ROLES[membership.role].name), membership.authority.name))
    return PeoplePage(
        [PersonLine(user, sorted(held[user.id])) for user in found],
        f"{last.full_name}~{last.login_name}" if last else "",
    )


def person_get(actor: Actor, user_id: UUID) -> PersonView:
    """One person of the own country; raises ActRefused, NotVisible."""
    refuse_unless_administrator(actor)
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotVisible(f"user:{user_id}")
    refuse_unless_of_country(actor, user)
    today = today_of(actor)
    rows = list(
        Membership.objects.filter(user=user).select_related("authority__country").order_by("-valid_from", "-id")
    )
    lines = [_role_line(actor, row, today) for row in rows]
    current: defaultdict[UUID, set[str]] = defaultdict(set)
    for line in lines:
        if line.state == "now":
            current[line.membership.authority_id].add(line.membership.role)
    offices = list({row.authority_id: row.authority for row in rows if row.authority_id in current}.values())
    is_self = user.id == actor.user_id
    return PersonView(
        user=user,
        roles=lines,
        is_paused=is_paused(user.login_name),
        has_first_password=user.first_password_until is not None,
        first_password_ended=first_password_has_ended(user),
        may_edit=administers_person(actor, user),
        is_self=is_self,
        needs_second_person=holds_special_role(user.id) or awaits_special_role(user.id),
        rights=matrix_for(offices, current),
    )


def holds_special_role(user_id: UUID) -> bool:
    """Whether a person holds, or will hold, a role that two persons give. One statement."""
    held = Membership.objects.filter(user=user_id, role__in=TWO_PERSON_ROLES)
    return held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=clock.now().date())).exists()


def awaits_special_role(user_id: UUID) -> bool:
    """Whether somebody has asked for such a role and nobody has decided. One statement."""
    return ChangeRequest.objects.filter(
        kind=ChangeKind.GIVE_ROLE, state=ChangeState.WAITING, payload__user=str(user_id)
    ).exists()


def membership_get(actor: Actor, membership_id: UUID) -> RoleLine:
    """One membership of the own country within reach; raises ActRefused, NotVisible."""
    refuse_unless_administrator(actor)
    row = Membership.objects.select_related("authority", "user").filter(id=membership_id).first()
    if row is None or not administers(actor, row.authority):
        raise NotVisible(f"membership:{membership_id}")
    return _role_line(actor, row, today_of(actor))


def _role_line(actor: Actor, row: Membership, today: Any) -> RoleLine:
    if row.valid_to is not None and row.valid_to < today:
        state = "ended"
    else:
        state = "now" if row.valid_from <= today else "later"
    may_end = state != "ended" and administers(actor, row.authority) and row.user_id != actor.user_id
    return RoleLine(row, str(ROLES[row.role].name), state, may_end)


def rights_for(actor: Actor, offices: list[Authority]) -> list[OfficeMatrix]:
    """Who can do what: these offices with the roles that somebody holds there today or later. Four statements, whatever
    the number of offices."""
    rows = Membership.objects.filter(authority__in=[item.id for item in offices]).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today_of(actor))
    )
    roles: defaultdict[UUID, set[str]] = defaultdict(set)
    for authority_id, role in rows.values_list("authority_id", "role").distinct():
        roles[authority_id].add(role)
    return matrix_for(offices, roles)


def holders_of(actor: Actor, matrices: list[OfficeMatrix]) -> dict[tuple[UUID, str], list[str]]:
    """(office, role) -> names of those who hold it today. One statement."""
    rows = Membership.objects.filter(
        in_force(today_of(actor)), authority__in=[item.office.id for item in matrices], user__is_active=True
    ).values_list("authority_id", "role", "user__full_name")
    found: defaultdict[tuple[UUID, str], list[str]] = defaultdict(list)
    for authority_id, role, name in rows.order_by("user__full_name"):
        found[(authority_id, role)].append(name)
    return dict(found)


def clients_of(office: Authority) -> list[MachineClient]:
    """The national systems of an office, those in use first. One statement."""
    rows = MachineClient.objects.filter(user__memberships__authority=office)
    return list(rows.order_by("revoked_at", "name"))


def administrators_note(actor: Actor) -> str:
    """What to say where nobody could approve a change: "" when there are two administrators. One statement."""
    count = (
        Membership.objects.filter(
            in_force(today_of(actor)),
            role="administrator",
            authority__country=actor.country,
            authority__is_national_desk=True,
            user__is_active=True,
        )
        .values("user")
        .distinct()
        .count()
    )
    if count > 1:
        return ""
    return _(
        "Your country has one administrator of the national desk. Changes that need a second person will wait until "
        "there is another one; the operator of the system makes the first two with the command administrator_create."
    )


def people_count(actor: Actor) -> int:
    """How many people of the country have an active account. One statement."""
    return User.objects.filter(country=actor.country, is_machine=False, is_active=True).count()
