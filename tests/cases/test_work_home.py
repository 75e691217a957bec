"""The first page: what waits for whom, notices, and no more statements for more rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from cases.models import Case
from cases.selectors import home
from cases.selectors.recent import LOOKED_BACK, RECENT, recent_cases
from core import clock
from core.scope import use_scope
from tests import world
from tests.cases.work_pages import browser, copies, page

pytestmark = pytest.mark.django_db


def home_page(actor: Actor) -> str:
    return page(browser(actor), reverse("home"))


def test_an_officer_finds_drafts_figures_and_the_way_to_a_new_case() -> None:
    people = world.corridor()
    world.draft(people, family_name="Jovanović")
    world.case_at(people, "received", family_name="Ilić")
    text = home_page(people.officer)
    assert "2 open cases" in text and "waiting for the other side" in text
    turn, notices = text.split("What happened in the last 7 days")
    assert "Jovanović" in turn and "Ilić" not in turn
    assert reverse("cases:case-start") in text
    assert "Receipt acknowledged" in notices
    assert "Filed and delivered" not in notices, "the requesting side is not told what it did itself"


def test_the_receiving_side_finds_what_was_delivered_and_nothing_of_drafts() -> None:
    people = world.corridor()
    world.draft(people, family_name="Jovanović")
    case = world.case_at(people, "submitted", family_name="Ilić")
    text = home_page(people.registry)
    assert "1 open case" in text and "Ilić" in text and "Jovanović" not in text
    assert "Filed and delivered" in text and case.reference and case.reference in text
    assert reverse("cases:case-start") not in text
    assert people.officer.name not in text
    assert "Nothing waits for you" in home_page(people.signer), "a decision is not due before receipt is acknowledged"


def test_notices_of_the_receiving_side_do_not_reach_the_requesting_side() -> None:
    people = world.corridor()
    world.case_at(people, "decision_proposed")
    assert "Decision proposed" in home_page(people.signer)
    for actor in (people.officer, people.supervisor):
        text = home_page(actor)
        assert "proposed" not in text and "civil registry" not in text.lower()


def test_a_supervisor_has_figures_and_no_turn() -> None:
    people = world.corridor()
    world.case_at(people, "received")
    text = home_page(people.supervisor)
    assert "1 open case" in text and "Your turn" not in text and "waiting for my act" not in text


def test_a_verifier_finds_the_open_questions_and_no_cases() -> None:
    people = world.corridor()
    case = world.case_at(people, "in_verification")
    text = home_page(people.verifier)
    assert case.reference and case.reference in text and "Petrović" in text
    assert "Your turn" not in text and "open case" not in text
    world.answer(people, case.id)
    assert "No question is open" in home_page(people.verifier)


def test_a_border_officer_finds_the_arrivals_of_the_next_days() -> None:
    people = world.corridor()
    world.case_at(people, "confirmed")
    text = home_page(people.border)
    assert "Arrivals of the next 7 days" in text and "Petrović" in text and "JU 123" in text
    assert "Your turn" not in text


def test_an_administrator_finds_no_case() -> None:
    people = world.corridor()
    world.case_at(people, "received")
    administrator = world.make_actor("nld-dtv", "administrator")
    text = home_page(administrator)
    assert "No cases here" in text and "Petrović" not in text


def recent(actor: Actor) -> list[str]:
    """Family names of what the person opened last, in their order."""
    with use_scope(actor.scope):
        return [row.name.split(",")[0] for row in recent_cases(actor)]


def test_the_cases_opened_last_are_at_hand_the_latest_first() -> None:
    people = world.corridor()
    opened = [world.draft(people, family_name=f"Opened-{number}") for number in range(RECENT + 1)]
    client = browser(people.officer)
    moment = clock.now()

    def look(case: Case, minutes: int) -> None:
        with clock.travel(moment + timedelta(minutes=minutes)):
            page(client, reverse("cases:case-detail", args=[case.id]))

    for number, case in enumerate(opened):
        look(case, number)
    look(opened[2], 20)
    with clock.travel(moment + timedelta(minutes=30)):
        names = recent(people.officer)
        assert names == [f"Opened-{number}" for number in (2, 8, 7, 6, 5, 4, 3, 1)]
        shown = page(client, reverse("home")).split("Recently viewed")[1]
        places = [shown.index(f"{name},") for name in names]
        assert places == sorted(places) and "Opened-0" not in shown
        assert recent(people.reviewer) == [], "what a colleague opened is no look of one's own"
    with clock.travel(moment + LOOKED_BACK + timedelta(minutes=21)):
        assert recent(people.officer) == [], "looks of long ago count no longer"


def test_a_case_that_is_no_longer_seen_is_not_recalled() -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted")
    page(browser(people.consul), reverse("cases:case-detail", args=[case.id]))
    page(browser(people.registry), reverse("cases:case-detail", args=[case.id]))
    assert recent(people.consul) == recent(people.registry) == ["Petrović"]
    with use_scope(people.supervisor.scope):
        Case.objects.filter(id=case.id).update(delegates=[])
    assert recent(people.consul) == [] and recent(people.registry) == ["Petrović"]


def test_only_the_most_urgent_are_shown_and_statements_do_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")
    client = browser(people.registry)
    one = _statements(client)
    copies(people.officer, case, home.TURNS_SHOWN + 2)
    assert len(_statements(client)) == len(one) <= 19, "\n".join(one)
    with use_scope(people.registry.scope):
        found = home.home_of(people.registry)
    assert len(found.rows) == home.TURNS_SHOWN
    assert str(found.counts["turn"]) == str(home.TURNS_SHOWN + 3)


def _statements(client: Any) -> list[str]:
    page(client, reverse("home"))
    with CaptureQueriesContext(connection) as captured:
        page(client, reverse("home"))
    return [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
