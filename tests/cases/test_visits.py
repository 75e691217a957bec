"""Mission visits: twelve persons on a schedule, moved and swapped, each heard and told of one by one."""

from datetime import timedelta

import pytest

from audit.models import Event
from cases.choices_interviews import InterviewStatus
from cases.models import Case, InterviewNote, MissionVisit, VisitSlot
from cases.selectors import visits as selectors
from cases.services import interviews, visits
from core import clock
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion
from core.scope import use_scope
from notifications.models import Notice
from tests import world
from tests.interviews import checked, done, the_interview, visit_with

pytestmark = pytest.mark.commits


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def test_twelve_persons_each_have_a_time_a_room_and_a_case_for_the_mission(people: world.Corridor) -> None:
    visit, slots = visit_with(people, 12)
    assert len({(slot.starts_at, slot.room) for slot in slots}) == 12
    for actor, sees in (
        (people.consul, True),
        (people.registry, True),
        (people.reviewer, True),
        (people.border, False),
    ):
        with use_scope(actor.scope):
            assert MissionVisit.objects.filter(id=visit.id).exists() == sees
    with use_scope(people.consul.scope):
        rows = selectors.schedule_rows(visit, selectors.slots_of(actor, visit))
        assert len(rows) == 12 and {row.code for row in rows} == {"scheduled"}
        assert Notice.objects.filter(subject=visit.subject, action="visit.announced").exists()
    interview = the_interview(people, slots[0].interview.case_id)
    assert (interview.format, interview.starts_at, interview.mission_id) == (
        "mission",
        slots[0].starts_at,
        visit.mission,
    )


def test_before_it_is_announced_only_the_own_side_knows_of_a_visit(people: world.Corridor) -> None:
    visit, _slots = visit_with(people, 1)
    with use_scope(people.officer.scope):
        planned = visits.visit_plan(
            actor=people.officer,
            mission_id=visit.mission,
            values={name: getattr(visit, name) for name in visits._FIELDS},
        )
    with use_scope(people.consul.scope), pytest.raises(NotVisible):
        selectors.visit_get(people.consul, planned.id)
    with use_scope(people.consul.scope):
        assert not Event.objects.filter(subject=planned.subject).exists()
        with pytest.raises(ActRefused) as refused:
            visits.visit_cancel(actor=people.consul, visit_id=visit.id, version=None)
        assert refused.value.code == "not_granted"


def test_two_persons_change_places_and_are_confirmed_anew(people: world.Corridor) -> None:
    visit, [first, second] = visit_with(people, 2)
    with clock.travel(first.starts_at - timedelta(days=1)):
        checked(people, first.interview.case_id)
        done(people.officer, interviews.presentation_confirm, first.interview.case_id)
        with use_scope(people.officer.scope):
            where = {"starts_at": second.starts_at, "room": second.room}
            with pytest.raises(StaleVersion):
                visits.slot_move(actor=people.officer, visit_id=visit.id, slot_id=first.id, version=1, **where)
            visits.slot_move(actor=people.officer, visit_id=visit.id, slot_id=first.id, version=None, **where)
            found = {slot.id: (slot.starts_at, slot.room) for slot in VisitSlot.objects.filter(visit=visit)}
    assert found == {first.id: (second.starts_at, second.room), second.id: (first.starts_at, first.room)}
    assert the_interview(people, first.interview.case_id).status == InterviewStatus.SCHEDULED


def test_one_interpreter_is_not_in_two_rooms(people: world.Corridor) -> None:
    visit, _slots = visit_with(people, 1)
    place = selectors.places_of(visit)[0]
    taken = [VisitSlot(visit=visit, starts_at=place.starts_at, room="Room 1", language="romani")]
    assert not selectors.has_interpreter(visit, taken, place.starts_at, "Romani")
    assert selectors.has_interpreter(visit, taken, place.starts_at, "Serbian")
    assert selectors.has_interpreter(visit, taken, place.starts_at, "Greek"), "for the mission to manage"


def test_a_visit_that_is_too_short_takes_nobody(people: world.Corridor) -> None:
    visit, _slots = visit_with(people, 2)
    with use_scope(people.officer.scope), pytest.raises(Invalid) as invalid:
        visits.persons_add(actor=people.officer, visit_id=visit.id, case_ids=[visit.id])
    assert set(invalid.value.errors) == {"cases"}
    values = {name: getattr(visit, name) for name in visits._FIELDS} | {"rooms": ["Room 9"]}
    with use_scope(people.officer.scope), pytest.raises(Invalid):
        visits.visit_change(actor=people.officer, visit_id=visit.id, version=None, values=values)


def test_it_ends_when_everybody_is_recorded_and_a_cancelled_one_postpones_all(people: world.Corridor) -> None:
    visit, [slot] = visit_with(people, 1)
    with use_scope(people.officer.scope), pytest.raises(Invalid):
        visits.visit_end(actor=people.officer, visit_id=visit.id, version=None)
    case_id = slot.interview.case_id
    with use_scope(people.officer.scope):
        visits.visit_cancel(actor=people.officer, visit_id=visit.id, version=None)
        assert InterviewNote.objects.get(case=case_id).code == "visit_cancelled"
    assert the_interview(people, case_id).status == "postponed"
    with use_scope(people.registry.scope):
        assert not InterviewNote.objects.exists()
        assert Case.objects.filter(id=case_id).exists()


def test_each_side_prints_its_own_schedule(people: world.Corridor) -> None:
    visit, _slots = visit_with(people, 2)
    with use_scope(people.officer.scope):
        own = visits.schedule_print(actor=people.officer, visit_id=visit.id)
        assert own.context["slots"][0]["file_number"] == "V-1"
    with use_scope(people.consul.scope):
        theirs = visits.schedule_print(actor=people.consul, visit_id=visit.id)
        assert len(theirs.context["slots"]) == 2 and "V-1" not in str(theirs.context)
        assert selectors.schedule_paper(people.consul, visit) == theirs
    assert own.version == theirs.version == 1
