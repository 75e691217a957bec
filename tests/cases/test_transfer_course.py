"""The transfer after its confirmation: changed, departed, refused at the border, broken off, handed over item by item."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.actor import Actor
from cases.models import Case, CaseClock, Handover, HandoverItem, Transfer
from cases.services import transfer, transfer_course
from core import clock
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from documents.models import GeneratedDocument
from tests import world
from tests.cases.test_operations import checked

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


def do(actor: Actor, service: Any, case: Case, **values: Any) -> Any:
    with use_scope(actor.scope):
        return service(actor=actor, case_id=case.id, version=None, **values)


def plan(people: world.Corridor, at: datetime) -> dict[str, Any]:
    return {"crossing_point": people.crossing_point, "arrives_at": at, "means": "air", "carrier_number": "JU 7"}


def statuses(actor: Actor, case: Case) -> list[str]:
    with use_scope(actor.scope):
        return list(Transfer.objects.filter(case=case).order_by("planned_at", "id").values_list("status", flat=True))


def test_a_change_wants_a_confirmation_of_its_own(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    at = clock.now().replace(microsecond=0) + timedelta(days=9)
    do(people.officer, transfer.transfer_change, case, values=plan(people, at))
    assert statuses(people.registry, case) == ["replaced", "changed"]
    assert statuses(people.border, case) == [], "the border expects nobody until it is confirmed anew"
    with use_scope(people.registry.scope):
        notices = GeneratedDocument.objects.filter(subject=case.subject, template="transfer_notice")
        assert notices.count() == 2
    do(people.registry, transfer.transfer_confirm, case)
    with use_scope(people.border.scope):
        assert Transfer.objects.get(case=case, status="confirmed").arrives_at == at


def test_a_change_may_be_answered_with_another_date(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    do(people.officer, transfer.transfer_change, case, values=plan(people, clock.now() + timedelta(days=9)))
    proposed = clock.now() + timedelta(days=12)
    do(people.registry, transfer.transfer_counter_propose, case, arrives_at=proposed, reason="No staff")
    do(people.officer, transfer.transfer_plan, case, values=plan(people, proposed))
    assert statuses(people.officer, case) == ["replaced", "replaced", "planned"]


def test_a_plan_that_nobody_was_told_of_is_changed_without_notice(people: world.Corridor) -> None:
    case = world.case_at(people, "planned")
    do(people.officer, transfer.transfer_replan, case, values=plan(people, clock.now() + timedelta(days=9)))
    assert statuses(people.officer, case) == ["replaced", "planned"]
    assert statuses(people.registry, case) == []


def test_notice_of_a_change_that_comes_late_needs_a_reason() -> None:
    people = world.georgian_corridor()
    case = world.case_at(people, "documented")
    late = plan(people, clock.now() + timedelta(hours=30))
    do(people.officer, transfer.transfer_plan, case, values=plan(people, clock.now() + timedelta(days=20)))
    do(people.officer, transfer.transfer_notify, case)
    do(people.registry, transfer.transfer_confirm, case)
    with pytest.raises(Invalid) as caught:
        do(people.officer, transfer.transfer_change, case, values=late)
    assert set(caught.value.errors) == {"reason"}
    do(people.officer, transfer.transfer_change, case, values=late, reason="The flight was moved")
    with use_scope(people.registry.scope):
        notice = CaseClock.objects.live().filter(case=case, kind="transfer_notice")
        assert not notice.exists(), "notice of the change is given"


def test_nobody_departs_without_a_fresh_check(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    for code in ("status_check_missing", "status_negative"):
        with pytest.raises(ActRefused) as caught:
            do(people.officer, transfer_course.transfer_depart, case, departed_at=clock.now())
        assert caught.value.code == code
        checked(people, case, "may_not")
    with clock.travel(clock.now() + timedelta(minutes=1)):
        checked(people, case)
        do(people.officer, transfer_course.transfer_depart, case, departed_at=clock.now())
    assert statuses(people.border, case) == ["departed"]


def test_departure_within_bounds(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    checked(people, case)
    for at in (clock.now() + timedelta(minutes=5), clock.now() - timedelta(days=1)):
        with pytest.raises(Invalid):
            do(people.officer, transfer_course.transfer_depart, case, departed_at=at)


def test_refused_at_the_border_is_planned_anew(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    with pytest.raises(Invalid) as caught:
        do(people.border, transfer_course.entry_refuse, case, code="sick", note=" ")
    assert set(caught.value.errors) == {"code", "note"}
    do(people.border, transfer_course.entry_refuse, case, code="documents", note="The sheet was torn")
    do(people.officer, transfer.transfer_plan, case, values=plan(people, clock.now() + timedelta(days=9)))
    assert statuses(people.officer, case) == ["refused_at_border", "planned"]
    with use_scope(people.registry.scope):
        ended = Transfer.objects.get(case=case)
        assert (ended.refusal_code, ended.failure_code) == ("documents", "refused_at_border")


def test_broken_off_on_the_way(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    checked(people, case)
    do(people.officer, transfer_course.transfer_depart, case, departed_at=clock.now())
    with pytest.raises(Invalid):
        do(people.officer, transfer_course.transfer_abort, case, code="resistance", place="moon")
    do(people.officer, transfer_course.transfer_abort, case, code="resistance", place="on_the_way")
    assert statuses(people.registry, case) == ["aborted"]
    do(people.officer, transfer.transfer_plan, case, values=plan(people, clock.now() + timedelta(days=9)))


def test_a_handover_names_each_thing_and_may_be_entered_later(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    written = clock.now()
    items = [
        {"kind": "travel_document", "description": "SRB123456", "count": 1, "is_received": True},
        {"kind": "luggage", "description": "Blue case", "count": 2, "is_received": False},
    ]
    values = {"handed_over_by": "S. Jansen", "received_by": "D. Ilić"}
    with clock.travel(written + timedelta(hours=7)):
        for at in (written - timedelta(days=1), clock.now() + timedelta(minutes=2)):
            with pytest.raises(Invalid):
                do(people.border, transfer_course.handover_record, case, values={"at": at, **values}, items=items)
        do(people.border, transfer_course.handover_record, case, values={"at": written, **values}, items=items)
    with use_scope(people.officer.scope):
        assert Handover.objects.get(case=case).at == written
        assert Case.objects.get(id=case.id).completed_at == written
        assert list(HandoverItem.objects.filter(case=case).values_list("description", flat=True)) == [
            "SRB123456",
            "Blue case",
        ]
        paper = GeneratedDocument.objects.get(subject=case.subject, template="handover_record")
    assert paper.context["papers"] == ["Travel document: SRB123456", "Luggage: Blue case (2), not received"]
