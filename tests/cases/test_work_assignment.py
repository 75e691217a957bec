"""Who has a case: give, take, hand over, give back; who may, to whom, and what the other side learns of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.services.absences import absence_end, absence_set
from audit.models import Event
from cases.models import Assignment, Case
from cases.selectors import queue
from cases.selectors.assignment import candidates_for
from cases.services.assignment import case_assign, case_hand_over, case_release_to_office, case_take
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import use_scope
from notifications.models import Notice
from tests import world
from tests.cases.work_pages import browser, page
from tests.days import local_day

pytestmark = pytest.mark.django_db


def as_actor(actor: Actor, act: Callable[..., Any], case: Case, **values: Any) -> Any:
    with use_scope(actor.scope):
        return act(actor=actor, case_id=case.id, **values)


def holder(actor: Actor, case: Case) -> UUID | None:
    with use_scope(actor.scope):
        return Assignment.objects.filter(case=case).values_list("user_id", flat=True).first()


def codes(refused: pytest.ExceptionInfo[ActRefused]) -> str:
    return refused.value.code


class TestGiving:
    def test_whoever_begins_a_draft_has_it(self) -> None:
        people = world.corridor()
        case = world.draft(people)
        assert holder(people.officer, case) == people.officer.user_id

    def test_a_lead_gives_a_case_and_the_two_are_told(self) -> None:
        people = world.corridor()
        lead = world.make_actor("nld-dtv", "office_lead")
        case = world.draft(people)
        given = as_actor(
            lead, case_assign, case, to_user_id=people.reviewer.user_id, note="Please look at the passport"
        )
        assert (given.user_id, given.user_name, given.assigned_by_name) == (
            people.reviewer.user_id,
            people.reviewer.name,
            lead.name,
        )
        with use_scope(people.officer.scope):
            event = Event.objects.get(case_key=case.id, action="case.assigned")
            assert event.actor_name == lead.name and event.reason == "Please look at the passport"
            assert event.parameters == {"to": str(people.reviewer.user_id), "from": str(people.officer.user_id)}
        told = {}
        for actor in (people.reviewer, people.officer, people.supervisor, people.registry):
            with use_scope(actor.scope):
                told[actor.role] = [row.action for row in Notice.objects.filter(subject=case.subject)]
        assert told == {
            "reviewer": ["case.assigned_to_you"],
            "return_officer": ["case.taken_from"],
            "supervisor": [],
            "registry_officer": [],
        }

    def test_neither_version_nor_date_of_the_case_moves(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "received")
        as_actor(people.reviewer, case_take, case)
        as_actor(people.registry, case_take, case)
        with use_scope(people.officer.scope):
            after = Case.objects.get(id=case.id)
        assert (after.version, after.changed_at) == (case.version, case.changed_at)

    def test_the_two_sides_have_the_case_apart_and_know_nothing_of_each_other(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "received")
        as_actor(people.registry, case_take, case)
        for actor, other in ((people.officer, people.registry), (people.registry, people.officer)):
            assert holder(actor, case) == actor.user_id
            with use_scope(actor.scope):
                assert Assignment.objects.filter(case=case).count() == 1
                assert not Event.objects.filter(case_key=case.id, actor_id=other.user_id).exists()
            text = page(browser(actor), reverse("cases:case-detail", args=[case.id]))
            assert other.name not in text
        with use_scope(people.officer.scope):
            assert not Event.objects.filter(case_key=case.id, action="case.taken").exists()
            assert not Notice.objects.filter(action="case.taken").exists()

    def test_a_colleague_takes_over_and_gives_back(self) -> None:
        people = world.corridor()
        case = world.draft(people)
        as_actor(people.reviewer, case_take, case)
        assert holder(people.officer, case) == people.reviewer.user_id
        as_actor(people.reviewer, case_release_to_office, case)
        assert holder(people.officer, case) is None
        with use_scope(people.officer.scope):
            found = {row.id for row in queue.cases_in_view(people.officer, "available")}
            mine = queue.cases_in_view(people.reviewer, "mine")
            assert found == {case.id} and not mine.exists()

    def test_handing_over_needs_a_note(self) -> None:
        people = world.corridor()
        case = world.draft(people)
        with pytest.raises(Invalid) as invalid:
            as_actor(people.officer, case_hand_over, case, to_user_id=people.reviewer.user_id, note="  ")
        assert "note" in invalid.value.errors
        as_actor(people.officer, case_hand_over, case, to_user_id=people.reviewer.user_id, note="The scan is missing")
        with use_scope(people.reviewer.scope):
            assert Assignment.objects.get(case=case).note == "The scan is missing"


class TestRefusals:
    def test_assigning_to_others_needs_the_permission(self) -> None:
        people = world.corridor()
        case = world.draft(people)
        with pytest.raises(ActRefused) as refused:
            as_actor(people.officer, case_assign, case, to_user_id=people.reviewer.user_id)
        assert codes(refused) == "not_granted"
        assert as_actor(people.supervisor, case_assign, case, to_user_id=people.reviewer.user_id)

    def test_a_supervisor_does_not_take(self) -> None:
        people = world.corridor()
        case = world.draft(people)
        for act in (case_take, case_hand_over):
            values = {"to_user_id": people.officer.user_id, "note": "x"} if act is case_hand_over else {}
            with pytest.raises(ActRefused) as refused:
                as_actor(people.supervisor, act, case, **values)
            assert codes(refused) == "not_granted"

    def test_people_who_do_not_see_the_case_are_not_given_it(self) -> None:
        people = world.corridor()
        lead = world.make_actor("nld-dtv", "office_lead")
        case = world.case_at(people, "received")
        ended = world.make_actor("nld-dtv", "return_officer")

        world.every(Membership).filter(id=ended.membership_id).update(valid_to=date(2020, 2, 1))
        left = world.make_actor("nld-dtv", "return_officer")
        world.every(User).filter(id=left.user_id).update(is_active=False)
        for person in (
            people.registry,  # of the other side
            people.border,
            people.verifier,
            world.make_actor("nld-dtv", "administrator"),
            world.make_actor("nld-dtv", "machine_client"),
            world.make_actor("nld-dtv-region-west", "return_officer"),  # of an office below, which does not see it
            ended,
            left,
        ):
            with pytest.raises(ActRefused) as refused:
                as_actor(lead, case_assign, case, to_user_id=person.user_id)
            assert codes(refused) == "assignee_no_access", person.role

    def test_an_office_below_has_its_cases_given_by_itself_or_above(self) -> None:
        people = world.corridor()
        regional = world.make_actor("nld-dtv-region-west", "return_officer")
        colleague = world.make_actor("nld-dtv-region-west", "return_officer")
        with use_scope(regional.scope):
            from cases.services.filing import case_start

            case = case_start(actor=regional, receiving_country="SRB", agreement="eu-serbia")
        lead = world.make_actor("nld-dtv", "office_lead")
        as_actor(lead, case_assign, case, to_user_id=colleague.user_id)
        as_actor(lead, case_assign, case, to_user_id=people.officer.user_id)
        assert holder(regional, case) == people.officer.user_id

    def test_invisible_cases_and_delegates(self) -> None:
        people = world.corridor()
        case, draft = world.case_at(people, "accepted"), world.draft(people)
        stranger = world.make_actor("alb-border-migration", "registry_officer")
        for actor, one in ((stranger, case), (people.registry, draft)):
            with pytest.raises(NotVisible):
                as_actor(actor, case_take, one)
        with pytest.raises(ActRefused) as refused:
            as_actor(people.consul, case_take, case)
        assert codes(refused) == "not_granted"

    def test_only_the_holder_hands_over_and_only_holder_or_lead_gives_back(self) -> None:
        people = world.corridor()
        case = world.draft(people)
        with pytest.raises(ActRefused) as refused:
            as_actor(people.reviewer, case_hand_over, case, to_user_id=people.officer.user_id, note="x")
        assert codes(refused) == "not_assigned_to_you"
        with pytest.raises(ActRefused) as refused:
            as_actor(people.reviewer, case_release_to_office, case)
        assert codes(refused) == "not_assigned_to_you"
        as_actor(people.supervisor, case_release_to_office, case)
        with pytest.raises(ActRefused) as refused:
            as_actor(people.supervisor, case_release_to_office, case)
        assert codes(refused) == "not_assigned"

    def test_twice_and_closed(self) -> None:
        people = world.corridor()
        closed = world.case_at(people, "closed")
        with pytest.raises(ActRefused) as refused:
            as_actor(people.reviewer, case_take, closed)
        assert codes(refused) == "wrong_status"
        case = world.draft(people)
        with pytest.raises(ActRefused) as refused:
            as_actor(people.officer, case_take, case)
        assert codes(refused) == "already_assigned"


class TestCover:
    def away(self, people: world.Corridor, days: int = 5) -> Any:
        with use_scope(people.officer.scope):
            today = local_day()
            return absence_set(
                actor=people.officer,
                starts_on=today,
                ends_on=today + timedelta(days=days),
                covered_by=people.reviewer.user_id,
            )

    def test_the_colleague_who_stands_in_finds_the_cases_under_mine_and_hands_them_over(self) -> None:
        people = world.corridor()
        case = world.draft(people)
        client = browser(people.reviewer)
        mine = reverse("cases:case-list", query={"view": "mine"})
        assert "Petrović" not in page(client, mine)
        self.away(people)
        assert "Petrović" in page(client, mine) and people.officer.name in page(client, mine)
        text = page(client, reverse("cases:case-detail", args=[case.id]))
        assert "you stand in" in text
        with use_scope(people.reviewer.scope):
            warned = {row.user_id: row.away for row in candidates_for(people.reviewer, [case.requesting_authority_id])}
        assert people.reviewer.name in warned[people.officer.user_id]
        third = world.make_actor("nld-dtv", "return_officer")
        as_actor(people.reviewer, case_hand_over, case, to_user_id=third.user_id, note="He is away")
        assert holder(third, case) == third.user_id

    def test_cover_ends_with_the_absence_and_at_once_when_the_person_is_back(self) -> None:
        people = world.corridor()
        world.draft(people)
        absence = self.away(people)

        def covered() -> bool:
            with use_scope(people.reviewer.scope):
                counts = queue.queue_counts(people.reviewer, ["mine"])
                found = queue.cases_in_view(people.reviewer, "mine").exists()
            assert found == (counts["mine"].number == 1), "the count says the same as the list"
            return found

        assert covered()
        with clock.travel(clock.now() + timedelta(days=7)):
            assert not covered()
        with use_scope(people.officer.scope):
            absence_end(actor=people.officer, absence_id=absence.id)
        assert not covered()


class TestPages:
    def test_take_hand_over_and_give_back_in_the_page(self) -> None:
        people = world.corridor()
        case = world.draft(people)
        address = reverse("cases:assignment", args=[case.id])
        client = browser(people.reviewer)
        assert "Take the case" in page(client, address)
        has = str(people.officer.user_id)
        answer = client.post(address, {"act": "take", "holder": has})
        assert answer.status_code == 302 and holder(people.reviewer, case) == people.reviewer.user_id
        has = str(people.reviewer.user_id)
        values = {"act": "hand_over", "to": str(people.officer.user_id), "holder": has}
        answer = client.post(address, {**values, "note": ""})
        assert answer.status_code == 422 and holder(people.reviewer, case) == people.reviewer.user_id
        assert f'name="holder" value="{has}"' in answer.content.decode()
        answer = client.post(address, {**values, "to": str(people.registry.user_id), "note": "x"})
        assert answer.status_code == 422, "the other side is no choice"
        answer = client.post(address, {**values, "note": "Typed"})
        assert answer.status_code == 302 and holder(people.officer, case) == people.officer.user_id
        values = {"act": "release", "holder": str(people.officer.user_id)}
        assert browser(people.officer).post(address, values).status_code == 302
        assert holder(people.officer, case) is None
        assert client.post(address, {"act": "nonsense"}).status_code == 422

    def test_what_a_stale_page_asks_for_changes_nothing_and_says_who_has_the_case(self) -> None:
        """Two colleagues open the case while nobody has it; the first takes it, the second presses Take."""
        people = world.corridor()
        case = world.case_at(people, "received")
        decider = world.make_actor("srb-mup-readmission", "decision_maker", "Dana Decider")
        lead = world.make_actor("srb-mup-readmission", "office_lead", "Lea Lead")
        address = reverse("cases:assignment", args=[case.id])
        first, second, third = browser(people.registry), browser(decider), browser(lead)
        on_case = reverse("cases:case-detail", args=[case.id])
        for shown in (page(first, address), page(second, address), page(second, on_case)):
            assert 'name="holder" value=""' in shown
        assert first.post(address, {"act": "take", "holder": ""}).status_code == 302
        values = {"to": str(decider.user_id), "note": "What I typed"}
        for client, act in ((second, "take"), (third, "take"), (third, "assign"), (third, "release")):
            for holder_ in ({"holder": ""}, {}, {"holder": "x"}):
                answer = client.post(address, {**values, "act": act, **holder_})
                text = answer.content.decode()
                assert answer.status_code == 409 and people.registry.name in text, (act, holder_)
                assert "What I typed" in text and holder(decider, case) == people.registry.user_id
        with use_scope(decider.scope):
            assert Event.objects.filter(case_key=case.id, action="case.taken").count() == 1
            assert not Notice.objects.filter(subject=case.subject, action="case.taken_from").exists()
        # Taken over knowingly: the page shows who has it. The hand-over of whoever has it no more is stale too.
        has = str(people.registry.user_id)
        for shown in (page(second, address), page(second, on_case)):
            assert f'name="holder" value="{has}"' in shown
        assert second.post(address, {"act": "take", "holder": has}).status_code == 302
        answer = first.post(address, {**values, "to": str(lead.user_id), "act": "hand_over", "holder": has})
        assert answer.status_code == 409 and decider.name in answer.content.decode()
        assert holder(decider, case) == decider.user_id

    def test_a_case_given_back_meanwhile_is_stale_and_machines_need_not_say_who_had_it(self) -> None:
        people = world.corridor()
        case = world.draft(people)
        has = str(people.officer.user_id)
        as_actor(people.officer, case_release_to_office, case, holder=has)
        for act, values in (
            (case_take, {}),
            (case_release_to_office, {}),
            (case_hand_over, {"to_user_id": people.reviewer.user_id, "note": "x"}),
        ):
            with pytest.raises(StaleVersion) as stale:
                as_actor(people.officer, act, case, holder=has, **values)
            assert "nobody has it now" in stale.value.message
        assert holder(people.officer, case) is None
        as_actor(people.officer, case_take, case)
        assert holder(people.officer, case) == people.officer.user_id

    def test_delegates_have_no_such_page(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "accepted")
        page(browser(people.consul), reverse("cases:assignment", args=[case.id]), status=403)
        assert "Who works on it" not in page(browser(people.consul), reverse("cases:case-detail", args=[case.id]))
