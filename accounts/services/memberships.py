"""Memberships and the grants behind them."""

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
    """The group `authority:role` with exactly the grants that the role has there.

    A national desk's grants are on its whole country; any other office's on itself and the offices below. Delegates
    (consulates, border posts) get their acts per case from `cases.access`; here they get them on their own office,
    which shows them their own lists and no case.
    """
    role = ROLES[role_code]
    group, _created = Group.objects.get_or_create(name=group_name(authority.code, role.code))
    grants: Any  # One of two models, which the types do not join.
    holder: Country | Authority
    if authority.is_national_desk:
        target, grants, holder = "country", CountryGrant, authority.country
    else:
        target, grants, holder = "authority", AuthorityGrant, authority
    wanted = {codename(target, act) for act in role.acts}
    held = grants.objects.filter(group=group, content_object=holder)
    held.exclude(permission__codename__in=wanted).delete()
    # Grants elsewhere are left over from when the office was (or was not) the national desk.
    for other in (CountryGrant, AuthorityGrant):
        other.objects.filter(group=group).exclude(id__in=held.values("id") if other is grants else ()).delete()
    missing = Permission.objects.filter(content_type=ContentType.objects.get_for_model(holder), codename__in=wanted)
    missing = missing.exclude(id__in=held.values_list("permission_id", flat=True))
    grants.objects.bulk_create(
        [grants(permission=permission, group=group, content_object=holder) for permission in missing],
        ignore_conflicts=True,
    )
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


def office_groups_sync(authority: Authority) -> None:
    """Bring the grants of every role in an office up to date, after it became or ceased to be the national desk."""
    names = Group.objects.filter(name__startswith=f"{authority.code}:").values_list("name", flat=True)
    for name in names:
        group_sync(authority, name.rsplit(":", 1)[1])


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
    membership.save(update_fields=["valid_to"])
    return membership
