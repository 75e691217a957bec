"""Families, children and health on the pages and papers of those who carry out the return."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.actor import Actor
from cases.letters_transfer import handover_request, transfer_notice_request
from cases.models import ApplicationVersion, Case, FamilyMember, Handover, SubmittedHealth, Transfer
from cases.selectors import queue
from cases.selectors.versions import last_version_of, whole_contents
from cases.services import filing, safeguards, submission, transfer, transfer_course, travel_document
from cases.wording_turns import ANSWER_DOES
from core import clock
from core.scope import use_scope
from tests import safe, world
from tests.cases.work_pages import browser, page
from tests.days import local_day
from tests.families import family
from tests.world import Corridor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Corridor:
    return world.corridor()


def sheet(case: Case) -> str:
    return reverse("cases:health-sheet", args=[case.id])


def in_my_turn(actor: Actor, case: Case) -> bool:
    with use_scope(actor.scope):
        return queue.cases_in_view(actor, "turn").filter(id=case.id).exists()


def test_the_sheet_on_health_is_for_those_who_carry_out_the_transfer(people: Corridor) -> None:
    case = safe.health_consented(people)
    assert page(browser(people.officer), sheet(case), 404)
    world._as(people.officer, safeguards.transfer_health_record, values=safe.HEALTH)(case.id)
    assert "A wheelchair at the gate" in page(browser(people.officer), sheet(case))
    assert sheet(case) in page(browser(people.officer), reverse("cases:case-detail", args=[case.id]))
    page(browser(people.supervisor), sheet(case), 403)
    page(browser(people.border), sheet(case), 404)
    world._as(people.officer, transfer.transfer_notify)(case.id)
    world._as(people.registry, transfer.transfer_confirm)(case.id)
    assert "Insulin" in page(browser(people.border), sheet(case))
    for actor in (people.registry, people.consul, people.signer):
        page(browser(actor), sheet(case), 404)
    arrival = reverse("cases:arrival-detail", args=[case.id])
    assert "Insulin" in page(browser(people.border), arrival)
    world._as(people.officer, safeguards.consent_withdraw)(case.id)
    page(browser(people.border), sheet(case), 404)
    page(browser(people.officer), sheet(case), 403)
    assert sheet(case) not in page(browser(people.officer), reverse("cases:case-detail", args=[case.id]))


def test_who_carried_out_the_transfer_reads_no_health_afterwards(people: Corridor) -> None:
    case = safe.health_consented(people)
    world._as(people.officer, safeguards.transfer_health_record, values=safe.HEALTH)(case.id)
    for actor, service in ((people.officer, transfer.transfer_notify), (people.registry, transfer.transfer_confirm)):
        world._as(actor, service)(case.id)
    values = {"at": clock.now(), "received_by": "Sgt. Ilić", "remarks": ""}
    world._as(people.border, transfer_course.handover_record, values=values)(case.id)
    arrival = page(browser(people.border), reverse("cases:arrival-detail", args=[case.id]))
    assert "Handed over" in arrival and "Insulin" not in arrival


def test_what_was_submitted_on_health_is_no_delegates_and_goes_back_with_the_consent(people: Corridor) -> None:
    case = world.draft(people)
    with use_scope(people.officer.scope):
        told: dict[str, Any] = {"actor": people.officer, "case_id": case.id, "version": None}
        filing.details_save(**told, values={}, health=safe.statement("Needs a ramp"))
        submission.review_send(**told)
    world._as(people.reviewer, submission.case_submit)(case.id)
    safe.decide(people, case)
    for actor, is_read in ((people.officer, True), (people.registry, True), (people.consul, False)):
        with use_scope(actor.scope):
            version = last_version_of(case)
            assert version is not None and "Needs a ramp" not in str(version.contents)
            assert (whole_contents(version)["health"] == "Needs a ramp") is is_read, actor.role
    world._as(people.officer, safeguards.consent_withdraw)(case.id)
    with use_scope(people.registry.scope):
        assert ApplicationVersion.objects.filter(case=case).exists()
        assert not SubmittedHealth.objects.filter(case=case).exists()
    with use_scope(people.officer.scope):
        assert SubmittedHealth.objects.get(case=case).statement == "Needs a ramp"


def test_a_reception_that_waits_is_the_turn_of_the_receiving_side(people: Corridor) -> None:
    case = safe.accepted_child(people)
    wanted = f"Your turn: {ANSWER_DOES['reception']}"
    address = reverse("cases:case-detail", args=[case.id])
    assert in_my_turn(people.registry, case) and wanted in page(browser(people.registry), address)
    with use_scope(people.registry.scope):
        [row] = [row for row in queue.queue_page(people.registry, "open").rows if row.id == case.id]
    assert row.turn.is_ours and row.turn.what == ANSWER_DOES["reception"]
    assert in_my_turn(people.officer, case), "the requesting side goes on with its own"
    assert not in_my_turn(people.consul, case)
    world._as(people.registry, safeguards.reception_confirm)(case.id)
    assert not in_my_turn(people.registry, case) and wanted not in page(browser(people.registry), address)


def test_the_others_of_a_family_are_planned_like_the_first(people: Corridor) -> None:
    first, second = family(people)
    world._as(people.officer, submission.review_send)(first.id)
    world._as(people.reviewer, submission.case_submit)(first.id)
    safe.decide(people, first)
    safe.decide(people, second)
    plan_first, plan_second = (reverse("cases:act", args=[case.id, "plan_transfer"]) for case in (first, second))
    together = reverse("cases:family", args=[first.id])
    shown = page(browser(people.officer), together)
    assert plan_first in shown and plan_second in shown
    assert plan_first not in page(browser(people.supervisor), together)
    assert plan_first not in page(browser(people.registry), together)
    safe.plan(people, first)
    valid_until = local_day() + timedelta(days=30)
    world._as(people.consul, travel_document.travel_document_issue, valid_until=valid_until)(second.id)
    shown = page(browser(people.officer), together)
    assert plan_first not in shown and plan_second in shown
    form = page(browser(people.officer), plan_second)
    assert "JU 123" in form and "so that all travel together" in form


def test_a_child_on_a_parents_form_stands_in_notice_and_record(people: Corridor) -> None:
    case = world.draft(people)
    child = {"family_name": "Petrović", "given_names": "Mila", "birth_date": "2019-05-04", "is_accompanying": True}
    spouse = {"family_name": "Petrović", "given_names": "Jelena", "is_accompanying": False}
    with use_scope(people.officer.scope):
        told: dict[str, Any] = {"actor": people.officer, "case_id": case.id, "version": None}
        filing.family_member_add(**told, relation="child", values=child)
        filing.family_member_add(**told, relation="spouse", values=spouse)
        assert FamilyMember.objects.filter(case=case).count() == 2
    world._as(people.officer, submission.review_send)(case.id)
    world._as(people.reviewer, submission.case_submit)(case.id)
    safe.decide(people, case)
    safe.plan(people, case)
    with use_scope(people.officer.scope):
        case = Case.objects.select_related("requesting_country", "receiving_country").get(id=case.id)
        planned = Transfer.objects.get(case=case)
        notice = transfer_notice_request(case, planned, people.officer)
        record = handover_request(case, planned, Handover(case=case, at=clock.now()), people.officer)
    for paper in (notice, record):
        assert [row.name.given_names for row in paper.persons][1:] == ["Mila"]
        assert paper.persons[1].birth_date is not None and paper.persons[1].reference == case.reference
