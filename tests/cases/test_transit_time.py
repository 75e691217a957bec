"""How long a consent to transit may be used, under an agreement that says so."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from cases.models import Case, CaseClock, Transit
from cases.selectors.case_head import case_head_for
from cases.selectors.case_page import case_page_for
from cases.selectors.transit import use_words
from cases.services import silence, transit
from cases.workflow.system import system_scope
from core import clock
from core.errors import Invalid, NotVisible
from core.scope import use_scope
from tests import transits, world

pytestmark = pytest.mark.commits


def thirty_days(people: world.Corridor, certainty: str = "T") -> AbstractContextManager[None]:
    """The thirty days for using the consent are read in the text of the agreement, or only remembered."""
    return world.rule_with(people, "transit_execution", certainty=certainty, counting_certainty=certainty)


def in_a_month(people: world.Corridor) -> dict[str, Any]:
    """A schedule after the thirty days."""
    at = clock.now() + timedelta(days=31)
    return {
        "exit_point": people.crossing_point,
        "enters_at": at,
        "leaves_at": at + timedelta(hours=3),
        "entry_carrier": "",
        "exit_carrier": "",
        "escorts": 0,
        "escort_names": "",
    }


def passed(case: Case) -> None:
    """RCMS marks what has passed."""
    with use_scope(system_scope("SRB")):
        silence.clocks_pass(list(CaseClock.objects.filter(case=case).values_list("id", flat=True)))


def test_a_consent_that_is_not_used_expires(transactional_db: None) -> None:
    people = world.corridor()
    with thirty_days(people), clock.travel(clock.now() - timedelta(days=40)):
        unused = world.case_at(people, "transit_accepted")
        used = world.case_at(people, "transit_entered")
    with use_scope(system_scope("SRB")):
        assert not CaseClock.objects.live().filter(case=used, kind="transit_use").exists()
        silence.clocks_pass(list(CaseClock.objects.filter(case__in=[unused, used]).values_list("id", flat=True)))
    with use_scope(people.officer.scope):
        unused.refresh_from_db()
        used.refresh_from_db()
        assert (unused.status, used.status) == ("expired", "accepted")
        assert CaseClock.objects.get(case=unused, kind="transit_use").state == "expired"
        page = case_page_for(people.officer, case_head_for(people.officer, unused.id))
    assert "not used in time" in " ".join(stage.note for stage in page.stages)


def test_a_schedule_fits_the_consent(transactional_db: None) -> None:
    people = world.corridor()
    with thirty_days(people):
        case = world.case_at(people, "transit_accepted")
    late = in_a_month(people)
    values = {**late, "leaves_at": late["enters_at"]}
    with pytest.raises(Invalid) as found, use_scope(people.officer.scope):
        transit.transit_schedule(actor=people.officer, case_id=case.id, version=None, values=values)
    assert set(found.value.errors) == {"enters_at", "leaves_at"}


def test_a_limit_that_nobody_has_read_takes_no_consent_away(transactional_db: None) -> None:
    """It is shown as unverified, and what comes after it is neither refused nor ended."""
    people = world.corridor()
    with thirty_days(people, certainty="M"), clock.travel(clock.now() - timedelta(days=40)):
        case = world.case_at(people, "transit_accepted")
        with use_scope(people.officer.scope):
            transit.transit_schedule(actor=people.officer, case_id=case.id, version=None, values=in_a_month(people))
    passed(case)
    with use_scope(people.officer.scope):
        case.refresh_from_db()
        assert case.status == "accepted" and Transit.objects.get(case=case).status == "scheduled"
        assert CaseClock.objects.get(case=case, kind="transit_use").state == "expired"
        [said] = use_words(case)
    assert "ended" in said and "Unverified" in said
    with use_scope(people.border.scope):
        transit.transit_entry_record(actor=people.border, case_id=case.id, version=None, at=clock.now())


def at_the_post(people: world.Corridor) -> list[tuple[str, str]]:
    """(reference, entry or exit) of what the border post expects."""
    with use_scope(people.border.scope):
        return transits.expected(people.border)


@pytest.fixture
def ended(transactional_db: None) -> tuple[world.Corridor, Case]:
    """A transit that was scheduled and whose consent ended some days ago, marked so by RCMS."""
    people = world.corridor()
    case = world.case_at(people, "transit_expired")
    with use_scope(people.officer.scope):
        assert Transit.objects.get(case=case).status == "not_entered"
    return people, case


def test_an_entry_in_time_is_written_down_after_the_consent_ended(ended: tuple[world.Corridor, Case]) -> None:
    people, case = ended
    assert at_the_post(people) == [(case.reference, "entry")]
    key: dict[str, Any] = {"actor": people.border, "case_id": case.id, "version": None}
    with use_scope(people.border.scope):
        with pytest.raises(Invalid):
            transit.transit_entry_record_late(**key, at=clock.now() - timedelta(days=1))
        transit.transit_entry_record_late(**key, at=clock.now() - timedelta(days=20))
    assert at_the_post(people) == [(case.reference, "exit")]
    with use_scope(people.officer.scope):
        case.refresh_from_db()
        found = Transit.objects.get(case=case)
        assert (case.status, found.status, found.end_code) == ("accepted", "entered", "")
        assert CaseClock.objects.get(case=case, kind="transit_use").state == "met"
    with use_scope(people.border.scope):
        transit.transit_exit_record(**key, at=clock.now())
    with use_scope(people.officer.scope):
        case.refresh_from_db()
        assert case.status == "completed"


def test_whoever_did_not_come_did_not_come_in_time_either(transactional_db: None) -> None:
    people = world.corridor()
    with thirty_days(people), clock.travel(clock.now() - timedelta(days=40)):
        case = world.case_at(people, "transit_scheduled")
        with use_scope(people.border.scope):
            transit.transit_end(
                actor=people.border, case_id=case.id, version=None, name="record_transit_no_entry", code="carrier"
            )
    passed(case)
    assert at_the_post(people) == []
    with use_scope(people.border.scope), pytest.raises(NotVisible):
        transit.transit_entry_record_late(actor=people.border, case_id=case.id, version=None, at=clock.now())
