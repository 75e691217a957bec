"""A child leaves with an adult of the family or to somebody who was confirmed, and nothing that was made sure of before
the notice is lost on the way to the border."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Event
from cases.models import Case, Person, Reception, Transfer, TransferHealth
from cases.selectors.safeguards import safeguards_of
from cases.services import (
    case_suspension,
    departure,
    family_transfer,
    filing,
    interviews,
    operation_passengers,
    operations,
    safeguards,
    submission,
    transfer,
    transfer_course,
    transit,
    travel_document,
)
from cases.workflow.safeguard_facts import SafeguardFacts
from core import clock
from core.errors import ActRefused, Invalid
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


def do(actor: Actor, service: Any, case: Case, **values: Any) -> Any:
    with use_scope(actor.scope):
        return service(actor=actor, case_id=case.id, version=None, **values)


def refused(actor: Actor, service: Any, case: Case, **values: Any) -> str:
    with use_scope(actor.scope), pytest.raises(ActRefused) as found, transaction.atomic():
        service(actor=actor, case_id=case.id, version=None, **values)
    return str(found.value.code)


def facts(people: Corridor, case: Case) -> SafeguardFacts:
    with use_scope(people.officer.scope):
        return safeguards_of(Case.objects.get(id=case.id)).facts


def plan(people: Corridor, days: int = 20, **values: Any) -> dict[str, Any]:
    arrives_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
    return {"crossing_point": people.crossing_point, "arrives_at": arrives_at, "means": "air", **values}


@pytest.fixture
def together(people: Corridor) -> tuple[Case, Case]:
    """A father and a child, filed together, accepted, each with a travel document and the checklist answered."""
    father, child = family(people)
    with use_scope(people.officer.scope):
        filing.person_save(actor=people.officer, case_id=child.id, version=None, values={"birth_date": "2015-05-01"})
    safe.answer(people, child)
    do(people.officer, submission.review_send, father)
    do(people.reviewer, submission.case_submit, father)
    for case in (father, child):
        safe.decide(people, case)
        until = local_day() + timedelta(days=60)
        do(people.consul, travel_document.travel_document_issue, case, valid_until=until)
    safe.answer(people, child)
    return father, child


def announced(people: Corridor, *cases: Case) -> None:
    """The same arrival for all, of which notice was given."""
    for case in cases:
        do(people.officer, transfer.transfer_plan, case, values=plan(people))
    for case in cases:
        do(people.officer, transfer.transfer_notify, case)


def check(people: Corridor, case: Case, result: str = "may_be_presented") -> None:
    today = clock.now().astimezone(people.officer.zone).date()
    with use_scope(people.officer.scope):
        interviews.status_check_record(actor=people.officer, case_id=case.id, checked_on=today, result=result)


def depart(people: Corridor, case: Case) -> str:
    """The code of the refusal, "" where it was recorded."""
    try:
        with transaction.atomic():
            do(people.officer, transfer_course.transfer_depart, case, departed_at=clock.now())
    except ActRefused as error:
        return error.code
    return ""


# --- children and families ----------------------------------------------------------------------------------------------


def test_a_parent_who_is_only_accepted_does_not_bring_the_child(people: Corridor, together: tuple[Case, Case]) -> None:
    father, child = together
    assert not facts(people, child).is_alone, "before anything is planned the father can still come along"
    do(people.officer, transfer.transfer_plan, child, values=plan(people))
    assert refused(people.officer, transfer.transfer_notify, child) == "reception_unconfirmed"
    do(people.officer, transfer.transfer_plan, father, values=plan(people, days=21))
    assert refused(people.officer, transfer.transfer_notify, child) == "reception_unconfirmed"
    assert refused(people.officer, transfer.transfer_notify, father) == "family_separated"
    do(people.officer, transfer.transfer_replan, father, values=plan(people))
    for case in together:
        do(people.officer, transfer.transfer_notify, case)


def test_a_parent_who_is_suspended_does_not_bring_the_child(people: Corridor, together: tuple[Case, Case]) -> None:
    father, child = together
    why = {"code": "transport", "review_on": (local_day() + timedelta(days=30))}
    do(people.officer, case_suspension.case_suspend, father, **why)
    assert facts(people, child).is_alone and facts(people, child).is_separable
    do(people.officer, transfer.transfer_plan, child, values=plan(people))
    assert refused(people.officer, transfer.transfer_notify, child) == "reception_unconfirmed"
    # Nobody of the other side is told why: it reads of no suspension, and not that the child is alone.
    with use_scope(people.registry.scope):
        actions = set(Event.objects.filter(case_key=child.id).values_list("action", flat=True))
    assert not {name for name in actions if name.startswith(("safeguard", "suspension"))}


def test_nobody_departs_alone_once_the_others_cannot(people: Corridor, together: tuple[Case, Case]) -> None:
    father, child = together
    announced(people, father, child)
    do(people.registry, transfer.transfer_confirm, child)
    check(people, child)
    assert depart(people, child) == "reception_unconfirmed", "the father is not confirmed"
    do(people.registry, transfer.transfer_confirm, father)
    do(people.officer, transfer_course.transfer_fail, father, code="not_presented")
    assert depart(people, child) == "reception_unconfirmed"
    do(people.officer, transfer.transfer_plan, father, values=plan(people))
    do(people.officer, transfer.transfer_notify, father)
    do(people.registry, transfer.transfer_confirm, father)
    assert depart(people, child) == ""
    check(people, father)
    assert depart(people, father) == "", "the child has left with the same journey"


def test_announced_transfers_of_a_family_are_changed_the_adults_first(
    people: Corridor, together: tuple[Case, Case]
) -> None:
    father, child = together
    announced(people, father, child)
    later = plan(people, days=25)
    with use_scope(people.officer.scope), pytest.raises(Invalid) as invalid, transaction.atomic():
        transfer.transfer_change(actor=people.officer, case_id=child.id, version=None, values=later)
    assert set(invalid.value.errors) == {"arrives_at"}
    do(people.officer, transfer.transfer_change, father, values=later)
    do(people.officer, transfer.transfer_change, child, values=later)
    assert not facts(people, child).is_alone and not facts(people, father).is_separated
    do(people.officer, transfer_course.transfer_fail, father, code="not_presented")
    assert refused(people.officer, transfer.transfer_change, child, values=plan(people)) == "reception_unconfirmed"


def test_who_has_left_by_himself_does_not_stay_behind(people: Corridor, together: tuple[Case, Case]) -> None:
    father, child = together
    left = {"left_on": local_day(), "proof": "exit_stamp"}
    do(people.officer, departure.voluntary_departure_record, father, **left)
    known = facts(people, child)
    assert known.is_alone and not known.is_separable, "the child is received by somebody, and separated from nobody"


def test_whoever_stays_on_the_ground_takes_the_child_off_a_group_flight(
    people: Corridor, together: tuple[Case, Case]
) -> None:
    arrives_at = plan(people)["arrives_at"]
    told = {**plan(people), "receiving_country": people.receiving, "name": "Charter", "is_charter": True, "seats": 3}
    told |= {"departs_at": arrives_at - timedelta(hours=3), "carrier_number": "JU 901", "departure_place": "AMS"}

    def operate(actor: Actor, service: Any, **values: Any) -> Any:
        with use_scope(actor.scope):
            return service(actor=actor, operation_id=operation.id, version=None, **values)

    with use_scope(people.officer.scope):
        operation = operations.operation_create(actor=people.officer, values={**told, "note": ""})
    operate(people.officer, operations.operation_open)
    operate(people.officer, operation_passengers.family_add, case_id=together[0].id)
    operate(people.officer, operation_passengers.operation_announce)
    operate(people.registry, operation_passengers.operation_confirm)
    for case in together:
        check(people, case)
    for father, child in (together,):
        results = operate(
            people.officer,
            operation_passengers.operation_depart,
            departed_at=clock.now(),
            left_behind=[father.id],
        )
        assert {row.passenger.case_id: row.code for row in results} == {
            father.id: "",
            child.id: "reception_unconfirmed",
        }


@pytest.mark.parametrize("act", ["change", "depart"])
def test_what_is_found_after_the_notice_stops_the_child(people: Corridor, act: str) -> None:
    child = safe.accepted_child(people)
    safe.answer(people, child)
    do(people.registry, safeguards.reception_confirm, child)
    do(people.officer, transfer.transfer_notify, child)
    do(people.registry, transfer.transfer_confirm, child)
    check(people, child)

    def found() -> str:
        if act == "depart":
            return depart(people, child)
        return refused(people.officer, transfer.transfer_change, child, values=plan(people, days=30))

    safe.assess(people, child, result="against")
    assert found() == "best_interests_against"
    safe.assess(people, child)
    with use_scope(people.officer.scope):
        Reception.objects.filter(case=child).update(status="refused")
    assert found() == "reception_unconfirmed"
    with use_scope(people.officer.scope):
        Reception.objects.filter(case=child).update(status="confirmed")
    safe.vulnerable(people, child, "unaccompanied_minor", "disabled")
    assert found() == "safeguards_open"
    safe.answer(people, child)
    if act == "depart":
        assert depart(people, child) == ""
    else:
        do(people.officer, transfer.transfer_change, child, values=plan(people, days=30))


def test_a_doubt_about_the_age_after_the_notice_stops_the_departure(people: Corridor) -> None:
    case = world.case_at(people, "checked")
    with use_scope(people.officer.scope):
        filing.private_save(
            actor=people.officer, case_id=case.id, version=None, values={"age_dispute": "open"}, detention={}
        )
    assert depart(people, case) == "reception_unconfirmed"


# --- the legal status ---------------------------------------------------------------------------------------------------


def test_nothing_is_planned_or_announced_for_whoever_may_not_leave(people: Corridor) -> None:
    case = world.case_at(people, "documented")
    check(people, case, "may_not")
    assert refused(people.officer, transfer.transfer_plan, case, values=plan(people)) == "status_negative"
    check(people, case)
    do(people.officer, transfer.transfer_plan, case, values=plan(people))
    check(people, case, "may_not")
    assert refused(people.officer, transfer.transfer_replan, case, values=plan(people)) == "status_negative"
    assert refused(people.officer, transfer.transfer_notify, case) == "status_negative"
    check(people, case)
    do(people.officer, transfer.transfer_notify, case)
    check(people, case, "may_not")
    assert refused(people.officer, transfer.transfer_change, case, values=plan(people)) == "status_negative"
    # The other side does not learn of it: what is its own to do it can do.
    for actor in (people.registry, people.their_supervisor):
        shown = page(browser(actor), reverse("cases:case-detail", args=[case.id]))
        assert "legal status" not in shown.lower() and "may not leave" not in shown
    do(people.registry, transfer.transfer_confirm, case)


def test_a_family_is_planned_without_whoever_may_not_leave(people: Corridor, together: tuple[Case, Case]) -> None:
    father, child = together
    check(people, child, "may_not")
    with use_scope(people.officer.scope):
        versions = {row.id: row.version for row in Case.objects.filter(id__in=[father.id, child.id])}
        results = family_transfer.family_transfer_plan(
            actor=people.officer, case_id=father.id, versions=versions, values=plan(people)
        )
    assert {row.case.id: row.code for row in results} == {father.id: "", child.id: "status_negative"}


# --- health -------------------------------------------------------------------------------------------------------------


def test_health_for_the_journey_goes_along_with_another_plan(people: Corridor) -> None:
    case = safe.health_consented(people)
    do(people.officer, safeguards.transfer_health_record, case, values=safe.HEALTH)
    do(people.officer, transfer.transfer_replan, case, values=plan(people, days=9))
    do(people.officer, transfer.transfer_notify, case)
    do(people.officer, transfer.transfer_change, case, values=plan(people, days=12), reason="Another flight")
    do(people.registry, transfer.transfer_counter_propose, case, arrives_at=plan(people, 14)["arrives_at"], reason="x")
    do(people.officer, transfer.transfer_plan, case, values=plan(people, days=14))
    with use_scope(people.officer.scope):
        health, live = TransferHealth.objects.get(case=case), Transfer.objects.get(case=case, ended_at=None)
        assert health.transfer_id == live.id and health.carriers and health.medication == "Insulin"
    do(people.officer, transfer.transfer_notify, case)
    do(people.registry, transfer.transfer_confirm, case)
    with use_scope(people.border.scope):
        assert TransferHealth.objects.filter(case=case).exists()


def test_health_goes_to_nobody_once_the_consent_is_withdrawn(people: Corridor) -> None:
    case = safe.health_consented(people)
    do(people.officer, safeguards.transfer_health_record, case, values=safe.HEALTH)
    do(people.officer, safeguards.consent_withdraw, case)
    do(people.officer, transfer.transfer_replan, case, values=plan(people, days=9))
    with use_scope(people.officer.scope):
        assert TransferHealth.objects.get(case=case).carriers == []


# --- the age ------------------------------------------------------------------------------------------------------------


def age(people: Corridor, case: Case, dispute: str) -> None:
    with use_scope(people.officer.scope), transaction.atomic():
        filing.private_save(
            actor=people.officer, case_id=case.id, version=None, values={"age_dispute": dispute}, detention={}
        )


def test_nobody_is_an_adult_with_a_childs_date_of_birth(people: Corridor) -> None:
    case = world.draft(people, birth_date="2012-06-01")
    with pytest.raises(Invalid) as invalid:
        age(people, case, "adult")
    assert set(invalid.value.errors) == {"age_dispute"}
    address = reverse("cases:filing", args=[case.id, "safeguards"])
    client = browser(people.officer)
    version = page(client, address).split('name="version" value="')[1].split('"')[0]
    answer = client.post(address, {"version": version, "age_dispute": "adult", "file_number": "V-77"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "is a minor’s" in text and "V-77" in text


def test_an_assessment_decides_where_the_date_leaves_it_open(people: Corridor) -> None:
    case = world.draft(people, birth_date=str(clock.now().year - 18))
    assert facts(people, case).is_minor, "born on the last day of the year at worst"
    age(people, case, "adult")
    assert not facts(people, case).is_minor
    # What is corrected afterwards outweighs it again.
    with use_scope(people.officer.scope):
        Person.objects.filter(case=case).update(birth_date=str(date(clock.now().year - 9, 1, 1)))
    assert facts(people, case).is_minor


# --- a transit ----------------------------------------------------------------------------------------------------------


def test_the_transit_country_receives_nobody_and_is_not_told_who_does(people: Corridor) -> None:
    case = safe.transit_child(people)
    safe.answer(people, case)
    assert refused(people.officer, submission.review_send, case) == "reception_missing"
    assert refused(people.officer, safeguards.reception_propose, case, values=safe.RECEPTION) == "other_track"
    do(people.officer, safeguards.reception_record, case, values={**safe.RECEPTION, "place": "Rruga 5, Tirana"})
    do(people.officer, submission.review_send, case)
    do(people.reviewer, submission.case_submit, case)
    assert refused(people.registry, safeguards.reception_confirm, case) == "other_track"
    with use_scope(people.registry.scope):
        assert not Reception.objects.exists()
        assert not Event.objects.filter(case_key=case.id, action="safeguard.reception").exists()
    home = reverse("cases:case-detail", args=[case.id])
    shown = page(browser(people.registry), home)
    assert "Tirana" not in shown and "receives the child" not in shown
    shown = page(browser(people.officer), home)
    assert "Rruga 5, Tirana" in shown and "Waits for confirmation" not in shown


def test_a_transit_is_scheduled_only_for_a_child_who_is_seen_to(people: Corridor) -> None:
    case = safe.transit_child(people)
    safe.answer(people, case)
    do(people.officer, safeguards.reception_record, case, values=safe.RECEPTION)
    do(people.officer, submission.review_send, case)
    do(people.reviewer, submission.case_submit, case)
    consented(people, case.id)
    carried = schedule(people)
    assert refused(people.officer, transit.transit_schedule, case, values=carried) == "safeguards_open"
    safe.answer(people, case)
    safe.assess(people, case, result="against")
    assert refused(people.officer, transit.transit_schedule, case, values=carried) == "best_interests_against"
    safe.assess(people, case)
    do(people.officer, transit.transit_schedule, case, values=carried)


def schedule(people: Corridor) -> dict[str, Any]:
    soon = clock.now().replace(microsecond=0, second=0) + timedelta(days=20)
    return {
        "exit_point": people.crossing_point,
        "enters_at": soon,
        "leaves_at": soon + timedelta(hours=5),
        "entry_carrier": "JU 361",
        "exit_carrier": "JU 162",
        "escorts": 2,
        "escort_names": "S. Jansen, P. de Boer",
    }


def consented(people: Corridor, key: UUID) -> None:
    """Two persons of the transit country consent."""
    answer = {"outcome": "accepted", "entry_point": people.crossing_point, "enters_at": schedule(people)["enters_at"]}
    world._as(people.registry, submission.case_acknowledge)(key)
    world._as(people.proposer, transit.transit_answer_propose, **answer, conditions="")(key)
    world._as(people.signer, transit.transit_answer_countersign)(key)


def test_who_decides_on_the_age_after_the_release_does_not_give_notice(people: Corridor) -> None:
    case = world.case_at(people, "planned")
    age(people, case, "adult")
    assert refused(people.officer, transfer.transfer_notify, case) == "own_decision"
    do(people.reviewer, transfer.transfer_notify, case)


def test_what_a_reviewer_looks_at_does_not_change_meanwhile(people: Corridor) -> None:
    case = world.case_at(people, "in_review")
    private = {"values": {"age_dispute": "adult"}, "detention": {}}
    assert refused(people.officer, filing.private_save, case, **private) == "wrong_status"
