"""Memberships and the grants behind them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from accounts.groups import group_name
from accounts.models import AuthorityGrant, CountryGrant, Membership, User
from accounts.permissions import ACTS, codename
from accounts.roles import ROLES
from core.errors import Invalid, NotVisible
from countries.models import Authority, Country


def permissions_sync() -> None:
    """Make sure that every act has its permission row on Country and Authority (cases brings its own)."""
    for target, model in (("country", Country), ("authority", Authority)):
        content_type = ContentType.objects.get_for_model(model)
        for act in ACTS:
            Permission.objects.get_or_create(
                content_type=content_type, codename=codename(target, act), defaults={"name": f"{act} ({target})"}
            )


def group_sync(authority: Authority, role_code: str) -> Group:
    """The group `authority:role` with exactly the grants that the role has there: see `groups_sync`."""
    return groups_sync([(authority, role_code)])[0]


def groups_sync(places: Sequence[tuple[Authority, str]]) -> list[Group]:
    """The groups `authority:role`, in the order asked for, each with exactly the grants that the role has there. Three
    statements for all of them while nothing is to be changed.

    A national desk's grants are on its whole country; any other office's on itself and the offices below. Delegates
    (consulates, border posts) get their acts per case from `cases.access`; here they get them on their own office,
    which shows them their own lists and no case.
    """
    names = [group_name(authority.code, ROLES[role].code) for authority, role in places]
    known = {group.name: group for group in Group.objects.filter(name__in=names)}
    for name in names:
        if name not in known:
            known[name], _created = Group.objects.get_or_create(name=name)
    keys = [known[name].id for name in names]
    on_countries, on_authorities = _grants_held(CountryGrant, keys), _grants_held(AuthorityGrant, keys)
    synced = set()
    for (authority, role), name in zip(places, names, strict=True):
        if name not in synced:
            synced.add(name)
            _grants_sync(known[name], authority, role, on_countries, on_authorities)
    return [known[name] for name in names]


_Held = dict[int, list[tuple[Any, Any, str]]]


def _grants_held(model: Any, groups: Collection[int]) -> _Held:
    """The grants of these groups on places of one kind: key, place and code of each, by group."""
    held: _Held = {}
    rows = model.objects.filter(group__in=groups)
    for group, *grant in rows.values_list("group_id", "id", "content_object_id", "permission__codename"):
        held.setdefault(group, []).append(tuple(grant))
    return held


def _grants_sync(group: Group, authority: Authority, role: str, on_countries: _Held, on_authorities: _Held) -> None:
    here: Any  # One of two models, which the types do not join; the other one is elsewhere.
    elsewhere: Any
    holder: Country | Authority
    if authority.is_national_desk:
        target, here, elsewhere, holder = "country", CountryGrant, AuthorityGrant, authority.country
        held_here, held_elsewhere = on_countries, on_authorities
    else:
        target, here, elsewhere, holder = "authority", AuthorityGrant, CountryGrant, authority
        held_here, held_elsewhere = on_authorities, on_countries
    wanted = {codename(target, act) for act in ROLES[role].acts}
    held, left_over = set(), []
    for key, place, code in held_here.get(group.id, ()):
        if place == holder.pk and code in wanted:
            held.add(code)
        else:
            left_over.append(key)
    if left_over:
        here.objects.filter(id__in=left_over).delete()
    if group.id in held_elsewhere:
        # From when the office was (or was not) the national desk.
        elsewhere.objects.filter(group=group).delete()
    if missing := wanted - held:
        found = Permission.objects.filter(content_type=ContentType.objects.get_for_model(holder), codename__in=missing)
        here.objects.bulk_create(
            [here(permission=permission, group=group, content_object=holder) for permission in found],
            ignore_conflicts=True,
        )


def membership_create(
    *, user: User, authority: Authority, role: str, valid_from: date, valid_to: date | None = None
) -> Membership:
    """Give `user` a role in an office of the user's own country."""
    if authority.country_id != user.country_id:
        raise ValueError("a membership is in an office of the user's own country")
    membership = Membership(
        user=user,
        authority=authority,
        role=role,
        group=group_sync(authority, role),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    membership.save(force_insert=True)
    return membership


def office_groups_sync(authority: Authority) -> None:
    """Bring the grants of every role in an office up to date, after it became or ceased to be the national desk."""
    names = Group.objects.filter(name__startswith=f"{authority.code}:").values_list("name", flat=True)
    groups_sync([(authority, name.rsplit(":", 1)[1]) for name in names])


def membership_end(*, membership_id: UUID, valid_to: date) -> Membership:
    """Let a membership end with this day. Raises NotVisible; Invalid for a day before it begins or after it ends."""
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("authority", "user")
        .filter(id=membership_id)
        .first()
    )
    if membership is None:
        raise NotVisible(f"membership:{membership_id}")
    if valid_to < membership.valid_from:
        raise Invalid({"valid_to": [_("The last day cannot be before the first one")]})
    if membership.valid_to is not None and valid_to > membership.valid_to:
        raise Invalid({"valid_to": [_("The role ends earlier than that already; give it anew instead")]})
    membership.valid_to = valid_to
    # A person settled it: what a provider says of this role counts no more.
    membership.claimed_by = None
    membership.save(update_fields=["valid_to", "claimed_by"])
    return membership
