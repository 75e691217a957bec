"""Who has how many cases, and moving the cases of a colleague who leaves."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.choices import OPEN_STATUSES, Side
from cases.models import Assignment, Case
from cases.services.assignment import case_assign
from core import clock
from core.scope import use_scope
from supervision.selectors.workload import workload_for
from tests import world
from tests.cases.work_pages import browser, page
from tests.supervision.conftest import Office

pytestmark = pytest.mark.commits


def loads(actor: Actor, side: Side) -> dict[str, int]:
    with use_scope(actor.scope):
        return {load.name: load.number for load in workload_for(actor, side, clock.now())}


def give(office: Office, name: str, to: Actor, by: Actor) -> None:
    with use_scope(by.scope):
        case_assign(actor=by, case_id=office.cases[name].id, to_user_id=to.user_id)


class TestWorkload:
    def test_open_cases_by_colleague_and_those_of_nobody(self, office: Office) -> None:
        people = office.people
        give(office, "submitted", people.registry, people.their_supervisor)
        theirs = loads(people.their_supervisor, Side.RECEIVING)
        assert theirs == {people.registry.name: 1, "": 4}
        ours = loads(people.supervisor, Side.REQUESTING)
        with use_scope(people.supervisor.scope):
            number = Case.objects.visible_to(people.supervisor).filter(status__in=OPEN_STATUSES).count()
        assert sum(ours.values()) == number and people.registry.name not in ours

    def test_its_numbers_lead_to_that_many_cases(self, office: Office) -> None:
        people, now = office.people, clock.now()
        for name in ("submitted", "accepted"):
            give(office, name, people.registry, people.their_supervisor)
        with use_scope(people.their_supervisor.scope):
            Case.objects.filter(status__in=OPEN_STATUSES).update(next_due_at=now + timedelta(days=30))
            for name, days in (("submitted", -1), ("accepted", 2), ("in_verification", 6)):
                Case.objects.filter(id=office.cases[name].id).update(next_due_at=now + timedelta(days=days))
        client = browser(people.their_supervisor)
        text = page(client, reverse("supervision:workload"))
        links = re.findall(r'<a class="govuk-link" href="([^"]+cases/[^"]+)">(\d+)<', text)
        assert len(links) == 5, "open cases of one and of nobody; overdue of one; due soon of both"
        for address, number in links:
            found = client.get(address.replace("&amp;", "&")).content.decode()
            assert found.count('class="govuk-link reference"') == int(number), address
        assert "Open cases of one colleague: overdue" in client.get(links[1][0].replace("&amp;", "&")).content.decode()


class TestReassignment:
    def test_a_leavers_cases_go_to_others_in_turn_with_the_result_of_each(self, office: Office) -> None:
        people = office.people
        for name in ("submitted", "in_verification", "accepted"):
            give(office, name, people.registry, people.their_supervisor)
        client = browser(people.their_supervisor)
        address = reverse("supervision:reassign", args=[people.registry.user_id])
        text = page(client, address)
        assert people.proposer.name in text and text.count('name="cases"') == 3
        data = {
            "cases": [str(office.cases[name].id) for name in ("submitted", "in_verification", "accepted")],
            "to": [str(people.proposer.user_id), str(people.signer.user_id)],
            "note": "Our colleague has left",
        }
        preview = client.post(address, data)
        assert preview.status_code == 200 and "Our colleague has left" in preview.content.decode()
        assert loads(people.their_supervisor, Side.RECEIVING)[people.registry.name] == 3, "nothing is done yet"
        answer = client.post(address, data | {"do": "move"})
        assert answer.status_code == 302
        result = page(client, answer["Location"])
        assert office.cases["submitted"].reference in result
        assert loads(people.their_supervisor, Side.RECEIVING) == {people.proposer.name: 2, people.signer.name: 1, "": 2}
        with use_scope(people.their_supervisor.scope):
            assert Event.objects.filter(action="case.assigned").count() == 6
        page(client, address, status=404)

    def test_what_the_form_may_not_name(self, office: Office) -> None:
        people = office.people
        give(office, "submitted", people.registry, people.their_supervisor)
        client = browser(people.their_supervisor)
        address = reverse("supervision:reassign", args=[people.registry.user_id])
        other_case, other_person = str(office.cases["accepted"].id), str(people.officer.user_id)
        for data in (
            {"cases": [other_case], "to": [str(people.proposer.user_id)]},
            {"cases": [str(office.cases["submitted"].id)], "to": [other_person]},
            {"note": "Typed already"},
        ):
            answer = client.post(address, data)
            assert answer.status_code == 422
        assert "Typed already" in answer.content.decode()
        with use_scope(people.their_supervisor.scope):
            assert Assignment.objects.get().user_id == people.registry.user_id

    def test_it_is_for_those_who_assign_on_their_own_side(self, office: Office) -> None:
        people = office.people
        give(office, "submitted", people.registry, people.their_supervisor)
        address = reverse("supervision:reassign", args=[people.registry.user_id])
        page(browser(people.registry), address, status=403)
        page(browser(people.supervisor), address, status=404)
        page(browser(office.stranger), address, status=404)
        west = world.make_actor("nld-dtv-region-west", "supervisor")
        page(browser(west), reverse("supervision:reassign", args=[people.officer.user_id]), status=404)
