"""People of the own country and their roles."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.backends import first_password_has_ended
from accounts.devices import is_paused
from accounts.models import IdentityProvider, MachineClient, Membership, ProviderLink, User
from accounts.policies import require_act
from accounts.roles import ROLES
from accounts.selectors.absences import day_of
from accounts.selectors.matrix import OfficeMatrix, matrix_for
from administration.choices import ChangeKind, ChangeState
from administration.models import ChangeRequest
from administration.policies import (
    TWO_PERSON_ROLES,
    administers,
    administers_country,
    administers_person,
    refuse_unless_of_country,
)
from administration.selectors.offices import offices_within
from core import clock
from core.errors import NotVisible
from countries.models import Authority

PAGE_SIZE: Final = 50
# Fewer could not decide what two persons decide.
ADMINISTRATORS_AT_LEAST: Final = 2


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
    """One person for the page. needs_second_person: a new password is made by two administrators;
    links: by which offices' own sign-in the person comes in."""

    user: User
    roles: list[RoleLine]
    is_paused: bool
    has_first_password: bool
    first_password_ended: bool
    may_edit: bool
    is_self: bool
    needs_second_person: bool
    rights: list[OfficeMatrix]
    open_cases: int
    links: list[ProviderLink]
    may_link: bool


def people_page(
    actor: Actor, *, text: str = "", state: str = "", office: Authority | None = None, after: str = ""
) -> PeoplePage:
    """People of the country by name: all for the national desk, those with a role within reach (or none at all) for
    others. text: part of a name, user name or e-mail; state: "" | inactive. Two statements."""
    require_act(actor, "administer")
    today = day_of(actor, clock.now())
    rows = User.objects.filter(country=actor.country, is_machine=False, is_active=state != "inactive")
    if not administers_country(actor):
        within = [item.id for item in offices_within(actor)]
        rows = rows.filter(Q(memberships__authority__in=within) | Q(memberships__isnull=True)).distinct()
    if office is not None:
        rows = rows.filter(id__in=Membership.objects.in_force(today).filter(authority=office).values("user"))
    for word in text.split()[:5]:
        rows = rows.filter(Q(full_name__icontains=word) | Q(login_name__icontains=word) | Q(email__icontains=word))
    name, _mark, key = after.rpartition("~")
    if key:
        rows = rows.filter(Q(full_name__gt=name) | Q(full_name=name, login_name__gt=key))
    found = list(rows.order_by("full_name", "login_name")[: PAGE_SIZE + 1])
    last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
    found = found[:PAGE_SIZE]
    held: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for membership in Membership.objects.in_force(today).filter(user__in=found).select_related("authority"):
        held[membership.user_id].append((str(ROLES[membership.role].name), membership.authority.name))
    return PeoplePage(
        [PersonLine(user, sorted(held[user.id])) for user in found],
        f"{last.full_name}~{last.login_name}" if last else "",
    )


def person_get(actor: Actor, user_id: UUID) -> PersonView:
    """One person of the own country; raises ActRefused, NotVisible."""
    require_act(actor, "administer")
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotVisible(f"user:{user_id}")
    refuse_unless_of_country(actor, user)
    today = day_of(actor, clock.now())
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
        is_paused=is_paused(None, user.login_name),
        has_first_password=user.first_password_until is not None,
        first_password_ended=first_password_has_ended(user),
        may_edit=administers_person(actor, user),
        is_self=is_self,
        needs_second_person=not user.is_active or needs_two(user.id, today),
        rights=matrix_for(offices, current),
        open_cases=open_work_of(user.id),
        links=list(ProviderLink.objects.filter(user=user, ended_at=None).select_related("authority")),
        may_link=user.is_active and not is_self and bool(providers_within(actor)),
    )


def holds_special_role(user_id: UUID, on: dt.date) -> bool:
    """Whether a person holds on this day, or will hold, a role that two persons give. One statement."""
    return Membership.objects.not_ended(on).filter(user=user_id, role__in=TWO_PERSON_ROLES).exists()


def awaits_special_role(user_id: UUID) -> bool:
    """Whether somebody has asked for such a role and nobody has decided. One statement."""
    return ChangeRequest.objects.filter(
        kind=ChangeKind.GIVE_ROLE, state=ChangeState.WAITING, payload__user=str(user_id)
    ).exists()


def is_linked(user_id: UUID) -> bool:
    """Whether roles may come to a person by the sign-in of an authority. One statement."""
    return ProviderLink.objects.filter(user=user_id, ended_at=None).exists()


def needs_two(user_id: UUID, on: dt.date) -> bool:
    """Whether two administrators make a password for the person. At most three statements."""
    return holds_special_role(user_id, on) or awaits_special_role(user_id) or is_linked(user_id)


def providers_within(actor: Actor) -> list[IdentityProvider]:
    """The providers in use of offices that the actor administers. One statement."""
    rows = IdentityProvider.objects.filter(is_active=True, authority__country=actor.country).select_related("authority")
    return [row for row in rows.order_by("code") if administers(actor, row.authority)]


def link_get(actor: Actor, link_id: UUID) -> ProviderLink:
    """A link to the provider of an office within reach; raises ActRefused, NotVisible."""
    require_act(actor, "administer")
    row = ProviderLink.objects.select_related("authority", "user").filter(id=link_id, ended_at=None).first()
    if row is None or not administers(actor, row.authority):
        raise NotVisible(f"providerlink:{link_id}")
    return row


def membership_get(actor: Actor, membership_id: UUID) -> RoleLine:
    """One membership of the own country within reach; raises ActRefused, NotVisible."""
    require_act(actor, "administer")
    row = Membership.objects.select_related("authority", "user").filter(id=membership_id).first()
    if row is None or not administers(actor, row.authority):
        raise NotVisible(f"membership:{membership_id}")
    return _role_line(actor, row, day_of(actor, clock.now()))


def _role_line(actor: Actor, row: Membership, today: dt.date) -> RoleLine:
    if row.valid_to is not None and row.valid_to < today:
        state = "ended"
    else:
        state = "now" if row.valid_from <= today else "later"
    may_end = state != "ended" and administers(actor, row.authority) and row.user_id != actor.user_id
    return RoleLine(row, str(ROLES[row.role].name), state, may_end)


def open_work_of(user_id: UUID) -> int:
    """How many open cases a person of the own country has in hand. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select open_work_of_person(%s)", [user_id])
        return int(cursor.fetchone()[0])


def rights_for(actor: Actor, offices: list[Authority]) -> list[OfficeMatrix]:
    """Who can do what: these offices with the roles that somebody holds there today or later. Four statements, whatever
    the number of offices."""
    rows = Membership.objects.not_ended(day_of(actor, clock.now())).filter(authority__in=[item.id for item in offices])
    roles: defaultdict[UUID, set[str]] = defaultdict(set)
    for authority_id, role in rows.values_list("authority_id", "role").distinct():
        roles[authority_id].add(role)
    return matrix_for(offices, roles)


def holders_of(actor: Actor, matrices: list[OfficeMatrix]) -> dict[tuple[UUID, str], list[str]]:
    """(office, role) -> names of those who hold it today. One statement."""
    held = Membership.objects.in_force(day_of(actor, clock.now())).filter(
        authority__in=[item.office.id for item in matrices], user__is_active=True
    )
    rows = held.values_list("authority_id", "role", "user__full_name")
    found: defaultdict[tuple[UUID, str], list[str]] = defaultdict(list)
    for authority_id, role, name in rows.order_by("user__full_name"):
        found[(authority_id, role)].append(name)
    return dict(found)


def clients_of(office: Authority) -> list[MachineClient]:
    """The national systems of an office, those in use first. One statement."""
    rows = MachineClient.objects.filter(user__memberships__authority=office)
    return list(rows.order_by("revoked_at", "name"))


def client_of(office: Authority, client_id: str) -> MachineClient:
    """One national system of an office; raises NotVisible. One statement."""
    found = MachineClient.objects.filter(client_id=client_id, user__memberships__authority=office).first()
    if found is None:
        raise NotVisible(f"machineclient:{client_id[:40]}")
    return found


def administrators_of(authority_id: UUID, on: dt.date, *, apart_from: UUID | None = None) -> int:
    """How many administrators an office has who stay: in force on this day, without a last day, with an active account;
    as the operator's command counts them. One statement."""
    held = Membership.objects.in_force(on).filter(
        valid_to__isnull=True, role="administrator", authority=authority_id, user__is_active=True
    )
    return held.exclude(user=apart_from).values("user").distinct().count()


def administrators_note(actor: Actor) -> str:
    """What to say where nobody could approve a change: "" when there are two administrators. One statement."""
    held = Membership.objects.in_force(day_of(actor, clock.now())).filter(
        role="administrator",
        authority__country=actor.country,
        authority__is_national_desk=True,
        user__is_active=True,
    )
    if held.values("user").distinct().count() >= ADMINISTRATORS_AT_LEAST:
        return ""
    return _(
        "Your country has one administrator of the national desk. Changes that need a second person will wait until "
        "there is another one; the operator of the system makes the first two with the command administrator_create."
    )


def people_count(actor: Actor) -> int:
    """How many people of the country have an active account. One statement."""
    return User.objects.filter(country=actor.country, is_machine=False, is_active=True).count()
