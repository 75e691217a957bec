"""People who leave, move or do not come any more: what follows by itself, and that nothing stays with nobody."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Absence, MachineClient, Membership, User
from accounts.services.absences import absence_set
from accounts.services.machine_clients import machine_client_create
from accounts.services.memberships import membership_end
from administration import payloads
from administration.choices import ChangeKind
from administration.models import ChangeRequest
from administration.services.changes import change_approve, change_request
from administration.services.housekeeping import SETTLE_TASK, people_settle, people_sweep
from administration.services.people import person_deactivate, person_password_reset, role_end
from audit.models import Event
from cases.models import Assignment
from cases.services import assignment
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from core.models import OutboxMessage
from core.outbox import wall_now
from core.scope import SYSTEM_ID, Scope, use_scope
from countries.models import Authority
from notifications.models import Notice
from rcms.celery import app
from tests import world
from tests.administration.conftest import Administrators
from tests.conftest import OWNER, SWEEP, logged_in_as
from tests.days import local_day

LAST = timedelta(days=1)
SignIn = Callable[[Actor], Client]


AS_RCMS = Scope(user_id=SYSTEM_ID, country="NLD", countries=("NLD",), administers=("NLD",))


def settle() -> None:
    """What the worker does with a promise of the sweep."""
    with use_scope(AS_RCMS):
        people_settle("NLD")


def user(actor: Actor) -> User:
    found: User = world.every(User).get(id=actor.user_id)
    return found


def told(actor: Actor, action: str) -> list[Notice]:
    with use_scope(actor.scope):
        return list(Notice.objects.filter(action=action))


def events(actor: Actor, action: str) -> list[Event]:
    with use_scope(actor.scope):
        return list(Event.objects.filter(action=action))


def unused(actor: Actor, days: int) -> None:
    with use_scope(AS_RCMS):
        User.objects.filter(id=actor.user_id).update(last_login=wall_now() - timedelta(days=days))


class TestLeaving:
    def test_with_the_last_day_sessions_end_and_work_comes_back(
        self, people: Administrators, client_of: SignIn
    ) -> None:
        corridor = world.corridor()
        officer, reviewer = corridor.officer, corridor.reviewer
        held = world.case_at(corridor, "submitted")
        draft = world.case_at(corridor, "draft")
        kept = world.case_at(corridor, "submitted")
        with use_scope(reviewer.scope):
            assignment.case_take(actor=reviewer, case_id=kept.id)
            absence_set(actor=reviewer, starts_on=local_day(), ends_on=local_day() + LAST, covered_by=officer.user_id)
        browser = client_of(officer)
        assert browser.get(reverse("home")).status_code == 200
        with world.as_operator():
            membership_end(membership_id=officer.membership_id, valid_to=local_day())
        settle()
        assert user(officer).is_active, "the last day counts in full"
        with use_scope(officer.scope):
            assert Assignment.objects.filter(user_id=officer.user_id).count() == 2

        with clock.travel(clock.now() + LAST):
            settle()
            settle()
            assert not user(officer).is_active and not user(officer).has_usable_password()
            assert browser.get(reverse("home"))["Location"].startswith(reverse("accounts:sign-in"))
            with use_scope(corridor.supervisor.scope):
                assert [row.case_id for row in Assignment.objects.all()] == [kept.id]
                back = Event.objects.filter(action="case.given_back")
                assert sorted(event.case_key for event in back) == sorted([held.id, draft.id])
                assert {event.actor_name for event in back} == {"RCMS"}
                assert all(event.parameters == {"from": str(officer.user_id)} for event in back)
                assert Absence.objects.get().ended_at is not None
            assert len(events(people.first, "user.left")) == 1
        [notice] = told(corridor.supervisor, "office.work_returned")
        assert notice.parameters == {"count": 2} and notice.case_reference == ""
        with use_scope(corridor.registry.scope):
            assert not Event.objects.filter(action="case.given_back").exists(), "the other side learns nothing"

    def test_a_role_that_is_over_at_once_ends_the_session_at_once(
        self, people: Administrators, client_of: SignIn
    ) -> None:
        officer = world.make_actor("nld-dtv", "return_officer")
        browser = client_of(officer)
        with use_scope(people.first.scope):
            role_end(actor=people.first, membership_id=officer.membership_id, valid_to=local_day() - LAST)
        assert browser.get(reverse("home")).status_code == 302 and not user(officer).is_active
        with use_scope(AS_RCMS):
            assert OutboxMessage.objects.filter(task=SETTLE_TASK).count() == 1

    def test_who_is_kept_out_holds_no_case(self, people: Administrators) -> None:
        corridor = world.corridor()
        case = world.case_at(corridor, "draft")
        with use_scope(people.first.scope):
            person_deactivate(actor=people.first, user_id=corridor.officer.user_id)
        settle()
        with use_scope(corridor.supervisor.scope):
            assert not Assignment.objects.filter(case=case).exists()

    def test_who_comes_later_or_has_no_role_yet_has_not_left(self, people: Administrators) -> None:
        with world.as_operator():
            fresh = User.objects.create_user("fresh", world.PASSWORD, full_name="Fresh", country_id="NLD")
        joiner = world.make_actor("nld-dtv", "return_officer")
        world.every(Membership).filter(id=joiner.membership_id).update(valid_from=local_day() + LAST)
        settle()
        assert world.every(User).filter(id__in=[fresh.id, joiner.user_id], is_active=True).count() == 2


class TestMoving:
    def payload(self, actor: Actor, office: str = "nld-dtv-region-west") -> payloads.MovePerson:
        return payloads.MovePerson(
            user=str(actor.user_id),
            membership=str(actor.membership_id),
            authority=str(actor.authority_id),
            parent=str(Authority.objects.get(code=office).id),
            role="reviewer",
            valid_from=local_day() + LAST,
        )

    def test_one_change_by_two_persons_without_a_gap(self, people: Administrators, client_of: SignIn) -> None:
        corridor = world.corridor()
        case = world.case_at(corridor, "draft")
        payload = self.payload(corridor.officer)
        form = {"parent": payload.parent, "role": "reviewer", "reason": "Moves house"}
        day = payload.valid_from
        form |= {"valid_from_day": str(day.day), "valid_from_month": str(day.month), "valid_from_year": str(day.year)}
        address = reverse("administration:person-move", args=[corridor.officer.membership_id])
        assert client_of(people.first).post(address, form).status_code == 302
        with use_scope(people.second.scope):
            change = ChangeRequest.objects.get()
            assert Membership.objects.filter(user=corridor.officer.user_id).count() == 1, "asked for is not done"
            assert change_approve(actor=people.second, change_id=change.id)[0].state == "approved"
        old, new = world.every(Membership).filter(user=corridor.officer.user_id).order_by("valid_from")
        assert old.valid_to == local_day() and new.valid_from == local_day() + LAST
        assert new.authority.code == "nld-dtv-region-west" and new.role == "reviewer"
        with clock.travel(clock.now() + LAST):
            settle()
            assert user(corridor.officer).is_active
            with use_scope(corridor.supervisor.scope):
                assert not Assignment.objects.filter(case=case).exists(), "cases do not move along"

    def test_it_needs_somebody_who_reaches_both_offices(self, people: Administrators) -> None:
        officer = world.make_actor("nld-dtv", "return_officer")
        with use_scope(people.regional.scope), pytest.raises(NotVisible):
            change_request(
                actor=people.regional, kind=ChangeKind.MOVE_PERSON, payload=self.payload(officer), reason="Come"
            )
        with use_scope(people.first.scope):
            change = change_request(
                actor=people.first, kind=ChangeKind.MOVE_PERSON, payload=self.payload(officer), reason="Go"
            )
        with use_scope(people.regional.scope), pytest.raises((NotVisible, ActRefused)):
            change_approve(actor=people.regional, change_id=change.id)

    @pytest.mark.parametrize(
        "field, value",
        [("valid_from", date(2020, 1, 1)), ("role", "machine_client"), ("role", "nonsense"), ("parent", "same")],
    )
    def test_what_is_no_move_is_refused(self, people: Administrators, field: str, value: object) -> None:
        officer = world.make_actor("nld-dtv", "return_officer")
        values = {name: getattr(self.payload(officer), name) for name in payloads.MovePerson.__dataclass_fields__}
        values[field] = str(officer.authority_id) if value == "same" else value
        with use_scope(people.first.scope), pytest.raises(Invalid):
            change_request(
                actor=people.first, kind=ChangeKind.MOVE_PERSON, payload=payloads.MovePerson(**values), reason="Go"
            )

    def test_two_administrators_of_the_desk_remain(self, people: Administrators) -> None:
        with use_scope(people.first.scope), pytest.raises(ActRefused) as refused:
            payload = self.payload(people.second)
            change_request(actor=people.first, kind=ChangeKind.MOVE_PERSON, payload=payload, reason="Go")
        assert refused.value.code == "last_administrator"


class TestUnused:
    def test_told_and_closed_some_days_later_and_reopened_by_two(self, people: Administrators) -> None:
        officer = world.make_actor("nld-dtv", "return_officer")
        signs_in = world.make_actor("nld-dtv", "return_officer")
        for actor in (officer, signs_in):
            unused(actor, settings.ACCOUNT_UNUSED_DAYS + 5)
        settle()
        settle()
        assert user(officer).is_active, "nobody is closed who was not told"
        for actor in (officer, signs_in):
            assert [row.recipient_id for row in told(actor, "account.unused_own")] == [actor.user_id]
        assert len(told(people.first, "account.unused_told")) == 2
        unused(signs_in, 0)
        with clock.travel(clock.now() + timedelta(days=settings.ACCOUNT_UNUSED_NOTICE_DAYS)):
            settle()
            settle()
            assert not user(officer).is_active and user(signs_in).is_active
            assert len(told(people.first, "account.expired")) == 1
            [event] = events(people.second, "user.expired")
            assert event.subject == f"user:{officer.user_id}"
            with use_scope(people.first.scope):
                password, change = person_password_reset(actor=people.first, user_id=officer.user_id, reason="Back")
                assert password == "" and change is not None and not user(officer).is_active
            with use_scope(people.second.scope):
                change_approve(actor=people.second, change_id=change.id)
            settle()
            assert user(officer).is_active, "let in again counts as used"

    def test_somebody_without_a_role_is_let_in_again_by_two_as_well(self, people: Administrators) -> None:
        with world.as_operator():
            bare = User.objects.create_user("bare", None, full_name="Bare", country_id="NLD", is_active=False)
        with use_scope(people.first.scope):
            assert person_password_reset(actor=people.first, user_id=bare.id, reason="Back")[1] is not None

    def test_the_last_administrators_stay_and_those_above_are_told(self, people: Administrators) -> None:
        for actor in (people.first, people.second, people.regional):
            unused(actor, settings.ACCOUNT_UNUSED_DAYS + 5)
        settle()
        with clock.travel(clock.now() + timedelta(days=settings.ACCOUNT_UNUSED_NOTICE_DAYS)):
            settle()
            settle()
        assert all(user(actor).is_active for actor in (people.first, people.second, people.regional))
        above = [row.subject for row in told(people.first, "account.unused_last")]
        assert above == [f"user:{people.regional.user_id}"]
        supervised = {row.subject for row in told(people.supervisor, "account.unused_last")}
        assert supervised == {f"user:{people.first.user_id}", f"user:{people.second.user_id}"}

    def test_systems_count_from_their_last_token(self, people: Administrators) -> None:
        office = Authority.objects.select_related("country").get(code="nld-dtv")
        with world.as_operator():
            systems = [machine_client_create(authority=office, name=name)[0] for name in ("Idle", "Busy")]
        long_ago = wall_now() - timedelta(days=settings.ACCOUNT_UNUSED_DAYS + 1)
        with use_scope(AS_RCMS):
            User.objects.filter(id__in=[row.user_id for row in systems]).update(last_login=long_ago)
        settle()
        with connection.cursor() as cursor:
            cursor.execute("select client_used(%s, %s)", [systems[1].user_id, wall_now()])
        with clock.travel(clock.now() + timedelta(days=settings.ACCOUNT_UNUSED_NOTICE_DAYS)):
            settle()
        revoked = {row.name: row.revoked_at is not None for row in world.every(MachineClient).all()}
        assert revoked == {"Idle": True, "Busy": False}


def test_the_sweep_promises_each_country_once_an_hour(transactional_db: None) -> None:
    world.make_actor("nld-dtv", "administrator")
    world.make_actor("srb-mup-readmission", "administrator")
    with logged_in_as(SWEEP):
        assert (people_sweep(), people_sweep()) == (2, 0)
    with logged_in_as(OWNER):
        messages = list(OutboxMessage.objects.filter(task=SETTLE_TASK))
    assert {row.arguments["country"] for row in messages} == {"NLD", "SRB"}
    app.loader.import_default_modules()
    for row in messages:
        app.tasks[SETTLE_TASK](str(row.id))
    with logged_in_as(OWNER):
        assert set(OutboxMessage.objects.filter(task=SETTLE_TASK).values_list("state", flat=True)) == {"done"}
