"""Who else has a case open: colleagues of the own side, for a short while, never the other side."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Access
from cases.models import Case, Presence
from cases.selectors import presence as selector
from cases.selectors.presence import colleagues_present
from cases.services.presence import presence_sweep, presence_touch
from core.outbox import wall_now
from core.scope import use_scope
from tests import world
from tests.cases.work_pages import browser, page

pytestmark = pytest.mark.django_db


def others(actor: Actor, case: Case) -> list[tuple[str, str]] | None:
    with use_scope(actor.scope):
        found = colleagues_present(actor, case)
    return None if found is None else [(person.name, person.act) for person in found]


def test_colleagues_see_each_other_and_the_other_side_sees_nobody() -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    address = reverse("cases:case-detail", args=[case.id])
    assert "Also open with" not in page(browser(people.officer), address)
    text = page(browser(people.reviewer), address)
    assert "Also open with" in text and people.officer.name in text
    registry = page(browser(people.registry), address)
    assert "Also open with" not in registry and people.officer.name not in registry
    assert others(people.registry, case) == []
    with use_scope(people.registry.scope):
        assert {row.user_id for row in Presence.objects.all()} == {people.registry.user_id}


def test_the_page_of_an_act_is_named() -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    page(browser(people.officer), reverse("cases:act", args=[case.id, "withdraw"]))
    assert others(people.reviewer, case) == [(people.officer.name, "Withdraw the case")]
    text = page(browser(people.reviewer), reverse("cases:act", args=[case.id, "withdraw"]))
    assert f"{people.officer.name} has the page" in text


def test_the_poll_renews_without_a_look_and_people_go_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    people = world.corridor()
    case = world.case_at(people, "received")
    client = browser(people.officer)
    address = reverse("cases:presence", args=[case.id])
    text = page(client, address, act="withdraw")
    assert "every 30s" in text and "X-RCMS-Poll" in text
    assert others(people.reviewer, case) == [(people.officer.name, "Withdraw the case")]
    page(client, address, act="<nonsense>")
    assert others(people.reviewer, case) == [(people.officer.name, "")], "one row a person"
    with use_scope(people.officer.scope):
        assert not Access.objects.filter(case_key=case.id).exists()
    later = wall_now() + timedelta(seconds=91)
    monkeypatch.setattr(selector, "wall_now", lambda: later)
    assert others(people.reviewer, case) == []


def test_stale_rows_are_swept_by_the_pages_that_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    people = world.corridor()
    first, second = world.case_at(people, "received"), world.draft(people)
    with use_scope(people.officer.scope):
        presence_touch(actor=people.officer, case=first)
    later = wall_now() + timedelta(minutes=5)
    monkeypatch.setattr("cases.services.presence.wall_now", lambda: later)
    with use_scope(people.officer.scope):
        presence_touch(actor=people.officer, case=second)
        presence_sweep(actor=people.officer, case=second)
        assert [row.case_id for row in Presence.objects.all()] == [second.id]


def test_delegates_are_no_colleagues() -> None:
    people = world.corridor()
    case = world.case_at(people, "accepted")
    text = page(browser(people.consul), reverse("cases:case-detail", args=[case.id]))
    assert 'id="presence"' not in text
    assert others(people.consul, case) is None
    with use_scope(people.registry.scope):
        assert not Presence.objects.filter(case=case).exists()
    page(browser(people.registry), reverse("cases:presence", args=[world.draft(people).id]), status=404)
