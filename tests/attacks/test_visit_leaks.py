"""Mission visits past their readers: who writes in the schedule, and whose names a printed one carries."""

import pytest
from django.db import connection, transaction

from accounts.actor import Actor
from cases.services import interviews, visits
from core.scope import use_scope
from documents.models import GeneratedDocument
from tests import world
from tests.attacks.test_rows import _changed
from tests.interviews import done, visit_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


@pytest.mark.parametrize(
    "statement",
    [
        "update cases_missionvisit set place = 'Elsewhere' where id = %s",
        "update cases_missionvisit set status = 'cancelled' where id = %s",
        "delete from cases_missionvisit where id = %s",
        "update cases_visitslot set room = 'Elsewhere' where visit_id = %s",
    ],
)
def test_the_mission_reads_the_visit_and_plans_nothing_in_it(people: world.Corridor, statement: str) -> None:
    visit, _slots = visit_with(people, 1)
    for actor in (people.consul, people.registry):
        with use_scope(actor.scope):
            assert visits.selectors.visit_get(actor, visit.id)
        assert _changed(actor, statement, visit.id) == 0, actor.role


def test_the_mission_still_sets_another_date_for_one_person(people: world.Corridor) -> None:
    visit, [slot] = visit_with(people, 1)
    values = {
        "format": "video",
        "starts_at": slot.starts_at,
        "place": "",
        "language": "",
        "needs_interpreter": False,
    }
    done(people.consul, interviews.interview_schedule, slot.interview.case_id, values=values)
    with use_scope(people.officer.scope):
        assert not visit.slots.exists()


def test_a_printed_schedule_is_for_the_office_that_sees_these_persons(people: world.Corridor) -> None:
    """The desk of a country sees every office's persons: its paper is not the one of the mission or of the office."""
    visit, _slots = visit_with(people, 2)
    for printing, others in (
        (people.registry, (people.consul, people.officer)),
        (people.consul, (people.officer,)),
        (people.officer, (people.consul, people.registry)),
    ):
        with use_scope(printing.scope):
            paper = visits.schedule_print(actor=printing, visit_id=visit.id)
            assert visits.selectors.schedule_paper(printing, visit) == paper
            assert paper.audience_authorities == [printing.authority_id] and not paper.audience_groups
        for other in others:
            assert not reads(other, paper), other.role


def reads(actor: Actor, paper: GeneratedDocument) -> bool:
    with use_scope(actor.scope), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select 1 from documents_generateddocument where id = %s", [paper.id])
        return cursor.fetchone() is not None
