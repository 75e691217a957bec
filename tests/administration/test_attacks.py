"""What a single administrator tries, to act as two: each way stays closed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Membership, User
from accounts.roles import ROLES
from accounts.services.memberships import membership_create
from administration import payloads, policies
from administration.choices import ChangeKind
from administration.models import ChangeRequest
from administration.policies import TWO_PERSON_ROLES
from administration.selectors.changes import undecided_count
from administration.selectors.people import person_get
from administration.services.changes import change_approve, change_request
from administration.services.offices import office_save
from administration.services.people import (
    person_create,
    person_deactivate,
    person_password_reset,
    role_end,
    role_give,
)
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from core.scope import use_scope
from countries.choices import AuthorityKind
from countries.models import Authority, CrossingPoint
from documents.models import LetterText
from tests import world
from tests.administration.conftest import Administrators
from tests.days import local_day

WEST = "nld-dtv-region-west"


def office(code: str) -> Authority:
    return Authority.objects.get(code=code)


def new_person(actor: Any, name: str = "ghost") -> tuple[User, str]:
    with use_scope(actor.scope):
        return person_create(actor=actor, login_name=name, values={"full_name": "Ghost", "language": "en"})


def ask_role(actor: Any, user: User, role: str = "return_officer", code: str = "nld-dtv") -> ChangeRequest:
    with use_scope(actor.scope):
        change = role_give(
            actor=actor,
            user_id=user.id,
            authority=office(code).id,
            role=role,
            valid_from=local_day(),
            reason="Needed",
        )
    assert change is not None, "one administrator gave it alone"
    return change


def ask(actor: Any, kind: str, payload: Any) -> ChangeRequest:
    with use_scope(actor.scope):
        return change_request(actor=actor, kind=kind, payload=payload, reason="Needed")


def approve(actor: Any, change: ChangeRequest) -> tuple[ChangeRequest, str]:
    with use_scope(actor.scope):
        return change_approve(actor=actor, change_id=change.id)


def move(code: str, parent: str) -> payloads.MoveOffice:
    return payloads.MoveOffice(authority=str(office(code).id), parent=str(office(parent).id) if parent else "")


# --- ghosts and passwords ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role.code for role in ROLES.values() if not role.is_machine])
def test_no_role_makes_a_ghost(people: Administrators, role: str) -> None:
    assert role in TWO_PERSON_ROLES
    user, _password = new_person(people.first)
    ask_role(people.first, user, role)
    assert not world.every(Membership).filter(user=user).exists()


def test_a_first_password_that_somebody_knows_ends_with_the_role(people: Administrators) -> None:
    user, known = new_person(people.first)
    done, shown = approve(people.second, ask_role(people.first, user))
    user = world.every(User).get(id=user.id)
    assert done.state == "approved" and shown != known
    assert user.check_password(shown) and not user.check_password(known) and user.first_password_until


def test_so_does_one_that_the_maker_replaced(people: Administrators) -> None:
    user, _known = new_person(people.first)
    user.set_password("chosen by the administrator")
    user.first_password_until = None
    with world.as_operator():
        user.save()
    _done, shown = approve(people.second, ask_role(people.first, user))
    user = world.every(User).get(id=user.id)
    assert shown and not user.check_password("chosen by the administrator")


def test_a_colleague_with_a_role_keeps_the_own_password(people: Administrators) -> None:
    user = world.user_of(people.supervisor)
    _done, shown = approve(people.second, ask_role(people.first, user))
    assert shown == "" and user.password == world.every(User).get(id=user.id).password


def test_while_a_role_is_asked_for_nobody_alone_makes_a_password(people: Administrators) -> None:
    user, _known = new_person(people.first)
    ask_role(people.first, user)
    with use_scope(people.second.scope):
        assert person_get(people.second, user.id).needs_second_person
        password, change = person_password_reset(actor=people.second, user_id=user.id, reason="Lost")
    assert password == "" and change is not None


def test_people_without_a_role_belong_to_the_desk(people: Administrators) -> None:
    user, _known = new_person(people.first)
    with use_scope(people.regional.scope):
        assert not person_get(people.regional, user.id).may_edit
        for act in (person_password_reset, person_deactivate):
            with pytest.raises(ActRefused) as refused:
                act(actor=people.regional, user_id=user.id)
            assert refused.value.code == "other_office"
        with pytest.raises(ActRefused):
            change_request(
                actor=people.regional,
                kind=ChangeKind.RESET_PASSWORD,
                payload=payloads.AboutPerson(user=str(user.id)),
                reason="Lost",
            )


def test_a_regional_administrator_asks_the_desk_for_a_password(people: Administrators) -> None:
    officer = world.make_actor(WEST, "return_officer")
    with use_scope(people.regional.scope):
        _none, change = person_password_reset(actor=people.regional, user_id=officer.user_id, reason="Lost")
    assert change is not None
    _done, shown = approve(people.second, change)
    assert world.user_of(officer).check_password(shown)


# --- the tree ---------------------------------------------------------------------------------------------------------


def test_the_desk_is_put_below_nothing(people: Administrators) -> None:
    with pytest.raises(Invalid):
        ask(people.first, ChangeKind.MOVE_OFFICE, move("nld-dtv", "nld-kmar-schiphol"))


def test_an_office_is_not_taken_by_the_administrators_of_its_new_place(people: Administrators) -> None:
    change = ask(people.first, ChangeKind.MOVE_OFFICE, move("nld-kmar-schiphol", WEST))
    with use_scope(people.regional.scope):
        assert undecided_count(people.regional).number == 0
        with pytest.raises(NotVisible):
            change_approve(actor=people.regional, change_id=change.id)
    # Even a row that was put before them is not theirs to decide.
    assert policies.may_decide(people.second, change)
    change.audience_groups = [*change.audience_groups, people.regional.group_id]
    assert not policies.may_decide(people.regional, change)


def test_one_person_sets_no_end_to_an_office(people: Administrators) -> None:
    values: list[dict[str, Any]] = [
        {"valid_to": date(2020, 1, 1)},
        {"valid_from": date(2099, 1, 1)},
        {"kind": AuthorityKind.BORDER_POST},
        {"host_country_id": "SRB"},
    ]
    desk = office("nld-dtv")
    for value in values:
        with use_scope(people.first.scope), pytest.raises(ActRefused) as refused:
            office_save(actor=people.first, authority_id=desk.id, version=desk.version, values=value)
        assert refused.value.code == "second_person"
    assert office("nld-dtv").version == desk.version


# --- who remains ------------------------------------------------------------------------------------------------------


def test_two_administrators_of_a_desk_remain(people: Administrators) -> None:
    second = world.every(Membership).get(user=people.second.user_id)
    day = local_day()

    def refused() -> None:
        with use_scope(people.first.scope):
            with pytest.raises(ActRefused):
                role_end(actor=people.first, membership_id=second.id, valid_to=day)
            with pytest.raises(ActRefused):
                person_deactivate(actor=people.first, user_id=people.second.user_id)

    refused()
    third = world.make_actor("nld-dtv", "administrator")
    world.every(Membership).filter(user=third.user_id).update(valid_to=day + timedelta(days=1))
    refused()
    world.every(Membership).filter(user=third.user_id).update(valid_to=None)
    with use_scope(people.first.scope):
        role_end(actor=people.first, membership_id=second.id, valid_to=day)


def schiphol_unused() -> payloads.AboutOffice:
    world.every(CrossingPoint).filter(authority=office("nld-kmar-schiphol")).update(is_active=False)
    return payloads.AboutOffice(authority=str(office("nld-kmar-schiphol").id))


@pytest.mark.parametrize("how", ["kept out", "role ended", "moved to a region"])
def test_a_request_of_somebody_who_left_fails(people: Administrators, how: str) -> None:
    change = ask(people.first, ChangeKind.DEACTIVATE_OFFICE, schiphol_unused())
    user = world.user_of(people.first)
    if how == "kept out":
        world.every(User).filter(id=user.id).update(is_active=False)
    else:
        world.every(Membership).filter(user=user).update(valid_to=local_day() - timedelta(days=1))
    if how == "moved to a region":
        west = Authority.objects.select_related("country").get(code=WEST)
        with world.as_operator():
            membership_create(user=user, authority=west, role="administrator", valid_from=date(2020, 1, 1))
    done, _shown = approve(people.second, change)
    assert done.state == "failed" and "no longer an administrator" in done.decision_note
    assert office("nld-kmar-schiphol").is_active


# --- the database -----------------------------------------------------------------------------------------------------


def test_requests_and_words_are_not_deleted(people: Administrators) -> None:
    change = ask(people.first, ChangeKind.DEACTIVATE_OFFICE, schiphol_unused())
    world.every(LetterText).create(
        country_id="NLD", letter="reply", block="opening", language="en", version=1, text="x", approved_at=clock.now()
    )
    with use_scope(people.first.scope):
        for rows in (ChangeRequest.objects.filter(id=change.id), LetterText.objects.all()):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            world.every(LetterText).update(text="y")
