"""Expected arrivals: the border post's cases, by day, from confirmation until two weeks after the end."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Access
from cases.models import Case, Transfer, TravelDocument
from cases.selectors import arrivals
from cases.services import transfer
from cases.services import transfer_course as services
from core import clock
from core.errors import Invalid
from core.scope import use_scope
from tests import world
from tests.cases.work_pages import browser, page

pytestmark = pytest.mark.django_db
LIST = "cases:arrival-list"


@pytest.fixture
def people() -> world.Corridor:
    return world.corridor()


def address(key: UUID) -> str:
    return reverse("cases:arrival-detail", args=[key])


def list_page(actor: Actor) -> str:
    return page(browser(actor), reverse(LIST))


def test_a_transfer_is_expected_from_its_confirmation(people: world.Corridor) -> None:
    world.case_at(people, "notified", family_name="Announced")
    assert "Nobody is expected" in list_page(people.border)
    world.case_at(people, "confirmed", family_name="Confirmed")
    text = list_page(people.border)
    assert "Confirmed," in text and "Announced" not in text
    assert "Netherlands" in text and "JU 123" in text


def test_days_are_those_of_the_border_post(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    with use_scope(people.border.scope):
        moment = Transfer.objects.get(case=case).arrives_at
    states = {}
    # One minute before and after midnight in Belgrade, which is not midnight in UTC.
    midnight = moment.astimezone(people.border.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    for at in (
        midnight - timedelta(minutes=1),
        midnight + timedelta(minutes=1),
        midnight + timedelta(days=1, minutes=1),
    ):
        with clock.travel(at):
            text = list_page(people.border)
            # The headings: "Today" stands among the filters as well.
            headings = "".join(re.findall(r'<h2 class="arrivals-day">(.*?)</h2>', text, re.DOTALL))
            states[at] = ("Today" in headings, "Should have arrived" in headings)
    assert list(states.values()) == [(False, False), (True, False), (False, True)]


def test_what_ended_stays_for_two_weeks(people: world.Corridor) -> None:
    done = world.case_at(people, "completed", family_name="Arrived")
    failed = world.case_at(people, "confirmed", family_name="Missing")
    with use_scope(people.border.scope):
        services.transfer_fail(actor=people.border, case_id=failed.id, version=None, code="not_presented")
    text = list_page(people.border)
    assert "Arrived," in text and "Missing," in text and "was not presented" in text and "Nobody is expected" in text
    assert "The handover is recorded" in page(browser(people.border), address(done.id))
    with clock.travel(clock.now() + arrivals.ENDED_SINCE + timedelta(hours=1)):
        text = list_page(people.border)
    assert "Arrived," not in text and "Missing," not in text


def test_the_page_shows_what_the_counter_needs_and_records_the_look(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    with use_scope(people.officer.scope):
        Transfer.objects.filter(case=case).update(special_help="Uses a wheelchair", escorts=2, escort_names="S. Jansen")
    client = browser(people.border)
    text = page(client, address(case.id))
    with use_scope(people.border.scope):
        document = TravelDocument.objects.get(case=case)
    for shown in ("Petrović, Miloš", "Петровић Милош", document.number, "Uses a wheelchair", "S. Jansen", "JU 123"):
        assert shown in text
    assert document.mrz.splitlines()[1].replace("<", "&lt;") in text
    for name in arrivals.ACTS:
        assert reverse("cases:act", args=[case.id, name]) in text
    with use_scope(people.their_supervisor.scope):
        look = Access.objects.get(action="arrival.opened")
    assert look.case_key == case.id
    with use_scope(people.supervisor.scope):
        assert not Access.objects.filter(action="arrival.opened").exists()


def test_a_handover_without_a_valid_document_is_not_recorded(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    with clock.travel(clock.now() + timedelta(days=40)):
        text = page(browser(people.border), address(case.id))
        assert "no valid travel document" in text
        assert reverse("cases:act", args=[case.id, "refuse_arrival"]) in text
        # What happened while it was valid may still be written down; what happens now is not.
        assert reverse("cases:act", args=[case.id, "record_handover"]) in text
        values = {"at": clock.now(), "handed_over_by": "S. Jansen", "received_by": "D. Ilić"}
        with pytest.raises(Invalid) as invalid, use_scope(people.border.scope), transaction.atomic():
            services.handover_record(actor=people.border, case_id=case.id, version=None, values=values)
        assert "at" in invalid.value.errors


def test_own_side_data_of_either_state_is_not_at_the_counter(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    text = page(browser(people.border), address(case.id)) + list_page(people.border)
    for hidden in (people.officer.name, people.proposer.name, "V-1", "Found in the register"):
        assert hidden not in text


def test_others_have_no_arrivals(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    early = world.case_at(people, "notified")
    other = world.make_actor("alb-border-tirana", "border_officer")
    for actor, key in (
        (other, case.id),
        (people.registry, case.id),
        (people.officer, case.id),
        (people.border, early.id),
    ):
        page(browser(actor), address(key), status=404)
    assert "Petrović" not in list_page(other)
    assert "do not include this" in page(browser(people.registry), reverse(LIST), status=403)


def test_a_new_plan_takes_the_failed_one_away(people: world.Corridor) -> None:
    case = world.case_at(people, "confirmed")
    with use_scope(people.border.scope):
        services.transfer_fail(actor=people.border, case_id=case.id, version=None, code="postponed")
    values = {"crossing_point": people.crossing_point, "arrives_at": clock.now() + timedelta(days=9), "means": "air"}
    with use_scope(people.officer.scope):
        transfer.transfer_plan(actor=people.officer, case_id=case.id, version=None, values=values)
        assert Case.objects.get(id=case.id).delegates
    assert "Petrović" not in list_page(people.border), "not before the new date is confirmed"
    page(browser(people.border), address(case.id), status=404)


def test_statements_do_not_grow_with_arrivals(people: world.Corridor) -> None:
    world.case_at(people, "confirmed")
    client = browser(people.border)
    one = _statements(client)
    for _index in range(2):
        world.case_at(people, "confirmed")
    assert len(_statements(client)) == len(one) <= 13, "\n".join(one)


def _statements(client: Any) -> list[str]:
    page(client, reverse(LIST))
    with CaptureQueriesContext(connection) as captured:
        page(client, reverse(LIST))
    return [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
