"""Memberships and the grants behind them."""

from datetime import date

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import AuthorityGrant, CountryGrant, Membership, User
from accounts.permissions import ACTS, codename
from accounts.roles import ROLES
from countries.models import Authority, Country


def permissions_sync() -> None:
    """Make sure that every act has its permission row on Country and Authority (cases brings its own)."""
    for target, model in (("country", Country), ("authority", Authority)):
        content_type = ContentType.objects.get_for_model(model)
        for act in ACTS:
            Permission.objects.get_or_create(
                content_type=content_type, codename=codename(target, act), defaults={"name": f"{act} ({target})"}
            )


def group_name(authority_code: str, role_code: str) -> str:
    """The name of the group that holds the grants of a role in an office."""
    return f"{authority_code}:{role_code}"


def group_sync(authority: Authority, role_code: str) -> Group:
    """The group `authority:role` with exactly the grants that the role has there.

    A national desk's grants are on its whole country; any other office's on itself and the offices below. Delegates
    (consulates, border posts) get their acts per case from `cases.access`; here they get them on their own office,
    which shows them their own lists and no case.
    """
    role = ROLES[role_code]
    group, _ = Group.objects.get_or_create(name=group_name(authority.code, role.code))
    holder: Country | Authority
    if authority.is_national_desk:
        target, holder = "country", authority.country
        held = set(
            CountryGrant.objects.filter(group=group, content_object=authority.country).values_list(
                "permission__codename", flat=True
            )
        )
    else:
        target, holder = "authority", authority
        held = set(
            AuthorityGrant.objects.filter(group=group, content_object=authority).values_list(
                "permission__codename", flat=True
            )
        )
    wanted = {codename(target, act) for act in role.acts}
    for code in wanted - held:
        assign_perm(code, group, holder)
    for code in held - wanted:
        remove_perm(code, group, holder)
    return group


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
