"""Changes by two persons: who may ask, who may decide, what is checked again, what stays."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import totp
from accounts.actor import Actor
from accounts.entrance import has_factor, recovery_codes_left
from accounts.models import CountryGrant, Membership, User
from accounts.roles import ROLES
from accounts.selectors.actors import actor_for, grants_of, memberships_of
from accounts.services.factors import app_enrol, recovery_codes_make, second_factors_forget
from accounts.services.memberships import membership_create
from administration import payloads
from administration.choices import ChangeKind
from administration.models import ChangeRequest, RegisterEntry
from administration.selectors.changes import change_get, change_page, undecided_count
from administration.services.changes import change_approve, change_reject, change_request, change_withdraw
from administration.services.people import person_create, person_factors_reset, person_password_reset, role_give
from audit.models import Event
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import use_scope
from countries.models import Authority, CrossingPoint
from documents.models import LetterText
from notifications.models import Notice
from notifications.selectors.notices import unread_notices
from tests import world
from tests.accounts.factors import code_of
from tests.administration.conftest import Administrators
from tests.cases.work_pages import browser
from tests.days import local_day


def office(code: str) -> Authority:
    return Authority.objects.select_related("country").get(code=code)


def ask(actor: Any, kind: str, payload: Any, reason: str = "Because it is needed") -> ChangeRequest:
    with use_scope(actor.scope):
        return change_request(actor=actor, kind=kind, payload=payload, reason=reason)


def approve(actor: Any, change: ChangeRequest) -> ChangeRequest:
    with use_scope(actor.scope):
        return change_approve(actor=actor, change_id=change.id)[0]


def new_office(**values: Any) -> payloads.EnrolOffice:
    fields = {"code": "nld-dtv-region-north", "name": "Region North", "kind": "regional_office"}
    return payloads.EnrolOffice(**{**fields, "parent": str(office("nld-dtv").id), **values})


def test_a_second_person_enrols_an_office(people: Administrators) -> None:
    change = ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    assert not Authority.objects.filter(code="nld-dtv-region-north").exists()
    done = approve(people.second, change)
    assert done.state == "approved"
    made = office("nld-dtv-region-north")
    assert made.parent == office("nld-dtv") and made.version == 2
    entry = RegisterEntry.objects.get(authority=made)
    assert entry.requested_office == entry.confirmed_office == office("nld-dtv")
    with use_scope(people.supervisor.scope):
        actions = list(Event.objects.order_by("id").values_list("action", "actor_name"))
    assert actions == [
        ("change.requested", "Anna First"),
        ("office.enrolled", "Bert Second"),
        ("change.approved", "Bert Second"),
    ]


def test_two_persons_take_a_second_step_away_and_the_person_is_told(people: Administrators) -> None:
    officer = world.make_actor("nld-dtv", "return_officer")
    user = world.user_of(officer)
    secret = totp.new_secret()
    app_enrol(user=user, secret=secret, code=code_of(secret), name="")
    recovery_codes_make(user=user)
    with pytest.raises(ProgrammingError), use_scope(officer.scope):
        second_factors_forget(user.id)
    theirs = world.make_actor("srb-mup-readmission", "administrator")
    with pytest.raises(ProgrammingError), use_scope(theirs.scope):
        second_factors_forget(user.id)
    with use_scope(people.first.scope):
        change = person_factors_reset(actor=people.first, user_id=user.id, reason="Telephone lost")
        with pytest.raises(ActRefused):
            person_factors_reset(actor=people.first, user_id=people.first.user_id, reason="Mine")
    assert has_factor(user)
    assert approve(people.second, change).state == "approved"
    assert not has_factor(user) and not recovery_codes_left(user)
    with use_scope(officer.scope):
        assert [notice.action for notice in unread_notices(officer)] == ["user.factors_reset"]
    page = browser(officer).get(reverse("notifications:notice-list")).text
    assert "it is set up anew at the next sign-in" in page
    with use_scope(people.supervisor.scope):
        assert Event.objects.filter(action="user.factors_reset", actor_name="Bert Second").count() == 1


def test_the_requester_cannot_decide(people: Administrators) -> None:
    change = ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    with use_scope(people.first.scope), pytest.raises(ActRefused) as refused:
        change_approve(actor=people.first, change_id=change.id)
    assert refused.value.code == "second_person"
    with use_scope(people.first.scope):
        assert undecided_count(people.first).number == 0
    with use_scope(people.second.scope):
        assert undecided_count(people.second).number == 1


def test_only_what_one_may_decide_is_counted(people: Administrators) -> None:
    """The number on every page says the same as the buttons."""
    west = office("nld-dtv-region-west")
    colleague = world.make_actor(west.code, "administrator", "Gerda Regional")
    schiphol = payloads.MoveOffice(authority=str(office("nld-kmar-schiphol").id), parent=str(west.id))
    ask(people.first, ChangeKind.MOVE_OFFICE, schiphol)
    ask(people.first, ChangeKind.RESET_PASSWORD, payloads.AboutPerson(user=str(people.second.user_id)))
    ask(people.first, ChangeKind.ENROL_CLIENT, payloads.EnrolClient(authority=str(west.id), name="Register"))
    ask(people.regional, ChangeKind.RESET_PASSWORD, payloads.AboutPerson(user=str(colleague.user_id)))
    for actor, expected in ((people.first, 1), (people.second, 3), (people.regional, 1), (colleague, 1)):
        with use_scope(actor.scope):
            may = [change.may_decide for change in change_page(actor, is_waiting=True).changes]
            assert undecided_count(actor).number == may.count(True) == expected, actor.name


def test_nor_through_another_membership_of_the_same_person(people: Administrators) -> None:
    """Persons are compared, not memberships."""
    user = world.user_of(people.first)

    with world.as_operator():
        membership = membership_create(
            user=user, authority=office("nld-dtv-region-west"), role="administrator", valid_from=date(2020, 2, 1)
        )
        other_hat = actor_for(user, memberships_of(user, clock.now()).get(id=membership.id))
    change = ask(other_hat, ChangeKind.ENROL_OFFICE, new_office(parent=str(office("nld-dtv-region-west").id)))
    with use_scope(people.first.scope), pytest.raises(ActRefused) as refused:
        change_approve(actor=people.first, change_id=change.id)
    assert refused.value.code == "second_person"


def test_the_database_refuses_it_too(people: Administrators) -> None:
    change = ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    decided = {"decided_at": clock.now(), "decided_by": F("requested_by"), "state": "approved"}
    with use_scope(people.first.scope), pytest.raises(DatabaseError), transaction.atomic():
        ChangeRequest.objects.filter(id=change.id).update(**decided)
    # In somebody else's name, or with another payload: refused by the trigger.
    with use_scope(people.second.scope):
        for values in (
            {**decided, "decided_by": people.first.user_id},
            {"payload": {}, "state": "approved", "decided_at": clock.now(), "decided_by": people.second.user_id},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                ChangeRequest.objects.filter(id=change.id).update(**values)
    with use_scope(people.second.scope), pytest.raises(DatabaseError), transaction.atomic():
        ChangeRequest(
            kind="enrol_office",
            country_id="NLD",
            payload={},
            reason="x",
            requested_at=clock.now(),
            requested_by=people.first.user_id,
            requested_office_id=people.first.authority_id,
        ).save(force_insert=True)


@pytest.mark.parametrize("who", ["serbian", "supervisor", "regional"])
def test_others_do_not_see_it(people: Administrators, who: str) -> None:
    """The regional administrator has no say in offices of the desk; others have none at all."""
    change = ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    actor = getattr(people, who)
    with use_scope(actor.scope):
        with pytest.raises(NotVisible):
            change_approve(actor=actor, change_id=change.id)
        assert not ChangeRequest.objects.exists()


def test_what_became_impossible_fails_and_says_so(people: Administrators) -> None:
    change = ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    world.every(Authority).filter(code="nld-kmar-schiphol").update(code="nld-dtv-region-north")
    done = approve(people.second, change)
    assert done.state == "failed" and "code" in done.decision_note
    with use_scope(people.second.scope), pytest.raises(StaleVersion):
        change_approve(actor=people.second, change_id=change.id)


def test_a_stored_payload_that_does_not_fit_does_nothing(people: Administrators) -> None:
    with use_scope(people.first.scope):
        change = ChangeRequest(
            kind="enrol_office",
            country_id="NLD",
            payload={"code": "nld-x-y", "surprise": True},
            reason="x",
            requested_at=clock.now(),
            requested_by=people.first.user_id,
            requested_office_id=people.first.authority_id,
            audience_groups=[people.first.group_id],
        )
        change.save(force_insert=True)
    assert approve(people.second, change).state == "failed"


def test_rejecting_needs_a_reason_and_withdrawing_the_requester(people: Administrators) -> None:
    first = ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    with use_scope(people.second.scope):
        with pytest.raises(Invalid):
            change_reject(actor=people.second, change_id=first.id, note=" ")
        with pytest.raises(ActRefused):
            change_withdraw(actor=people.second, change_id=first.id)
        change_reject(actor=people.second, change_id=first.id, note="Wrong region")
    second = ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    with use_scope(people.first.scope):
        assert change_withdraw(actor=people.first, change_id=second.id).state == "withdrawn"
        assert [view.state for view in change_page(people.first, is_waiting=False).changes] == ["withdrawn", "rejected"]


def test_the_same_change_waits_only_once_and_needs_a_reason(people: Administrators) -> None:
    ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    with pytest.raises(Invalid):
        ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    with pytest.raises(Invalid):
        ask(people.first, ChangeKind.ENROL_OFFICE, new_office(code="nld-dtv-east"), reason="  ")


def test_the_second_person_is_told_without_personal_data(people: Administrators) -> None:
    ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    with use_scope(people.second.scope):
        notice = Notice.objects.get(action="change.requested")
    assert notice.parameters == {"kind": "enrol_office"}
    with use_scope(people.serbian.scope):
        assert not Notice.objects.filter(action="change.requested").exists()


def test_opening_a_change_reads_its_notice(people: Administrators, client_of: Callable[[Actor], Client]) -> None:
    one = ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    ask(people.first, ChangeKind.ENROL_OFFICE, new_office(code="nld-dtv-east"))

    def unread(actor: Actor) -> int:
        with use_scope(actor.scope):
            return unread_notices(actor).count()

    assert unread(people.second) == 2
    client = client_of(people.second)
    assert client.get(reverse("administration:change-list")).status_code == 200
    assert unread(people.second) == 2, "the list tells no more than the notice"
    assert client.get(reverse("administration:change-detail", args=[one.id])).status_code == 200
    assert unread(people.second) == 1
    assert client_of(people.serbian).get(reverse("administration:change-detail", args=[one.id])).status_code == 404


# --- roles and passwords ----------------------------------------------------------------------------------------------


def give(actor: Any, user_id: Any, role: str, code: str = "nld-dtv", reason: str = "New colleague") -> Any:
    with use_scope(actor.scope):
        return role_give(
            actor=actor,
            user_id=user_id,
            authority=office(code).id,
            role=role,
            valid_from=local_day(),
            reason=reason,
        )


@pytest.fixture
def newcomer(people: Administrators) -> User:
    with use_scope(people.first.scope):
        values = {"full_name": "New Comer", "email": "", "language": "en"}
        return person_create(actor=people.first, login_name="new.comer", values=values)[0]


def test_a_role_is_given_by_two(people: Administrators, newcomer: User) -> None:
    change = give(people.first, newcomer.id, "supervisor")
    assert not world.every(Membership).filter(user=newcomer, role="supervisor").exists()
    assert approve(people.second, change).state == "approved"
    assert world.every(Membership).filter(user=newcomer, role="supervisor").exists()


@pytest.mark.parametrize("role", [role.code for role in ROLES.values() if not role.is_machine])
def test_roles_that_two_persons_give(people: Administrators, newcomer: User, role: str) -> None:
    assert give(people.first, newcomer.id, role) is not None
    with pytest.raises(Invalid):
        give(people.first, newcomer.id, role, reason="")


def test_nobody_gives_or_approves_an_own_role(people: Administrators) -> None:
    with pytest.raises(ActRefused) as refused:
        give(people.first, people.first.user_id, "return_officer")
    assert refused.value.code == "own_person"
    change = give(people.first, people.second.user_id, "supervisor")
    with use_scope(people.second.scope), pytest.raises(ActRefused):
        change_approve(actor=people.second, change_id=change.id)


def test_roles_stay_within_country_and_reach(people: Administrators, newcomer: User) -> None:
    with pytest.raises(Invalid):
        give(people.first, newcomer.id, "return_officer", "srb-mup-readmission")
    with pytest.raises(NotVisible):
        give(people.serbian, newcomer.id, "return_officer", "srb-mup-readmission")
    with pytest.raises(NotVisible):
        give(people.regional, newcomer.id, "return_officer", "nld-dtv")
    assert give(people.regional, newcomer.id, "return_officer", "nld-dtv-region-west") is not None
    with pytest.raises(ActRefused):
        give(people.supervisor, newcomer.id, "return_officer")
    with pytest.raises(Invalid):
        give(people.first, newcomer.id, "machine_client")


def test_a_regional_administrators_change_is_decided_by_the_desk(people: Administrators, newcomer: User) -> None:
    change = give(people.regional, newcomer.id, "supervisor", "nld-dtv-region-west")
    assert approve(people.first, change).state == "approved"


def test_one_person_makes_no_password_for_those_who_decide(people: Administrators, newcomer: User) -> None:
    """Whoever makes a password could sign in with it: two persons are needed where two persons gave the role."""
    with use_scope(people.first.scope):
        password, change = person_password_reset(actor=people.first, user_id=newcomer.id)
        assert password and change is None, "who has no role yet can read nothing"
        password, change = person_password_reset(
            actor=people.first, user_id=people.supervisor.user_id, reason="Forgotten"
        )
        assert password == "" and change is not None
    before = world.every(User).get(id=people.supervisor.user_id).password
    with use_scope(people.second.scope):
        _done, shown = change_approve(actor=people.second, change_id=change.id)
    supervisor = world.every(User).get(id=people.supervisor.user_id)
    assert supervisor.password != before and supervisor.check_password(shown) and supervisor.first_password_until


def test_a_national_system_is_enrolled_by_two(people: Administrators) -> None:
    payload = payloads.EnrolClient(authority=str(office("nld-dtv").id), name="INDiGO")
    change = ask(people.first, ChangeKind.ENROL_CLIENT, payload)
    with use_scope(people.second.scope):
        done, shown = change_approve(actor=people.second, change_id=change.id)
    assert done.state == "approved" and len(shown.split("\n")) == 2
    assert world.every(Membership).get(user__full_name="INDiGO").role == "machine_client"


# --- offices ----------------------------------------------------------------------------------------------------------


def test_an_office_that_is_needed_is_not_deactivated(people: Administrators) -> None:
    payload = payloads.AboutOffice(authority=str(office("nld-dtv-region-west").id))
    with pytest.raises(ActRefused) as refused:
        ask(people.first, ChangeKind.DEACTIVATE_OFFICE, payload)
    assert refused.value.code == "office_in_use" and "1 role" in str(refused.value.message)


def test_open_cases_stand_against_it_and_only_their_number_is_known(people: Administrators) -> None:
    corridor = world.corridor()
    world.draft(corridor)
    payload = payloads.AboutOffice(authority=str(office("nld-dtv").id))
    with pytest.raises(ActRefused) as refused:
        ask(people.first, ChangeKind.DEACTIVATE_OFFICE, payload)
    assert "1 open case" in str(refused.value.message)
    # The receiving side has no sign of a draft, not even as a number.
    with pytest.raises(ActRefused) as refused:
        ask(
            people.serbian,
            ChangeKind.DEACTIVATE_OFFICE,
            payloads.AboutOffice(authority=str(office("srb-mup-readmission").id)),
        )
    assert "open case" not in str(refused.value.message)


def test_an_unused_office_goes_out_of_use_and_comes_back(people: Administrators) -> None:
    payload = payloads.AboutOffice(authority=str(office("nld-kmar-schiphol").id))
    world.every(CrossingPoint).filter(authority=office("nld-kmar-schiphol")).update(is_active=False)
    approve(people.second, ask(people.first, ChangeKind.DEACTIVATE_OFFICE, payload))
    assert not office("nld-kmar-schiphol").is_active
    approve(people.second, ask(people.first, ChangeKind.REACTIVATE_OFFICE, payload))
    assert office("nld-kmar-schiphol").is_active
    acts = list(RegisterEntry.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["deactivated", "reactivated"]


def test_a_moved_office_is_reached_by_those_above_it(people: Administrators) -> None:
    payload = payloads.MoveOffice(
        authority=str(office("nld-kmar-schiphol").id), parent=str(office("nld-dtv-region-west").id)
    )
    approve(people.second, ask(people.first, ChangeKind.MOVE_OFFICE, payload))
    with use_scope(people.regional.scope):
        reach = grants_of(people.regional.group_id)["administer"]
    assert office("nld-kmar-schiphol").id in reach.authorities
    circle = payloads.MoveOffice(authority=str(office("nld-dtv-region-west").id), parent=payload.authority)
    with pytest.raises(Invalid):
        ask(people.first, ChangeKind.MOVE_OFFICE, circle)


def test_the_new_desk_has_the_country_and_the_old_one_itself(people: Administrators) -> None:
    payload = payloads.AboutOffice(authority=str(office("nld-kmar-schiphol").id))
    for _number in range(2):
        world.make_actor("nld-kmar-schiphol", "administrator")
    approve(people.second, ask(people.first, ChangeKind.CHANGE_DESK, payload))
    with use_scope(people.first.scope):
        old = grants_of(people.first.group_id)["administer"]
    assert old.countries == frozenset() and office("nld-dtv").id in old.authorities
    assert office("nld-kmar-schiphol").is_national_desk and not office("nld-dtv").is_national_desk


def test_an_office_without_two_administrators_who_stay_does_not_become_the_desk(people: Administrators) -> None:
    """Otherwise the country would have no national administrator, or one who could decide nothing."""
    payload = payloads.AboutOffice(authority=str(office("nld-kmar-schiphol").id))
    staying, leaving = (world.make_actor("nld-kmar-schiphol", "administrator") for _number in range(2))
    later = local_day() + timedelta(days=30)
    world.every(Membership).filter(user=leaving.user_id).update(valid_to=later)
    with pytest.raises(ActRefused) as refused:
        ask(people.first, ChangeKind.CHANGE_DESK, payload)
    assert refused.value.code == "too_few_administrators"
    world.every(Membership).filter(user=leaving.user_id).update(valid_to=None)
    change = ask(people.first, ChangeKind.CHANGE_DESK, payload)
    world.every(User).filter(id=staying.user_id).update(is_active=False)
    assert approve(people.second, change).state == "failed", "asked again when it is approved"
    assert office("nld-dtv").is_national_desk and not office("nld-kmar-schiphol").is_national_desk


def test_acts_of_administration_give_no_rights_back(people: Administrators) -> None:
    """What was taken from the administrators' group is restored by two persons, not by the next thing that is done."""
    group = Group.objects.get(name="nld-dtv:administrator")
    ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    world.every(CountryGrant).filter(group=group).delete()
    ask(people.first, ChangeKind.ENROL_OFFICE, new_office(code="nld-dtv-region-south"))
    assert not world.every(CountryGrant).filter(group=group).exists()


# --- countries --------------------------------------------------------------------------------------------------------


def armenia(**values: Any) -> payloads.EnrolCountry:
    desk = payloads.EnrolOffice(
        code="arm-migration", name="Migration and Citizenship Service", kind="migration_service"
    )
    return payloads.EnrolCountry(**{"country": "ARM", "desk": desk, "is_for_partners": True, **values})


def test_another_partner_confirms_a_new_country(people: Administrators) -> None:
    change = ask(people.first, ChangeKind.ENROL_COUNTRY, armenia())
    with use_scope(people.second.scope), pytest.raises(ActRefused):
        change_approve(actor=people.second, change_id=change.id)
    with pytest.raises(Invalid):
        ask(people.first, ChangeKind.ENROL_COUNTRY, armenia(is_for_partners=False))
    with use_scope(people.austrian.scope):
        view = change_get(people.austrian, change.id)
        assert view.requested_by == "" and view.requested_office and view.may_decide
    assert approve(people.austrian, change).state == "approved"
    desk = office("arm-migration")
    assert desk.is_national_desk and desk.country_id == "ARM"
    entry = RegisterEntry.objects.get(authority=desk)
    assert entry.is_first_of_country
    assert (entry.requested_office, entry.confirmed_office) == (office("nld-dtv"), office("aut-bmi"))
    with use_scope(people.first.scope):
        assert Notice.objects.filter(action="change.approved").exists()


def test_who_confirms_is_asked_again_when_it_is_approved(people: Administrators) -> None:
    """A partner that joins between asking and approving is asked: the country does not confirm itself any more."""
    world.every(Membership).filter(user=people.austrian.user_id).update(valid_to=date(2021, 1, 1))
    change = ask(people.first, ChangeKind.ENROL_COUNTRY, armenia(is_for_partners=False))
    world.every(Membership).filter(user=people.austrian.user_id).update(valid_to=None)
    done = approve(people.second, change)
    assert done.state == "failed" and "confirms" in done.decision_note
    assert not Authority.objects.filter(code="arm-migration").exists()


def test_only_countries_with_an_agreement_and_not_yet_there(people: Administrators) -> None:
    with pytest.raises(Invalid):
        ask(people.first, ChangeKind.ENROL_COUNTRY, armenia(country="JPN"))
    with pytest.raises(Invalid):
        ask(people.first, ChangeKind.ENROL_COUNTRY, armenia(country="SRB"))
    with pytest.raises(ActRefused):
        ask(people.regional, ChangeKind.ENROL_COUNTRY, armenia())


# --- words of papers --------------------------------------------------------------------------------------------------


def words(text: str, based_on: int = 0) -> payloads.ChangeLetterText:
    return payloads.ChangeLetterText(letter="reply", block="opening", language="en", text=text, based_on=based_on)


def test_words_are_used_after_a_second_person_agreed(people: Administrators) -> None:
    change = ask(people.first, ChangeKind.LETTER_TEXT, words("In the matter {reference}"))
    assert not LetterText.objects.exists()
    approve(people.second, change)
    row = LetterText.objects.get()
    assert (row.version, row.text) == (1, "In the matter {reference}")
    with pytest.raises(StaleVersion):
        ask(people.first, ChangeKind.LETTER_TEXT, words("Again"))


@pytest.mark.parametrize("text", ["{person}", "{reference", "}", "{{ paper.person }}", "{% for x in y %}"])
def test_unknown_placeholders_are_told(people: Administrators, text: str) -> None:
    with pytest.raises(Invalid) as invalid:
        ask(people.first, ChangeKind.LETTER_TEXT, words(text))
    assert "placeholder" in str(invalid.value.errors["text"][0])


def test_lists_cost_the_same_for_one_and_many(people: Administrators) -> None:
    ask(people.first, ChangeKind.ENROL_OFFICE, new_office())
    with (
        use_scope(people.second.scope),
        CaptureQueriesContext(
            connection,
        ) as one,
    ):
        change_page(people.second, is_waiting=True)
    for number in range(4):
        ask(people.first, ChangeKind.ENROL_OFFICE, new_office(code=f"nld-dtv-more-{number}"))
    with use_scope(people.second.scope), CaptureQueriesContext(connection) as many:
        assert len(change_page(people.second, is_waiting=True).changes) == 5
    assert len(one) == len(many)


def test_dates_of_roles(people: Administrators, newcomer: User) -> None:
    today = local_day()
    with use_scope(people.first.scope), pytest.raises(Invalid):
        role_give(
            actor=people.first,
            user_id=newcomer.id,
            authority=office("nld-dtv").id,
            role="return_officer",
            valid_from=today,
            valid_to=today - timedelta(days=1),
        )
    approve(people.second, give(people.first, newcomer.id, "return_officer"))
    with pytest.raises(Invalid):
        give(people.first, newcomer.id, "return_officer")
