"""The page on which a colleague's absence is entered: from the work by colleague, told to both people."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Absence
from cases.services.assignment import case_assign
from core.scope import use_scope
from notifications.models import Notice
from notifications.wording import notice_line
from tests import world
from tests.cases.work_pages import browser, page
from tests.days import local_day

pytestmark = pytest.mark.django_db


def told(actor: Actor) -> list[tuple[str, str]]:
    with use_scope(actor.scope):
        rows = Notice.objects.filter(recipient_id=actor.user_id, subject__startswith="absence:").order_by("id")
        lines = [notice_line(row, actor.country) for row in rows]
    return [(line.text, line.path) for line in lines]


def fields(covered_by: str) -> dict[str, str]:
    today = local_day()
    days = {"starts_on": today, "ends_on": today + timedelta(days=2)}
    parts = {
        f"{name}_{part}": str(getattr(day, part)) for name, day in days.items() for part in ("day", "month", "year")
    }
    return {**parts, "covered_by": covered_by}


def test_a_head_of_office_enters_and_ends_it_and_both_people_are_told() -> None:
    people = world.corridor()
    lead = world.make_actor("nld-dtv", "office_lead", "Lea Lead")
    case = world.case_at(people, "submitted")
    with use_scope(people.supervisor.scope):
        case_assign(actor=people.supervisor, case_id=case.id, to_user_id=people.reviewer.user_id)
    client = browser(lead)
    address = reverse("supervision:absence", args=[people.reviewer.user_id])
    assert address in page(client, reverse("supervision:reassign", args=[people.reviewer.user_id]))
    wrong = client.post(address, fields(str(people.registry.user_id)))
    assert wrong.status_code == 422 and "govuk-error-summary" in wrong.content.decode()
    assert client.post(address, fields(str(people.officer.user_id))).status_code == 302
    where = reverse("accounts:absence")
    assert told(people.reviewer) == [("An absence was entered for you", where)]
    assert told(people.officer) == [("You stand in for a colleague", where)]
    text = page(client, address)
    assert people.officer.name in text and "entered by Lea Lead" in text
    with use_scope(lead.scope):
        absence = Absence.objects.get()
    end = reverse("supervision:absence-end", args=[absence.id])
    assert browser(people.their_supervisor).post(end).status_code == 404
    assert browser(people.officer).post(end).status_code == 403
    assert client.post(end).status_code == 302
    assert "No absence is entered" in page(client, address)
    assert told(people.reviewer)[-1][0] == "Your absence was ended"
    assert told(people.officer)[-1][0] == "You no longer stand in for a colleague"


def test_the_notices_name_nobody_and_go_to_nobody_else() -> None:
    people = world.corridor()
    address = reverse("supervision:absence", args=[people.officer.user_id])
    assert browser(people.supervisor).post(address, fields(str(people.reviewer.user_id))).status_code == 302
    with use_scope(people.officer.scope):
        row = Notice.objects.get(recipient_id=people.officer.user_id)
    assert row.parameters == {"part": "away"} and row.case_reference == ""
    for actor in (people.registry, people.their_supervisor, world.make_actor("nld-dtv", "return_officer")):
        assert told(actor) == []
        with use_scope(actor.scope):
            assert not Notice.objects.filter(subject=row.subject, recipient_id=actor.user_id).exists()


def test_a_regional_head_does_not_do_it_for_the_desk() -> None:
    people = world.corridor()
    lead = world.make_actor("nld-dtv-region-west", "office_lead")
    address = reverse("supervision:absence", args=[people.officer.user_id])
    assert browser(lead).get(address).status_code == 404
    assert browser(lead).post(address, fields(str(people.reviewer.user_id))).status_code == 404
    assert browser(people.officer).get(address).status_code == 403
