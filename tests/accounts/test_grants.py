"""Offices, roles, memberships and what they reach; pure questions and the services that write grants."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction

from accounts.actor import Reach
from accounts.models import AuthorityGrant, CountryGrant, Membership, User
from accounts.permissions import ACTS, TARGETS, codename, model_permissions
from accounts.roles import ROLES
from accounts.selectors.actors import actor_for, grants_of, memberships_of
from accounts.services.memberships import group_name, group_sync, membership_create, permissions_sync
from countries.models import Authority
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _by_the_operator(db: None) -> Iterator[None]:
    with world.as_operator():
        yield


def office(code: str) -> Authority:
    return Authority.objects.select_related("country").get(code=code)


def user_in(country: str, name: str = "somebody") -> User:
    return User.objects.create_user(name, world.PASSWORD, full_name="Some Body", country_id=country)


def test_a_national_desk_reaches_its_country_and_no_office() -> None:
    actor = world.make_actor("nld-dtv", "supervisor")
    assert actor.grants == dict.fromkeys(ROLES["supervisor"].acts, Reach(frozenset({"NLD"}), frozenset()))
    assert actor.scope.countries == ("NLD",) and actor.scope.authorities == () and actor.scope.agencies == ()


def test_an_office_reaches_itself_and_those_below_it() -> None:
    actor = world.make_actor("deu-zab-karlsruhe", "return_officer")
    assert actor.grants["draft_case"] == Reach(frozenset(), frozenset({actor.authority_id}))
    below = Authority(code="deu-below", country_id="DEU", kind="regional_office", name="Below")
    below.parent = office("deu-zab-karlsruhe")
    below.save(force_insert=True)
    deeper = Authority(code="deu-deeper", country_id="DEU", kind="regional_office", name="Deeper", parent=below)
    deeper.save(force_insert=True)
    reach = grants_of(actor.group_id)["draft_case"]
    assert reach.authorities == {actor.authority_id, below.id, deeper.id} and not reach.countries
    # and not upwards, not sideways
    assert world.make_actor("deu-below", "supervisor").scope.authorities == tuple(sorted([below.id, deeper.id]))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_holds_its_acts_and_nothing_else(role: str) -> None:
    actor = world.make_actor("srb-police-records", role)
    assert set(actor.grants) == ROLES[role].acts
    assert all(actor.holds(act) == (act in ROLES[role].acts) for act in ACTS)
    sees = "view_case" in ROLES[role].acts
    assert bool(actor.scope.countries or actor.scope.authorities) is sees
    assert bool(actor.scope.agencies) is (role in {"verifier", "machine_client", "monitor"})


def test_an_administrator_sees_no_case() -> None:
    actor = world.make_actor("nld-dtv", "administrator")
    assert actor.scope.countries == () and actor.scope.authorities == () and actor.scope.agencies == ()
    assert not actor.reaches("view_case", country="NLD", authority_id=actor.authority_id)


def test_syncing_a_group_takes_away_what_the_role_no_longer_has() -> None:
    desk = office("nld-dtv")
    group = group_sync(desk, "supervisor")
    code = codename("country", "administer")
    world.every(CountryGrant).create(
        group=group, content_object=desk.country, permission=Permission.objects.get(codename=code)
    )
    assert "administer" in grants_of(group.id)
    assert group_sync(desk, "supervisor") == group
    assert set(grants_of(group.id)) == ROLES["supervisor"].acts
    assert world.every(CountryGrant).filter(group=group).count() == len(ROLES["supervisor"].acts)
    assert not world.every(AuthorityGrant).filter(group=group)
    assert group.name == group_name("nld-dtv", "supervisor") == "nld-dtv:supervisor"


def test_the_same_role_in_two_offices_is_two_groups() -> None:
    one, other = (group_sync(office(code), "supervisor") for code in ("deu-bpol", "deu-zab-karlsruhe"))
    assert one != other and grants_of(one.id) != grants_of(other.id)


def test_a_membership_is_in_an_office_of_ones_own_country() -> None:
    with pytest.raises(ValueError, match="own country"):
        membership_create(
            user=user_in("NLD"), authority=office("srb-mup-readmission"), role="supervisor", valid_from=date(2026, 1, 1)
        )
    assert not world.every(Membership).exists()


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(KeyError):
        membership_create(user=user_in("NLD"), authority=office("nld-dtv"), role="king", valid_from=date(2026, 1, 1))


def test_a_membership_does_not_end_before_it_begins() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        membership_create(
            user=user_in("NLD"),
            authority=office("nld-dtv"),
            role="supervisor",
            valid_from=date(2026, 1, 2),
            valid_to=date(2026, 1, 1),
        )


@pytest.mark.parametrize(
    ("moment", "is_member"),
    [
        (datetime(2026, 5, 31, 21, 59, tzinfo=UTC), False),  # 23:59 on 31 May in the Netherlands
        (datetime(2026, 5, 31, 22, 0, tzinfo=UTC), True),  # 0:00 on 1 June
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), True),  # 23:59 on 30 June
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), False),  # 0:00 on 1 July
    ],
)
def test_a_membership_holds_from_day_to_day_in_the_time_of_its_country(moment: datetime, is_member: bool) -> None:
    user = user_in("NLD")
    membership_create(
        user=user,
        authority=office("nld-dtv"),
        role="supervisor",
        valid_from=date(2026, 6, 1),
        valid_to=date(2026, 6, 30),
    )
    assert memberships_of(user, moment).exists() is is_member


def test_an_actor_is_the_membership_not_the_person() -> None:
    user = user_in("NLD")
    actors = [
        actor_for(user, membership_create(user=user, authority=office(code), role=role, valid_from=date(2020, 1, 1)))
        for code, role in (("nld-dtv", "reviewer"), ("nld-kmar-schiphol", "border_officer"))
    ]
    assert actors[0].user_id == actors[1].user_id == user.id
    assert actors[0].group_id != actors[1].group_id and set(actors[0].grants).isdisjoint(actors[1].grants)
    assert actors[0].is_national_desk and not actors[1].is_national_desk


def test_permission_codes_are_distinct_per_target_and_complete() -> None:
    codes = [codename(target, act) for target in TARGETS for act in ACTS]
    assert len(set(codes)) == len(codes)
    for target, act in (("planet", "view_case"), ("country", "rule")):
        with pytest.raises(ValueError, match="no permission"):
            codename(target, act)
    permissions_sync()
    permissions_sync()
    assert Permission.objects.filter(codename__in=codes).count() == len(codes)
    assert [code for code, _ in model_permissions("case")] == [codename("case", act) for act in ACTS]
    assert {act for role in ROLES.values() for act in role.acts} == set(ACTS), "an act that no role has"


def test_login_names_ignore_case() -> None:
    user = user_in("NLD", "Mixed.Case")
    assert user.login_name == "mixed.case"
    assert User.objects.get_by_natural_key("MIXED.case") == user
    with pytest.raises(IntegrityError), transaction.atomic():
        world.every(User).filter(id=user.id).update(login_name="Mixed.Case")
    with pytest.raises(IntegrityError), transaction.atomic():
        user_in("NLD", "MIXED.CASE")


def test_a_password_is_never_kept_as_typed() -> None:
    user = user_in("NLD")
    assert world.PASSWORD not in user.password and user.check_password(world.PASSWORD)
    assert not User.objects.create_user("nobody", None, full_name="N", country_id="NLD").has_usable_password()


def test_a_reach_is_about_this_country_or_this_office() -> None:
    actor = world.make_actor("deu-zab-karlsruhe", "return_officer")
    assert actor.reaches("draft_case", country="DEU", authority_id=actor.authority_id)
    assert not actor.reaches("draft_case", country="DEU", authority_id=uuid4())
    assert not actor.reaches("draft_case", country="DEU", authority_id=None)
    assert not actor.reaches("release_case", country="DEU", authority_id=actor.authority_id)
